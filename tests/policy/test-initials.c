/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-initials.c: what stands for a face. */

#include "policy/initials.h"

/* clang-format off */
static const struct {
  const char *name, *initials;
} cases[] = {
  { "Ada Lovelace", "AL" }, { "ada", "A" }, { "Ada King, Countess of Lovelace", "AL" }, { "", "" },
  { "123 456", "" }, { "„Élodie“ (Vertrieb)", "ÉV" }, { "жанна Д'арк", "ЖД" }, { "山田 太郎", "山太" },
  { "ada@example.org", "A" }, { "security@bank <x@evil.example>", "SX" }, { "Ada 2", "A" },
  { "  ", "" }, { "💌 News", "N" }, { "ǆ", "ǅ" }, { "שלום", "ש" },
};
/* clang-format on */

static void
test_initials (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *initials = bell_initials_new (cases[i].name);

    g_assert_cmpstr (initials, ==, cases[i].initials);
  }
}

/* The same on every computer, whatever the case; and not one colour for all. */
static void
test_colours (void)
{
  gboolean used[BELL_INITIALS_COLOURS] = { FALSE };
  guint    n_used = 0;

  g_assert_cmpuint (bell_initials_get_colour ("ada@example.org"), ==,
                    bell_initials_get_colour ("Ada@Example.org"));
  for (guint i = 0; i < 200; i++) {
    g_autofree char *address = g_strdup_printf ("user%u@example.org", i);
    guint            colour = bell_initials_get_colour (address);

    g_assert_cmpuint (colour, <, BELL_INITIALS_COLOURS);
    used[colour] = TRUE;
  }
  for (guint i = 0; i < BELL_INITIALS_COLOURS; i++)
    n_used += used[i];
  g_assert_cmpuint (n_used, ==, BELL_INITIALS_COLOURS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/initials/names", test_initials);
  g_test_add_func ("/initials/colours", test_colours);
  return g_test_run ();
}
