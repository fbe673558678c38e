/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each request is a form; each answer an object, or an error of RFC 6749 §5.2. Of an error only the
 * code is looked at: descriptions are text from the network, and links in them are nobody's. */

#include "account/oauth-client.h"

#include "account/https.h"
#include "account/oauth-form.h"
#include "account/secret-json.h"

#include <string.h>

#define TOKEN_LIMIT (16 * 1024)
#define WORD_LIMIT 64
#define URI_LIMIT 2048

#define MAX_LIFETIME_S (366 * 24 * 3600)
#define DEFAULT_INTERVAL_S 5 /* RFC 8628 §3.5 */
#define MAX_INTERVAL_S 300
#define DEFAULT_DEVICE_LIFETIME_S 900

static const struct {
  const char        *word;
  BellOAuthErrorCode code;
} error_words[] = {
  { "invalid_grant", BELL_OAUTH_ERROR_SIGN_IN_AGAIN },
  { "interaction_required", BELL_OAUTH_ERROR_SIGN_IN_AGAIN },
  { "access_denied", BELL_OAUTH_ERROR_DENIED },
  { "authorization_declined", BELL_OAUTH_ERROR_DENIED }, /* Microsoft */
  { "expired_token", BELL_OAUTH_ERROR_EXPIRED },
  { "authorization_pending", BELL_OAUTH_ERROR_PENDING },
  { "slow_down", BELL_OAUTH_ERROR_SLOW_DOWN },
  { "temporarily_unavailable", BELL_OAUTH_ERROR_UNREACHABLE },
  { "server_error", BELL_OAUTH_ERROR_UNREACHABLE },
};

static GError *
error_of_word (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (error_words); i++)
    if (g_str_equal (word, error_words[i].word))
      return g_error_new_literal (BELL_OAUTH_ERROR, (int) error_words[i].code, error_words[i].word);
  return g_error_new_literal (BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_REFUSED,
                              "the provider refused the request");
}

static GError *
error_of_answer (guint status, JsonNode *object)
{
  const char *word = object != NULL ? bell_secret_json_peek (object, "error", WORD_LIMIT) : NULL;

  /* Said of the whole server, whatever its body holds. */
  if (status == 429 || status >= 500)
    return g_error_new (BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_UNREACHABLE, "HTTP status %u", status);
  if (word != NULL)
    return error_of_word (word);
  return g_error_new (BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_ANSWER, "HTTP status %u", status);
}

/* The object of a good answer. (transfer full) (nullable): ERROR is set. */
static JsonNode *
read_answer (GAsyncResult *result, GError **error)
{
  guint status = 0;
  g_autoptr (BellSecretText) answer = bell_https_send_finish (result, &status, error);
  g_autoptr (JsonNode) object = NULL;

  if (answer == NULL)
    return NULL;
  object = bell_secret_json_parse (answer);
  if ((status == 200 || status == 201) && object != NULL &&
      bell_secret_json_peek (object, "error", WORD_LIMIT) == NULL)
    return g_steal_pointer (&object);
  g_propagate_error (error, error_of_answer (status, object));
  return NULL;
}

static gint64
read_lifetime (JsonNode *object, gint64 otherwise_us)
{
  gint64 lifetime_s = bell_secret_json_number (object, "expires_in", MAX_LIFETIME_S, 0);

  return lifetime_s > 0 ? lifetime_s * BELL_SECOND : otherwise_us;
}

static void
on_tokens (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellOAuthTokens) tokens = g_new0 (BellOAuthTokens, 1);
  g_autoptr (JsonNode) object = read_answer (result, &error);
  const char *type;

  if (object == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  type = bell_secret_json_peek (object, "token_type", WORD_LIMIT);
  tokens->access_token = bell_secret_json_take (object, "access_token", TOKEN_LIMIT);
  tokens->refresh_token = bell_secret_json_take (object, "refresh_token", TOKEN_LIMIT);
  tokens->lifetime_us = read_lifetime (object, BELL_NEVER);
  if (tokens->access_token == NULL || (type != NULL && g_ascii_strcasecmp (type, "bearer") != 0))
    g_task_return_new_error (task, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_ANSWER, "no bearer token");
  else
    g_task_return_pointer (task, g_steal_pointer (&tokens),
                           (GDestroyNotify) bell_oauth_tokens_free);
}

