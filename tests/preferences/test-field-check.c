/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-field-check.c: what a field takes, and what it says of the rest. */

#include "preferences/field-check.h"

#include <string.h>

static void
assert_taken (BellFieldCheck check, const char *text, gpointer data)
{
  g_autofree char *refused = check (text, data);

  g_assert_cmpstr (refused, ==, NULL);
}

/* REASON: a part of the sentence. */
static void
assert_refused (BellFieldCheck check, const char *text, gpointer data, const char *reason)
{
  g_autofree char *refused = check (text, data);

  g_assert_nonnull (refused);
  if (strstr (refused, reason) == NULL)
    g_error ("“%s”: “%s” does not say “%s”", text, refused, reason);
}

static void
test_port (void)
{
  assert_taken (bell_field_check_port, "993", NULL);
  assert_taken (bell_field_check_port, "65535", NULL);
  assert_refused (bell_field_check_port, "", NULL, "1 to 65535");
  assert_refused (bell_field_check_port, "0", NULL, "1 to 65535");
  assert_refused (bell_field_check_port, "65536", NULL, "1 to 65535");
  assert_refused (bell_field_check_port, "imap", NULL, "1 to 65535");
  assert_refused (bell_field_check_port, "25", NULL, "sending mail");
  assert_refused (bell_field_check_port, "587", NULL, "sending mail");
  assert_refused (bell_field_check_port, "110", NULL, "POP3");
}

static void
test_host (void)
{
  assert_taken (bell_field_check_host, "imap.example.org", NULL);
  assert_taken (bell_field_check_host, "192.0.2.1", NULL);
  assert_refused (bell_field_check_host, "", NULL, "Enter the name");
  assert_refused (bell_field_check_host, "https://imap.example.org", NULL, "not the name");
  assert_refused (bell_field_check_host, "imap.example.org 993", NULL, "not the name");
}

static void
test_line (void)
{
  g_autofree char *long_line = g_strnfill (10000, 'x');

  assert_taken (bell_field_check_line, "", NULL);
  assert_taken (bell_field_check_line, "Büro", NULL);
  assert_refused (bell_field_check_line, "two\nlines", NULL, "one line");
  assert_refused (bell_field_check_line, long_line, NULL, "too long");
}

static void
test_renewal (void)
{
  assert_taken (bell_field_check_renewal, "1", NULL);
  assert_taken (bell_field_check_renewal, "29", NULL);
  assert_refused (bell_field_check_renewal, "", NULL, "1 to 29");
  assert_refused (bell_field_check_renewal, "0", NULL, "1 to 29");
  assert_refused (bell_field_check_renewal, "30", NULL, "1 to 29");
  assert_refused (bell_field_check_renewal, "-1", NULL, "1 to 29");
  assert_refused (bell_field_check_renewal, "9.5", NULL, "1 to 29");
  assert_refused (bell_field_check_renewal, "abc", NULL, "1 to 29");
}

static void
test_sender (void)
{
  g_autofree char *long_sender = g_strnfill (10000, 'x');

  assert_taken (bell_field_check_sender, "boss@example.org", NULL);
  assert_taken (bell_field_check_sender, "@example.org", NULL);
  assert_refused (bell_field_check_sender, "example.org", NULL, "not an address");
  assert_refused (bell_field_check_sender, "@", NULL, "not an address");
  assert_refused (bell_field_check_sender, "a b@example.org", NULL, "not an address");
  assert_refused (bell_field_check_sender, long_sender, NULL, "too long");
}

static void
test_range (void)
{
  BellFieldRange range = { 1, 60 };

  assert_taken (bell_field_check_range, "60", &range);
  assert_refused (bell_field_check_range, "61", &range, "from 1 to 60");
  assert_refused (bell_field_check_range, "", &range, "from 1 to 60");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field-check/port", test_port);
  g_test_add_func ("/field-check/host", test_host);
  g_test_add_func ("/field-check/line", test_line);
  g_test_add_func ("/field-check/renewal", test_renewal);
  g_test_add_func ("/field-check/sender", test_sender);
  g_test_add_func ("/field-check/range", test_range);
  return g_test_run ();
}
