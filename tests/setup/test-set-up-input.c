/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people type, and what they are told of it. */

#include "setup/set-up-input.h"

#include <string.h>

static char *
check (BellSetUpField field, const char *text)
{
  BellSetUpInput input = { 0 };

  input.fields[field] = text;
  return bell_set_up_input_check (&input, field);
}

static void
assert_right (BellSetUpField field, const char *text)
{
  g_autofree char *wrong = check (field, text);

  g_assert_cmpstr (wrong, ==, NULL);
}

/* WORDS: what the sentence has to hold. */
static void
assert_wrong (BellSetUpField field, const char *text, const char *words)
{
  g_autofree char *wrong = check (field, text);

  g_assert_nonnull (wrong);
  g_assert_nonnull (strstr (wrong, words));
  g_assert_true (g_str_has_suffix (wrong, ".") || g_str_has_suffix (wrong, "?"));
}

/* (transfer full) */
static char *
repeat (char c, gsize n)
{
  return g_strnfill (n, c);
}

static void
test_address (void)
{
  g_autofree char *local = repeat ('x', 10000);
  g_autofree char *domain = g_strconcat ("jane@", local, NULL);

  assert_right (BELL_SET_UP_FIELD_ADDRESS, "jane@example.org");
  assert_right (BELL_SET_UP_FIELD_ADDRESS, "  jane@example.org \n");
  assert_right (BELL_SET_UP_FIELD_ADDRESS, "jané@exämple.org");
  assert_wrong (BELL_SET_UP_FIELD_ADDRESS, NULL, "Enter your mail address");
  assert_wrong (BELL_SET_UP_FIELD_ADDRESS, "  ", "Enter your mail address");
  assert_wrong (BELL_SET_UP_FIELD_ADDRESS, "jane", "not a mail address");
  assert_wrong (BELL_SET_UP_FIELD_ADDRESS, "jane@", "not a mail address");
  assert_wrong (BELL_SET_UP_FIELD_ADDRESS, "@example.org", "not a mail address");
  assert_wrong (BELL_SET_UP_FIELD_ADDRESS, "a@b@example.org", "not a mail address");
  assert_wrong (BELL_SET_UP_FIELD_ADDRESS, "ja ne@example.org", "not a mail address");
  assert_wrong (BELL_SET_UP_FIELD_ADDRESS, "jane@exam ple.org", "not a mail address");
  assert_wrong (BELL_SET_UP_FIELD_ADDRESS, "jane@1.2.3.4", "not a mail address");
  assert_wrong (BELL_SET_UP_FIELD_ADDRESS, "ja\nne@example.org", "line break");
  assert_wrong (BELL_SET_UP_FIELD_ADDRESS, "\xff@example.org", "cannot be here");
  assert_wrong (BELL_SET_UP_FIELD_ADDRESS, domain, "too long");
}

static void
test_password (void)
{
  g_autofree char *longest = repeat ('x', BELL_SET_UP_PASSWORD_BYTES);
  g_autofree char *longer = repeat ('x', BELL_SET_UP_PASSWORD_BYTES + 1);

  assert_right (BELL_SET_UP_FIELD_PASSWORD, "");
  assert_right (BELL_SET_UP_FIELD_PASSWORD, " pässword ");
  assert_right (BELL_SET_UP_FIELD_PASSWORD, longest);
  assert_wrong (BELL_SET_UP_FIELD_PASSWORD, longer, "too long");
  assert_wrong (BELL_SET_UP_FIELD_PASSWORD, "secret\n", "line break");
}

static void
test_server (void)
{
  g_autofree char *longer = repeat ('x', 10000);

  assert_right (BELL_SET_UP_FIELD_HOST, "");
  assert_right (BELL_SET_UP_FIELD_HOST, " imap.example.org ");
  assert_right (BELL_SET_UP_FIELD_HOST, "127.0.0.1");
  assert_right (BELL_SET_UP_FIELD_HOST, "::1");
  assert_right (BELL_SET_UP_FIELD_HOST, "localhost");
  assert_wrong (BELL_SET_UP_FIELD_HOST, "https://imap.example.org/", "the server alone");
  assert_wrong (BELL_SET_UP_FIELD_HOST, "imap.example.org:993", "the port below");
  assert_wrong (BELL_SET_UP_FIELD_HOST, "imap example org", "cannot be the name");
  assert_wrong (BELL_SET_UP_FIELD_HOST, "imap..example.org", "cannot be the name");
  assert_wrong (BELL_SET_UP_FIELD_HOST, longer, "cannot be the name");
  assert_wrong (BELL_SET_UP_FIELD_USER, longer, "too long");
  assert_wrong (BELL_SET_UP_FIELD_NAME, "a\tb", "cannot be here");
}

