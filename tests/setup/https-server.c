/* SPDX-License-Identifier: GPL-3.0-or-later */
/* https-server.c: a web server on this computer that answers from a list. */

#include "https-server.h"

#include "io/tls-trust.h"

#include <string.h>

typedef struct {
  guint status;
  char *text; /* (owned) */
} Page;

static void
page_free (Page *page)
{
  g_free (page->text);
  g_free (page);
}

static void
on_request (G_GNUC_UNUSED SoupServer *soup,
            SoupServerMessage        *message,
            const char               *path,
            G_GNUC_UNUSED GHashTable *query,
            gpointer                  user_data)
{
  HttpsServer     *server = user_data;
  GUri            *uri = soup_server_message_get_uri (message);
  g_autofree char *where = g_strconcat (g_uri_get_host (uri), path, NULL);
  const char      *rest = g_uri_get_query (uri);
  const Page      *page = g_hash_table_lookup (server->pages, where);

  g_ptr_array_add (server->requests,
                   g_strconcat (where, rest != NULL ? "?" : "", rest != NULL ? rest : "", NULL));
  if (page == NULL) {
    soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
    return;
  }
  if (page->status == 0) {
    soup_server_message_pause (message);
    return;
  }
  if (SOUP_STATUS_IS_REDIRECTION (page->status))
    soup_server_message_set_redirect (message, page->status, page->text);
  else
    soup_server_message_set_response (message, "text/xml", SOUP_MEMORY_COPY, page->text,
                                      strlen (page->text));
  soup_server_message_set_status (message, page->status, NULL);
}

void
https_server_start (HttpsServer *server)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "certificates", "names.pem", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) own = g_tls_certificate_new_from_file (path, &error);
  GSList *uris;

  g_assert_no_error (error);
  server->server = soup_server_new ("tls-certificate", own, NULL);
  server->pages =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) page_free);
  server->requests = g_ptr_array_new_with_free_func (g_free);
  soup_server_add_handler (server->server, NULL, on_request, server, NULL);
  soup_server_listen_local (server->server, 0,
                            SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  soup_server_listen_local (server->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server->server);
  for (GSList *i = uris; i != NULL; i = i->next) {
    guint16 port = (guint16) g_uri_get_port (i->data);

    if (g_str_equal (g_uri_get_scheme (i->data), "https"))
      server->port = port;
    else
      server->http_port = port;
  }
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

void
https_server_stop (HttpsServer *server)
{
  soup_server_disconnect (server->server);
  g_clear_object (&server->server);
  g_clear_pointer (&server->pages, g_hash_table_unref);
  g_clear_pointer (&server->requests, g_ptr_array_unref);
}

void
https_server_add (HttpsServer *server, const char *where, guint status, const char *text)
{
  Page *page = g_new0 (Page, 1);

  page->status = status;
  page->text = g_strdup (text);
  g_hash_table_insert (server->pages, g_strdup (where), page);
}

const char *
https_server_find_request (HttpsServer *server, const char *prefix)
{
  for (guint i = 0; i < server->requests->len; i++) {
    const char *request = g_ptr_array_index (server->requests, i);

    if (g_str_has_prefix (request, prefix))
      return request;
  }
  return NULL;
}

void
https_server_trust (gboolean trusted)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "certificates", "names.pem", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) anchors = trusted ? g_tls_file_database_new (path, &error) : NULL;

  g_assert_no_error (error);
  bell_tls_trust_set_anchors (anchors);
}
