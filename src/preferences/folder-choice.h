/* SPDX-License-Identifier: GPL-3.0-or-later */
/* folder-choice.h: a choice of folders, as the settings hold it. Pure. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The inbox goes by any case of its name. */
gboolean bell_folder_choice_has (const char *const *chosen, const char *name);

/* CHOSEN with NAME, the inbox in front, or without it; NULL if nothing would be left.
 * (transfer full) (nullable) */
char **bell_folder_choice_set (const char *const *chosen, const char *name, gboolean wanted);

G_END_DECLS
