/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notifier.h: shows notices through GNotification, category "email.arrived".
 * Body text is markup to some receivers and plain text to others; GNotification says nothing about
 * it, so the notifier asks who receives (org.gtk.Notifications: plain; a portal: plain, with markup
 * characters removed, since portals have passed it on; org.freedesktop.Notifications: escaped if it
 * announces body-markup) before it sends the first one and whenever the receiver changes.
 * Default action and button "Open": app.open-mail with the account's id; those of a notice that asks
 * the user, app.preferences. A notice without an account (account_id NULL) has neither: it tells of
 * something that went wrong. */

#pragma once

#include <gio/gio.h>

#include "policy/notice-policy.h"

G_BEGIN_DECLS

#define BELL_TYPE_NOTIFIER (bell_notifier_get_type ())
G_DECLARE_FINAL_TYPE (BellNotifier, bell_notifier, BELL, NOTIFIER, GObject)

/* APPLICATION must be registered. */
BellNotifier *bell_notifier_new (GApplication *application);

void bell_notifier_show (BellNotifier *self, const BellNotice *notice);
void bell_notifier_withdraw (BellNotifier *self, const char *notice_id);

G_END_DECLS
