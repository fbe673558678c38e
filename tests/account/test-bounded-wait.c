/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each end comes once, in time, and not after the wait is over. */

#include "account/bounded-wait.h"

typedef struct {
  BellBoundedWait *wait; /* (owned) (nullable) */
  guint            n_late;
  guint            n_cancelled;
} Waiting;

static void
on_late (gpointer user_data)
{
  Waiting *self = user_data;

  self->n_late++;
  g_clear_pointer (&self->wait, bell_bounded_wait_free);
}

static void
on_cancelled (gpointer user_data)
{
  Waiting *self = user_data;

  self->n_cancelled++;
  g_clear_pointer (&self->wait, bell_bounded_wait_free);
}

static void
begin (Waiting *self, guint limit_ms, GCancellable *cancellable)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, NULL, NULL);

  self->wait = bell_bounded_wait_new (task, "test", limit_ms, on_late, on_cancelled, self);
}

static gboolean
on_time (gpointer over)
{
  *(gboolean *) over = TRUE;
  return G_SOURCE_REMOVE;
}

/* So long that whatever is due by then has happened. */
static void
pass (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add_full (G_PRIORITY_LOW, ms, on_time, &over, NULL);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_late (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Waiting self = { 0 };

  begin (&self, 1, cancellable);
  pass (20);
  g_cancellable_cancel (cancellable);
  pass (1);
  g_assert_cmpuint (self.n_late, ==, 1);
  g_assert_cmpuint (self.n_cancelled, ==, 0);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Waiting self = { 0 };

  begin (&self, 60 * 1000, cancellable);
  g_cancellable_cancel (cancellable);
  g_assert_cmpuint (self.n_cancelled, ==, 0); /* not in the middle of the caller's call */
  pass (1);
  g_assert_cmpuint (self.n_cancelled, ==, 1);
  g_assert_cmpuint (self.n_late, ==, 0);
}

static void
test_cancelled_before (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Waiting self = { 0 };

  g_cancellable_cancel (cancellable);
  begin (&self, 60 * 1000, cancellable);
  pass (1);
  g_assert_cmpuint (self.n_cancelled, ==, 1);
}

static void
test_over (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Waiting self = { 0 };
  Waiting uncancellable = { 0 };

  begin (&self, 1, cancellable);
  begin (&uncancellable, 1, NULL);
  g_clear_pointer (&self.wait, bell_bounded_wait_free);
  g_clear_pointer (&uncancellable.wait, bell_bounded_wait_free);
  g_cancellable_cancel (cancellable);
  pass (20);
  g_assert_cmpuint (self.n_late + self.n_cancelled + uncancellable.n_late, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bounded-wait/late", test_late);
  g_test_add_func ("/bounded-wait/cancelled", test_cancelled);
  g_test_add_func ("/bounded-wait/cancelled-before", test_cancelled_before);
  g_test_add_func ("/bounded-wait/over", test_over);
  return g_test_run ();
}
