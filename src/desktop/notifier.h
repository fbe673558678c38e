/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notifier.h: shows notices, those of mail in the category "email.arrived".
 * Body text is markup to some receivers and plain text to others, so the notifier asks who receives
 * (org.gtk.Notifications: plain; a portal: plain, with markup characters removed, since portals have
 * passed it on; org.freedesktop.Notifications: escaped if it announces body-markup) before it sends
 * the first one and whenever the receiver changes.
 * Without buttons of its own a notice has one for what a click on it does: "Open" (app.open-mail), or
 * "Preferences" (app.preferences) if it asks the user. A notice without an account (account_id NULL)
 * has neither: it tells of something that went wrong.
 * Clicks activate the application's actions, also those on notifications of an earlier run.
 * Signals: "closed" (const char *notice_id): by the user or the desktop, where these say so; not what is
 *          withdrawn. */

#pragma once

#include <gio/gio.h>

#include "policy/notice.h"

G_BEGIN_DECLS

#define BELL_TYPE_NOTIFIER (bell_notifier_get_type ())
G_DECLARE_FINAL_TYPE (BellNotifier, bell_notifier, BELL, NOTIFIER, GObject)

/* APPLICATION must be registered. */
BellNotifier *bell_notifier_new (GApplication *application);

void bell_notifier_show (BellNotifier *self, const BellNotice *notice);
void bell_notifier_withdraw (BellNotifier *self, const char *notice_id);

/* The notice of a message goes while something is done with the message, and where that fails it comes
 * back, quietly; unless it was withdrawn meanwhile. One that stood there no longer, or was shown by an
 * earlier run, does not. */
void bell_notifier_hide (BellNotifier *self, const char *notice_id);
void bell_notifier_bring_back (BellNotifier *self, const char *notice_id);

/* Done once all that a later run has to know, to withdraw what is shown, is on disk, or cannot be. */
void bell_notifier_flush_async (BellNotifier       *self,
                                GAsyncReadyCallback callback,
                                gpointer            user_data);
void bell_notifier_flush_finish (BellNotifier *self, GAsyncResult *result);

/* That of the click on a notification whose action is being carried out. (transfer full) (nullable) */
char *bell_notifier_take_activation_token (BellNotifier *self);

G_END_DECLS
