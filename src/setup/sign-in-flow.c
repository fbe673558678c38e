/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In the browser: discover what is missing, listen, open the browser, wait, exchange the code. */

#include "setup/sign-in-flow.h"

#include "account/https.h"
#include "account/oauth-form.h"
#include "account/secret-json.h"
#include "io/clock.h"
#include "setup/redirect-listener.h"

#include <string.h>
#include <sys/random.h>

#define PATIENCE (15 * BELL_MINUTE)

/* 32 bytes are 43 letters of base64url, the least that RFC 7636 §4.1 allows. */
#define RANDOM_BYTES 32

#define CODE_LIMIT (8 * 1024)

typedef struct {
  BellOAuthProvider    *provider; /* (owned) */
  char                 *address;  /* (owned) */
  BellSignInFlowOpen    open;
  gpointer              open_data;
  BellSecretText       *state;     /* (owned) (nullable) */
  BellSecretText       *verifier;  /* (owned) (nullable) */
  BellRedirectListener *listener;  /* (owned) (nullable) */
  GCancellable         *waiting;   /* (owned) of the wait for the browser */
  GSource              *cancelled; /* (owned) (nullable) */
  BellAlarm            *limit;     /* (owned) */
  gboolean              late;
} Flow;

static void
flow_free (gpointer data)
{
  Flow *self = data;

  bell_oauth_provider_free (self->provider);
  g_free (self->address);
  g_clear_pointer (&self->state, bell_secret_text_unref);
  g_clear_pointer (&self->verifier, bell_secret_text_unref);
  g_clear_object (&self->listener);
  if (self->cancelled != NULL) {
    g_source_destroy (self->cancelled);
    g_source_unref (self->cancelled);
  }
  g_object_unref (self->waiting);
  bell_alarm_free (self->limit);
  g_free (self);
}

void
bell_sign_in_flow_result_free (BellSignInFlowResult *self)
{
  bell_oauth_provider_free (self->provider);
  bell_oauth_tokens_free (self->tokens);
  g_free (self);
}

void
bell_sign_in_flow_return (GTask             *task,
                          BellOAuthProvider *provider,
                          BellOAuthTokens   *tokens,
                          GError            *error)
{
  g_autoptr (BellOAuthProvider) owned_provider = provider;
  g_autoptr (BellOAuthTokens) owned_tokens = tokens;
  BellSignInFlowResult *result;

  if (tokens == NULL) {
    g_task_return_error (task, error);
    return;
  }
  if (tokens->refresh_token == NULL) {
    g_task_return_new_error (task, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_NO_GRANT,
                             "no refresh token was given");
    return;
  }
  result = g_new0 (BellSignInFlowResult, 1);
  result->provider = g_steal_pointer (&owned_provider);
  result->tokens = g_steal_pointer (&owned_tokens);
  g_task_return_pointer (task, result, (GDestroyNotify) bell_sign_in_flow_result_free);
}

BellSignInFlowResult *
bell_sign_in_flow_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* base64url without padding (RFC 7636 §A). (transfer full) */
static char *
encode (const guint8 *bytes, gsize length)
{
  char *text = g_base64_encode (bytes, length);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

/* (transfer full) (nullable): NULL where the kernel has no randomness. */
static BellSecretText *
invent (void)
{
  guint8           bytes[RANDOM_BYTES];
  g_autofree char *text = NULL;
  BellSecretText  *secret;

  if (getrandom (bytes, sizeof bytes, 0) != (gssize) sizeof bytes)
    return NULL;
  text = encode (bytes, sizeof bytes);
  bell_secret_wipe (bytes, sizeof bytes);
  secret = bell_secret_text_new (text, -1);
  bell_secret_wipe (text, strlen (text));
  return secret;
}

/* RFC 7636 §4.2. (transfer full) */
static char *
challenge_of (const BellSecretText *verifier)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize  length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) bell_secret_text_peek (verifier),
                     (gssize) bell_secret_text_get_length (verifier));
  g_checksum_get_digest (checksum, digest, &length);
  return encode (digest, length);
}

/* (transfer full) */
static char *
authorization_uri (const Flow *self)
{
  const BellOAuthProvider *provider = self->provider;
  g_autoptr (BellOAuthForm) form = bell_oauth_form_new ();
  g_autofree char *challenge = challenge_of (self->verifier);
  g_autoptr (BellSecretText) query = NULL;

  bell_oauth_form_add (form, "response_type", "code");
  bell_oauth_form_add (form, "client_id", provider->client_id);
  bell_oauth_form_add (form, "redirect_uri", bell_redirect_listener_get_uri (self->listener));
  bell_oauth_form_add (form, "scope", provider->scopes);
  bell_oauth_form_add (form, "state", bell_secret_text_peek (self->state));
  bell_oauth_form_add (form, "code_challenge", challenge);
  bell_oauth_form_add (form, "code_challenge_method", "S256");
  bell_oauth_form_add (form, "login_hint", self->address);
  for (char **each = provider->parameters; *each != NULL; each++) {
    g_auto (GStrv) pair = g_strsplit (*each, "=", 2);

    if (pair[0] != NULL && pair[1] != NULL)
      bell_oauth_form_add (form, pair[0], pair[1]);
  }
  query = bell_oauth_form_to_text (form);
  return g_strconcat (provider->authorization_endpoint,
                      strchr (provider->authorization_endpoint, '?') != NULL ? "&" : "?",
                      bell_secret_text_peek (query), NULL);
}

