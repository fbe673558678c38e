/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-notice-queue.c: which notice is sent next, after what came of those before. */

#include "desktop/notice-queue.h"

#include <gio/gio.h>

static void
push (BellNoticeQueue *queue, const char *id, const char *body)
{
  BellNotice notice = { .id = (char *) id, .title = (char *) "", .body = (char *) body };

  bell_notice_queue_push (queue, &notice);
}

/* BODY (nullable): that of the next one, which has FATE. */
static void
assert_next (BellNoticeQueue *queue, const char *body, BellNoticeFate fate)
{
  g_autoptr (BellNotice) notice = bell_notice_queue_take (queue);

  g_assert_cmpstr (notice != NULL ? notice->body : NULL, ==, body);
  if (notice != NULL)
    bell_notice_queue_settle (queue, notice, fate);
}

static void
test_order (void)
{
  g_autoptr (BellNoticeQueue) queue = bell_notice_queue_new ();

  g_assert_true (bell_notice_queue_is_empty (queue));
  push (queue, "1", "one");
  push (queue, "2", "two");
  push (queue, "3", "three");
  bell_notice_queue_remove (queue, "2");
  assert_next (queue, "one", BELL_NOTICE_SETTLED);
  assert_next (queue, "three", BELL_NOTICE_SETTLED);
  g_assert_true (bell_notice_queue_is_empty (queue));
  assert_next (queue, NULL, BELL_NOTICE_SETTLED);
}

static void
test_twice_and_no_more (void)
{
  g_autoptr (BellNoticeQueue) queue = bell_notice_queue_new ();

  push (queue, "1", "one");
  assert_next (queue, "one", BELL_NOTICE_FATAL);
  push (queue, "2", "two");
  assert_next (queue, "one", BELL_NOTICE_FATAL);
  assert_next (queue, "two", BELL_NOTICE_SETTLED);
  g_assert_true (bell_notice_queue_is_empty (queue));
}

static void
test_nobody_there_does_not_count (void)
{
  g_autoptr (BellNoticeQueue) queue = bell_notice_queue_new ();

  push (queue, "1", "one");
  assert_next (queue, "one", BELL_NOTICE_UNTAKEN);
  assert_next (queue, "one", BELL_NOTICE_UNTAKEN);
  assert_next (queue, "one", BELL_NOTICE_FATAL);
  assert_next (queue, "one", BELL_NOTICE_UNTAKEN);
  push (queue, "2", "two");
  assert_next (queue, "one", BELL_NOTICE_FATAL); /* still before the others */
  assert_next (queue, "two", BELL_NOTICE_SETTLED);
  g_assert_true (bell_notice_queue_is_empty (queue));
}

static void
test_a_suspect_is_alone (void)
{
  g_autoptr (BellNoticeQueue) queue = bell_notice_queue_new ();
  g_autoptr (BellNotice) first = NULL;
  g_autoptr (BellNotice) second = NULL;
  g_autoptr (BellNotice) again = NULL;

  push (queue, "1", "one");
  push (queue, "2", "two");
  first = bell_notice_queue_take (queue);
  second = bell_notice_queue_take (queue);
  push (queue, "3", "three");
  bell_notice_queue_settle (queue, first, BELL_NOTICE_FATAL);
  bell_notice_queue_settle (queue, second, BELL_NOTICE_FATAL);
  again = bell_notice_queue_take (queue);
  g_assert_cmpstr (again->body, ==, "one");
  assert_next (queue, NULL, BELL_NOTICE_SETTLED);
  bell_notice_queue_remove (queue, "1"); /* what is sent is not recalled */
  assert_next (queue, NULL, BELL_NOTICE_SETTLED);
  bell_notice_queue_settle (queue, again, BELL_NOTICE_FATAL);
  assert_next (queue, "two", BELL_NOTICE_SETTLED);
  assert_next (queue, "three", BELL_NOTICE_SETTLED);
  g_assert_true (bell_notice_queue_is_empty (queue));
}

static void
test_a_newer_one_takes_its_place (void)
{
  g_autoptr (BellNoticeQueue) queue = bell_notice_queue_new ();
  g_autoptr (BellNotice) old = NULL;

  push (queue, "1", "old");
  old = bell_notice_queue_take (queue);
  push (queue, "1", "new");
  bell_notice_queue_settle (queue, old, BELL_NOTICE_FATAL);
  assert_next (queue, "new", BELL_NOTICE_FATAL);
  assert_next (queue, "new", BELL_NOTICE_SETTLED);
  g_assert_true (bell_notice_queue_is_empty (queue));
}

static void
test_bounded (void)
{
  g_autoptr (BellNoticeQueue) queue = bell_notice_queue_new ();

  for (guint i = 0; i <= BELL_WAITING_NOTICES; i++) {
    g_autofree char *id = g_strdup_printf ("%u", i);
    push (queue, id, id);
  }
  assert_next (queue, "1", BELL_NOTICE_SETTLED);
}

static void
test_fate (void)
{
  g_autoptr (GError) gone = g_error_new_literal (G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY, "");
  g_autoptr (GError) absent = g_error_new_literal (G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN, "");
  g_autoptr (GError) other = g_error_new_literal (G_DBUS_ERROR, G_DBUS_ERROR_FAILED, "");

  g_assert_cmpint (bell_notice_fate_of (NULL, TRUE), ==, BELL_NOTICE_SETTLED);
  g_assert_cmpint (bell_notice_fate_of (gone, TRUE), ==, BELL_NOTICE_FATAL);
  g_assert_cmpint (bell_notice_fate_of (gone, FALSE), ==, BELL_NOTICE_FATAL);
  g_assert_cmpint (bell_notice_fate_of (absent, TRUE), ==, BELL_NOTICE_UNTAKEN);
  g_assert_cmpint (bell_notice_fate_of (other, FALSE), ==, BELL_NOTICE_UNTAKEN);
  g_assert_cmpint (bell_notice_fate_of (other, TRUE), ==, BELL_NOTICE_SETTLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notice-queue/order", test_order);
  g_test_add_func ("/notice-queue/twice", test_twice_and_no_more);
  g_test_add_func ("/notice-queue/untaken", test_nobody_there_does_not_count);
  g_test_add_func ("/notice-queue/alone", test_a_suspect_is_alone);
  g_test_add_func ("/notice-queue/newer", test_a_newer_one_takes_its_place);
  g_test_add_func ("/notice-queue/bounded", test_bounded);
  g_test_add_func ("/notice-queue/fate", test_fate);
  return g_test_run ();
}
