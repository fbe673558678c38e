/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-set-up-private.h: what the two halves of account-set-up share: the steps, and who takes them. */

#pragma once

#include "io/network-state.h"
#include "setup/account-set-up.h"
#include "setup/sign-in-flow.h"

G_BEGIN_DECLS

struct _BellAccountSetUp {
  GObject parent_instance;

  BellAccountList  *accounts; /* (owned) */
  BellNetworkState *network;  /* (owned) */
  BellSetUpState    state;
  char             *text; /* (owned) (nullable) */
  BellSetUpField    field;
  GCancellable     *attempt; /* (owned) (nullable): nothing is under way */

  BellSetUpInput   *typed;  /* (owned) (nullable) */
  BellSignInSecret *secret; /* (owned) (nullable) */
  gboolean          browses;
  char             *online; /* (owned) (nullable) what Online Accounts call it */

  /* What was found and answered, good for the server that was typed. */
  BellServerFound   *server;   /* (owned) (nullable) */
  BellOAuthProvider *provider; /* (owned) (nullable) that it can be signed in at in the browser */
  gboolean           doubtful; /* it failed, and is looked for anew next time */
  gboolean           confirmed;
  char              *pin;            /* (owned) (nullable) */
  BellCertificateFacts *certificate; /* (owned) (nullable) */

  BellSignInFlowResult *flow;    /* (owned) (nullable) */
  BellConnectionReport *report;  /* (owned) (nullable) */
  BellAccount          *account; /* (owned) (nullable) */
};

/* TEXT (transfer full) (nullable) */
void bell_account_set_up_set_state (BellAccountSetUp *self, BellSetUpState state, char *text);

/* Back to ASKING. SENTENCE (transfer full) */
void bell_account_set_up_fail (BellAccountSetUp *self, BellSetUpField field, char *sentence);

/* Nothing is under way any more, and no secret is kept. */
void bell_account_set_up_end_attempt (BellAccountSetUp *self);

void bell_account_set_up_open_uri (BellAccountSetUp *self, const char *uri);

/* Takes the next step of an attempt. */
void bell_account_set_up_proceed (BellAccountSetUp *self);

G_END_DECLS
