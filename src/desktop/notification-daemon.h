/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notification-daemon.h: the desktop's notification daemon, spoken to directly
 * (org.freedesktop.Notifications, Desktop Notifications Specification 1.2).
 * GNotification would do this as well, but forgets with the process which notifications are its own,
 * so that their buttons are dead after a restart; and it has no sound and no activation token. Here
 * the daemon's numbers are kept in the runtime directory as long as that daemon lives.
 * Signals: "action" (const char *detailed_name, const char *activation_token): a click; the name is
 *          that of a button ("app.delete(…)") or of the default action; the token may be NULL;
 *          "answered" (const BellNotice *notice, BellNoticeFate fate): what came of it; one that
 *          nobody took is forgotten here, for whoever knows how the next daemon wants it written;
 *          "closed" (const char *notice_id): the daemon shows it no longer, of its own accord or the
 *          user's.
 * Limits:  BELL_DAEMON_NOTICES are remembered. */

#pragma once

#include <gio/gio.h>

#include "desktop/notice-fate.h"
#include "policy/notice.h"

G_BEGIN_DECLS

#define BELL_NOTIFICATIONS_NAME "org.freedesktop.Notifications"
#define BELL_NOTIFICATIONS_PATH "/org/freedesktop/Notifications"

#define BELL_DAEMON_NOTICES 200

#define BELL_TYPE_NOTIFICATION_DAEMON (bell_notification_daemon_get_type ())
G_DECLARE_FINAL_TYPE (
  BellNotificationDaemon, bell_notification_daemon, BELL, NOTIFICATION_DAEMON, GObject)

/* DIRECTORY (nullable): for the memory; NULL: "mailbell" in the user's runtime directory. */
BellNotificationDaemon *bell_notification_daemon_new (GDBusConnection *session,
                                                      const char      *directory);

/* As far as is known yet. */
gboolean bell_notification_daemon_is_there (BellNotificationDaemon *self);

/* BODY: the notice's, as this daemon reads it. WITH_ACTIONS: the daemon shows buttons. */
void bell_notification_daemon_show (BellNotificationDaemon *self,
                                    const BellNotice       *notice,
                                    const char             *body,
                                    gboolean                with_actions);

/* What is not shown need not be withdrawn. */
void bell_notification_daemon_withdraw (BellNotificationDaemon *self, const char *notice_id);

/* Done once all that a later run has to know is on disk, or cannot be. */
void bell_notification_daemon_flush_async (BellNotificationDaemon *self,
                                           GAsyncReadyCallback     callback,
                                           gpointer                user_data);
void bell_notification_daemon_flush_finish (BellNotificationDaemon *self, GAsyncResult *result);

G_END_DECLS
