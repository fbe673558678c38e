/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-imap-anonymous.c: what is hidden from a line of the log, and what stays. */

#include "imap/imap-anonymous.h"

#include <string.h>

static const struct {
  const char *user; /* (nullable) */
  const char *text;
  const char *expected;
} cases[] = {
  { "jane", "* OK ready", "* OK ready" },
  { "jane@example.org", "* OK jane@example.org in", "* OK <address> in" },
  { "jane@example.org", "* OK [x] for Jane, JANE", "* OK [x] for <user>, <user>" },
  { "jane", "* LIST () \".\" user.jane.Work", "* LIST () \".\" user.<user>.Work" },
  { "jane", "* LIST () \"/\" \"user/bob+x@example.net/A\"",
    "* LIST () \"/\" \"user/<address>/A\"" },
  { "jane", "janet and mary-jane", "janet and mary-<user>" },
  { "a.b", "axb a.b", "axb <user>" },
  { "(", "( ok", "<user> ok" },
  { "@example.org", "* OK", "* OK" },
  { NULL, "<x@y> @ z@", "<<address>> @ z@" },
  { "jane", "\xff jane\xff", "\xff <user>\xff" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *shown = bell_imap_anonymise (cases[i].text, cases[i].user);

    g_assert_cmpstr (shown, ==, cases[i].expected);
  }
}

/* Words that are nearly addresses cost no more than time for a screen of text. */
static void
test_flood (void)
{
  g_autofree char *flood = g_strnfill (1 << 20, 'a');
  g_autofree char *shown = NULL;

  flood[(1 << 20) - 1] = '@';
  shown = bell_imap_anonymise (flood, "jane");
  g_assert_cmpuint (strlen (shown), ==, BELL_IMAP_ANONYMOUS_BYTES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap-anonymous/cases", test_cases);
  g_test_add_func ("/imap-anonymous/flood", test_flood);
  return g_test_run ();
}
