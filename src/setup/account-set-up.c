/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-set-up.c: who takes the steps of account-set-up-steps.c, and what is told of them. */

#include "setup/account-set-up-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_FINAL_TYPE (BellAccountSetUp, bell_account_set_up, G_TYPE_OBJECT)

enum { CHANGED, OPEN_URI, N_SIGNALS };
static guint signals[N_SIGNALS];

/* TEXT (transfer full) (nullable) */
static void
set_state_of_field (BellAccountSetUp *self, BellSetUpState state, BellSetUpField field, char *text)
{
  g_debug ("set-up: %d → %d, field %d", self->state, state, field);
  self->state = state;
  self->field = field;
  g_free (self->text);
  self->text = text;
  g_signal_emit (self, signals[CHANGED], 0);
}

void
bell_account_set_up_set_state (BellAccountSetUp *self, BellSetUpState state, char *text)
{
  set_state_of_field (self, state, BELL_SET_UP_FIELD_NONE, text);
}

static void
forget_secrets (BellAccountSetUp *self)
{
  g_clear_pointer (&self->secret, bell_sign_in_secret_unref);
  g_clear_pointer (&self->flow, bell_sign_in_flow_result_free);
}

void
bell_account_set_up_end_attempt (BellAccountSetUp *self)
{
  if (self->attempt != NULL)
    g_cancellable_cancel (self->attempt);
  g_clear_object (&self->attempt);
  forget_secrets (self);
}

void
bell_account_set_up_fail (BellAccountSetUp *self, BellSetUpField field, char *sentence)
{
  bell_account_set_up_end_attempt (self);
  set_state_of_field (self, BELL_SET_UP_ASKING, field, sentence);
}

void
bell_account_set_up_open_uri (BellAccountSetUp *self, const char *uri)
{
  g_signal_emit (self, signals[OPEN_URI], 0, uri);
}

static void
forget_server (BellAccountSetUp *self)
{
  g_clear_pointer (&self->server, bell_server_found_free);
  g_clear_pointer (&self->provider, bell_oauth_provider_free);
  g_clear_pointer (&self->certificate, bell_certificate_facts_unref);
  g_clear_pointer (&self->pin, g_free);
  self->doubtful = FALSE;
  self->confirmed = FALSE;
}

static void
take_input (BellAccountSetUp *self, const BellSetUpInput *input)
{
  g_autofree char *password = bell_set_up_input_get (input, BELL_SET_UP_FIELD_PASSWORD);

  if (self->doubtful || !bell_set_up_input_is_same_server (self->typed, input))
    forget_server (self);
  g_clear_pointer (&self->typed, bell_set_up_input_free);
  self->typed = bell_set_up_input_copy (input);
  if (*password != '\0') {
    g_autoptr (BellSecretText) text = bell_secret_text_new (password, -1);

    self->secret = bell_sign_in_secret_new_password (text);
  }
  bell_secret_wipe (password, strlen (password));
}

/* FALSE: it has failed. */
static gboolean
check_input (BellAccountSetUp *self, const BellSetUpInput *input)
{
  char            *sentence = NULL;
  BellSetUpField   mistake = bell_set_up_input_find_mistake (input, &sentence);
  g_autofree char *address = bell_set_up_input_get (input, BELL_SET_UP_FIELD_ADDRESS);

  if (mistake == BELL_SET_UP_FIELD_NONE &&
      bell_account_list_find_by_address (self->accounts, address) != NULL) {
    mistake = BELL_SET_UP_FIELD_ADDRESS;
    sentence = g_strdup_printf (_ ("There is an account for %s already."), address);
  }
  if (mistake != BELL_SET_UP_FIELD_NONE)
    bell_account_set_up_fail (self, mistake, sentence);
  return mistake == BELL_SET_UP_FIELD_NONE;
}

static void
begin (BellAccountSetUp *self, const BellSetUpInput *input, gboolean browses, const char *online)
{
  g_return_if_fail (self->state == BELL_SET_UP_ASKING);
  if (!check_input (self, input))
    return;
  if (g_strcmp0 (self->online, online) != 0)
    self->doubtful = TRUE;
  take_input (self, input);
  self->browses = browses;
  g_free (self->online);
  self->online = g_strdup (online);
  self->attempt = g_cancellable_new ();
  bell_account_set_up_proceed (self);
}

