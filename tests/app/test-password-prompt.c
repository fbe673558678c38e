/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-password-prompt.c: which lines are passwords. */

#include "app/password-prompt.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <string.h>
#include <unistd.h>

/* LENGTH bytes of TEXT through a pipe. */
static BellSecretText *
read_password (const char *text, gsize length, GError **error)
{
  int             fds[2];
  BellSecretText *password;

  g_assert_true (g_unix_open_pipe (fds, FD_CLOEXEC, NULL));
  g_assert_cmpint (write (fds[1], text, length), ==, length);
  close (fds[1]);
  password = bell_password_read_line (fds[0], error);
  close (fds[0]);
  return password;
}

static void
assert_password (const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BellSecretText) password = read_password (text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (bell_secret_text_peek (password), ==, expected);
}

static void
test_one_line_is_the_password (void)
{
  assert_password ("secret\n", "secret");
  assert_password ("secret", "secret");
  assert_password ("secret\nnot this\n", "secret");
  assert_password ("secret\r\n", "secret");
  assert_password (" quotes \" and \\ spaces \n", " quotes \" and \\ spaces ");
  assert_password ("pässwörd 密码\n", "pässwörd 密码");
}

static void
test_long_passwords_are_taken_up_to_the_limit (void)
{
  g_autofree char *longest = g_strnfill (BELL_PASSWORD_BYTES, 'x');

  assert_password (longest, longest);
}

static void
assert_refused (const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_password (text, length, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_what_cannot_be_a_password_is_refused (void)
{
  g_autofree char *too_long = g_strnfill (BELL_PASSWORD_BYTES + 1, 'x');

  assert_refused ("", 0);
  assert_refused ("\n", 1);
  assert_refused ("a\0b\n", 4);
  assert_refused ("\xff\xfe\n", 3);
  assert_refused (too_long, strlen (too_long));
}

static void
test_unreadable_input_is_told (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (bell_password_read_line (-1, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/password-prompt/line", test_one_line_is_the_password);
  g_test_add_func ("/password-prompt/long", test_long_passwords_are_taken_up_to_the_limit);
  g_test_add_func ("/password-prompt/refused", test_what_cannot_be_a_password_is_refused);
  g_test_add_func ("/password-prompt/unreadable", test_unreadable_input_is_told);
  return g_test_run ();
}
