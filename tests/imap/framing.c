/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the byte-eaters share. */

#include "framing.h"

#include "imap/imap-error.h"

#include <string.h>

BellImapFrame *
framing_one (const char *bytes)
{
  g_autoptr (BellImapFramer) framer = bell_imap_framer_new ();
  BellImapFrame *frame;
  GError        *error = NULL;

  bell_imap_framer_feed (framer, bytes, strlen (bytes));
  bell_imap_framer_feed (framer, "\r\n", 2);
  frame = bell_imap_framer_next (framer, &error);
  g_assert_no_error (error);
  g_assert_nonnull (frame);
  g_assert_true (bell_imap_framer_is_empty (framer));

  return frame;
}

BellImapFrame *
framing_bare (const char *text)
{
  BellImapFrame *frame = g_new0 (BellImapFrame, 1);

  frame->text = g_strdup (text);
  frame->length = strlen (text);

  return frame;
}

BellImapResponse *
framing_response (const char *bytes)
{
  g_autoptr (BellImapFrame) frame = framing_one (bytes);
  BellImapResponse *response;
  GError           *error = NULL;

  response = bell_imap_response_parse (frame, &error);
  g_assert_no_error (error);
  g_assert_nonnull (response);

  return response;
}

void
framing_assert_refused (const char *bytes, int code)
{
  g_autoptr (BellImapFrame) frame = framing_one (bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (BellImapResponse) response = bell_imap_response_parse (frame, &error);

  if (response != NULL)
    g_error ("taken as a response: %s", bytes);
  g_assert_error (error, BELL_IMAP_ERROR, code);
}

void
framing_assert_words (char *const *words, const char *expected)
{
  g_autofree char *got = NULL;

  g_assert_nonnull (words);
  got = g_strjoinv ("|", (char **) words);
  g_assert_cmpstr (got, ==, expected);
}

static void
describe_frame (GString *log, const BellImapFrame *frame)
{
  g_autoptr (BellImapResponse) response = bell_imap_response_parse (frame, NULL);

  g_assert_cmpint (frame->text[frame->length], ==, '\0');
  g_string_append (log, "frame ");
  for (gsize i = 0; i < frame->length; i++) {
    if (g_ascii_isprint (frame->text[i]))
      g_string_append_c (log, frame->text[i]);
    else
      g_string_append_printf (log, "\\%03o", (guchar) frame->text[i]);
  }
  for (guint i = 0; i < frame->n_literals; i++)
    g_string_append_printf (log, " @%" G_GSIZE_FORMAT "+%" G_GSIZE_FORMAT,
                            frame->literals[i].offset, frame->literals[i].length);
  g_string_append_printf (log, " %s\n", response != NULL ? response->name : "refused");
}

static void
describe_ready (GString *log, BellImapFramer *framer)
{
  for (;;) {
    g_autoptr (GError) error = NULL;
    g_autoptr (BellImapFrame) frame = bell_imap_framer_next (framer, &error);

    if (frame != NULL)
      describe_frame (log, frame);
    else if (error != NULL)
      g_string_append_printf (log, "%s\n",
                              error->code == BELL_IMAP_ERROR_TOO_LARGE ? "too large" : "syntax");
    else
      return;
  }
}

char *
framing_describe (const void *bytes, gsize length, gsize first, gsize step)
{
  g_autoptr (BellImapFramer) framer = bell_imap_framer_new ();
  GString *log = g_string_new (NULL);
  gsize    piece = first;

  for (gsize at = 0; at < length; at += piece, piece = step) {
    piece = MIN (piece, length - at);
    bell_imap_framer_feed (framer, (const char *) bytes + at, piece);
    describe_ready (log, framer);
  }
  g_string_append (log, bell_imap_framer_is_empty (framer) ? "between\n" : "inside\n");

  return g_string_free (log, FALSE);
}

char *
framing_describe_split_everywhere (const void *bytes, gsize length)
{
  char            *whole = framing_describe (bytes, length, length, length);
  g_autofree char *one_by_one = framing_describe (bytes, length, 1, 1);

  g_assert_cmpstr (one_by_one, ==, whole);
  for (gsize at = 1; at < length; at++) {
    g_autofree char *split = framing_describe (bytes, length, at, length);

    g_assert_cmpstr (split, ==, whole);
  }

  return whole;
}

GPtrArray *
framing_load_corpus (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "corpus", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  GPtrArray  *corpus = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    char            *contents;
    gsize            length;

    if (!g_str_has_suffix (name, ".txt"))
      continue;
    g_file_get_contents (path, &contents, &length, &error);
    g_assert_no_error (error);
    g_ptr_array_add (corpus, g_bytes_new_take (contents, length));
  }
  g_assert_cmpuint (corpus->len, >, 0);

  return corpus;
}
