/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Modified UTF-7, both ways. */

#include "imap/imap-mailbox-name.h"

static const struct {
  const char *name;
  const char *wire;
} pairs[] = {
  { "", "" },
  { "INBOX", "INBOX" },
  { "a&b", "a&-b" },
  { "&", "&-" },
  { "&ä&", "&-&AOQ-&-" },
  { "Entwürfe", "Entw&APw-rfe" },
  { "~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-" }, /* RFC 3501 §5.1.3 */
  { "台北日本語", "&U,BTF2XlZyyKng-" },
  { "☺!", "&Jjo-!" },
  { "Отправленные", "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-" },
  { "😀", "&2D3eAA-" },
  { "tab\there", "tab&AAk-here" },
};

static void
test_pairs (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autofree char *wire = bell_imap_mailbox_name_encode (pairs[i].name);
    g_autofree char *name = bell_imap_mailbox_name_decode (pairs[i].wire);

    g_assert_cmpstr (wire, ==, pairs[i].wire);
    g_assert_cmpstr (name, ==, pairs[i].name);
  }
}

/* Each code point alone, and each between two letters. */
static void
test_round_trips (void)
{
  for (gunichar character = 1; character <= 0x10ffff; character += character < 0x3000 ? 1 : 97) {
    char             utf8[10] = "x";
    g_autofree char *wire = NULL;
    g_autofree char *name = NULL;

    if (!g_unichar_validate (character))
      continue;
    utf8[1 + g_unichar_to_utf8 (character, utf8 + 1)] = 'y';
    wire = bell_imap_mailbox_name_encode (utf8);
    name = bell_imap_mailbox_name_decode (wire);
    g_assert_cmpstr (name, ==, utf8);
  }
}

static void
test_invalid_wire (void)
{
  static const char *const invalid[] = {
    "&",      "a&",         "&Jjo",       "&Jjo!", "&Jj*-", "&A-",
    "&AA-",   "&AAA-",      "&AGE-",      "&2D0-", "&3gA-", "&APx-",
    "&APwA-", "&Jjo-&Jjo-", "\xff",       "a\x01", "\x7f",  "&U,BTFw-&ZeVnLIqe-",
    "& -",    "&APw/-",     "&AOQAAAAA-",
  };

  for (guint i = 0; i < G_N_ELEMENTS (invalid); i++) {
    g_autofree char *name = bell_imap_mailbox_name_decode (invalid[i]);

    if (name != NULL)
      g_error ("%s taken as %s", invalid[i], name);
  }
}

static void
test_utf8_on_the_wire (void)
{
  g_autofree char *name = bell_imap_mailbox_name_decode ("Entwürfe & &AOQ-");

  g_assert_cmpstr (name, ==, "Entwürfe & &AOQ-");
  g_assert_null (bell_imap_mailbox_name_encode ("a\xff"));
}

static void
test_inbox (void)
{
  g_assert_true (bell_imap_mailbox_name_is_inbox ("INBOX"));
  g_assert_true (bell_imap_mailbox_name_is_inbox ("inBox"));
  g_assert_false (bell_imap_mailbox_name_is_inbox ("INBOX.x"));
  g_assert_false (bell_imap_mailbox_name_is_inbox (""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/mailbox-name/pairs", test_pairs);
  g_test_add_func ("/imap/mailbox-name/round-trips", test_round_trips);
  g_test_add_func ("/imap/mailbox-name/invalid-wire", test_invalid_wire);
  g_test_add_func ("/imap/mailbox-name/utf8-on-the-wire", test_utf8_on_the_wire);
  g_test_add_func ("/imap/mailbox-name/inbox", test_inbox);

  return g_test_run ();
}
