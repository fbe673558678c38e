/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings in XML: what is read, and what is not believed. */

#include "setup/autoconfig.h"

#include <gio/gio.h>
#include <string.h>

#define HEAD                                                                                       \
  "<?xml version=\"1.0\"?><clientConfig version=\"1.1\"><emailProvider id=\"example.org\">"
#define TAIL "</emailProvider></clientConfig>"

static GPtrArray *
parse (const char *text, GError **error)
{
  return bell_autoconfig_parse (text, strlen (text), "jane@example.org", "example.org", error);
}

static char *
server (const char *type, const char *host, const char *port, const char *socket, const char *more)
{
  return g_strdup_printf ("<incomingServer type=\"%s\"><hostname>%s</hostname><port>%s</port>"
                          "<socketType>%s</socketType>%s</incomingServer>",
                          type, host, port, socket, more);
}

/* The candidates of SERVERS, a NULL-terminated list of which each is freed. */
static GPtrArray *
parse_servers (char *first, ...)
{
  g_autoptr (GString) text = g_string_new (HEAD);
  g_autoptr (GError) error = NULL;
  GPtrArray *candidates;
  va_list    more;

  va_start (more, first);
  for (char *each = first; each != NULL; each = va_arg (more, char *)) {
    g_string_append (text, each);
    g_free (each);
  }
  va_end (more);
  g_string_append (text, TAIL);
  candidates = parse (text->str, &error);
  g_assert_no_error (error);
  return candidates;
}

static const BellServerCandidate *
get (GPtrArray *candidates, guint index)
{
  g_assert_cmpuint (index, <, candidates->len);
  return g_ptr_array_index (candidates, index);
}

static void
test_servers (void)
{
  g_autoptr (GPtrArray) candidates = parse_servers (
    server ("pop3", "pop.example.org", "995", "SSL", ""),
    server ("imap", "late.example.org", "143", "STARTTLS", ""),
    server ("imap", " IMAP.%EMAILDOMAIN% ", " 993 ", "SSL",
            "<username>%EMAILLOCALPART%+%EMAILDOMAIN%</username>"
            "<authentication>OAuth2</authentication>"
            "<authentication>password-cleartext</authentication>"),
    server ("imap", "browser.example.org", "993", "SSL",
            "<username>%EMAILADDRESS%</username><authentication>OAuth2</authentication>"),
    server ("exchange", "ews.example.org", "443", "SSL", ""), NULL);
  const BellServerCandidate *first = get (candidates, 0);
  const BellServerCandidate *second = get (candidates, 1);
  const BellServerCandidate *third = get (candidates, 2);

  g_assert_cmpuint (candidates->len, ==, 3);
  g_assert_cmpstr (first->host, ==, "imap.example.org");
  g_assert_cmpuint (first->port, ==, 993);
  g_assert_cmpint (first->security, ==, BELL_SECURITY_TLS);
  g_assert_cmpstr (first->user, ==, "jane+example.org");
  g_assert_false (first->oauth_only);
  g_assert_cmpstr (second->user, ==, "jane@example.org");
  g_assert_true (second->oauth_only);
  g_assert_cmpstr (third->host, ==, "late.example.org");
  g_assert_cmpint (third->security, ==, BELL_SECURITY_STARTTLS);
  g_assert_cmpstr (third->user, ==, "jane@example.org");
}

static void
test_unusable_servers (void)
{
  g_autoptr (GPtrArray) candidates = parse_servers (
    server ("imap", "plain.example.org", "143", "plain", ""),
    server ("imap", "none.example.org", "143", "", ""),
    server ("imap", "192.0.2.1", "993", "SSL", ""), server ("imap", "", "993", "SSL", ""),
    server ("imap", "a b.example.org", "993", "SSL", ""),
    server ("imap", "imap.example.org/x", "993", "SSL", ""),
    server ("imap", "port.example.org", "0", "SSL", ""),
    server ("imap", "port.example.org", "65536", "SSL", ""),
    server ("imap", "port.example.org", "-1", "SSL", ""),
    server ("imap", "port.example.org", "99999999999999999999", "SSL", ""),
    g_strdup ("<incomingServer type=\"imap\"/><incomingServer/>"), NULL);

  g_assert_cmpuint (candidates->len, ==, 0);
}

