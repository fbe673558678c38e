/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is compressed comes back, however it is split; what is hostile ends in an error, soon. */

#include "io/deflate.h"

#include "imap/imap-error.h"

#include <string.h>

static GByteArray *
new_bytes (const char *text)
{
  return g_byte_array_append (g_byte_array_new (), (const guint8 *) text, (guint) strlen (text));
}

/* All that comes out now, up to an error. */
static GByteArray *
drain (BellDeflate *deflate, GError **error)
{
  GByteArray *plain = g_byte_array_new ();
  GError     *problem = NULL;
  GBytes     *piece;

  while ((piece = bell_deflate_inflate (deflate, &problem)) != NULL) {
    g_assert_cmpuint (g_bytes_get_size (piece), >, 0);
    g_assert_cmpuint (g_bytes_get_size (piece), <=, BELL_DEFLATE_PIECE_BYTES);
    g_byte_array_append (plain, g_bytes_get_data (piece, NULL), (guint) g_bytes_get_size (piece));
    g_bytes_unref (piece);
  }
  if (problem == NULL)
    return plain;
  g_propagate_error (error, problem);
  return plain;
}

static void
assert_drained (BellDeflate *deflate, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) plain = drain (deflate, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (plain->data, plain->len, expected, strlen (expected));
}

/* Each write can be read at once, and later ones, which resemble it, are small. */
static void
test_each_write_is_complete (void)
{
  g_autoptr (BellDeflate) ours = bell_deflate_new ();
  g_autoptr (BellDeflate) theirs = bell_deflate_new ();
  const char *text = "* 10 FETCH (UID 10 FLAGS () BODY[HEADER.FIELDS (FROM SUBJECT)] {20}\r\n";
  guint       sizes[3];

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GByteArray) compressed = bell_deflate_compress (ours, new_bytes (text));

    sizes[i] = compressed->len;
    bell_deflate_put (theirs, compressed->data, compressed->len);
    assert_drained (theirs, text);
    assert_drained (theirs, "");
  }
  g_assert_cmpuint (sizes[0], <, strlen (text) + 10);
  g_assert_cmpuint (sizes[1], <, 20);
  g_assert_cmpuint (sizes[2], <, 20);
}

/* RFC 4978 §3, no header of zlib or gzip: a stored block, and the empty one that is the flush. */
static void
test_raw (void)
{
  static const guint8 stored[] = { 0x00, 0x03, 0x00, 0xfc, 0xff, 'a', 'b',
                                   'c',  0x00, 0x00, 0x00, 0xff, 0xff };
  g_autoptr (BellDeflate) deflate = bell_deflate_new ();
  g_autoptr (GByteArray) compressed = bell_deflate_compress (deflate, new_bytes ("abc"));

  bell_deflate_put (deflate, stored, sizeof stored);
  assert_drained (deflate, "abc");
  g_assert_cmpmem (compressed->data + compressed->len - 4, 4, stored + sizeof stored - 4, 4);
}

/* More than any buffer of ours, random so that it does not shrink. */
static GByteArray *
new_noise (guint length)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (4978);
  GByteArray *noise = g_byte_array_new ();

  for (guint i = 0; i < length; i++) {
    guint8 byte = (guint8) g_rand_int_range (random, 0, 256);

    g_byte_array_append (noise, &byte, 1);
  }
  return noise;
}

static void
test_large (void)
{
  g_autoptr (BellDeflate) deflate = bell_deflate_new ();
  g_autoptr (GByteArray) noise = new_noise (100000);
  g_autoptr (GByteArray) compressed = bell_deflate_compress (deflate, g_byte_array_ref (noise));
  g_autoptr (GByteArray) plain = NULL;
  g_autoptr (GError) error = NULL;

  bell_deflate_put (deflate, compressed->data, compressed->len);
  plain = drain (deflate, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (plain->data, plain->len, noise->data, noise->len);
}

static void
put_in_two (const GByteArray *compressed, guint at, const char *expected)
{
  g_autoptr (BellDeflate) deflate = bell_deflate_new ();
  g_autoptr (GByteArray) first = NULL;
  g_autoptr (GByteArray) second = NULL;

  bell_deflate_put (deflate, compressed->data, at);
  first = drain (deflate, NULL);
  bell_deflate_put (deflate, compressed->data + at, compressed->len - at);
  second = drain (deflate, NULL);
  g_byte_array_append (first, second->data, second->len);
  g_assert_cmpmem (first->data, first->len, expected, strlen (expected));
}

static void
test_split_anywhere (void)
{
  g_autoptr (BellDeflate) ours = bell_deflate_new ();
  g_autoptr (BellDeflate) theirs = bell_deflate_new ();
  const char *text = "* 1 EXISTS\r\n* 2 EXISTS\r\n* OK [HIGHESTMODSEQ 78] Highest\r\n";
  g_autoptr (GByteArray) compressed = bell_deflate_compress (ours, new_bytes (text));
  g_autoptr (GByteArray) plain = g_byte_array_new ();

  for (guint at = 0; at <= compressed->len; at++)
    put_in_two (compressed, at, text);
  for (guint i = 0; i < compressed->len; i++) {
    g_autoptr (GByteArray) some = NULL;

    bell_deflate_put (theirs, compressed->data + i, 1);
    some = drain (theirs, NULL);
    g_byte_array_append (plain, some->data, some->len);
  }
  g_assert_cmpmem (plain->data, plain->len, text, strlen (text));
}

/* Told once, and nothing comes after it. */
static void
assert_over (BellDeflate *deflate, BellImapErrorCode code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) plain = drain (deflate, &error);
  g_autoptr (GError) again = NULL;

  g_assert_error (error, BELL_IMAP_ERROR, (int) code);
  g_assert_cmpuint (plain->len, <=, 1);
  bell_deflate_put (deflate, "abc", 3);
  g_assert_null (bell_deflate_inflate (deflate, &again));
  g_assert_no_error (again);
}

