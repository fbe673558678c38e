/* SPDX-License-Identifier: GPL-3.0-or-later */
/* background-status.h: what GNOME writes under our name in its list of background apps: "3 unread".
 * Only programs in a sandbox are in that list; the portal refuses others.
 * Limits: BELL_BACKGROUND_STATUS_CHARACTERS, which the portal sets.
 * Source: https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Background.html,
 *         SetStatus, of version 2. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BELL_BACKGROUND_STATUS_CHARACTERS 96

typedef struct _BellBackgroundStatus BellBackgroundStatus;

/* Never starts the portal; told again whenever one appears. (transfer full) */
BellBackgroundStatus *bell_background_status_new (GDBusConnection *session);
void                  bell_background_status_free (BellBackgroundStatus *self);

/* MESSAGE (nullable): a line of plain text; NULL: none. Returns at once; an older portal that does
 * not know it is no error. */
void bell_background_status_set (BellBackgroundStatus *self, const char *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellBackgroundStatus, bell_background_status_free)

G_END_DECLS