static void
test_hostile_users (void)
{
  g_autofree char *many = g_strnfill (600, 'x');
  g_autofree char *long_user = g_strconcat ("<username>", many, "</username>", NULL);
  g_autoptr (GString) bomb = g_string_new ("<username>");
  g_autoptr (GPtrArray) candidates = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append (bomb, "%EMAILADDRESS%");
  g_string_append (bomb, "</username>");
  candidates = parse_servers (
    server ("imap", "a.example.org", "993", "SSL", long_user),
    server ("imap", "b.example.org", "993", "SSL", bomb->str),
    server ("imap", "c.example.org", "993", "SSL", "<username>a&#10;b LOGOUT</username>"),
    server ("imap", "d.example.org", "993", "SSL", "<username/>"), NULL);
  g_assert_cmpuint (candidates->len, ==, 4);
  for (guint i = 0; i < candidates->len; i++)
    g_assert_cmpstr (get (candidates, i)->user, ==, "jane@example.org");
}

static void
test_many_servers (void)
{
  g_autoptr (GString) text = g_string_new (HEAD);
  g_autoptr (GPtrArray) candidates = NULL;

  for (guint i = 0; i < 500; i++) {
    g_autofree char *each = server ("imap", "imap.example.org", "993", "SSL", "");

    g_string_append (text, each);
  }
  g_string_append (text, TAIL);
  candidates = parse (text->str, NULL);
  g_assert_cmpuint (candidates->len, ==, BELL_CANDIDATES_PER_ANSWER);
}

static void
assert_refused (const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (parse (text, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_no_settings (void)
{
  assert_refused ("");
  assert_refused ("404 not found");
  assert_refused ("<html><body>Welcome<br></body></html>");
  assert_refused ("<html/>");
  assert_refused ("<emailProvider/>");
  assert_refused (HEAD);
  assert_refused ("<clientConfig>");
  assert_refused ("<clientConfig></clientconfig>");
  assert_refused (HEAD "&unknown;" TAIL);
  assert_refused ("<?xml version=\"1.0\" encoding=\"no-such-charset\"?><clientConfig/>");
}

/* A document type is refused as such, and nothing that it names is read. */
static void
test_entities (void)
{
  const char *bomb = "<!DOCTYPE clientConfig [<!ENTITY a \"lollollollollol\">"
                     "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
                     "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
                     "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">"
                     "<!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\">"
                     "<!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;\">]>"
                     "<clientConfig>&f;&f;&f;</clientConfig>";
  const char *file = "<!DOCTYPE clientConfig [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"
                     "<clientConfig>&a;</clientConfig>";
  const char *parameter =
    "<!DOCTYPE clientConfig [<!ENTITY % a SYSTEM \"http://127.0.0.1:1/\">%a;]>"
    "<clientConfig/>";

  assert_refused (bomb);
  assert_refused (file);
  assert_refused (parameter);
  assert_refused ("<!DOCTYPE clientConfig SYSTEM \"http://127.0.0.1:1/x.dtd\"><clientConfig/>");
  assert_refused ("<!DOCTYPE clientConfig><clientConfig/>");
}

static void
test_huge (void)
{
  gsize            length = 10 * 1024 * 1024;
  g_autofree char *filler = g_strnfill (length, ' ');
  g_autofree char *huge = g_strconcat (HEAD, filler, TAIL, NULL);
  g_autofree char *spaces = g_strnfill (BELL_AUTOCONFIG_BYTES - 200, ' ');
  g_autofree char *most = g_strconcat (HEAD, spaces, TAIL, NULL);
  g_autoptr (GPtrArray) candidates = NULL;

  assert_refused (huge);
  candidates = parse (most, NULL);
  g_assert_nonnull (candidates);
}

static void
test_deep (void)
{
  g_autoptr (GString) text = g_string_new ("<clientConfig>");

  for (guint i = 0; i < 10000; i++)
    g_string_append (text, "<emailProvider>");
  assert_refused (text->str);
}

static void
test_every_cut (void)
{
  g_autofree char *each = server ("imap", "imap.example.org", "993", "SSL", "<username/>");
  g_autofree char *text = g_strconcat (HEAD, each, TAIL, NULL);

  for (gsize length = 0; length < strlen (text); length++)
    g_assert_null (bell_autoconfig_parse (text, length, "jane@example.org", "example.org", NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/autoconfig/servers", test_servers);
  g_test_add_func ("/autoconfig/unusable-servers", test_unusable_servers);
  g_test_add_func ("/autoconfig/hostile-users", test_hostile_users);
  g_test_add_func ("/autoconfig/many-servers", test_many_servers);
  g_test_add_func ("/autoconfig/no-settings", test_no_settings);
  g_test_add_func ("/autoconfig/entities", test_entities);
  g_test_add_func ("/autoconfig/huge", test_huge);
  g_test_add_func ("/autoconfig/deep", test_deep);
  g_test_add_func ("/autoconfig/every-cut", test_every_cut);
  return g_test_run ();
}
