/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A property that is missing, of another type, too long or not what it should be counts as "". */

#include "account/online-account.h"

#include <string.h>

#define INTERFACE "org.gnome.OnlineAccounts."

/* RFC 1035 §2.3.4. */
#define HOST_BYTES 253

/* Their accounts may have the Mail interface, without IMAP, or none at all. The token of "ms_graph"
 * is for Microsoft Graph and is refused by outlook.office365.com. */
static const char *const providers_without_imap[] = { "exchange", "ms_graph", NULL };

static gboolean
is_line (const char *text)
{
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_iscntrl (g_utf8_get_char (c)))
      return FALSE;
  return strlen (text) <= BELL_ONLINE_ACCOUNT_TEXT_BYTES;
}

static gboolean
is_address (const char *text)
{
  const char *at = strchr (text, '@');

  return at != NULL && at != text && at[1] != '\0' && strchr (at + 1, '@') == NULL &&
         strchr (text, ' ') == NULL;
}

/* PROPERTIES (nullable): a{sv}. (transfer none): never NULL. */
static const char *
get_text (GVariant *properties, const char *name)
{
  const char *text;

  if (properties == NULL || !g_variant_lookup (properties, name, "&s", &text) || !is_line (text))
    return "";
  return text;
}

static gboolean
get_switch (GVariant *properties, const char *name)
{
  gboolean on;

  return properties != NULL && g_variant_lookup (properties, name, "b", &on) && on;
}

/* (transfer full) (nullable) */
static GVariant *
get_interface (GVariant *interfaces, const char *name)
{
  return g_variant_lookup_value (interfaces, name, G_VARIANT_TYPE_VARDICT);
}

static gboolean
has_interface (GVariant *interfaces, const char *name)
{
  g_autoptr (GVariant) properties = get_interface (interfaces, name);

  return properties != NULL;
}

/* (transfer full) (nullable): NULL if NAME cannot be that of a server. */
static char *
normalise_host (const char *name)
{
  g_autofree char *host = g_hostname_to_ascii (name);

  if (host == NULL || *host == '\0' || *host == '-' || strlen (host) > HOST_BYTES)
    return NULL;
  if (g_hostname_is_ip_address (host))
    return g_steal_pointer (&host);
  for (const char *c = host; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '-' && *c != '.')
      return NULL;
  return g_steal_pointer (&host);
}

/* ImapHost is HOST or HOST:PORT. FALSE: neither. */
static gboolean
read_server (BellOnlineAccount *self, GVariant *mail)
{
  g_autoptr (GSocketConnectable) parsed = NULL;

  if (get_switch (mail, "ImapUseSsl"))
    self->security = BELL_SECURITY_TLS;
  else if (get_switch (mail, "ImapUseTls"))
    self->security = BELL_SECURITY_STARTTLS;
  else
    self->security = BELL_SECURITY_NONE;
  parsed = g_network_address_parse (get_text (mail, "ImapHost"),
                                    bell_security_get_default_port (self->security), NULL);
  if (parsed == NULL)
    return FALSE;
  self->host = normalise_host (g_network_address_get_hostname (G_NETWORK_ADDRESS (parsed)));
  self->port = g_network_address_get_port (G_NETWORK_ADDRESS (parsed));
  return self->host != NULL && self->port != 0;
}

static void
read_use (BellOnlineAccount *self, GVariant *interfaces, GVariant *account, GVariant *mail)
{
  gboolean has_password = has_interface (interfaces, INTERFACE "PasswordBased");

  self->has_token = has_interface (interfaces, INTERFACE "OAuth2Based");
  if (g_strv_contains (providers_without_imap, get_text (account, "ProviderType")))
    self->use = BELL_ONLINE_ACCOUNT_NO_IMAP;
  else if (mail == NULL || get_switch (account, "MailDisabled"))
    self->use = BELL_ONLINE_ACCOUNT_MAIL_OFF;
  else if (!get_switch (mail, "ImapSupported") || (!self->has_token && !has_password) ||
           !read_server (self, mail))
    self->use = BELL_ONLINE_ACCOUNT_NO_IMAP;
  else
    self->use = BELL_ONLINE_ACCOUNT_USABLE;
  if (self->host == NULL)
    self->host = g_strdup ("");
}

/* The first that is not empty. (transfer full) */
static char *
choose (const char *first, const char *second)
{
  return g_strdup (*first != '\0' ? first : second);
}

static gboolean
is_about_mail (GVariant *account, GVariant *mail)
{
  return mail != NULL || get_switch (account, "MailDisabled") ||
         g_strv_contains (providers_without_imap, get_text (account, "ProviderType"));
}

BellOnlineAccount *
bell_online_account_new (const char *path, GVariant *interfaces)
{
  g_autoptr (GVariant) account = get_interface (interfaces, INTERFACE "Account");
  g_autoptr (GVariant) mail = get_interface (interfaces, INTERFACE "Mail");
  g_autoptr (BellOnlineAccount) self = g_new0 (BellOnlineAccount, 1);
  const char *identity = get_text (account, "PresentationIdentity");

  self->id = g_strdup (get_text (account, "Id"));
  self->path = g_strdup (path);
  self->address = choose (get_text (mail, "EmailAddress"), identity);
  self->name = choose (identity, self->address);
  self->provider = choose (get_text (account, "ProviderName"), get_text (account, "ProviderType"));
  self->user = choose (get_text (mail, "ImapUserName"), self->address);
  self->attention_needed = get_switch (account, "AttentionNeeded");
  if (*self->id == '\0' || !is_address (self->address) || !is_about_mail (account, mail))
    return NULL;
  read_use (self, interfaces, account, mail);
  return g_steal_pointer (&self);
}

void
bell_online_account_free (BellOnlineAccount *self)
{
  g_free (self->id);
  g_free (self->path);
  g_free (self->name);
  g_free (self->provider);
  g_free (self->address);
  g_free (self->host);
  g_free (self->user);
  g_free (self);
}

gboolean
bell_online_account_equal (const BellOnlineAccount *a, const BellOnlineAccount *b)
{
  return g_str_equal (a->id, b->id) && g_str_equal (a->path, b->path) &&
         g_str_equal (a->name, b->name) && g_str_equal (a->provider, b->provider) &&
         g_str_equal (a->address, b->address) && g_str_equal (a->host, b->host) &&
         a->port == b->port && a->security == b->security && g_str_equal (a->user, b->user) &&
         a->use == b->use && a->has_token == b->has_token &&
         a->attention_needed == b->attention_needed;
}
