/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secrets: copied, shared, wiped. */

#include "base/secret-text.h"

#include <string.h>

static void
test_copy (void)
{
  char original[] = "pass\"word";
  g_autoptr (BellSecretText) secret = bell_secret_text_new (original, -1);

  memset (original, 'x', sizeof original - 1);
  g_assert_cmpstr (bell_secret_text_peek (secret), ==, "pass\"word");
  g_assert_cmpuint (bell_secret_text_get_length (secret), ==, 9);
}

static void
test_length (void)
{
  g_autoptr (BellSecretText) part = bell_secret_text_new ("secret", 3);
  g_autoptr (BellSecretText) with_nul = bell_secret_text_new ("a\0b", 3);
  g_autoptr (BellSecretText) empty = bell_secret_text_new ("", -1);

  g_assert_cmpstr (bell_secret_text_peek (part), ==, "sec");
  g_assert_cmpuint (bell_secret_text_get_length (with_nul), ==, 3);
  g_assert_cmpmem (bell_secret_text_peek (with_nul), 4, "a\0b", 4);
  g_assert_cmpuint (bell_secret_text_get_length (empty), ==, 0);
  g_assert_cmpstr (bell_secret_text_peek (empty), ==, "");
}

static void
test_reference (void)
{
  BellSecretText *secret = bell_secret_text_new ("secret", -1);
  BellSecretText *again = bell_secret_text_ref (secret);

  g_assert_true (again == secret);
  bell_secret_text_unref (secret);
  g_assert_cmpstr (bell_secret_text_peek (again), ==, "secret");
  bell_secret_text_unref (again);
}

static void
test_same (void)
{
  g_autoptr (BellSecretText) secret = bell_secret_text_new ("secret", -1);
  g_autoptr (BellSecretText) copy = bell_secret_text_new ("secret", -1);
  g_autoptr (BellSecretText) part = bell_secret_text_new ("secret", 3);
  g_autoptr (BellSecretText) with_nul = bell_secret_text_new ("sec\0et", 6);

  g_assert_true (bell_secret_text_is_same (secret, copy));
  g_assert_false (bell_secret_text_is_same (secret, part));
  g_assert_false (bell_secret_text_is_same (part, secret));
  g_assert_false (bell_secret_text_is_same (with_nul, secret));
  g_assert_false (bell_secret_text_is_same (NULL, secret));
  g_assert_false (bell_secret_text_is_same (secret, NULL));
  g_assert_true (bell_secret_text_is_same (NULL, NULL));
}

static void
test_wipe (void)
{
  char bytes[] = "secret!";

  bell_secret_wipe (bytes, 6);
  g_assert_cmpmem (bytes, 8, "\0\0\0\0\0\0!", 8);
  bell_secret_wipe (bytes, 0);
  g_assert_cmpint (bytes[6], ==, '!');
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret-text/copy", test_copy);
  g_test_add_func ("/secret-text/length", test_length);
  g_test_add_func ("/secret-text/reference", test_reference);
  g_test_add_func ("/secret-text/same", test_same);
  g_test_add_func ("/secret-text/wipe", test_wipe);
  return g_test_run ();
}
