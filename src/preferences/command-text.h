/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command-text.h: a command as people type it, in one line, and as it is run: words, without a shell.
 * Looks into the search path for the program. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* With quotation marks where a word needs them. (transfer full) */
char *bell_command_text_join (const char *const *words);

/* NULL if a quotation mark lacks the other one; no words if there is nothing.
 * (transfer full) (nullable) */
char **bell_command_text_split (const char *text);

/* A BellFieldCheck; nothing at all will do. DATA: unused. */
char *bell_command_text_check (const char *text, gpointer data);

G_END_DECLS
