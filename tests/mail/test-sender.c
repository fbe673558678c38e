/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who wrote, from From headers honest, clumsy and false. */

#include "mail/sender.h"

#include "hostile-text.h"
#include "mail/grapheme.h"
#include "mail/message-summary.h"

#include <string.h>

typedef struct {
  const char *test;
  const char *raw;
  const char *name;
  const char *address;
} Case;

/* clang-format off */
static const Case cases[] = {
  { "empty", "", "", "" },
  { "address-only", "a@b.example", "a@b.example", "a@b.example" },
  { "angle-only", "<a@b.example>", "a@b.example", "a@b.example" },
  { "name", "Ann Bee <a@b.example>", "Ann Bee", "a@b.example" },
  { "quoted-name", "\"Bee, Ann\" <a@b.example>", "Bee, Ann", "a@b.example" },
  { "quoted-escapes", "\"Ann \\\"A\\\" B\\\\e\" <a@b.example>", "Ann \"A\" B\\e", "a@b.example" },
  { "single-quotes", "'Ann' <a@b.example>", "Ann", "a@b.example" },
  { "quoted-inside", "Ann \"Queen\" Bee <a@b.example>", "Ann Queen Bee", "a@b.example" },
  { "comment", "a@b.example (Ann Bee)", "Ann Bee", "a@b.example" },
  { "comment-nested", "a@b.example (Ann (the \\) one) Bee)", "Ann (the ) one) Bee", "a@b.example" },
  { "comment-beside-name", "Ann (x) Bee (y) <a@b.example>", "Ann Bee", "a@b.example" },
  { "no-angle", "Ann Bee a@b.example", "Ann Bee", "a@b.example" },
  { "unquoted-comma", "Bee, Ann <a@b.example>", "Bee, Ann", "a@b.example" },
  { "several", "Ann <a@b.example>, Bob <c@d.example>", "Ann", "a@b.example" },
  { "several-bare", "a@b.example, c@d.example", "a@b.example", "a@b.example" },
  { "group", "Friends: Ann <a@b.example>, c@d.example;", "Ann", "a@b.example" },
  { "empty-group", "undisclosed-recipients:;", "undisclosed-recipients", "" },
  { "route", "Ann <@x.example,@y.example:a@b.example>", "Ann", "a@b.example" },
  { "folded", "Ann\r\n Bee\r\n\t<a@b.example>", "Ann Bee", "a@b.example" },
  { "space-in-angle", "Ann < a@b.example >", "Ann", "a@b.example" },
  { "null-address", "Mail System <>", "Mail System", "" },
  { "no-domain", "<MAILER-DAEMON>", "MAILER-DAEMON", "MAILER-DAEMON" },
  { "name-only", "Ann Bee", "Ann Bee", "" },
  { "unclosed-angle", "Ann <a@b.example", "Ann", "a@b.example" },
  { "unclosed-quote", "\"Ann <a@b.example>", "Ann", "a@b.example" },
  { "unclosed-comment", "(Ann <a@b.example>", "Ann", "a@b.example" },

  { "encoded", "=?utf-8?Q?J=C3=B6rg_M?= <a@b.example>", "Jörg M", "a@b.example" },
  { "encoded-in-quotes", "\"=?utf-8?B?SsO2cmc=?=\" <a@b.example>", "Jörg", "a@b.example" },
  { "encoded-split", "=?utf-8?Q?J=C3?= =?utf-8?Q?=B6rg?= <a@b.example>", "Jörg", "a@b.example" },
  { "encoded-comma-and-brackets", "=?utf-8?Q?Bee,_Ann_<x@y>_(z?= <a@b.example>",
    "Bee, Ann <x@y> (z <a@b.example>", "a@b.example" },
  { "encoded-comment", "a@b.example (=?koi8-r?B?8NLJ18XU?=)", "Привет", "a@b.example" },
  { "encoded-japanese", "=?iso-2022-jp?B?GyRCOzNFRBsoQg==?= <a@b.example>", "山田", "a@b.example" },
  { "raw-utf-8", "J\xC3\xB6rg <a@b.example>", "Jörg", "a@b.example" },
  { "raw-latin", "J\xF6rg <a@b.example>", "Jörg", "a@b.example" },
  { "idn", "Ann <ann@b\xC3\xBC" "cher.example>", "Ann", "ann@bücher.example" },
  { "8-bit-address", "<j\xF6rg@b.example>", "jörg@b.example", "jörg@b.example" },
  { "address-with-override", "<a@b.example\xE2\x80\xAE>", "a@b.example", "a@b.example" },

  { "name-is-the-address", "\"A@b.example\" <a@b.example>", "a@b.example", "a@b.example" },
  { "quoted-name-is-the-address", "\"'a@b.example'\" <a@b.example>", "a@b.example", "a@b.example" },
  { "name-is-another-address", "\"security@bank.example\" <evil@x.example>",
    "security@bank.example <evil@x.example>", "evil@x.example" },
  { "encoded-at", "=?utf-8?Q?a=40bank.example?= <evil@x.example>",
    "a@bank.example <evil@x.example>", "evil@x.example" },
  { "wide-at", "a＠bank <evil@x.example>", "a＠bank <evil@x.example>", "evil@x.example" },
  { "homograph", "=?utf-8?Q?P=D0=B0yPal?= <evil@x.example>",
    "P\u0430yPal <evil@x.example>", "evil@x.example" },
  { "hidden-characters", "Pay\xE2\x80\x8BPal\xE2\x80\xAE <evil@x.example>", "PayPal",
    "evil@x.example" },
  { "name-with-address-in-brackets", "\"Bank <a@bank.example>\" <evil@x.example>",
    "Bank <a@bank.example> <evil@x.example>", "evil@x.example" },
};
/* clang-format on */