static void
send_form (const char *uri, BellOAuthForm *form, GAsyncReadyCallback on_answer, GTask *task)
{
  g_autoptr (BellSecretText) body = bell_oauth_form_to_text (form);

  bell_https_send_async (uri, BELL_OAUTH_FORM_TYPE, body, g_task_get_cancellable (task), on_answer,
                         task);
}

/* What every request to the token endpoint has in it. (transfer full) */
static BellOAuthForm *
token_form_new (const BellOAuthProvider *provider, const char *grant_type)
{
  BellOAuthForm *form = bell_oauth_form_new ();

  bell_oauth_form_add (form, "grant_type", grant_type);
  bell_oauth_form_add (form, "client_id", provider->client_id);
  bell_oauth_form_add (form, "client_secret", provider->client_secret);
  return form;
}

static void
ask_for_tokens (const BellOAuthProvider *provider,
                BellOAuthForm           *form,
                GCancellable            *cancellable,
                GAsyncReadyCallback      callback,
                gpointer                 user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GError *error = NULL;

  if (!bell_oauth_provider_check (provider, &error))
    g_task_return_error (task, error);
  else
    send_form (provider->token_endpoint, form, on_tokens, g_steal_pointer (&task));
}

void
bell_oauth_client_exchange_async (const BellOAuthProvider *provider,
                                  BellSecretText          *code,
                                  BellSecretText          *verifier,
                                  const char              *redirect_uri,
                                  GCancellable            *cancellable,
                                  GAsyncReadyCallback      callback,
                                  gpointer                 user_data)
{
  g_autoptr (BellOAuthForm) form = token_form_new (provider, "authorization_code");

  bell_oauth_form_add (form, "code", bell_secret_text_peek (code));
  bell_oauth_form_add (form, "code_verifier", bell_secret_text_peek (verifier));
  bell_oauth_form_add (form, "redirect_uri", redirect_uri);
  ask_for_tokens (provider, form, cancellable, callback, user_data);
}

void
bell_oauth_client_refresh_async (const BellOAuthProvider *provider,
                                 BellSecretText          *refresh_token,
                                 GCancellable            *cancellable,
                                 GAsyncReadyCallback      callback,
                                 gpointer                 user_data)
{
  g_autoptr (BellOAuthForm) form = token_form_new (provider, "refresh_token");

  bell_oauth_form_add (form, "refresh_token", bell_secret_text_peek (refresh_token));
  ask_for_tokens (provider, form, cancellable, callback, user_data);
}

void
bell_oauth_client_poll_async (const BellOAuthProvider *provider,
                              BellSecretText          *device_code,
                              GCancellable            *cancellable,
                              GAsyncReadyCallback      callback,
                              gpointer                 user_data)
{
  g_autoptr (BellOAuthForm) form =
    token_form_new (provider, "urn:ietf:params:oauth:grant-type:device_code");

  bell_oauth_form_add (form, "device_code", bell_secret_text_peek (device_code));
  ask_for_tokens (provider, form, cancellable, callback, user_data);
}

BellOAuthTokens *
bell_oauth_client_tokens_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The member NAME if it is an address that may be opened or asked. (transfer full) (nullable) */
static char *
read_uri (JsonNode *object, const char *name)
{
  const char *uri = bell_secret_json_peek (object, name, URI_LIMIT);

  return uri != NULL && bell_https_is_allowed (uri) ? g_strdup (uri) : NULL;
}

