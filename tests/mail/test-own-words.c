/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the writer says himself, by the habits of mail programs. */

#include "mail/own-words.h"

typedef struct {
  const char *name;
  const char *text;
  const char *expected;
} Case;

/* clang-format off */
static const Case cases[] = {
  { "empty", "", "" },
  { "lines", "one\r\ntwo\n\n three ", "one two three " },
  { "quoted", "> a\n>> b\nanswer\n> c", "answer " },
  { "signature", "hi\n-- \nAnn\n+49", "hi " },
  { "signature-without-space", "hi\n--\nAnn", "hi " },
  { "signature-only", "-- \nAnn", "" },
  { "dashes-in-text", "a -- b", "a -- b " },
  { "attribution", "On Mon, 3 Feb 2025, Ann <a@b> wrote:\n> x\nyes", "yes " },
  { "attribution-broken", "ok\n\nOn Mon, 3 Feb 2025 at 10:11, Ann <a@b>\nwrote:\n\n> x", "ok " },
  { "attribution-at-the-cut", "ok\nOn Mon, 3 Feb 2025 at 10:11, Ann <a@b> wrote:", "ok " },
  { "attribution-german", "Am 03.02.25 um 10:11 schrieb Ann:\n> x\nja", "ja " },
  { "attribution-french", "Le 3 févr. 2025 à 10:11, Ann a écrit :\n\n> x\noui", "oui " },
  { "attribution-japanese", "2025年2月3日(月) 10:11 Ann <a@b>:\n\n> x\nはい", "はい " },
  { "colon-in-text", "Please bring:\nbread", "Please bring: bread " },
  { "colon-before-quote", "He said this:\n> x", "He said this: " },
  { "ornaments", "=====\nNews\n-----\n* * *\nText", "News * * * Text " },
  { "original-message", "see below\n-----Original Message-----\nFrom: x\nold", "see below " },
  { "ruler", "see below\n________________________________\nFrom: x\nold", "see below " },
  { "forwarded-alone", "---------- Forwarded message ---------\nnews", "news " },
  { "pgp-signed", "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nhi\n"
                  "-----BEGIN PGP SIGNATURE-----\n\nabc", "hi " },
  { "pgp-encrypted", "-----BEGIN PGP MESSAGE-----\n\nabc", "" },
};
/* clang-format on */

static void
test_case (gconstpointer data)
{
  const Case      *test = data;
  g_autofree char *words = bell_own_words (test->text);

  g_assert_cmpstr (words, ==, test->expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/own-words/case/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  return g_test_run ();
}
