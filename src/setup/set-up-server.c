/* SPDX-License-Identifier: GPL-3.0-or-later */
/* set-up-server.c: the server of an account that is set up. */

#include "setup/set-up-server.h"

#include "setup/mail-domain.h"

/* What the table of providers has to say of it. */
static void
look_into_table (BellServerFound *server, const char *address)
{
  const BellProvider *provider = bell_provider_find_by_host (server->host);

  if (provider == NULL) {
    server->user = g_strdup (address);
    return;
  }
  server->user = bell_provider_get_user (provider, address);
  server->sign_in = provider->sign_in;
  server->oauth = provider->oauth;
  server->advice = bell_provider_get_advice (provider);
}

BellServerFound *
bell_set_up_server_new_typed (const BellSetUpInput *input)
{
  BellServerFound *server = g_new0 (BellServerFound, 1);
  g_autofree char *address = bell_set_up_input_get (input, BELL_SET_UP_FIELD_ADDRESS);

  server->host = bell_set_up_input_get_host (input);
  server->security = bell_set_up_input_get_security (input, 0);
  server->port = bell_security_get_default_port (server->security);
  server->vouched = TRUE;
  server->typed = TRUE;
  look_into_table (server, address);
  bell_set_up_server_apply (server, input);
  return server;
}

void
bell_set_up_server_apply (BellServerFound *server, const BellSetUpInput *input)
{
  guint16          port = bell_set_up_input_get_port (input);
  g_autofree char *user = bell_set_up_input_get (input, BELL_SET_UP_FIELD_USER);

  if (*user != '\0') {
    g_free (server->user);
    server->user = g_steal_pointer (&user);
  }
  if (port == 0 && !input->security_chosen)
    return;
  server->security = bell_set_up_input_get_security (input, port);
  server->port = port != 0 ? port : bell_security_get_default_port (server->security);
}

/* ID (nullable) comes first. (transfer full) (nullable) */
static BellOAuthProvider *
find_provider (const char *id, const char *address, const char *host)
{
  BellOAuthProvider *provider = NULL;

  if (id != NULL)
    provider = bell_oauth_provider_lookup (id);
  return provider != NULL ? provider : bell_oauth_provider_find (address, host);
}

/* One without a client id may give one to whoever asks (RFC 7591). */
static gboolean
is_usable (const BellOAuthProvider *provider, GError **error)
{
  return provider->dynamic_registration || bell_oauth_provider_check (provider, error);
}

gboolean
bell_set_up_server_takes_token (const BellServerFound *server, const BellOAuthProvider *provider)
{
  return server->typed || g_strcmp0 (server->oauth, provider->id) == 0 ||
         bell_oauth_provider_serves (provider, server->host);
}

BellOAuthProvider *
bell_set_up_server_find_browser (const BellServerFound *server,
                                 const char            *address,
                                 char                 **name,
                                 GError               **error)
{
  g_autoptr (BellOAuthProvider) provider = find_provider (server->oauth, address, server->host);

  if (provider != NULL && !bell_set_up_server_takes_token (server, provider))
    g_clear_pointer (&provider, bell_oauth_provider_free);
  if (name != NULL)
    *name = g_strdup (provider != NULL ? provider->name : server->host);
  if (provider == NULL)
    g_set_error_literal (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_NO_PROVIDER, "not known");
  else if (is_usable (provider, error))
    return g_steal_pointer (&provider);
  return NULL;
}

void
bell_set_up_server_foresee (const char *address, const char **advice, char **browser)
{
  g_autofree char    *domain = bell_mail_domain_of (address, NULL);
  const BellProvider *known = domain != NULL ? bell_provider_find_by_domain (domain) : NULL;
  g_autoptr (BellOAuthProvider) provider = NULL;

  *advice = known != NULL ? bell_provider_get_advice (known) : NULL;
  if (known != NULL)
    provider = find_provider (known->oauth, address, known->host);
  *browser = provider != NULL && is_usable (provider, NULL) ? g_strdup (provider->name) : NULL;
}
