/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Server, browser and client share the main loop of the test. */

#include "oauth-test-provider.h"

#include "account/https.h"

#include <string.h>

static GTlsDatabase *
anchors (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("TEST_CERTIFICATES"), "ca.pem", NULL);
  g_autoptr (GError) error = NULL;
  GTlsDatabase *database = g_tls_file_database_new (path, &error);

  g_assert_no_error (error);
  return database;
}

static void
answer_json (SoupServerMessage *message, guint status, const char *text)
{
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, text,
                                    strlen (text));
  soup_server_message_set_status (message, status, NULL);
}

static void
answer_error (SoupServerMessage *message, const char *word)
{
  g_autofree char *text =
    g_strdup_printf ("{\"error\": \"%s\", \"error_description\": \"TEXT OF THE PROVIDER\"}", word);

  answer_json (message, 400, text);
}

/* (transfer full) */
static GHashTable *
form_of (SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  return soup_form_decode (text);
}

static const char *
field (GHashTable *form, const char *name)
{
  const char *text = g_hash_table_lookup (form, name);

  return text != NULL ? text : "";
}

static void
replace (char **slot, const char *text)
{
  g_free (*slot);
  *slot = g_strdup (text);
}

static void
on_authorize (G_GNUC_UNUSED SoupServer *server,
              SoupServerMessage        *message,
              G_GNUC_UNUSED const char *path,
              GHashTable               *query,
              gpointer                  user_data)
{
  OAuthTestProvider *self = user_data;
  g_autofree char   *location = NULL;

  g_assert_nonnull (query);
  g_assert_cmpstr (field (query, "response_type"), ==, "code");
  g_assert_cmpstr (field (query, "client_id"), ==, TEST_CLIENT);
  g_assert_cmpstr (field (query, "code_challenge_method"), ==, "S256");
  g_assert_cmpstr (field (query, "scope"), ==, "mail offline");
  g_assert_cmpstr (field (query, "extra"), ==, "a=b&c");
  g_assert_cmpuint (strlen (field (query, "state")), ==, 43);
  replace (&self->challenge, field (query, "code_challenge"));
  replace (&self->redirect_uri, field (query, "redirect_uri"));
  g_free (self->code);
  self->code = g_strdup_printf ("CODE-%08x", g_random_int ());
  location = g_strdup_printf ("%s?%s=%s&state=%s&iss=%s", self->redirect_uri,
                              self->error != NULL ? "error" : "code",
                              self->error != NULL ? self->error : self->code,
                              self->state != NULL ? self->state : field (query, "state"),
                              self->issuer != NULL ? self->issuer : self->base);
  soup_server_message_set_redirect (message, SOUP_STATUS_FOUND, location);
}

static void
give_tokens (OAuthTestProvider *self, SoupServerMessage *message, gboolean with_refresh_token)
{
  g_autofree char *refresh = NULL;
  g_autofree char *text = NULL;

  self->n_tokens++;
  refresh = with_refresh_token && !self->gives_nothing_lasting
              ? g_strdup_printf (", \"refresh_token\": \"%s\"", self->refresh_token)
              : g_strdup ("");
  text = g_strdup_printf ("{\"access_token\": \"ACCESS-%u\", \"token_type\": \"Bearer\", "
                          "\"expires_in\": %" G_GINT64_FORMAT "%s}",
                          self->n_tokens, self->lifetime_s, refresh);
  answer_json (message, 200, text);
}

/* RFC 7636 §4.6. */
static gboolean
proves (const char *verifier, const char *challenge)
{
  guint8 digest[32];
  gsize  length = sizeof digest;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *text = NULL;

  g_checksum_update (checksum, (const guchar *) verifier, -1);
  g_checksum_get_digest (checksum, digest, &length);
  text = g_base64_encode (digest, length);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return g_strcmp0 (text, challenge) == 0;
}

/* A code is good once, and for who can prove that it was asked for by them. */
static void
exchange (OAuthTestProvider *self, SoupServerMessage *message, GHashTable *form)
{
  if (g_strcmp0 (self->code, field (form, "code")) != 0 ||
      g_strcmp0 (self->redirect_uri, field (form, "redirect_uri")) != 0 ||
      !proves (field (form, "code_verifier"), self->challenge)) {
    self->n_codes_refused++;
    answer_error (message, "invalid_grant");
    return;
  }
  g_clear_pointer (&self->code, g_free);
  give_tokens (self, message, TRUE);
}

