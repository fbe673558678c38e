/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bus-service.h: the D-Bus face: io.github.mailbell.Mailbell.Application on
 * /io/github/mailbell/Mailbell, which is also an object manager with an object per account
 * (/io/github/mailbell/Mailbell/account/ID) of interface io.github.mailbell.Mailbell.Account.
 * Signals: "check-now" (account id or NULL), "pause" (guint seconds, 0: until resumed), "resume",
 *          "quit", "refresh", "test-notification": what a caller asked for; "history" (account id):
 *          returns what was counted, (transfer full) (nullable). No secret crosses it.
 *          "show-preferences" (account id or "", activation token or "", GDBusMethodInvocation
 *          *invocation): whoever handles it answers INVOCATION (transfer full).
 *          "clear-history" (account id or "", GDBusMethodInvocation *invocation): the same.
 *          "run-command" (account id, GDBusMethodInvocation *invocation): likewise.
 *          "act" (account id, BellMessageAction *action, GDBusMethodInvocation *invocation): ACTION
 *          is good during the emission; whoever handles it answers INVOCATION (transfer full); of
 *          BELL_IMAP_ACTION_MARK_ALL_READ all of the account's folders are meant. */

#pragma once

#include <gio/gio.h>

#include "mail/message-summary.h"
#include "policy/account-status.h"
#include "watch/message-actions.h"

G_BEGIN_DECLS

#define BELL_BUS_PATH "/io/github/mailbell/Mailbell"

#define BELL_TYPE_BUS_SERVICE (bell_bus_service_get_type ())
G_DECLARE_FINAL_TYPE (BellBusService, bell_bus_service, BELL, BUS_SERVICE, GObject)

BellBusService *bell_bus_service_new (void);

gboolean bell_bus_service_export (BellBusService  *self,
                                  GDBusConnection *connection,
                                  GError         **error);
/* May be called when nothing is exported. */
void bell_bus_service_unexport (BellBusService *self);

/* UNTIL: Unix seconds; anything else: until somebody resumes, or there is no pause. */
void bell_bus_service_set_paused_until (BellBusService *self, gint64 until);

void bell_bus_service_set_statuses (BellBusService *self, GPtrArray *statuses, gboolean paused);
void bell_bus_service_emit_new_mail (BellBusService           *self,
                                     const char               *account_id,
                                     const char               *folder,
                                     const BellMessageSummary *message);

G_END_DECLS
