/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-mark-entry.h: the entry of the menu that marks all as read.
 * With one thing to choose it is done by a click: "Mark All 3 Unread Messages as Read". Where more can
 * be meant, those that were told of or all the old ones too, one account or all of them, and where very
 * many are, it is a submenu, so that nobody marks more than was meant. No GTK in here. */

#pragma once

#include <gio/gio.h>

#include "policy/account-status.h"

G_BEGIN_DECLS

/* STATUSES (nullable) of BellAccountStatus; N_TOLD: messages that were told of and are unread. NULL:
 * there is nothing to mark. DESCRIPTION (out) (transfer full) (nullable): two entries of the same
 * description look and do the same. (transfer full) (nullable) */
GMenuItem *bell_tray_mark_entry_new (GPtrArray *statuses, guint n_told, char **description);

G_END_DECLS
