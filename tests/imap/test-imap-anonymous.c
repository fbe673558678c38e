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

#define HOST "imap.smith-family.example"

static const struct {
  BellImapUnnamed who;
  const char     *text;
  const char     *expected;
} servers[] = {
  { { .host = HOST }, "* OK " HOST " Cyrus", "* OK <host> Cyrus" },
  { { .host = HOST }, "* OK [mx1.Smith-Family.EXAMPLE] hi", "* OK [<host>] hi" },
  { { .host = HOST }, "* BYE smith-family.example.", "* BYE <host>." },
  { { .host = HOST }, "family.example", "family.example" },
  { { .host = HOST }, "the-smith-family.example", "the-smith-family.example" },
  { { .host = HOST }, "smith-family.examples", "smith-family.examples" },
  { { .host = "example.org" }, "example.org, a.example.org, org", "<host>, <host>, org" },
  { { .host = "localhost" }, "at localhost", "at <host>" },
  { { .host = "127.0.0.1" }, "127.0.0.1 0.0.1", "<host> 0.0.1" },
  { { .host = "::1" }, "[::1]", "[<host>]" },
  { { .host = "imap.b\303\274cher.example" },
    "imap.b\303\274cher.example imap.xn--bcher-kva.example",
    "<host> <host>" },
  { { .host = "" }, "as it is", "as it is" },
  { { .user = "jane@smith-family.example" }, "smith-family.example!jane", "<host>!<user>" },
  { { .user = "u123", .address = "jane@smith-family.example", .host = "imap.example.net" },
    "u123 jane smith-family.example mx.example.net jane@x.example",
    "<user> <user> <host> <host> <address>" },
  { { .user = "jane" }, "imap.example.org", "imap.example.org" },
};

/* Nor whose server it is. */
static void
test_servers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (servers); i++) {
    g_autofree char *shown = bell_imap_anonymise (servers[i].text, &servers[i].who);

    g_assert_cmpstr (shown, ==, servers[i].expected);
  }
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const BellImapUnnamed who = { .user = cases[i].user };
    g_autofree char      *shown = bell_imap_anonymise (cases[i].text, &who);

    g_assert_cmpstr (shown, ==, cases[i].expected);
  }
}

/* Words that are nearly addresses, or nearly below a domain, cost no more than time for a screen of
 * text. */
static void
test_flood (void)
{
  const BellImapUnnamed who = { .user = "jane", .address = "jane@a.a.a.b", .host = "a.a.a.c" };

  for (const char *end = "@."; *end != '\0'; end++) {
    g_autofree char *flood = g_strnfill (1 << 20, 'a');
    g_autofree char *shown = NULL;

    for (guint i = 1; i < 1 << 20; i += 2)
      flood[i] = *end;
    shown = bell_imap_anonymise (flood, &who);
    g_assert_cmpuint (strlen (shown), <=, BELL_IMAP_ANONYMOUS_BYTES * strlen ("<address>"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap-anonymous/cases", test_cases);
  g_test_add_func ("/imap-anonymous/servers", test_servers);
  g_test_add_func ("/imap-anonymous/flood", test_flood);
  return g_test_run ();
}