static void
refresh (OAuthTestProvider *self, SoupServerMessage *message, GHashTable *form)
{
  self->n_refreshes++;
  if (g_strcmp0 (self->refresh_token, field (form, "refresh_token")) != 0) {
    answer_error (message, "invalid_grant");
    return;
  }
  if (self->rotates) {
    g_free (self->refresh_token);
    self->refresh_token = g_strdup_printf ("REFRESH-%u", self->n_refreshes);
  }
  give_tokens (self, message, self->rotates);
}

static void
poll_device (OAuthTestProvider *self, SoupServerMessage *message, GHashTable *form)
{
  gint64 *now = g_new (gint64, 1);

  *now = g_get_monotonic_time ();
  g_ptr_array_add (self->polls, now);
  g_assert_cmpstr (field (form, "device_code"), ==, "DEVICE-CODE");
  if (self->n_pending > 0) {
    self->n_pending--;
    answer_error (message, "authorization_pending");
  } else if (self->n_slow_down > 0) {
    self->n_slow_down--;
    answer_error (message, "slow_down");
  } else if (self->error != NULL)
    answer_error (message, self->error);
  else
    give_tokens (self, message, TRUE);
}

static void
on_token (G_GNUC_UNUSED SoupServer *server,
          SoupServerMessage        *message,
          G_GNUC_UNUSED const char *path,
          G_GNUC_UNUSED GHashTable *query,
          gpointer                  user_data)
{
  OAuthTestProvider *self = user_data;
  g_autoptr (GHashTable) form = form_of (message);
  const char *type = field (form, "grant_type");

  self->n_requests++;
  if (self->meanwhile != NULL)
    self->meanwhile (self->data);
  g_assert_cmpstr (soup_server_message_get_method (message), ==, "POST");
  if (self->redirect != NULL)
    soup_server_message_set_redirect (message, SOUP_STATUS_TEMPORARY_REDIRECT, self->redirect);
  else if (self->token_answer != NULL)
    answer_json (message, self->token_status, self->token_answer);
  else if (!g_str_equal (field (form, "client_id"), TEST_CLIENT))
    answer_error (message, "invalid_client");
  else if (g_str_equal (type, "authorization_code"))
    exchange (self, message, form);
  else if (g_str_equal (type, "refresh_token"))
    refresh (self, message, form);
  else if (g_str_equal (type, "urn:ietf:params:oauth:grant-type:device_code"))
    poll_device (self, message, form);
  else
    answer_error (message, "unsupported_grant_type");
}

static void
on_device (G_GNUC_UNUSED SoupServer *server,
           SoupServerMessage        *message,
           G_GNUC_UNUSED const char *path,
           G_GNUC_UNUSED GHashTable *query,
           G_GNUC_UNUSED gpointer    user_data)
{
  g_autoptr (GHashTable) form = form_of (message);

  g_assert_cmpstr (field (form, "client_id"), ==, TEST_CLIENT);
  g_assert_cmpstr (field (form, "scope"), ==, "mail offline");
  answer_json (message, 200,
               "{\"device_code\": \"DEVICE-CODE\", \"user_code\": \"WDJB-MJHT\", "
               "\"verification_uri\": \"https://example.org/device\", \"expires_in\": 3600, "
               "\"interval\": 1}");
}

static void
on_metadata (G_GNUC_UNUSED SoupServer *server,
             SoupServerMessage        *message,
             G_GNUC_UNUSED const char *path,
             G_GNUC_UNUSED GHashTable *query,
             gpointer                  user_data)
{
  OAuthTestProvider *self = user_data;
  g_autofree char   *text = g_strdup_printf (
      "{\"issuer\": \"%s\", \"authorization_endpoint\": \"%s/authorize\", "
        "\"token_endpoint\": \"%s/token\", \"registration_endpoint\": \"%s/register\"}",
    self->issuer != NULL ? self->issuer : self->base, self->base, self->base, self->base);

  answer_json (message, 200, text);
}

