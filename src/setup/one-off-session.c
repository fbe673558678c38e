/* SPDX-License-Identifier: GPL-3.0-or-later */
/* one-off-session.c: whatever ends it ends in bell_one_off_end(). */

#include "setup/one-off-session.h"

#include "io/clock.h"

struct _BellOneOff {
  GTask                 *task; /* (owned) (nullable): NULL after the end */
  const BellOneOffCalls *calls;
  GPtrArray             *sessions;  /* (owned) of BellSession */
  BellAlarm             *limit;     /* (owned) */
  GSource               *cancelled; /* (owned) (nullable) */
};

void
bell_one_off_end (BellOneOff *self, const GError *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  if (task == NULL)
    return;
  bell_alarm_set (self->limit, BELL_NEVER);
  if (self->cancelled != NULL)
    g_source_destroy (self->cancelled);
  for (guint i = 0; i < self->sessions->len; i++) {
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->sessions, i), task);
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->sessions, i), self);
  }
  self->calls->finish (task, error);
  for (guint i = 0; i < self->sessions->len; i++)
    bell_session_close (g_ptr_array_index (self->sessions, i));
}

gboolean
bell_one_off_has_ended (BellOneOff *self)
{
  return self->task == NULL;
}

static void
on_ended (BellSession *session, const GError *error, BellOneOff *self)
{
  g_autoptr (GError) closed =
    g_error_new_literal (BELL_IMAP_ERROR, BELL_IMAP_ERROR_CLOSED, "closed early");

  if (error == NULL)
    error = closed;
  if (self->calls->session_ended != NULL)
    self->calls->session_ended (self->task, session, error);
  else
    bell_one_off_end (self, error);
}

static void
on_limit (gpointer user_data)
{
  BellOneOff *self = user_data;
  g_autoptr (GError) error =
    g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "no answer in time");

  if (self->calls->out_of_time != NULL)
    self->calls->out_of_time (self->task);
  else
    bell_one_off_end (self, error);
}

static gboolean
on_cancelled (G_GNUC_UNUSED GCancellable *cancellable, gpointer user_data)
{
  BellOneOff *self = user_data;
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");

  if (self->calls->cancelled != NULL)
    self->calls->cancelled (self->task);
  else
    bell_one_off_end (self, error);
  return G_SOURCE_REMOVE;
}

BellOneOff *
bell_one_off_new (GTask *task, const BellOneOffCalls *calls, GCancellable *cancellable)
{
  BellOneOff *self = g_new0 (BellOneOff, 1);

  self->task = g_object_ref (task);
  self->calls = calls;
  self->sessions = g_ptr_array_new_with_free_func (g_object_unref);
  self->limit = bell_alarm_new (on_limit, self);
  if (cancellable != NULL) {
    self->cancelled = g_cancellable_source_new (cancellable);
    g_source_set_callback (self->cancelled, G_SOURCE_FUNC (on_cancelled), self, NULL);
    g_source_attach (self->cancelled, g_task_get_context (task));
  }
  return self;
}

void
bell_one_off_free (BellOneOff *self)
{
  g_ptr_array_unref (self->sessions);
  bell_alarm_free (self->limit);
  g_clear_pointer (&self->cancelled, g_source_unref);
  g_free (self);
}

void
bell_one_off_set_limit (BellOneOff *self, gint64 limit_us)
{
  bell_alarm_set (self->limit, bell_clock_now () + limit_us);
}

BellSession *
bell_one_off_add_session (BellOneOff                 *self,
                          const BellEndpoint         *endpoint,
                          const BellConnectionUser   *user,
                          const BellImapClientConfig *how,
                          GCallback                   on_event)
{
  BellImapClientConfig config = *how;
  BellSession         *session;

  config.security = endpoint->security;
  config.host = endpoint->host;
  config.port = endpoint->port;
  config.random = g_random_int ();
  if (user != NULL)
    config.address = user->address;
  if (user != NULL && user->secret != NULL) {
    config.user = user->user;
    config.password = user->secret->password;
    config.token = user->secret->token;
    config.external = endpoint->client_certificate != NULL;
    config.mechanism = user->mechanism;
    config.strongest = user->strongest;
    config.plus_broken = user->plus_broken;
    config.external_broken = user->external_broken;
  }
  session = bell_session_new (endpoint, &config, "check");
  g_ptr_array_add (self->sessions, session);
  g_signal_connect (session, "event", on_event, self->task);
  g_signal_connect (session, "ended", G_CALLBACK (on_ended), self);
  return session;
}
