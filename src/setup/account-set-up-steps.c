/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-set-up-steps.c: proceed() asks what is next and does it, until there is nothing left but to store.
 * Every operation runs under the cancellable of its attempt; one that ends under another is too late
 * and is not listened to. */

#include "setup/account-set-up-private.h"

#include "account/online-accounts.h"
#include "io/connection-error.h"
#include "io/failure.h"
#include "setup/set-up-server.h"
#include "setup/set-up-store.h"
#include "setup/set-up-words.h"

#include <glib/gi18n-lib.h>

static const BellLookupPlaces *places;

/* Whether RESULT belongs to what is under way now. */
static gboolean
is_timely (BellAccountSetUp *self, GAsyncResult *result)
{
  return self->attempt != NULL && g_task_get_cancellable (G_TASK (result)) == self->attempt;
}

/* The server. */

static const char *
get_typed (BellAccountSetUp *self, BellSetUpField field)
{
  return self->typed->fields[field];
}

static const char *
get_address (BellAccountSetUp *self)
{
  return get_typed (self, BELL_SET_UP_FIELD_ADDRESS);
}

static gboolean
is_manual (BellAccountSetUp *self)
{
  return *get_typed (self, BELL_SET_UP_FIELD_HOST) != '\0';
}

/* SERVER (transfer full) */
static void
take_server (BellAccountSetUp *self, BellServerFound *server)
{
  self->server = server;
  self->provider = bell_set_up_server_find_browser (server, get_address (self), NULL, NULL);
}

/* (transfer full) */
static char *
describe_nothing_found (BellAccountSetUp *self, const GError *error, BellSetUpField *field)
{
  return bell_set_up_describe_nothing_found (
    error, get_address (self), bell_network_state_get_available (self->network), field);
}

static void
on_looked_up (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellAccountSetUp) self = user_data;
  g_autoptr (BellServerFound) on_error = NULL;
  g_autoptr (GError) error = NULL;
  BellServerFound *found = bell_server_lookup_finish (result, &on_error, &error);
  BellSetUpField   field;
  char            *sentence;

  if (!is_timely (self, result)) {
    g_clear_pointer (&found, bell_server_found_free);
    return;
  }
  /* An untrusted certificate comes up again when the server is asked to sign in; then it is shown. */
  if (found == NULL && on_error != NULL && bell_failure_is_distrust (error))
    found = g_steal_pointer (&on_error);
  if (found != NULL) {
    bell_set_up_server_apply (found, self->typed);
    take_server (self, found);
    bell_account_set_up_proceed (self);
  } else {
    sentence = on_error != NULL ? bell_set_up_describe_refusal (error, on_error, FALSE, &field)
                                : describe_nothing_found (self, error, &field);
    bell_account_set_up_fail (self, field, sentence);
  }
}

static void
on_progress (const char *sentence, gpointer user_data)
{
  BellAccountSetUp *self = user_data;

  if (self->state == BELL_SET_UP_LOOKING)
    bell_account_set_up_set_state (self, BELL_SET_UP_LOOKING, g_strdup (sentence));
}

static void
look_up (BellAccountSetUp *self)
{
  bell_account_set_up_set_state (self, BELL_SET_UP_LOOKING,
                                 g_strdup (_ ("Looking for the mail server…")));
  bell_server_lookup_async (get_address (self), places, NULL, on_progress, self, self->attempt,
                            on_looked_up, g_object_ref (self));
}

/* The end. */

static void
on_stored (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellAccountSetUp) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellAccount) account = bell_set_up_store_finish (result, &error);
  guint polling;

  if (!is_timely (self, result))
    return;
  if (account == NULL) {
    bell_account_set_up_fail (self, BELL_SET_UP_FIELD_NONE,
                              bell_set_up_describe_not_stored (error));
    return;
  }
  bell_account_set_up_end_attempt (self);
  self->account = g_steal_pointer (&account);
  polling =
    g_settings_get_uint (bell_account_list_get_settings (self->accounts), "polling-minutes");
  bell_account_set_up_set_state (self, BELL_SET_UP_DONE,
                                 bell_set_up_describe_push (self->report, polling));
}

