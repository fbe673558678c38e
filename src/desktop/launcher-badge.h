/* SPDX-License-Identifier: GPL-3.0-or-later */
/* launcher-badge.h: the number of unread messages on the launcher of the mail program, in docks and
 * task bars that know com.canonical.Unity.LauncherEntry (Plasma, Ubuntu's dock, Plank and others).
 * In:     a number for each desktop id; for "" it goes to the desktop's default mail program, and moves
 *         when another one becomes that.
 * Limits: an id is shown as it is given; where there is no such launcher, nobody shows it.
 * Source: the LauncherAPI of libunity. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BellLauncherBadge BellLauncherBadge;

/* (transfer full) */
BellLauncherBadge *bell_launcher_badge_new (GDBusConnection *session);

/* Takes all numbers away. */
void bell_launcher_badge_free (BellLauncherBadge *self);

/* COUNTS: of guint (GUINT_TO_POINTER) by desktop id; what is not in it is taken away. Finding the
 * default program takes a moment, in another thread. */
void bell_launcher_badge_set_counts (BellLauncherBadge *self, GHashTable *counts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellLauncherBadge, bell_launcher_badge_free)

G_END_DECLS