static void
on_register (G_GNUC_UNUSED SoupServer *server,
             SoupServerMessage        *message,
             G_GNUC_UNUSED const char *path,
             G_GNUC_UNUSED GHashTable *query,
             gpointer                  user_data)
{
  OAuthTestProvider *self = user_data;
  g_autoptr (GBytes) bytes =
    soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  self->n_registered++;
  g_assert_nonnull (strstr (text, "\"token_endpoint_auth_method\":\"none\""));
  g_assert_nonnull (strstr (text, "\"redirect_uris\":[\"http://127.0.0.1/\"]"));
  answer_json (message, 201, "{\"client_id\": \"" TEST_CLIENT "\"}");
}

OAuthTestProvider *
oauth_test_provider_new (const char *certificate)
{
  OAuthTestProvider *self = g_new0 (OAuthTestProvider, 1);
  g_autofree char   *path = g_build_filename (g_getenv ("TEST_CERTIFICATES"), certificate, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) key = g_tls_certificate_new_from_file (path, &error);
  g_autoptr (GTlsDatabase) trust = anchors ();
  GSList *uris;

  g_assert_no_error (error);
  bell_https_set_trust (trust);
  self->polls = g_ptr_array_new_with_free_func (g_free);
  self->refresh_token = g_strdup ("REFRESH-0");
  self->lifetime_s = 3600;
  self->server = soup_server_new ("tls-certificate", key, NULL);
  soup_server_add_handler (self->server, "/authorize", on_authorize, self, NULL);
  soup_server_add_handler (self->server, "/token", on_token, self, NULL);
  soup_server_add_handler (self->server, "/device", on_device, self, NULL);
  soup_server_add_handler (self->server, "/register", on_register, self, NULL);
  soup_server_add_handler (self->server, "/.well-known/oauth-authorization-server", on_metadata,
                           self, NULL);
  soup_server_listen_local (self->server, 0,
                            SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  self->base = g_strdup_printf ("https://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return self;
}

/* A handshake may still be under way, and libsoup 3.6 would free the connection under it: the server
 * stays, in reach of the leak checker, and hears nothing more. */
static void
retire (SoupServer *server)
{
  static GPtrArray *retired;

  if (retired == NULL)
    retired = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (retired, server);
}

void
oauth_test_provider_free (OAuthTestProvider *self)
{
  while (self->n_browsing > 0)
    g_main_context_iteration (NULL, TRUE);
  retire (self->server);
  bell_https_set_trust (NULL);
  g_ptr_array_unref (self->polls);
  g_free (self->base);
  g_free (self->code);
  g_free (self->challenge);
  g_free (self->redirect_uri);
  g_free (self->refresh_token);
  g_free (self->page);
  g_free (self);
}

BellOAuthProvider *
oauth_test_provider_describe (OAuthTestProvider *self)
{
  BellOAuthProvider       *provider = bell_oauth_provider_lookup ("custom");
  static const char *const paths[][2] = { { "oauth-authorization-endpoint", "/authorize" },
                                          { "oauth-token-endpoint", "/token" },
                                          { "oauth-device-endpoint", "/device" },
                                          { "oauth-issuer", "" } };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autofree char *uri = g_strconcat (self->base, paths[i][1], NULL);

    bell_oauth_provider_override (provider, paths[i][0], uri);
  }
  bell_oauth_provider_override (provider, "oauth-client-id", TEST_CLIENT);
  bell_oauth_provider_override (provider, "oauth-scopes", "mail offline");
  g_strfreev (provider->parameters);
  provider->parameters = g_strsplit ("extra=a=b&c", ";", -1);
  return provider;
}

static void
on_page (GObject *session, GAsyncResult *result, gpointer user_data)
{
  OAuthTestProvider *self = user_data;
  SoupMessage *message = soup_session_get_async_result_message (SOUP_SESSION (session), result);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) page =
    soup_session_send_and_read_finish (SOUP_SESSION (session), result, &error);

  g_assert_no_error (error);
  self->n_browsing--;
  g_free (self->page);
  self->page = g_strndup (g_bytes_get_data (page, NULL), g_bytes_get_size (page));
  self->status = soup_message_get_status (message);
}

void
oauth_test_provider_browse (OAuthTestProvider *self, const char *uri)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);
  g_autoptr (GTlsDatabase) trust = anchors ();

  self->n_browsing++;
  soup_session_set_tls_database (session, trust);
  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, on_page, self);
}

void
oauth_test_on_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer slot)
{
  g_set_object ((GAsyncResult **) slot, result);
}

GAsyncResult *
oauth_test_wait (GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *slot;
}