static void
test_port (void)
{
  g_autofree char *longer = repeat ('9', 10000);

  assert_right (BELL_SET_UP_FIELD_PORT, "");
  assert_right (BELL_SET_UP_FIELD_PORT, " 993 ");
  assert_right (BELL_SET_UP_FIELD_PORT, "65535");
  assert_wrong (BELL_SET_UP_FIELD_PORT, "0", "from 1 to 65535");
  assert_wrong (BELL_SET_UP_FIELD_PORT, "65536", "from 1 to 65535");
  assert_wrong (BELL_SET_UP_FIELD_PORT, "-1", "from 1 to 65535");
  assert_wrong (BELL_SET_UP_FIELD_PORT, "abc", "from 1 to 65535");
  assert_wrong (BELL_SET_UP_FIELD_PORT, longer, "from 1 to 65535");
  assert_wrong (BELL_SET_UP_FIELD_PORT, "25", "for sending mail");
  assert_wrong (BELL_SET_UP_FIELD_PORT, "587", "for sending mail");
  assert_wrong (BELL_SET_UP_FIELD_PORT, "995", "POP3");
}

/* The first mistake in the order of the fields. */
static void
test_all (void)
{
  BellSetUpInput   input = { .fields = { [BELL_SET_UP_FIELD_ADDRESS] = "jane@example.org",
                                         [BELL_SET_UP_FIELD_HOST] = " IMAP.Exämple.org. ",
                                         [BELL_SET_UP_FIELD_PORT] = "143" } };
  g_autofree char *sentence = NULL;
  g_autofree char *host = bell_set_up_input_get_host (&input);

  g_assert_cmpint (bell_set_up_input_find_mistake (&input, &sentence), ==, BELL_SET_UP_FIELD_NONE);
  g_assert_null (sentence);
  g_assert_cmpstr (host, ==, "imap.xn--exmple-cua.org");
  g_assert_cmpuint (bell_set_up_input_get_port (&input), ==, 143);
  g_assert_cmpint (bell_set_up_input_get_security (&input, 143), ==, BELL_SECURITY_STARTTLS);
  g_assert_cmpint (bell_set_up_input_get_security (&input, 993), ==, BELL_SECURITY_TLS);
  input.fields[BELL_SET_UP_FIELD_PORT] = "25";
  input.fields[BELL_SET_UP_FIELD_HOST] = "a b";
  g_assert_cmpint (bell_set_up_input_find_mistake (&input, &sentence), ==, BELL_SET_UP_FIELD_HOST);
}

static void
test_same_server (void)
{
  const BellSetUpInput input = { .fields = { [BELL_SET_UP_FIELD_ADDRESS] = " jane@example.org ",
                                             [BELL_SET_UP_FIELD_PASSWORD] = "secret" } };
  g_autoptr (BellSetUpInput) copy = bell_set_up_input_copy (&input);
  BellSetUpInput other = input;

  g_assert_cmpstr (copy->fields[BELL_SET_UP_FIELD_ADDRESS], ==, "jane@example.org");
  g_assert_null (copy->fields[BELL_SET_UP_FIELD_PASSWORD]);
  other.fields[BELL_SET_UP_FIELD_PASSWORD] = "another";
  other.fields[BELL_SET_UP_FIELD_NAME] = "Work";
  g_assert_true (bell_set_up_input_is_same_server (copy, &other));
  other.fields[BELL_SET_UP_FIELD_PORT] = "993";
  g_assert_false (bell_set_up_input_is_same_server (copy, &other));
  g_assert_false (bell_set_up_input_is_same_server (NULL, &other));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/set-up-input/address", test_address);
  g_test_add_func ("/set-up-input/password", test_password);
  g_test_add_func ("/set-up-input/server", test_server);
  g_test_add_func ("/set-up-input/port", test_port);
  g_test_add_func ("/set-up-input/all", test_all);
  g_test_add_func ("/set-up-input/same-server", test_same_server);
  return g_test_run ();
}
