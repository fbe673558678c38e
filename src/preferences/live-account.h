/* SPDX-License-Identifier: GPL-3.0-or-later */
/* live-account.h: what is so now with an account, as far as the applet tells it.
 * Signals: "changed": something of it. */

#pragma once

#include "account/account.h"
#include "base/certificate-facts.h"
#include "preferences/applet-link.h"

G_BEGIN_DECLS

#define BELL_TYPE_LIVE_ACCOUNT (bell_live_account_get_type ())
G_DECLARE_FINAL_TYPE (BellLiveAccount, bell_live_account, BELL, LIVE_ACCOUNT, GObject)

BellLiveAccount *bell_live_account_new (BellAccount *account, BellAppletLink *applet);

const char *bell_live_account_get_id (BellLiveAccount *self); /* (transfer none) */

/* The applet does not run, and nobody is starting it. */
gboolean bell_live_account_is_gone (BellLiveAccount *self);

/* NULL while the applet does not run or does not know the account. (transfer none) (nullable) */
BellBusAccount *bell_live_account_get_bus (BellLiveAccount *self);

/* The state in words: "Push: new mail rings at once". (transfer none) */
const char *bell_live_account_get_state_text (BellLiveAccount *self);

/* What is wrong and what can be done, or why it is so, or what is unread. (transfer full) */
char *bell_live_account_describe_detail (BellLiveAccount *self);

/* The certificate for which the applet has refused to connect. (transfer full) (nullable) */
BellCertificateFacts *bell_live_account_get_certificate (BellLiveAccount *self);

/* The applet has signed in, and pushes or polls. */
gboolean bell_live_account_is_connected (BellLiveAccount *self);

/* Of a symbolic icon for the state. (transfer none) */
const char *bell_live_account_get_icon_name (BellLiveAccount *self);

guint bell_live_account_get_unread (BellLiveAccount *self);

/* The names of the folders that are watched. (transfer full) */
GStrv bell_live_account_get_folders (BellLiveAccount *self);

/* The renewal interval in seconds; 0: not known, or there is nothing to renew. */
guint bell_live_account_get_renewal (BellLiveAccount *self);

G_END_DECLS