static void
test_garbage (void)
{
  static const char *const garbage[] = {
    "* OK hello\r\n",            /* no compression at all */
    "\xff\xff\xff\xff\xff\xff",  /* a block of no type */
    "\x04\xff\xff\xff\xff\xff",  /* impossible code lengths */
    "\x01\x03\x04\x05\x06\x07",  /* a stored block whose length is not what it says twice */
    "\x78\x9c\xff\xff\xff\xff.", /* zlib's header before it */
  };

  for (guint i = 0; i < G_N_ELEMENTS (garbage); i++) {
    g_autoptr (BellDeflate) deflate = bell_deflate_new ();

    bell_deflate_put (deflate, garbage[i], strlen (garbage[i]));
    assert_over (deflate, BELL_IMAP_ERROR_SYNTAX);
  }
}

static void
test_ended (void)
{
  static const guint8 last_block[] = { 0x01, 0x01, 0x00, 0xfe, 0xff, 'a' };
  g_autoptr (BellDeflate) deflate = bell_deflate_new ();

  bell_deflate_put (deflate, last_block, sizeof last_block);
  assert_over (deflate, BELL_IMAP_ERROR_CLOSED);
}

/* A thousand for one: over after the spare bytes, not after a gigabyte. */
static void
test_bomb (void)
{
  g_autoptr (BellDeflate) bomber = bell_deflate_new ();
  g_autoptr (BellDeflate) deflate = bell_deflate_new ();
  g_autoptr (GByteArray) zeros = g_byte_array_set_size (g_byte_array_new (), 4 * 1024 * 1024);
  g_autoptr (GByteArray) bomb = NULL;
  g_autoptr (GByteArray) plain = NULL;
  g_autoptr (GError) error = NULL;

  memset (zeros->data, 'x', zeros->len);
  bomb = bell_deflate_compress (bomber, g_steal_pointer (&zeros));
  g_assert_cmpuint (bomb->len, <, 5000);
  bell_deflate_put (deflate, bomb->data, bomb->len);
  plain = drain (deflate, &error);
  g_assert_error (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_TOO_LARGE);
  g_assert_cmpuint (plain->len, <=, BELL_DEFLATE_SPARE_BYTES);
  g_assert_null (bell_deflate_inflate (deflate, NULL));
}

/* The same in drops: as much in total. */
static void
test_bomb_in_drops (void)
{
  g_autoptr (BellDeflate) bomber = bell_deflate_new ();
  g_autoptr (BellDeflate) deflate = bell_deflate_new ();
  g_autoptr (GError) error = NULL;
  gsize n_in = 0, n_out = 0;

  while (error == NULL) {
    g_autoptr (GByteArray) zeros = g_byte_array_set_size (g_byte_array_new (), 50000);
    g_autoptr (GByteArray) drop = NULL;
    g_autoptr (GByteArray) plain = NULL;

    memset (zeros->data, 'x', zeros->len);
    drop = bell_deflate_compress (bomber, g_steal_pointer (&zeros));
    bell_deflate_put (deflate, drop->data, drop->len);
    plain = drain (deflate, &error);
    n_in += drop->len;
    n_out += plain->len;
    g_assert_cmpuint (n_out, <=, BELL_DEFLATE_SPARE_BYTES + BELL_DEFLATE_RATIO * n_in);
  }
  g_assert_error (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_TOO_LARGE);
  g_assert_cmpuint (n_out, <, 2 * BELL_DEFLATE_SPARE_BYTES);
}

/* What an honest server may have to say at once: a list of messages that are all alike. */
static void
test_honest_list (void)
{
  g_autoptr (BellDeflate) theirs = bell_deflate_new ();
  g_autoptr (BellDeflate) deflate = bell_deflate_new ();
  g_autoptr (GString) list = g_string_new (NULL);
  g_autoptr (GByteArray) compressed = NULL;
  gsize n_plain = 0;

  for (guint i = 1; i <= 100000; i++)
    g_string_append_printf (list, "* %u FETCH (UID %u FLAGS (\\Recent))\r\n", i, i);
  compressed = bell_deflate_compress (theirs, new_bytes (list->str));
  for (guint at = 0; at < compressed->len; at += 4096) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GByteArray) plain = NULL;

    bell_deflate_put (deflate, compressed->data + at, MIN (4096, compressed->len - at));
    plain = drain (deflate, &error);
    g_assert_no_error (error);
    n_plain += plain->len;
  }
  g_assert_cmpuint (n_plain, ==, list->len);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/deflate/each-write-is-complete", test_each_write_is_complete);
  g_test_add_func ("/deflate/raw", test_raw);
  g_test_add_func ("/deflate/large", test_large);
  g_test_add_func ("/deflate/split-anywhere", test_split_anywhere);
  g_test_add_func ("/deflate/garbage", test_garbage);
  g_test_add_func ("/deflate/ended", test_ended);
  g_test_add_func ("/deflate/bomb", test_bomb);
  g_test_add_func ("/deflate/bomb-in-drops", test_bomb_in_drops);
  g_test_add_func ("/deflate/honest-list", test_honest_list);
  return g_test_run ();
}
