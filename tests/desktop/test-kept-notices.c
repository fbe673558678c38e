/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-kept-notices.c: which notices can come back. */

#include "desktop/kept-notices.h"

static void
add (BellKeptNotices *kept, const char *id, const char *body)
{
  g_autoptr (GVariant) target = g_variant_ref_sink (bell_message_target_new ("a1", NULL, 1, 2, ""));
  BellNotice notice = { .id = (char *) id, .body = (char *) body, .message = target };

  bell_kept_notices_add (kept, &notice);
}

/* BODY (nullable): of what was hidden. */
static void
assert_hidden (BellKeptNotices *kept, const char *id, const char *body)
{
  g_autoptr (BellNotice) notice = bell_kept_notices_take_hidden (kept, id);

  g_assert_cmpstr (notice != NULL ? notice->body : NULL, ==, body);
}

static void
test_only_the_hidden (void)
{
  g_autoptr (BellKeptNotices) kept = bell_kept_notices_new ();

  add (kept, "1", "one");
  add (kept, "2", "two");
  assert_hidden (kept, "1", NULL);
  bell_kept_notices_hide (kept, "1");
  bell_kept_notices_hide (kept, "3");
  assert_hidden (kept, "2", NULL);
  assert_hidden (kept, "3", NULL);
  assert_hidden (kept, "1", "one");
  assert_hidden (kept, "1", NULL); /* once */
}

static void
test_neither_forgotten_nor_shown_again (void)
{
  g_autoptr (BellKeptNotices) kept = bell_kept_notices_new ();

  add (kept, "1", "one");
  bell_kept_notices_hide (kept, "1");
  bell_kept_notices_forget (kept, "1");
  assert_hidden (kept, "1", NULL);
  add (kept, "2", "two");
  bell_kept_notices_hide (kept, "2");
  add (kept, "2", "newer");
  assert_hidden (kept, "2", NULL);
  bell_kept_notices_hide (kept, "2");
  assert_hidden (kept, "2", "newer");
}

static void
test_only_messages (void)
{
  g_autoptr (BellKeptNotices) kept = bell_kept_notices_new ();
  BellNotice notice = { .id = (char *) "digest" };

  bell_kept_notices_add (kept, &notice);
  bell_kept_notices_hide (kept, "digest");
  assert_hidden (kept, "digest", NULL);
}

static void
test_bounded (void)
{
  g_autoptr (BellKeptNotices) kept = bell_kept_notices_new ();

  for (guint i = 0; i <= BELL_KEPT_NOTICES; i++) {
    g_autofree char *id = g_strdup_printf ("%u", i);

    add (kept, id, id);
  }
  bell_kept_notices_hide (kept, "0");
  bell_kept_notices_hide (kept, "1");
  assert_hidden (kept, "0", NULL);
  assert_hidden (kept, "1", "1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kept-notices/hidden", test_only_the_hidden);
  g_test_add_func ("/kept-notices/meanwhile", test_neither_forgotten_nor_shown_again);
  g_test_add_func ("/kept-notices/messages", test_only_messages);
  g_test_add_func ("/kept-notices/bounded", test_bounded);
  return g_test_run ();
}
