/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the debug log shows of hostile lines. */

#include "io/wire-log.h"

#include <string.h>

static GString *logged;

static GLogWriterOutput
write_log (G_GNUC_UNUSED GLogLevelFlags level,
           const GLogField             *fields,
           gsize                        n_fields,
           G_GNUC_UNUSED gpointer       user_data)
{
  gboolean ours = FALSE;

  for (gsize i = 0; i < n_fields; i++)
    ours |=
      strcmp (fields[i].key, "GLIB_DOMAIN") == 0 && strcmp (fields[i].value, "mailbell-wire") == 0;
  for (gsize i = 0; ours && i < n_fields; i++)
    if (strcmp (fields[i].key, "MESSAGE") == 0)
      g_string_append (logged, fields[i].value);
  return G_LOG_WRITER_HANDLED;
}

static void
assert_logged (const char *text, const char *expected)
{
  g_string_truncate (logged, 0);
  bell_wire_log ('S', "a1", text);
  g_assert_cmpstr (logged->str, ==, expected);
}

static void
test_escapes (void)
{
  assert_logged ("* OK ready", "a1 S: * OK ready");
  assert_logged ("\033[2J\r\n", "a1 S: \\x1b[2J\\x0d\\x0a");
  assert_logged ("a\\b", "a1 S: a\\x5cb");
  assert_logged ("\342\200\256%s", "a1 S: \\xe2\\x80\\xae%s");
}

static void
test_cuts (void)
{
  g_autofree char *text = g_strnfill (5000, 'x');

  g_string_truncate (logged, 0);
  bell_wire_log ('C', "a1", text);
  g_assert_cmpuint (logged->len, <, 1100);
  g_assert_true (g_str_has_suffix (logged->str, "x..."));
}

static void
test_off (void)
{
  if (g_test_subprocess ()) {
    g_assert_false (bell_wire_log_is_enabled ());
    assert_logged ("* OK", "");
    return;
  }
  /* GLib reads the variable once. */
  g_setenv ("G_MESSAGES_DEBUG", "none", TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  logged = g_string_new (NULL);
  g_log_set_writer_func (write_log, NULL, NULL);
  g_test_init (&argc, &argv, NULL);
  if (!g_test_subprocess ())
    g_setenv ("G_MESSAGES_DEBUG", "mailbell-wire", TRUE);
  g_test_add_func ("/wire-log/escapes", test_escapes);
  g_test_add_func ("/wire-log/cuts", test_cuts);
  g_test_add_func ("/wire-log/off", test_off);
  return g_test_run ();
}
