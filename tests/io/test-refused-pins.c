/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which PIN is tried again, and which is not. */

#include "io/refused-pins.h"

#define SOURCE "pkcs11:token=bell;object=client"

static void
assert_refused (const char *account, const char *source, const char *pin, gboolean expected)
{
  g_autoptr (BellSecretText) text = pin != NULL ? bell_secret_text_new (pin, -1) : NULL;

  g_assert_cmpint (bell_refused_pins_has_pin (account, source, text), ==, expected);
}

static void
refuse (const char *account, const char *source, const char *pin)
{
  g_autoptr (BellSecretText) text = pin != NULL ? bell_secret_text_new (pin, -1) : NULL;

  bell_refused_pins_add (account, source, text);
  g_assert_true (bell_refused_pins_has (account, source));
}

static void
test_same (void)
{
  g_assert_false (bell_refused_pins_has ("a", SOURCE));
  assert_refused ("a", SOURCE, "1234", FALSE);
  assert_refused ("a", SOURCE, NULL, FALSE);
  refuse ("a", SOURCE, "1234");
  assert_refused ("a", SOURCE, "1234", TRUE);
  assert_refused ("a", SOURCE, "12345", FALSE);
  assert_refused ("a", SOURCE, "", FALSE);
  refuse ("a", SOURCE, "5678");
  assert_refused ("a", SOURCE, "5678", TRUE);
  bell_refused_pins_forget ("a");
  assert_refused ("a", SOURCE, "5678", FALSE);
  g_assert_false (bell_refused_pins_has ("a", SOURCE));
}

/* While the keyring is locked there is no PIN; what was refused before that comes back with it. */
static void
test_none (void)
{
  refuse ("a", SOURCE, NULL);
  assert_refused ("a", SOURCE, NULL, TRUE);
  assert_refused ("a", SOURCE, "1234", FALSE);
  refuse ("a", SOURCE, "1234");
  assert_refused ("a", SOURCE, NULL, TRUE);
  refuse ("a", SOURCE, NULL);
  assert_refused ("a", SOURCE, "1234", TRUE);
  bell_refused_pins_forget ("a");
}

/* Another account, or another certificate of this one, has had no attempt. */
static void
test_others (void)
{
  refuse ("a", SOURCE, "1234");
  assert_refused ("b", SOURCE, "1234", FALSE);
  assert_refused ("a", "/srv/client.p12", "1234", FALSE);
  bell_refused_pins_forget ("b");
  assert_refused ("a", SOURCE, "1234", TRUE);
  refuse ("a", "/srv/client.p12", NULL);
  g_assert_false (bell_refused_pins_has ("a", SOURCE));
  bell_refused_pins_forget ("a");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/refused-pins/same", test_same);
  g_test_add_func ("/refused-pins/none", test_none);
  g_test_add_func ("/refused-pins/others", test_others);
  return g_test_run ();
}