static void
on_device (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellOAuthDevice) device = g_new0 (BellOAuthDevice, 1);
  g_autoptr (JsonNode) object = read_answer (result, &error);

  if (object == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  device->device_code = bell_secret_json_take (object, "device_code", TOKEN_LIMIT);
  device->user_code = g_strdup (bell_secret_json_peek (object, "user_code", WORD_LIMIT));
  device->verification_uri = read_uri (object, "verification_uri");
  if (device->verification_uri == NULL) /* the name that drafts of RFC 8628 had */
    device->verification_uri = read_uri (object, "verification_url");
  device->verification_uri_complete = read_uri (object, "verification_uri_complete");
  device->lifetime_us = read_lifetime (object, DEFAULT_DEVICE_LIFETIME_S * BELL_SECOND);
  device->interval_us =
    MAX (1, bell_secret_json_number (object, "interval", MAX_INTERVAL_S, DEFAULT_INTERVAL_S)) *
    BELL_SECOND;
  if (device->device_code == NULL || device->user_code == NULL || device->verification_uri == NULL)
    g_task_return_new_error (task, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_ANSWER, "no device code");
  else
    g_task_return_pointer (task, g_steal_pointer (&device),
                           (GDestroyNotify) bell_oauth_device_free);
}

void
bell_oauth_client_ask_device_async (const BellOAuthProvider *provider,
                                    GCancellable            *cancellable,
                                    GAsyncReadyCallback      callback,
                                    gpointer                 user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (BellOAuthForm) form = bell_oauth_form_new ();
  GError *error = NULL;

  if (!bell_oauth_provider_check (provider, &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (provider->device_endpoint == NULL) {
    g_task_return_new_error (task, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_NO_DEVICE,
                             "no device endpoint");
    return;
  }
  bell_oauth_form_add (form, "client_id", provider->client_id);
  bell_oauth_form_add (form, "scope", provider->scopes);
  send_form (provider->device_endpoint, form, on_device, g_steal_pointer (&task));
}

BellOAuthDevice *
bell_oauth_client_ask_device_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* RFC 8414 §3.1: the well-known part stands between host and path. (transfer full) (nullable) */
static char *
metadata_uri (const char *issuer)
{
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GUri) metadata = NULL;
  g_autofree char *path = NULL;

  if (issuer == NULL || !bell_https_is_allowed (issuer))
    return NULL;
  uri = g_uri_parse (issuer, G_URI_FLAGS_ENCODED, NULL);
  path = g_strconcat ("/.well-known/oauth-authorization-server",
                      g_str_equal (g_uri_get_path (uri), "/") ? "" : g_uri_get_path (uri), NULL);
  metadata = g_uri_build (G_URI_FLAGS_ENCODED, "https", NULL, g_uri_get_host (uri),
                          g_uri_get_port (uri), path, NULL, NULL);
  return g_uri_to_string (metadata);
}

static void
on_registered (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) object = read_answer (result, &error);
  BellOAuthProvider *provider = g_task_get_task_data (task);
  const char        *client_id;

  if (object == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  client_id = bell_secret_json_peek (object, "client_id", URI_LIMIT);
  if (client_id == NULL) {
    g_task_return_new_error (task, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_ANSWER, "no client id");
    return;
  }
  bell_oauth_provider_override (provider, "oauth-client-id", client_id);
  g_task_return_pointer (task, bell_oauth_provider_copy (provider),
                         (GDestroyNotify) bell_oauth_provider_free);
}

static void
add_list (JsonBuilder *builder, const char *name, const char *const *texts)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (; *texts != NULL; texts++)
    json_builder_add_string_value (builder, *texts);
  json_builder_end_array (builder);
}