static void
bell_account_set_up_finalize (GObject *object)
{
  BellAccountSetUp *self = BELL_ACCOUNT_SET_UP (object);

  bell_account_set_up_end_attempt (self);
  forget_server (self);
  g_clear_pointer (&self->typed, bell_set_up_input_free);
  g_object_unref (self->network);
  g_clear_object (&self->accounts);
  g_clear_object (&self->account);
  g_clear_pointer (&self->report, bell_connection_report_free);
  g_free (self->text);
  g_free (self->online);
  G_OBJECT_CLASS (bell_account_set_up_parent_class)->finalize (object);
}

static void
bell_account_set_up_class_init (BellAccountSetUpClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = bell_account_set_up_finalize;
  signals[CHANGED] =
    g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OPEN_URI] = g_signal_new ("open-uri", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
bell_account_set_up_init (BellAccountSetUp *self)
{
  /* It is asked when an attempt has failed, and has to know by then: others tell it, in a sandbox the
   * portal. */
  self->network = bell_network_state_new ();
}

BellAccountSetUp *
bell_account_set_up_new (BellAccountList *accounts)
{
  BellAccountSetUp *self = g_object_new (BELL_TYPE_ACCOUNT_SET_UP, NULL);

  self->accounts = g_object_ref (accounts);
  return self;
}

void
bell_account_set_up_start (BellAccountSetUp *self, const BellSetUpInput *input)
{
  begin (self, input, FALSE, NULL);
}

void
bell_account_set_up_browse (BellAccountSetUp *self, const BellSetUpInput *input)
{
  begin (self, input, TRUE, NULL);
}

void
bell_account_set_up_adopt (BellAccountSetUp *self, const BellOnlineAccount *online)
{
  g_autofree char     *port = g_strdup_printf ("%u", online->port);
  const BellSetUpInput input = {
    .fields = { [BELL_SET_UP_FIELD_ADDRESS] = online->address,
                [BELL_SET_UP_FIELD_HOST] = online->host,
                [BELL_SET_UP_FIELD_PORT] = port,
                [BELL_SET_UP_FIELD_USER] = online->user },
    .security_chosen = TRUE,
    .security = online->security,
  };

  begin (self, &input, FALSE, online->id);
}

void
bell_account_set_up_go_on (BellAccountSetUp *self)
{
  if (self->state == BELL_SET_UP_CONFIRMING)
    self->confirmed = TRUE;
  else if (self->state == BELL_SET_UP_TRUSTING) {
    g_free (self->pin);
    self->pin = g_strdup (self->certificate->fingerprint);
  } else
    return;
  bell_account_set_up_proceed (self);
}

void
bell_account_set_up_cancel (BellAccountSetUp *self)
{
  if (self->state == BELL_SET_UP_ASKING || self->state == BELL_SET_UP_DONE)
    return;
  bell_account_set_up_end_attempt (self);
  bell_account_set_up_set_state (self, BELL_SET_UP_ASKING, NULL);
}

BellSetUpState
bell_account_set_up_get_state (BellAccountSetUp *self)
{
  return self->state;
}

const char *
bell_account_set_up_get_text (BellAccountSetUp *self)
{
  return self->text;
}

BellSetUpField
bell_account_set_up_get_field (BellAccountSetUp *self)
{
  return self->field;
}

const BellServerFound *
bell_account_set_up_get_server (BellAccountSetUp *self)
{
  return self->server;
}

const BellCertificateFacts *
bell_account_set_up_get_certificate (BellAccountSetUp *self)
{
  return self->state == BELL_SET_UP_TRUSTING ? self->certificate : NULL;
}

const char *
bell_account_set_up_get_browser_provider (BellAccountSetUp *self)
{
  return self->provider != NULL ? self->provider->name : NULL;
}

const BellConnectionReport *
bell_account_set_up_get_report (BellAccountSetUp *self)
{
  return self->state == BELL_SET_UP_DONE ? self->report : NULL;
}

BellAccount *
bell_account_set_up_get_account (BellAccountSetUp *self)
{
  return self->account;
}
