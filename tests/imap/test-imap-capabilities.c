/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The set of capabilities. */

#include "imap/imap-capabilities.h"

static void
assert_words (const BellImapCapabilities *capabilities, const char *expected)
{
  g_autofree char *got =
    g_strjoinv (" ", (char **) (gpointer) bell_imap_capabilities_get_words (capabilities));

  g_assert_cmpstr (got, ==, expected);
}

static void
test_parse (void)
{
  g_autoptr (BellImapCapabilities) capabilities =
    bell_imap_capabilities_parse (" IMAP4rev1  idle AUTH=Plain X-\xff IDLE ");

  assert_words (capabilities, "IMAP4REV1 IDLE AUTH=PLAIN X-\xff");
  g_assert_true (bell_imap_capabilities_has (capabilities, "IMAP4rev1"));
  g_assert_true (bell_imap_capabilities_has (capabilities, "Idle"));
  g_assert_false (bell_imap_capabilities_has (capabilities, "IMAP4"));
  g_assert_false (bell_imap_capabilities_has (capabilities, ""));
  g_assert_true (bell_imap_capabilities_has_mechanism (capabilities, "plain"));
  g_assert_false (bell_imap_capabilities_has_mechanism (capabilities, "LOGIN"));
}

static void
test_new (void)
{
  char *words[] = { (char *) "IDLE", (char *) "Notify", NULL };
  g_autoptr (BellImapCapabilities) capabilities = bell_imap_capabilities_new (words);
  g_autoptr (BellImapCapabilities) copy = bell_imap_capabilities_copy (capabilities);

  assert_words (capabilities, "IDLE NOTIFY");
  assert_words (copy, "IDLE NOTIFY");
  g_assert_true (bell_imap_capabilities_has (copy, "NOTIFY"));
  bell_imap_capabilities_free (NULL);
}

static void
test_decisive (void)
{
  g_autoptr (BellImapCapabilities) capabilities =
    bell_imap_capabilities_parse ("X-\xff AUTH=PLAIN move IDLE COMPRESS=DEFLATE NOTIFY");
  g_autofree const char **list = bell_imap_capabilities_list_decisive (capabilities);
  g_autofree char        *got = g_strjoinv (" ", (char **) list);

  g_assert_cmpstr (got, ==, "NOTIFY IDLE MOVE COMPRESS=DEFLATE");
}

static void
test_empty (void)
{
  g_autoptr (BellImapCapabilities) none = bell_imap_capabilities_parse (NULL);
  g_autoptr (BellImapCapabilities) empty = bell_imap_capabilities_parse ("");
  g_autoptr (BellImapCapabilities) no_words = bell_imap_capabilities_new (NULL);

  assert_words (none, "");
  assert_words (empty, "");
  assert_words (no_words, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/capabilities/parse", test_parse);
  g_test_add_func ("/imap/capabilities/new", test_new);
  g_test_add_func ("/imap/capabilities/decisive", test_decisive);
  g_test_add_func ("/imap/capabilities/empty", test_empty);

  return g_test_run ();
}
