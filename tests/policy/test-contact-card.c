/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-contact-card.c: name and picture of a card, and cards that are none. */

#include "policy/contact-card.h"

#include "../mail/hostile-text.h"

#include <string.h>

/* clang-format off */
static const struct {
  const char *card, *name, *picture, *path;
} cases[] = {
  { "", "", NULL, NULL },
  { "BEGIN:VCARD\r\nFN:Ada Lovelace\r\nEND:VCARD", "Ada Lovelace", NULL, NULL },
  { "item1.fn;X=y:Ada\\, Countess\r\n  of Lovelace\r\nFN:Other", "Ada, Countess of Lovelace", NULL,
    NULL },
  { "FN:\xE2\x80\xAE" "evil\x1B[31m", "evil[31m", NULL, NULL },
  { "N:x\nFNORD:y\nFN", "", NULL, NULL },
  { "PHOTO;ENCODING=b;TYPE=JPEG:aGVs\r\n bG8=\r\n", "", "hello", NULL },
  { "PHOTO:data:image/png;base64,aGVsbG8=", "", "hello", NULL },
  { "PHOTO;VALUE=uri:file:///pictures/a%20b.png\nPHOTO:aGVsbG8=", "", NULL, "/pictures/a b.png" },
  { "PHOTO;VALUE=uri:https://example.org/track.png", "", NULL, NULL },
  { "PHOTO;VALUE=uri:http://example.org/track.png\nFN:x", "x", NULL, NULL },
  { "PHOTO;VALUE=uri:file://server/share/a.png", "", NULL, NULL },
  { "PHOTO:", "", NULL, NULL },
};
/* clang-format on */

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (BellContact) contact = bell_contact_new (cases[i].card);
    gsize       length = 0;
    const char *picture =
      contact->picture != NULL ? g_bytes_get_data (contact->picture, &length) : NULL;

    g_assert_cmpstr (contact->name, ==, cases[i].name);
    g_assert_cmpstr (contact->picture_path, ==, cases[i].path);
    g_assert_cmpint (picture != NULL, ==, cases[i].picture != NULL);
    if (picture != NULL)
      g_assert_cmpmem (picture, length, cases[i].picture, strlen (cases[i].picture));
  }
}

static void
test_hostile (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < 2000; i++) {
    g_autoptr (GString) noise = bell_test_make_hostile (rand, 200);
    g_autofree char *card = g_strconcat ("FN:", noise->str, "\nPHOTO:", noise->str, NULL);
    g_autoptr (BellContact) contact = bell_contact_new (card);

    bell_test_assert_safe (contact->name, 60);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contact-card/cases", test_cases);
  g_test_add_func ("/contact-card/hostile", test_hostile);
  return g_test_run ();
}
