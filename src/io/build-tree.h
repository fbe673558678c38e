/* SPDX-License-Identifier: GPL-3.0-or-later */
/* build-tree.h: what a program finds where it was built, so that it can be run from there: its schemas in
 * data/, and its translations in po/. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PLACE: of the program in the folder that it was built in, such as "/src/app/mailbell". Before there are
 * threads, for it sets GSETTINGS_SCHEMA_DIR there. (transfer full): where the translations are. */
char *bell_build_tree_enter (const char *place);

G_END_DECLS
