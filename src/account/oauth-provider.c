/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table is a key file in a resource. It is read for each question: that is seldom, and takes
 * less than keeping it. */

#include "account/oauth-provider.h"

#include <string.h>

#include "account/https.h"
#include "oauth-providers-resource.h"

#define PATH "/io/github/mailbell/Mailbell/oauth-providers.ini"

/* clang-format off */
G_DEFINE_QUARK (bell-oauth-error-quark, bell_oauth_error)
/* clang-format on */

/* A field that is one text, in the file and in the settings of an account. */
static const struct {
  const char *key;
  const char *setting; /* (nullable): not for an account to change */
  gsize       offset;
} texts[] = {
  { "name", NULL, G_STRUCT_OFFSET (BellOAuthProvider, name) },
  { "issuer", "oauth-issuer", G_STRUCT_OFFSET (BellOAuthProvider, issuer) },
  { "authorization-endpoint", "oauth-authorization-endpoint",
    G_STRUCT_OFFSET (BellOAuthProvider, authorization_endpoint) },
  { "token-endpoint", "oauth-token-endpoint", G_STRUCT_OFFSET (BellOAuthProvider, token_endpoint) },
  { "device-endpoint", "oauth-device-endpoint",
    G_STRUCT_OFFSET (BellOAuthProvider, device_endpoint) },
  { "scopes", "oauth-scopes", G_STRUCT_OFFSET (BellOAuthProvider, scopes) },
  { "redirect-host", NULL, G_STRUCT_OFFSET (BellOAuthProvider, redirect_host) },
  { "client-id", "oauth-client-id", G_STRUCT_OFFSET (BellOAuthProvider, client_id) },
  { "client-secret", "oauth-client-secret", G_STRUCT_OFFSET (BellOAuthProvider, client_secret) },
};

static char **
get_text (BellOAuthProvider *self, guint i)
{
  return G_STRUCT_MEMBER_P (self, texts[i].offset);
}

static GKeyFile *
load (void)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GBytes) bytes = g_resource_lookup_data (bell_oauth_providers_get_resource (), PATH,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, NULL);
  return g_steal_pointer (&file);
}

static BellOAuthProvider *
read_group (GKeyFile *file, const char *group)
{
  BellOAuthProvider *self = g_new0 (BellOAuthProvider, 1);
  g_auto (GStrv) servers = NULL;

  self->id = g_strdup (group);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *text = g_key_file_get_string (file, group, texts[i].key, NULL);

    if (text != NULL && *text != '\0')
      *get_text (self, i) = g_steal_pointer (&text);
  }
  if (self->scopes != NULL)
    g_strdelimit (self->scopes, ";", ' ');
  if (self->redirect_host == NULL)
    self->redirect_host = g_strdup ("127.0.0.1");
  servers = g_key_file_get_string_list (file, group, "servers", NULL, NULL);
  self->server = servers != NULL ? g_strdup (servers[0]) : NULL;
  self->parameters = g_key_file_get_string_list (file, group, "parameters", NULL, NULL);
  if (self->parameters == NULL)
    self->parameters = g_new0 (char *, 1);
  self->dynamic_registration = g_key_file_get_boolean (file, group, "dynamic-registration", NULL) ||
                               g_str_equal (group, "custom");
  return self;
}

/* NAME is one of KEY's names or, if BELOW, stands below one of them. */
static gboolean
is_listed (GKeyFile *file, const char *group, const char *key, const char *name, gboolean below)
{
  g_auto (GStrv) names = g_key_file_get_string_list (file, group, key, NULL, NULL);
  gsize length = strlen (name);

  for (char **each = names; each != NULL && *each != NULL; each++) {
    gsize tail = strlen (*each);

    if (length == tail && g_ascii_strcasecmp (name, *each) == 0)
      return TRUE;
    if (below && length > tail && name[length - tail - 1] == '.' &&
        g_ascii_strcasecmp (name + length - tail, *each) == 0)
      return TRUE;
  }
  return FALSE;
}

/* (transfer full) (nullable) */
static BellOAuthProvider *
find (const char *key, const char *name, gboolean below)
{
  g_autoptr (GKeyFile) file = load ();
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (char **group = groups; *group != NULL; group++)
    if (is_listed (file, *group, key, name, below))
      return read_group (file, *group);
  return NULL;
}

