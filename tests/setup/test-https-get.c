/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is fetched, and what never is. */

#include "setup/https-get.h"

#include "fake-resolver.h"
#include "https-server.h"

#include <string.h>

#define LIMIT 1000

static void
on_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static GBytes *
get (const char *url, GError **error)
{
  g_autoptr (SoupSession) session = bell_https_session_new ();
  g_autoptr (GAsyncResult) result = NULL;

  bell_https_get_async (session, url, LIMIT, NULL, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return bell_https_get_finish (result, error);
}

static GBytes *
get_page (const HttpsServer *server, const char *path, GError **error)
{
  g_autofree char *url = g_strdup_printf ("https://example.org:%u%s", server->port, path);

  return get (url, error);
}

static void
assert_fetched (const HttpsServer *server, const char *path, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = get_page (server, path, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected,
                   strlen (expected));
}

static void
assert_refused (const HttpsServer *server, const char *path, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (get_page (server, path, &error));
  g_assert_error (error, G_IO_ERROR, code);
}

static void
start (HttpsServer *server)
{
  fake_resolver_set ();
  fake_resolver_add_host ("example.org");
  https_server_start (server);
  https_server_trust (TRUE);
}

static void
stop (HttpsServer *server)
{
  https_server_trust (FALSE);
  https_server_stop (server);
  fake_resolver_unset ();
}

static void
test_size (void)
{
  HttpsServer      server;
  g_autofree char *most = g_strnfill (LIMIT, 'x');
  g_autofree char *more = g_strnfill (LIMIT + 1, 'x');
  g_autofree char *much = g_strnfill (10 * 1024 * 1024, 'x');

  start (&server);
  https_server_add (&server, "example.org/little", 200, "little");
  https_server_add (&server, "example.org/most", 200, most);
  https_server_add (&server, "example.org/more", 200, more);
  https_server_add (&server, "example.org/much", 200, much);
  assert_fetched (&server, "/little", "little");
  assert_fetched (&server, "/most", most);
  assert_refused (&server, "/more", G_IO_ERROR_MESSAGE_TOO_LARGE);
  assert_refused (&server, "/much", G_IO_ERROR_MESSAGE_TOO_LARGE);
  assert_refused (&server, "/none", G_IO_ERROR_NOT_FOUND);
  stop (&server);
}

static void
test_redirects (void)
{
  HttpsServer      server;
  g_autofree char *in_clear = NULL;
  g_autofree char *with_name = NULL;

  start (&server);
  in_clear = g_strdup_printf ("http://example.org:%u/page", server.http_port);
  with_name = g_strdup_printf ("https://jane:secret@example.org:%u/page", server.port);
  https_server_add (&server, "example.org/page", 200, "page");
  https_server_add (&server, "example.org/once", 302, "/page");
  https_server_add (&server, "example.org/round", 302, "/round");
  https_server_add (&server, "example.org/clear", 301, in_clear);
  https_server_add (&server, "example.org/name", 301, with_name);
  https_server_add (&server, "example.org/file", 301, "file:///etc/passwd");
  assert_fetched (&server, "/once", "page");
  assert_refused (&server, "/round", G_IO_ERROR_INVALID_DATA);
  g_ptr_array_set_size (server.requests, 0);
  assert_refused (&server, "/clear", G_IO_ERROR_INVALID_DATA);
  assert_refused (&server, "/name", G_IO_ERROR_INVALID_DATA);
  assert_refused (&server, "/file", G_IO_ERROR_INVALID_DATA);
  g_assert_null (https_server_find_request (&server, "example.org/page"));
  stop (&server);
}

static void
test_in_clear (void)
{
  HttpsServer      server;
  g_autofree char *url = NULL;
  g_autoptr (GError) error = NULL;

  start (&server);
  https_server_add (&server, "example.org/page", 200, "page");
  url = g_strdup_printf ("http://example.org:%u/page", server.http_port);
  g_assert_null (get (url, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_cmpuint (server.requests->len, ==, 0);
  stop (&server);
}

static void
test_untrusted (void)
{
  HttpsServer server;
  g_autoptr (GError) error = NULL;

  start (&server);
  https_server_trust (FALSE);
  https_server_add (&server, "example.org/page", 200, "page");
  g_assert_null (get_page (&server, "/page", &error));
  g_assert_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
  g_assert_cmpuint (server.requests->len, ==, 0);
  stop (&server);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/https-get/size", test_size);
  g_test_add_func ("/https-get/redirects", test_redirects);
  g_test_add_func ("/https-get/in-clear", test_in_clear);
  g_test_add_func ("/https-get/untrusted", test_untrusted);
  return g_test_run ();
}
