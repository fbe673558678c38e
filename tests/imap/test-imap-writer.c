/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands in chunks: which form a string takes, which chunk waits, which one is secret. */

#include "imap/imap-writer.h"

#include <string.h>

/* The chunks between "|", with "w" in front of one that waits and "s" of one that is secret. */
static char *
finish (BellImapWriter *writer)
{
  g_autoptr (GPtrArray) chunks = bell_imap_writer_finish (writer);
  GString *log = g_string_new (NULL);

  for (guint i = 0; i < chunks->len; i++) {
    const BellImapChunk *chunk = g_ptr_array_index (chunks, i);

    g_string_append_printf (log, "%s%s|%.*s", chunk->waits_before ? "w" : "",
                            chunk->secret ? "s" : "", (int) chunk->bytes->len,
                            (const char *) chunk->bytes->data);
  }

  return g_string_free (log, FALSE);
}

static void
assert_login (BellImapLiterals literals,
              const char      *user,
              const char      *password,
              const char      *expected)
{
  g_autoptr (BellImapWriter) writer = bell_imap_writer_new (literals);
  g_autoptr (BellSecretText) secret = bell_secret_text_new (password, -1);
  g_autofree char *got = NULL;

  bell_imap_writer_add_raw (writer, "a LOGIN ");
  bell_imap_writer_add_string (writer, user);
  bell_imap_writer_add_raw (writer, " ");
  bell_imap_writer_add_secret_string (writer, secret);
  got = finish (writer);
  g_assert_cmpstr (got, ==, expected);
}

static void
test_quoted (void)
{
  assert_login (BELL_IMAP_LITERALS_SYNCHRONISING, "jo", "pw", "|a LOGIN \"jo\" s|\"pw\"|\r\n");
  assert_login (BELL_IMAP_LITERALS_PLUS, "", "a \"b\\c", "|a LOGIN \"\" s|\"a \\\"b\\\\c\"|\r\n");
}

static void
test_literals (void)
{
  assert_login (BELL_IMAP_LITERALS_SYNCHRONISING, "j\xc3\xb6", "p\xc3\xa4ss",
                "|a LOGIN {3}\r\nw|j\xc3\xb6 {5}\r\nws|p\xc3\xa4ss|\r\n");
  assert_login (BELL_IMAP_LITERALS_MINUS, "j\xc3\xb6", "p\r\nss",
                "|a LOGIN {3+}\r\nj\xc3\xb6 {5+}\r\ns|p\r\nss|\r\n");
  assert_login (BELL_IMAP_LITERALS_PLUS, "a\x01", "p\x7f",
                "|a LOGIN {2+}\r\na\x01 {2+}\r\ns|p\x7f|\r\n");
}

static guint
count_waiting (BellImapLiterals literals, gsize length, gsize *n_bytes)
{
  g_autoptr (BellImapWriter) writer = bell_imap_writer_new (literals);
  g_autoptr (GPtrArray) chunks = NULL;
  g_autofree char *text = g_strnfill (length, 'x');
  guint            waiting = 0;

  bell_imap_writer_add_string (writer, text);
  chunks = bell_imap_writer_finish (writer);
  *n_bytes = 0;
  for (guint i = 0; i < chunks->len; i++) {
    const BellImapChunk *chunk = g_ptr_array_index (chunks, i);

    waiting += chunk->waits_before ? 1 : 0;
    *n_bytes += chunk->bytes->len;
  }

  return waiting;
}

static void
test_long_strings (void)
{
  gsize n_bytes;

  g_assert_cmpuint (count_waiting (BELL_IMAP_LITERALS_SYNCHRONISING, 800, &n_bytes), ==, 0);
  g_assert_cmpuint (n_bytes, ==, 800 + strlen ("\"\"\r\n"));
  g_assert_cmpuint (count_waiting (BELL_IMAP_LITERALS_SYNCHRONISING, 1000, &n_bytes), ==, 1);
  g_assert_cmpuint (n_bytes, ==, 1000 + strlen ("{1000}\r\n\r\n"));
  g_assert_cmpuint (count_waiting (BELL_IMAP_LITERALS_MINUS, 4096, &n_bytes), ==, 0);
  g_assert_cmpuint (n_bytes, ==, 4096 + strlen ("{4096+}\r\n\r\n"));
  g_assert_cmpuint (count_waiting (BELL_IMAP_LITERALS_MINUS, 4097, &n_bytes), ==, 1);
  g_assert_cmpuint (n_bytes, ==, 4097 + strlen ("{4097}\r\n\r\n"));
  g_assert_cmpuint (count_waiting (BELL_IMAP_LITERALS_PLUS, 100000, &n_bytes), ==, 0);
}

static void
test_secret_raw (void)
{
  g_autoptr (BellImapWriter) writer = bell_imap_writer_new (BELL_IMAP_LITERALS_SYNCHRONISING);
  g_autoptr (BellSecretText) secret = bell_secret_text_new ("AGpvAHB3", -1);
  g_autofree char *got = NULL;
  g_autofree char *again = NULL;

  bell_imap_writer_add_raw (writer, "a AUTHENTICATE ");
  bell_imap_writer_add_raw (writer, "PLAIN ");
  bell_imap_writer_add_secret_raw (writer, secret);
  got = finish (writer);
  g_assert_cmpstr (got, ==, "|a AUTHENTICATE PLAIN s|AGpvAHB3|\r\n");

  bell_imap_writer_add_secret_raw (writer, secret);
  again = finish (writer);
  g_assert_cmpstr (again, ==, "s|AGpvAHB3|\r\n");
}

static void
test_chunk (void)
{
  BellImapChunk *chunk = bell_imap_chunk_new ("a\0b", 3, TRUE, TRUE);

  g_assert_cmpmem (chunk->bytes->data, chunk->bytes->len, "a\0b", 3);
  g_assert_true (chunk->waits_before);
  g_assert_true (chunk->secret);

  /* What another reference still sees has been wiped. */
  {
    g_autoptr (GByteArray) bytes = g_byte_array_ref (chunk->bytes);

    bell_imap_chunk_free (chunk);
    g_assert_cmpmem (bytes->data, bytes->len, "\0\0\0", 3);
  }
  bell_imap_chunk_free (NULL);
  bell_imap_writer_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/writer/quoted", test_quoted);
  g_test_add_func ("/imap/writer/literals", test_literals);
  g_test_add_func ("/imap/writer/long-strings", test_long_strings);
  g_test_add_func ("/imap/writer/secret-raw", test_secret_raw);
  g_test_add_func ("/imap/writer/chunk", test_chunk);

  return g_test_run ();
}
