/* SPDX-License-Identifier: GPL-3.0-or-later */
/* late-web.c: stands for HTTPS in the program. Where the module is not to be had, each request fails,
 * and its task is one of ours. */

#include "app/modules.h"

void
bell_https_send_async (const char         *uri,
                       const char         *content_type,
                       BellSecretText     *body,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  g_autoptr (GError) error = NULL;
  const BellWebModule *web = bell_modules_get ("web", &error);

  if (web != NULL)
    web->send_async (uri, content_type, body, cancellable, callback, user_data);
  else
    g_task_report_new_error (NULL, callback, user_data, NULL, BELL_OAUTH_ERROR,
                             BELL_OAUTH_ERROR_UNREACHABLE, "%s", error->message);
}

BellSecretText *
bell_https_send_finish (GAsyncResult *result, guint *status, GError **error)
{
  const BellWebModule *web = bell_modules_get ("web", NULL);

  return web != NULL ? web->send_finish (result, status, error)
                     : g_task_propagate_pointer (G_TASK (result), error);
}

SoupSession *
bell_https_session_new (void)
{
  const BellWebModule *web = bell_modules_get ("web", NULL);

  return web != NULL ? web->session_new () : NULL;
}

void
bell_https_get_async (SoupSession        *session,
                      const char         *url,
                      gsize               limit_bytes,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_autoptr (GError) error = NULL;
  const BellWebModule *web = bell_modules_get ("web", &error);

  if (web != NULL)
    web->get_async (session, url, limit_bytes, cancellable, callback, user_data);
  else
    g_task_report_error (NULL, callback, user_data, NULL, g_steal_pointer (&error));
}

GBytes *
bell_https_get_finish (GAsyncResult *result, GError **error)
{
  const BellWebModule *web = bell_modules_get ("web", NULL);

  return web != NULL ? web->get_finish (result, error)
                     : g_task_propagate_pointer (G_TASK (result), error);
}

char *
bell_mail_domain_get_base (const char *host)
{
  const BellWebModule *web = bell_modules_get ("web", NULL);

  return web != NULL ? web->domain_get_base (host) : g_strdup (host);
}
