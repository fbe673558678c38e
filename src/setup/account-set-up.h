/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-set-up.h: from what a person typed to an account that works: looks the server up, asks what
 * has to be asked, signs in, stores the account and its secret. Knows no widgets.
 * States: each is left by what the header says beside it; a failure leads back to ASKING with a
 *         problem in words, and nothing changed.
 * Asks:   before a password goes to a host of another domain (RFC 6186 §6), and before a certificate
 *         is trusted.
 * Signals: "changed": anything that a getter tells; "open-uri" (char *uri): to be opened in the
 *          browser. */

#pragma once

#include "account/account-list.h"
#include "account/online-account.h"
#include "base/certificate-facts.h"
#include "setup/connection-check.h"
#include "setup/server-lookup.h"
#include "setup/set-up-input.h"

G_BEGIN_DECLS

typedef enum {
  BELL_SET_UP_ASKING,     /* start(), browse() */
  BELL_SET_UP_LOOKING,    /* for the server; cancel() */
  BELL_SET_UP_CONFIRMING, /* whether the host is right: go_on(), cancel() */
  BELL_SET_UP_CHECKING,   /* connects and signs in; cancel() */
  BELL_SET_UP_TRUSTING,   /* whether the certificate is right: go_on(), cancel() */
  BELL_SET_UP_BROWSING,   /* the person signs in in the browser; cancel() */
  BELL_SET_UP_STORING,    /* cancel() */
  BELL_SET_UP_DONE,       /* never */
} BellSetUpState;

#define BELL_TYPE_ACCOUNT_SET_UP (bell_account_set_up_get_type ())
G_DECLARE_FINAL_TYPE (BellAccountSetUp, bell_account_set_up, BELL, ACCOUNT_SET_UP, GObject)

BellAccountSetUp *bell_account_set_up_new (BellAccountList *accounts);

/* INPUT is not looked at after the call. browse() signs in in the browser instead of with the
 * password. What was answered before and not typed anew (the server found, the host agreed to, the
 * certificate trusted) is not asked again. */
void bell_account_set_up_start (BellAccountSetUp *self, const BellSetUpInput *input);
void bell_account_set_up_browse (BellAccountSetUp *self, const BellSetUpInput *input);

/* The same for one of the accounts that GNOME Online Accounts have, which also sign it in. */
void bell_account_set_up_adopt (BellAccountSetUp *self, const BellOnlineAccount *online);

/* Yes to what is asked. */
void bell_account_set_up_go_on (BellAccountSetUp *self);

/* Back to ASKING. Nothing, while asking or when done. */
void bell_account_set_up_cancel (BellAccountSetUp *self);

BellSetUpState bell_account_set_up_get_state (BellAccountSetUp *self);

/* What is being done: "Asking example.org…". While asking, what was wrong; when done, what the person
 * can expect. (transfer none) (nullable) */
const char *bell_account_set_up_get_text (BellAccountSetUp *self);

/* Where the problem can be mended. */
BellSetUpField bell_account_set_up_get_field (BellAccountSetUp *self);

/* From its being found on, as far as it can be used. (transfer none) (nullable) */
const BellServerFound *bell_account_set_up_get_server (BellAccountSetUp *self);

/* While TRUSTING. (transfer none) (nullable) */
const BellCertificateFacts *bell_account_set_up_get_certificate (BellAccountSetUp *self);

/* The name of the provider at which browse() would sign in. (transfer none) (nullable): none is
 * known, or this build cannot sign in there. */
const char *bell_account_set_up_get_browser_provider (BellAccountSetUp *self);

/* When done. (transfer none) (nullable) */
const BellConnectionReport *bell_account_set_up_get_report (BellAccountSetUp *self);
BellAccount                *bell_account_set_up_get_account (BellAccountSetUp *self);

/* Asks at PLACES (unowned) (nullable) from now on: for tests. */
void bell_account_set_up_set_places (const BellLookupPlaces *places);

G_END_DECLS