static void
test_case (gconstpointer data)
{
  const Case      *test = data;
  g_autofree char *name = NULL;
  g_autofree char *address = NULL;

  bell_sender_parse (test->raw, &name, &address);
  g_assert_cmpstr (address, ==, test->address);
  g_assert_cmpstr (name, ==, test->name);
}

/* However long name and address are, the end of the address can be read beside a false name. */
static void
test_long_name (void)
{
  g_autofree char *filler = g_strnfill (10000, 'x');
  g_autofree char *raw =
    g_strconcat ("\"a@bank.example ", filler, "\" <", filler, "@x.evil.example>", NULL);
  g_autofree char *name = NULL;
  g_autofree char *address = NULL;

  bell_sender_parse (raw, &name, &address);
  bell_test_assert_safe (name, BELL_SENDER_GRAPHEMES);
  g_assert_true (g_str_has_prefix (name, "a@bank.example x"));
  g_assert_true (g_str_has_suffix (name, "x@x.evil.example>"));
}

static void
test_long_plain_name (void)
{
  g_autofree char *filler = g_strnfill (10000, 'x');
  g_autofree char *raw = g_strconcat (filler, " <a@b.example>", NULL);
  g_autofree char *name = NULL;
  g_autofree char *address = NULL;

  bell_sender_parse (raw, &name, &address);
  g_assert_cmpstr (address, ==, "a@b.example");
  g_assert_true (g_str_has_prefix (name, "xxxx"));
}

static void
test_floods (void)
{
  static const char *const units[] = {
    "(",   ")", "\"", "\\", "<", ">", ",", ":", ";", "@", "=?a?q?", "a@b, ", "=?utf-8?Q?x?= ",
    "\"(", "a@"
  };
  gint64 started = bell_test_now ();

  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    g_autoptr (GString) raw = g_string_new (NULL);
    g_autofree char *name = NULL;
    g_autofree char *address = NULL;

    while (raw->len < 1024 * 1024)
      g_string_append (raw, units[i]);
    bell_sender_parse (raw->str, &name, &address);
    bell_test_assert_safe (name, 5000);
    bell_test_assert_safe (address, 400);
  }
  bell_test_assert_quick (started, 30);
}

static void
test_hostile (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (guint i = 0; i < 5000; i++) {
    g_autoptr (GString) raw =
      bell_test_make_hostile (rand, (gsize) g_rand_int_range (rand, 0, 600));
    g_autofree char *name = NULL;
    g_autofree char *address = NULL;

    bell_sender_parse (raw->str, &name, &address);
    bell_test_assert_safe (name, 5000);
    bell_test_assert_safe (address, 400);
    if (strchr (name, '@') != NULL && *address != '\0' && bell_grapheme_count (address) < 30)
      g_assert_nonnull (strstr (name, address));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/sender/case/", cases[i].test, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/sender/long-name", test_long_name);
  g_test_add_func ("/sender/long-plain-name", test_long_plain_name);
  g_test_add_func ("/sender/floods", test_floods);
  g_test_add_func ("/sender/hostile", test_hostile);
  return g_test_run ();
}
