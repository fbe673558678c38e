/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever ends a task with sessions of its own ends it once. The server is one that says nothing. */

#include "setup/one-off-session.h"

#include "../io/loopback-server.h"

typedef struct {
  BellOneOff *one_off; /* (owned) */
  GError     *error;   /* (owned) (nullable) of the end */
  guint       n_ends;
  guint       n_calls; /* of what stands for an end */
} Asking;

static Asking *asking; /* the data of the task under test */

static void
asking_free (gpointer data)
{
  Asking *self = data;

  bell_one_off_free (self->one_off);
  g_clear_error (&self->error);
  g_free (self);
  asking = NULL;
}

static void
finish (GTask *task, const GError *error)
{
  Asking *self = g_task_get_task_data (task);

  self->n_ends++;
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_task_return_boolean (task, TRUE);
}

static void
instead (GTask *task)
{
  ((Asking *) g_task_get_task_data (task))->n_calls++;
}

static const BellOneOffCalls plain = { .finish = finish };
static const BellOneOffCalls own = { .finish = finish,
                                     .out_of_time = instead,
                                     .cancelled = instead };

static void
on_event (G_GNUC_UNUSED BellSession         *session,
          G_GNUC_UNUSED const BellImapEvent *event,
          G_GNUC_UNUSED GTask               *task)
{
  g_assert_not_reached ();
}

static void
on_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

/* RESULT keeps the task, once it has ended. */
static void
ask (const LoopbackServer  *server,
     const BellOneOffCalls *calls,
     GCancellable          *cancellable,
     GAsyncResult         **result)
{
  const BellEndpoint endpoint = {
    .host = "127.0.0.1",
    .port = server->port,
    .security = BELL_SECURITY_NONE,
  };
  const BellImapClientConfig how = { .renewal_us = BELL_MINUTE, .polling_us = BELL_MINUTE };
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_ready, result);

  asking = g_new0 (Asking, 1);
  g_task_set_task_data (task, asking, asking_free);
  asking->one_off = bell_one_off_new (task, calls, cancellable);
  bell_session_start (
    bell_one_off_add_session (asking->one_off, &endpoint, NULL, &how, G_CALLBACK (on_event)));
  /* One that is never started does no harm. */
  bell_one_off_add_session (asking->one_off, &endpoint, NULL, &how, G_CALLBACK (on_event));
}

static void
wait_end (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
start (LoopbackServer *server, LoopbackServe serve)
{
  loopback_server_start (server, serve, NULL);
}

static void
test_out_of_time (void)
{
  LoopbackServer server = { 0 };
  g_autoptr (GAsyncResult) result = NULL;

  start (&server, loopback_serve_silence);
  ask (&server, &plain, NULL, &result);
  bell_one_off_set_limit (asking->one_off, 20 * BELL_MILLISECOND);
  wait_end (&result);
  g_assert_error (asking->error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_cmpuint (asking->n_ends, ==, 1);
  g_assert_true (bell_one_off_has_ended (asking->one_off));
  g_clear_object (&result);
  loopback_server_stop (&server);
}

static void
test_cancelled (void)
{
  LoopbackServer server = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;

  start (&server, loopback_serve_silence);
  ask (&server, &plain, cancellable, &result);
  g_cancellable_cancel (cancellable);
  wait_end (&result);
  g_assert_error (asking->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  bell_one_off_end (asking->one_off, NULL);
  g_assert_cmpuint (asking->n_ends, ==, 1);
  g_clear_object (&result);
  loopback_server_stop (&server);
}

static void
test_server_goes (void)
{
  LoopbackServer server = { 0 };
  g_autoptr (GAsyncResult) result = NULL;

  start (&server, loopback_serve_greeting_then_end);
  ask (&server, &plain, NULL, &result);
  wait_end (&result);
  g_assert_nonnull (asking->error);
  g_assert_cmpuint (asking->n_ends, ==, 1);
  g_clear_object (&result);
  loopback_server_stop (&server);
}

/* Who has better things to do when its time is up, or when it is cancelled, goes on. */
static void
test_goes_on (void)
{
  LoopbackServer server = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;

  start (&server, loopback_serve_silence);
  ask (&server, &own, cancellable, &result);
  bell_one_off_set_limit (asking->one_off, 10 * BELL_MILLISECOND);
  g_cancellable_cancel (cancellable);
  while (asking->n_calls < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (bell_one_off_has_ended (asking->one_off));
  g_assert_cmpuint (asking->n_ends, ==, 0);
  bell_one_off_end (asking->one_off, NULL);
  wait_end (&result);
  g_assert_no_error (asking->error);
  g_assert_cmpuint (asking->n_ends, ==, 1);
  g_clear_object (&result);
  loopback_server_stop (&server);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/one-off-session/out-of-time", test_out_of_time);
  g_test_add_func ("/one-off-session/cancelled", test_cancelled);
  g_test_add_func ("/one-off-session/server-goes", test_server_goes);
  g_test_add_func ("/one-off-session/goes-on", test_goes_on);
  return g_test_run ();
}
