/* SPDX-License-Identifier: GPL-3.0-or-later */
/* target-binding.h: ties a combo row to a setting that names a folder, or is empty where the server's
 * own word counts. */

#pragma once

#include <adwaita.h>

#include "imap/imap-special-use.h"

G_BEGIN_DECLS

typedef struct _BellTargetBinding BellTargetBinding;

/* ROLE: what the folder is for. The binding lives and dies with ROW. (transfer none) */
BellTargetBinding *bell_target_binding_new (AdwComboRow *row,
                                            GSettings   *settings,
                                            const char  *key,
                                            BellImapRole role);

/* FOLDERS (nullable): of BellFolder, what the server has; NULL: not known. */
void bell_target_binding_set_folders (BellTargetBinding *self, GPtrArray *folders);

G_END_DECLS
