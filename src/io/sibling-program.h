/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sibling-program.h: where the other program of Mailbell is. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* NAME: "mailbell" or "mailbell-preferences". The one beside the program that runs, be it installed or
 * in the folder that it was built in, else the one that the search path has.
 * (transfer full) (nullable): NULL if there is none. */
char *bell_sibling_program_find (const char *name);

G_END_DECLS
