/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a mailbox is for, by attribute, by name in several languages, and not by chance. */

#include "imap/imap-special-use.h"

static BellImapRole
find (const char *attributes, const char *name, const char *delimiter)
{
  g_auto (GStrv) list = g_strsplit (attributes, " ", -1);

  return bell_imap_role_find (list, name, delimiter);
}

/* RFC 6154 §2; the attribute decides, whatever the name says. */
static void
test_attributes (void)
{
  g_assert_cmpint (find ("\\HasNoChildren \\Junk", "Lists", "."), ==, BELL_IMAP_ROLE_JUNK);
  g_assert_cmpint (find ("\\sent", "Lists", "."), ==, BELL_IMAP_ROLE_SENT);
  g_assert_cmpint (find ("\\All", "[Gmail]/All Mail", "/"), ==, BELL_IMAP_ROLE_VIRTUAL);
  g_assert_cmpint (find ("\\Noselect", "Lists", "."), ==, BELL_IMAP_ROLE_NOT_SELECTABLE);
  g_assert_cmpint (find ("\\NonExistent \\Sent", "Sent", "."), ==, BELL_IMAP_ROLE_NOT_SELECTABLE);
}

static void
test_names (void)
{
  g_assert_cmpint (find ("", "inbox", "/"), ==, BELL_IMAP_ROLE_INBOX);
  g_assert_cmpint (find ("", "INBOX.Sent", "."), ==, BELL_IMAP_ROLE_SENT);
  g_assert_cmpint (find ("", "Entw&APw-rfe", "/"), ==, BELL_IMAP_ROLE_DRAFTS);
  g_assert_cmpint (find ("", "[Gmail]/Papierkorb", "/"), ==, BELL_IMAP_ROLE_TRASH);
  g_assert_cmpint (find ("", "SPAM", NULL), ==, BELL_IMAP_ROLE_JUNK);
  g_assert_cmpint (find ("", "Archive", "/"), ==, BELL_IMAP_ROLE_ARCHIVE);
  g_assert_cmpint (find ("", "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-", "/"), ==, BELL_IMAP_ROLE_SENT);
}

/* Only the last part counts, and only all of it. */
static void
test_ordinary_names (void)
{
  g_assert_cmpint (find ("", "Sent/Customers", "/"), ==, BELL_IMAP_ROLE_ORDINARY);
  g_assert_cmpint (find ("", "Archive 2020", "/"), ==, BELL_IMAP_ROLE_ORDINARY);
  g_assert_cmpint (find ("", "Lists.glib", "."), ==, BELL_IMAP_ROLE_ORDINARY);
  g_assert_cmpint (find ("", "&broken", "."), ==, BELL_IMAP_ROLE_ORDINARY);
  g_assert_cmpint (find ("", "", ""), ==, BELL_IMAP_ROLE_ORDINARY);
}

static void
test_where_mail_comes_in (void)
{
  g_assert_true (bell_imap_role_receives_mail (BELL_IMAP_ROLE_INBOX));
  g_assert_true (bell_imap_role_receives_mail (BELL_IMAP_ROLE_ORDINARY));
  for (BellImapRole role = BELL_IMAP_ROLE_ARCHIVE; role <= BELL_IMAP_ROLE_NOT_SELECTABLE; role++)
    g_assert_false (bell_imap_role_receives_mail (role));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/special-use/attributes", test_attributes);
  g_test_add_func ("/imap/special-use/names", test_names);
  g_test_add_func ("/imap/special-use/ordinary-names", test_ordinary_names);
  g_test_add_func ("/imap/special-use/where-mail-comes-in", test_where_mail_comes_in);
  return g_test_run ();
}