static void
on_tokens (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Flow            *self = g_task_get_task_data (task);
  GError          *error = NULL;
  BellOAuthTokens *tokens = bell_oauth_client_tokens_finish (result, &error);

  /* Of a code, not of an account that has to sign in again. */
  if (g_error_matches (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_SIGN_IN_AGAIN))
    error->code = BELL_OAUTH_ERROR_REFUSED;
  bell_sign_in_flow_return (task, bell_oauth_provider_copy (self->provider), tokens, error);
}

/* What is wrong with the answer that the browser brought, if anything. */
static GError *
find_fault (const Flow *self, GHashTable *parameters)
{
  const char *word = g_hash_table_lookup (parameters, "error");
  const char *issuer = g_hash_table_lookup (parameters, "iss");
  const char *code = g_hash_table_lookup (parameters, "code");

  /* RFC 9207 §2.4: the answer of another provider must not bring its code to this one. */
  if (issuer != NULL && self->provider->issuer != NULL &&
      !g_str_equal (issuer, self->provider->issuer))
    return g_error_new_literal (BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_ANSWER, "other issuer");
  if (g_strcmp0 (word, "access_denied") == 0)
    return g_error_new_literal (BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_DENIED, "access_denied");
  if (word != NULL)
    return g_error_new_literal (BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_REFUSED,
                                "the provider refused the authorisation");
  if (code == NULL || !bell_secret_is_token (code, CODE_LIMIT))
    return g_error_new_literal (BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_ANSWER, "no code");
  return NULL;
}

static void
on_browser_back (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Flow *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) parameters =
    bell_redirect_listener_wait_finish (BELL_REDIRECT_LISTENER (source), result, &error);
  g_autoptr (BellSecretText) code = NULL;
  GCancellable *cancellable = g_task_get_cancellable (task);

  bell_alarm_set (self->limit, BELL_NEVER);
  if (parameters == NULL && self->late) {
    g_task_return_new_error (task, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_EXPIRED,
                             "nobody came back from the browser");
    return;
  }
  if (parameters != NULL)
    error = find_fault (self, parameters);
  if (error != NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  code = bell_secret_text_new (g_hash_table_lookup (parameters, "code"), -1);
  bell_oauth_client_exchange_async (self->provider, code, self->verifier,
                                    bell_redirect_listener_get_uri (self->listener), cancellable,
                                    on_tokens, g_steal_pointer (&task));
}

/* The provider is complete. Takes TASK. */
static void
go_to_browser (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  Flow            *self = g_task_get_task_data (task);
  GError          *error = NULL;
  g_autofree char *uri = NULL;

  if (!bell_oauth_provider_check (self->provider, &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (self->provider->authorization_endpoint == NULL ||
      !bell_https_is_allowed (self->provider->authorization_endpoint)) {
    g_task_return_new_error (task, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_NO_PROVIDER,
                             "no authorisation endpoint with HTTPS");
    return;
  }
  self->state = invent ();
  self->verifier = invent ();
  if (self->state == NULL || self->verifier == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "no randomness");
    return;
  }
  self->listener = bell_redirect_listener_new (self->provider->redirect_host, self->state, &error);
  if (self->listener == NULL) {
    g_task_return_error (task, error);
    return;
  }
  uri = authorization_uri (self);
  bell_alarm_set (self->limit, bell_clock_now () + PATIENCE);
  bell_redirect_listener_wait_async (self->listener, self->waiting, on_browser_back,
                                     g_object_ref (task));
  self->open (uri, self->open_data);
}

static void
on_discovered (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Flow              *self = g_task_get_task_data (task);
  GError            *error = NULL;
  BellOAuthProvider *provider = bell_oauth_client_discover_finish (result, &error);

  if (provider == NULL) {
    g_task_return_error (task, error);
    return;
  }
  bell_oauth_provider_free (self->provider);
  self->provider = provider;
  go_to_browser (g_steal_pointer (&task));
}

static void
on_limit (gpointer user_data)
{
  Flow *self = user_data;

  self->late = TRUE;
  g_cancellable_cancel (self->waiting);
}

static gboolean
on_cancelled (GCancellable *caller G_GNUC_UNUSED, gpointer waiting)
{
  g_cancellable_cancel (waiting);
  return G_SOURCE_REMOVE;
}

static gboolean
needs_discovery (const BellOAuthProvider *provider)
{
  return provider->dynamic_registration && provider->issuer != NULL &&
         (provider->client_id == NULL || provider->token_endpoint == NULL ||
          provider->authorization_endpoint == NULL);
}

void
bell_sign_in_flow_in_browser_async (const BellOAuthProvider *provider,
                                    const char              *address,
                                    BellSignInFlowOpen       open,
                                    gpointer                 open_data,
                                    GCancellable            *cancellable,
                                    GAsyncReadyCallback      callback,
                                    gpointer                 user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Flow  *self = g_new0 (Flow, 1);

  self->provider = bell_oauth_provider_copy (provider);
  self->address = g_strdup (address);
  self->open = open;
  self->open_data = open_data;
  self->waiting = g_cancellable_new ();
  self->limit = bell_alarm_new (on_limit, self);
  if (cancellable != NULL) {
    self->cancelled = g_cancellable_source_new (cancellable);
    g_source_set_callback (self->cancelled, G_SOURCE_FUNC (on_cancelled), self->waiting, NULL);
    g_source_attach (self->cancelled, g_task_get_context (task));
  }
  g_task_set_task_data (task, self, flow_free);
  if (needs_discovery (self->provider))
    bell_oauth_client_discover_async (self->provider, cancellable, on_discovered, task);
  else
    go_to_browser (task);
}
