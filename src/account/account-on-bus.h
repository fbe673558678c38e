/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-on-bus.h: what the applet tells of an account over D-Bus (io.github.mailbell.Mailbell.Account),
 * read back: for the command line and the preferences, which have generated code of their own each. */

#pragma once

#include <gio/gio.h>

#include "policy/account-status.h"

G_BEGIN_DECLS

/* PROXY: with its properties loaded; nothing is asked. All but the certificate and the time of the next
 * attempt. (transfer full) */
BellAccountStatus *bell_account_on_bus_read (GDBusProxy *proxy);

G_END_DECLS