/* Online Accounts keep what they have. */
static const char *
describe_storing (BellAccountSetUp *self)
{
  if (self->online != NULL)
    return _ ("Adding the account…");
  /* Translators: what lets Mailbell sign in again at a provider. */
  return self->flow != NULL ? _ ("Putting the sign-in into the keyring…")
                            : _ ("Putting the password into the keyring…");
}

static void
store (BellAccountSetUp *self)
{
  char                     *details[] = { (char *) "online-account", self->online, NULL };
  const char               *name = get_typed (self, BELL_SET_UP_FIELD_NAME);
  const BellServerFound    *server = self->server;
  const BellAccountSettings settings = {
    .address = get_address (self),
    .name = *name != '\0' ? name : NULL,
    .host = server->host,
    .port = server->port,
    .security = server->security,
    .user = g_str_equal (server->user, get_address (self)) ? NULL : server->user,
    .pin = self->pin,
    .mechanism = self->typed->mechanism,
    .credential = self->online != NULL ? BELL_CREDENTIAL_ONLINE_ACCOUNT : BELL_CREDENTIAL_PASSWORD,
    .details = self->online != NULL ? details : NULL,
  };

  bell_account_set_up_set_state (self, BELL_SET_UP_STORING, g_strdup (describe_storing (self)));
  bell_set_up_store_async (self->accounts, &settings, self->secret->password, self->flow,
                           self->attempt, on_stored, g_object_ref (self));
}

/* The check. */

static void
ask_for_trust (BellAccountSetUp *self, BellCertificateFacts *certificate)
{
  g_clear_pointer (&self->certificate, bell_certificate_facts_unref);
  self->certificate = bell_certificate_facts_ref (certificate);
  bell_account_set_up_set_state (self, BELL_SET_UP_TRUSTING, NULL);
}

static void
fail_check (BellAccountSetUp *self, const GError *error)
{
  BellSetUpField field;
  char *sentence = bell_set_up_describe_refusal (error, self->server, is_manual (self), &field);

  self->doubtful = field != BELL_SET_UP_FIELD_PASSWORD;
  bell_account_set_up_fail (self, field, sentence);
}

/* A network that puts itself in the way shows certificates that are not the server's. */
static void
fail_in_captivity (BellAccountSetUp *self)
{
  g_autoptr (GError) captive = g_error_new_literal (
    BELL_CONNECTION_ERROR, BELL_CONNECTION_ERROR_CAPTIVE, "a page of the network's own");

  fail_check (self, captive);
}

static void
on_checked (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellAccountSetUp) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnectionReport) report = bell_connection_check_finish (result, NULL, &error);
  BellCertificateFacts *certificate =
    error != NULL ? bell_connection_error_get_certificate (error) : NULL;

  if (!is_timely (self, result))
    return;
  if (report != NULL) {
    g_clear_pointer (&self->report, bell_connection_report_free);
    self->report = g_steal_pointer (&report);
    store (self);
  } else if (certificate == NULL)
    fail_check (self, error);
  else if (bell_network_state_is_captive (self->network))
    fail_in_captivity (self);
  else
    ask_for_trust (self, certificate);
}

static void
check (BellAccountSetUp *self)
{
  const BellEndpoint endpoint = {
    .host = self->server->host,
    .port = self->server->port,
    .security = self->server->security,
    .pin = self->pin,
  };
  const BellConnectionUser user = {
    .user = self->server->user,
    .address = get_address (self),
    .secret = self->secret,
    .mechanism = self->secret->token == NULL ? self->typed->mechanism : NULL,
  };

  /* Translators: the name of a server. */
  bell_account_set_up_set_state (self, BELL_SET_UP_CHECKING,
                                 g_strdup_printf (_ ("Signing in at %s…"), self->server->host));
  bell_connection_check_async (&endpoint, &user, self->attempt, on_checked, g_object_ref (self));
}

/* The browser. */

