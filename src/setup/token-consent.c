/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The consent needs no place of its own: the refresh token that came of it is bound to the server. */

#include "setup/token-consent.h"

#include "account/credentials.h"
#include "account/server-name.h"
#include "setup/provider-table.h"

#include <glib/gi18n-lib.h>

/* A provider that names no servers has none that go without saying. */
static gboolean
is_at_home (const BellOAuthProvider *provider, BellAccount *account)
{
  guint16             any_port = bell_security_get_default_port (BELL_SECURITY_TLS);
  g_autofree char    *host = bell_server_name_new (bell_account_get_host (account), any_port);
  const BellProvider *known = bell_provider_find_by_host (host);

  return (provider->server != NULL && bell_oauth_provider_serves (provider, host)) ||
         (known != NULL && g_strcmp0 (known->oauth, provider->id) == 0);
}

static void
on_looked_up (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellSecretText) stored = bell_credentials_lookup_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, stored != NULL || g_error_matches (error, BELL_CREDENTIALS_ERROR,
                                                                    BELL_CREDENTIALS_ERROR_LOCKED));
}

void
bell_token_consent_look_up_async (BellAccount             *account,
                                  const BellOAuthProvider *provider,
                                  GCancellable            *cancellable,
                                  GAsyncReadyCallback      callback,
                                  gpointer                 user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *mail_server = NULL;

  if (is_at_home (provider, account)) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  if (provider->token_endpoint == NULL || provider->client_id == NULL) {
    g_task_return_boolean (task, FALSE);
    return;
  }
  mail_server =
    bell_server_name_new (bell_account_get_host (account), bell_account_get_port (account));
  bell_credentials_lookup_refresh_token_async (bell_account_get_id (account), mail_server,
                                               provider->token_endpoint, provider->client_id,
                                               cancellable, on_looked_up, g_steal_pointer (&task));
}

gboolean
bell_token_consent_look_up_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

char *
bell_token_consent_describe (const BellOAuthProvider *provider, const char *host)
{
  /* Translators: a server, a provider such as Google, the provider. */
  return g_strdup_printf (_ ("It is not known that %s is a server of %s. With this sign-in whoever "
                             "runs it could read the mail that you have at %s: go on only if you "
                             "know that it is right."),
                          host, provider->name, provider->name);
}