BellOAuthProvider *
bell_oauth_provider_lookup (const char *id)
{
  g_autoptr (GKeyFile) file = load ();

  return g_key_file_has_group (file, id) ? read_group (file, id) : NULL;
}

BellOAuthProvider *
bell_oauth_provider_find (const char *address, const char *host)
{
  const char        *at = strrchr (address, '@');
  BellOAuthProvider *found = at != NULL ? find ("domains", at + 1, FALSE) : NULL;

  if (found == NULL && host != NULL)
    found = find ("servers", host, TRUE);
  return found;
}

gboolean
bell_oauth_provider_serves (const BellOAuthProvider *self, const char *host)
{
  g_autoptr (GKeyFile) file = load ();

  return self->server == NULL || is_listed (file, self->id, "servers", host, TRUE);
}

BellOAuthProvider *
bell_oauth_provider_find_by_mail_exchanger (const char *mail_exchanger)
{
  gsize            length = strlen (mail_exchanger);
  g_autofree char *name = NULL;

  /* DNS gives names with the dot of the root. */
  if (length > 0 && mail_exchanger[length - 1] == '.')
    length--;
  name = g_strndup (mail_exchanger, length);
  return find ("mail-exchangers", name, TRUE);
}

char **
bell_oauth_provider_list (void)
{
  g_autoptr (GKeyFile) file = load ();

  return g_key_file_get_groups (file, NULL);
}

void
bell_oauth_provider_override (BellOAuthProvider *self, const char *key, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  if (g_str_equal (key, "oauth-client-id") && g_strcmp0 (self->client_id, text) != 0)
    g_clear_pointer (&self->client_secret, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_strcmp0 (texts[i].setting, key) == 0) {
      char *old = *get_text (self, i);

      *get_text (self, i) = g_strdup (text);
      g_free (old);
    }
}

BellOAuthProvider *
bell_oauth_provider_new_for_account (BellAccount *account, GError **error)
{
  GSettings       *settings = bell_account_get_settings (account);
  g_autofree char *id = g_settings_get_string (settings, "oauth-provider");
  g_autoptr (BellOAuthProvider) self = bell_oauth_provider_lookup (*id != '\0' ? id : "custom");

  if (self == NULL) {
    g_set_error_literal (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_NO_PROVIDER, "no such provider");
    return NULL;
  }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i].setting != NULL) {
      g_autofree char *text = g_settings_get_string (settings, texts[i].setting);
      bell_oauth_provider_override (self, texts[i].setting, text);
    }
  return g_steal_pointer (&self);
}

char **
bell_oauth_provider_to_settings (const BellOAuthProvider *self)
{
  g_autoptr (BellOAuthProvider) built_in = bell_oauth_provider_lookup (self->id);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add_many (builder, "oauth-provider", self->id, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    const char *text = *get_text ((BellOAuthProvider *) self, i);

    if (texts[i].setting != NULL)
      g_strv_builder_add_many (
        builder, texts[i].setting,
        text == NULL || g_strcmp0 (text, *get_text (built_in, i)) == 0 ? "" : text, NULL);
  }
  return g_strv_builder_end (builder);
}

gboolean
bell_oauth_provider_check (const BellOAuthProvider *self, GError **error)
{
  if (self->token_endpoint == NULL || !bell_https_is_allowed (self->token_endpoint)) {
    g_set_error_literal (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_NO_PROVIDER,
                         "no token endpoint with HTTPS");
    return FALSE;
  }
  if (self->client_id == NULL) {
    g_set_error_literal (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_NO_CLIENT_ID, "no client id");
    return FALSE;
  }
  return TRUE;
}

BellOAuthProvider *
bell_oauth_provider_copy (const BellOAuthProvider *self)
{
  BellOAuthProvider *copy = g_new0 (BellOAuthProvider, 1);

  copy->id = g_strdup (self->id);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    *get_text (copy, i) = g_strdup (*get_text ((BellOAuthProvider *) self, i));
  copy->server = g_strdup (self->server);
  copy->parameters = g_strdupv (self->parameters);
  copy->dynamic_registration = self->dynamic_registration;
  return copy;
}

void
bell_oauth_provider_free (BellOAuthProvider *self)
{
  g_free (self->id);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*get_text (self, i));
  g_free (self->server);
  g_strfreev (self->parameters);
  g_free (self);
}
