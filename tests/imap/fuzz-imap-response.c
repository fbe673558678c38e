/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Feeds bytes to framer and parser. Built as it is, it replays the files that are its arguments;
 * with -fsanitize=fuzzer and BELL_FUZZING it is a fuzzer for libFuzzer, whose dictionary is
 * fuzz-imap-response.dict and whose first corpus is corpus/. */

#include "imap/imap-framer.h"
#include "imap/imap-limits.h"
#include "imap/imap-response.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

static guint
read_all (const guint8 *bytes, gsize length, gsize step)
{
  g_autoptr (BellImapFramer) framer = bell_imap_framer_new ();
  guint n_responses = 0;
  gsize piece;

  for (gsize at = 0; at < length; at += piece) {
    piece = MIN (step, length - at);
    bell_imap_framer_feed (framer, bytes + at, piece);
    for (;;) {
      g_autoptr (GError) error = NULL;
      g_autoptr (BellImapFrame) frame = bell_imap_framer_next (framer, &error);
      g_autoptr (BellImapResponse) response = NULL;

      if (frame == NULL && error == NULL)
        break;
      n_responses++;
      if (frame == NULL)
        continue;
      g_assert_cmpuint (frame->length, <=, BELL_IMAP_LIMIT_RESPONSE_BYTES);
      response = bell_imap_response_parse (frame, &error);
      g_assert_true ((response == NULL) == (error != NULL));
      g_assert_true (response == NULL || response->name != NULL);
    }
  }

  return n_responses;
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  guint whole = read_all (bytes, length, MAX (length, 1));

  g_assert_cmpuint (read_all (bytes, length, 1), ==, whole);
  g_assert_cmpuint (read_all (bytes, length, 7), ==, whole);

  return 0;
}

#ifndef BELL_FUZZING
int
main (int argc, char **argv)
{
  for (int i = 1; i < argc; i++) {
    g_autofree char *contents = NULL;
    gsize            length;
    g_autoptr (GError) error = NULL;

    if (!g_file_get_contents (argv[i], &contents, &length, &error)) {
      g_printerr ("%s\n", error->message);
      return 1;
    }
    LLVMFuzzerTestOneInput ((const guint8 *) contents, length);
  }

  return 0;
}
#endif
