/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of SRV and MX records, and names that are none. */

#include "setup/dns-answer.h"

static GList *
add (GList *targets, const char *host, guint16 port, guint16 priority, guint16 weight)
{
  return g_list_append (targets, g_srv_target_new (host, port, priority, weight));
}

static void
test_services (void)
{
  GList *targets = NULL;
  g_autoptr (GPtrArray) candidates = NULL;
  const BellServerCandidate *first, *second;

  targets = add (targets, "last.example.org", 993, 30, 0);
  targets = add (targets, "-evil;host.example", 993, 1, 0);
  targets = add (targets, "192.0.2.1", 993, 2, 0);
  targets = add (targets, "no-port.example.org", 0, 3, 0);
  targets = add (targets, "First.Example.ORG.", 1993, 10, 5);
  candidates = bell_dns_read_services (targets, BELL_SECURITY_TLS, "jane@example.org");
  g_assert_cmpuint (candidates->len, ==, 2);
  first = g_ptr_array_index (candidates, 0);
  second = g_ptr_array_index (candidates, 1);
  g_assert_cmpstr (first->host, ==, "first.example.org");
  g_assert_cmpuint (first->port, ==, 1993);
  g_assert_cmpint (first->security, ==, BELL_SECURITY_TLS);
  g_assert_cmpstr (first->user, ==, "jane@example.org");
  g_assert_cmpstr (second->host, ==, "last.example.org");
}

static void
test_not_offered (void)
{
  g_autoptr (GPtrArray) none =
    bell_dns_read_services (add (NULL, ".", 0, 0, 0), BELL_SECURITY_TLS, "jane@example.org");
  g_autoptr (GPtrArray) port =
    bell_dns_read_services (add (NULL, ".", 993, 0, 0), BELL_SECURITY_TLS, "jane@example.org");

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (port->len, ==, 0);
}

static void
test_many (void)
{
  GList *targets = NULL;
  g_autoptr (GPtrArray) candidates = NULL;

  for (guint16 i = 0; i < 1000; i++)
    targets = g_list_prepend (targets, g_srv_target_new ("imap.example.org", 993, i, 0));
  candidates = bell_dns_read_services (targets, BELL_SECURITY_STARTTLS, "jane@example.org");
  g_assert_cmpuint (candidates->len, ==, BELL_CANDIDATES_PER_ANSWER);
}

static GList *
add_mx (GList *records, guint16 preference, const char *host)
{
  return g_list_append (records, g_variant_ref_sink (g_variant_new ("(qs)", preference, host)));
}

static void
test_mx (void)
{
  GList *records = NULL;
  g_auto (GStrv) hosts = NULL;
  g_auto (GStrv) null_mx = NULL;
  g_auto (GStrv) nothing = NULL;

  records = add_mx (records, 20, "second.example.org.");
  records = add_mx (records, 65535, "third.example.org");
  records = add_mx (records, 0, "no/host");
  records = add_mx (records, 10, "FIRST.example.org");
  hosts = bell_dns_read_mx (records);
  g_assert_cmpuint (g_strv_length (hosts), ==, 3);
  g_assert_cmpstr (hosts[0], ==, "first.example.org");
  g_assert_cmpstr (hosts[1], ==, "second.example.org");
  g_assert_cmpstr (hosts[2], ==, "third.example.org");

  /* RFC 7505. */
  null_mx = bell_dns_read_mx (add_mx (NULL, 0, "."));
  g_assert_cmpuint (g_strv_length (null_mx), ==, 0);
  nothing = bell_dns_read_mx (NULL);
  g_assert_cmpuint (g_strv_length (nothing), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dns-answer/services", test_services);
  g_test_add_func ("/dns-answer/not-offered", test_not_offered);
  g_test_add_func ("/dns-answer/many", test_many);
  g_test_add_func ("/dns-answer/mx", test_mx);
  return g_test_run ();
}