/* RFC 7591 §2, as RFC 8252 §8.4 wants it: a native application without a secret. (transfer full) */
static BellSecretText *
registration_of (const BellOAuthProvider *provider)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  g_autofree char *redirect_uri = g_strdup_printf ("http://%s/", provider->redirect_host);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "client_name");
  json_builder_add_string_value (builder, "Mailbell");
  json_builder_set_member_name (builder, "software_id");
  json_builder_add_string_value (builder, BELL_APPLICATION_ID);
  json_builder_set_member_name (builder, "application_type");
  json_builder_add_string_value (builder, "native");
  json_builder_set_member_name (builder, "token_endpoint_auth_method");
  json_builder_add_string_value (builder, "none");
  add_list (builder, "redirect_uris", (const char *[]){ redirect_uri, NULL });
  add_list (builder, "grant_types",
            (const char *[]){ "authorization_code", "refresh_token", NULL });
  add_list (builder, "response_types", (const char *[]){ "code", NULL });
  if (provider->scopes != NULL) {
    json_builder_set_member_name (builder, "scope");
    json_builder_add_string_value (builder, provider->scopes);
  }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  return bell_secret_text_new (text, -1);
}

static void
take_endpoint (BellOAuthProvider *provider, JsonNode *object, const char *name, const char *key)
{
  g_autofree char *uri = read_uri (object, name);

  bell_oauth_provider_override (provider, key, uri);
}

static void
on_metadata (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) object = read_answer (result, &error);
  g_autoptr (BellSecretText) registration = NULL;
  g_autofree char   *endpoint = NULL;
  BellOAuthProvider *provider = g_task_get_task_data (task);
  GCancellable      *cancellable = g_task_get_cancellable (task);

  if (object == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  /* RFC 8414 §3.3: metadata of somebody else is not to be used. */
  if (g_strcmp0 (bell_secret_json_peek (object, "issuer", URI_LIMIT), provider->issuer) != 0) {
    g_task_return_new_error (task, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_ANSWER, "other issuer");
    return;
  }
  take_endpoint (provider, object, "authorization_endpoint", "oauth-authorization-endpoint");
  take_endpoint (provider, object, "token_endpoint", "oauth-token-endpoint");
  take_endpoint (provider, object, "device_authorization_endpoint", "oauth-device-endpoint");
  endpoint = read_uri (object, "registration_endpoint");
  if (provider->client_id != NULL) {
    g_task_return_pointer (task, bell_oauth_provider_copy (provider),
                           (GDestroyNotify) bell_oauth_provider_free);
  } else if (endpoint == NULL) {
    g_task_return_new_error (task, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_NO_CLIENT_ID,
                             "nowhere to register");
  } else {
    registration = registration_of (provider);
    bell_https_send_async (endpoint, "application/json", registration, cancellable, on_registered,
                           g_steal_pointer (&task));
  }
}

void
bell_oauth_client_discover_async (const BellOAuthProvider *provider,
                                  GCancellable            *cancellable,
                                  GAsyncReadyCallback      callback,
                                  gpointer                 user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *uri = metadata_uri (provider->issuer);

  g_task_set_task_data (task, bell_oauth_provider_copy (provider),
                        (GDestroyNotify) bell_oauth_provider_free);
  if (uri == NULL)
    g_task_return_new_error (task, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_NO_CLIENT_ID, "no issuer");
  else
    bell_https_send_async (uri, NULL, NULL, cancellable, on_metadata, g_steal_pointer (&task));
}

BellOAuthProvider *
bell_oauth_client_discover_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
bell_oauth_tokens_free (BellOAuthTokens *self)
{
  g_clear_pointer (&self->access_token, bell_secret_text_unref);
  g_clear_pointer (&self->refresh_token, bell_secret_text_unref);
  g_free (self);
}

void
bell_oauth_device_free (BellOAuthDevice *self)
{
  g_clear_pointer (&self->device_code, bell_secret_text_unref);
  g_free (self->user_code);
  g_free (self->verification_uri);
  g_free (self->verification_uri_complete);
  g_free (self);
}
