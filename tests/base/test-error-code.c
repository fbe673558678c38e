/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-error-code.c: an error in the log. */

#include "base/error-code.h"

static void
test_no_words (void)
{
  g_autoptr (GError) error =
    g_error_new (G_FILE_ERROR, G_FILE_ERROR_NOENT, "no /home/jane at %s", "imap.example.org");
  g_autofree char *code = bell_error_get_code (error);
  g_autofree char *expected = g_strdup_printf ("g-file-error-quark %d", G_FILE_ERROR_NOENT);

  g_assert_cmpstr (code, ==, expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error-code/no-words", test_no_words);
  return g_test_run ();
}