static void
on_browsed (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellAccountSetUp) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellSignInFlowResult) flow = bell_sign_in_flow_finish (result, &error);

  if (!is_timely (self, result))
    return;
  if (flow == NULL) {
    bell_account_set_up_fail (self, BELL_SET_UP_FIELD_NONE,
                              bell_set_up_describe_browser_failure (error, self->provider->name));
    return;
  }
  g_clear_pointer (&self->secret, bell_sign_in_secret_unref);
  self->secret = bell_sign_in_secret_new_token (flow->tokens->access_token, BELL_NEVER);
  self->flow = g_steal_pointer (&flow);
  bell_account_set_up_proceed (self);
}

static void
on_open (const char *uri, gpointer user_data)
{
  BellAccountSetUp *self = user_data;

  if (self->state == BELL_SET_UP_BROWSING)
    bell_account_set_up_open_uri (self, uri);
}

static void
fail_to_browse (BellAccountSetUp *self)
{
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  bell_set_up_server_find_browser (self->server, get_address (self), &name, &error);
  bell_account_set_up_fail (self, BELL_SET_UP_FIELD_NONE,
                            bell_set_up_describe_browser_failure (error, name));
}

static void
browse (BellAccountSetUp *self)
{
  if (self->provider == NULL) {
    fail_to_browse (self);
    return;
  }
  bell_account_set_up_set_state (
    self, BELL_SET_UP_BROWSING,
    /* Translators: the name of a provider, such as Google. */
    g_strdup_printf (_ ("Sign in at %s in the browser. Mailbell goes on by itself as soon "
                        "as you have."),
                     self->provider->name));
  bell_sign_in_flow_in_browser_async (self->provider, get_address (self), on_open, self,
                                      self->attempt, on_browsed, g_object_ref (self));
}

/* Online Accounts. */

static void
on_online_account_asked (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellAccountSetUp) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_token;
  gint64   expires_at_us;
  g_autoptr (BellSecretText) text =
    bell_online_accounts_ask_finish (result, &is_token, &expires_at_us, &error);

  if (!is_timely (self, result))
    return;
  if (text == NULL) {
    bell_account_set_up_fail (self, BELL_SET_UP_FIELD_NONE,
                              bell_set_up_describe_online_failure (error));
    return;
  }
  self->secret = is_token ? bell_sign_in_secret_new_token (text, expires_at_us)
                          : bell_sign_in_secret_new_password (text);
  bell_account_set_up_proceed (self);
}

static void
ask_online_account (BellAccountSetUp *self)
{
  bell_account_set_up_set_state (self, BELL_SET_UP_CHECKING,
                                 g_strdup (_ ("Asking Online Accounts…")));
  bell_online_accounts_ask_async (self->online, self->server->host, self->server->port, FALSE,
                                  self->attempt, on_online_account_asked, g_object_ref (self));
}

/* What is next. */

static gboolean
wants_browser (BellAccountSetUp *self)
{
  return self->online == NULL && self->flow == NULL &&
         (self->browses || self->server->sign_in == BELL_SIGN_IN_OAUTH);
}

/* RFC 6186 §6: no secret goes where the user may not expect it. Nobody expects a host of another
 * domain; one of the same domain, that DNS alone names, may be anybody's. */
static gboolean
wants_confirmation (const BellServerFound *server)
{
  return server->other_domain || bell_server_found_is_doubtful (server);
}

void
bell_account_set_up_proceed (BellAccountSetUp *self)
{
  const BellServerFound *server = self->server;

  if (server == NULL && is_manual (self)) {
    take_server (self, bell_set_up_server_new_typed (self->typed));
    bell_account_set_up_proceed (self);
  } else if (server == NULL)
    look_up (self);
  else if (wants_confirmation (server) && !self->confirmed)
    bell_account_set_up_set_state (self, BELL_SET_UP_CONFIRMING, NULL);
  else if (self->online != NULL && self->secret == NULL)
    ask_online_account (self);
  else if (wants_browser (self))
    browse (self);
  else if (self->secret == NULL)
    bell_account_set_up_fail (
      self, BELL_SET_UP_FIELD_PASSWORD,
      /* Translators: a mail address, and the server that the password is for. */
      g_strdup_printf (_ ("Enter the password of %s at %s."), get_address (self), server->host));
  else
    check (self);
}

void
bell_account_set_up_set_places (const BellLookupPlaces *new_places)
{
  places = new_places;
}
