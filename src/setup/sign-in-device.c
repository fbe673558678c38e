/* SPDX-License-Identifier: GPL-3.0-or-later */
/* With a code on another device: ask for the code, show it, and ask for the tokens until they are
 * there, as often as the provider allows (RFC 8628 §3.5). */

#include "setup/sign-in-flow.h"

#include "io/clock.h"

/* RFC 8628 §3.5: by which a provider that is asked too often is asked less often. */
#define SLOWER (5 * BELL_SECOND)

typedef struct {
  BellOAuthProvider *provider; /* (owned) */
  BellSignInFlowShow show;
  gpointer           show_data;
  BellOAuthDevice   *device;    /* (owned) (nullable) */
  BellAlarm         *next;      /* (owned) */
  GSource           *cancelled; /* (owned) (nullable) */
  GTask             *task;      /* (owned) (nullable) while nothing is asked */
  gint64             interval_us;
  gint64             deadline_us;
} Flow;

static void
flow_free (gpointer data)
{
  Flow *self = data;

  bell_oauth_provider_free (self->provider);
  g_clear_pointer (&self->device, bell_oauth_device_free);
  bell_alarm_free (self->next);
  if (self->cancelled != NULL) {
    g_source_destroy (self->cancelled);
    g_source_unref (self->cancelled);
  }
  g_free (self);
}

/* Takes TASK. */
static void
wait (Flow *self, GTask *task)
{
  self->task = task;
  bell_alarm_set (self->next, bell_clock_now () + self->interval_us);
}

/* TRUE if it is worth asking again. */
static gboolean
is_pending (Flow *self, const GError *error)
{
  if (error == NULL || error->domain != BELL_OAUTH_ERROR)
    return FALSE;
  if (error->code == BELL_OAUTH_ERROR_SLOW_DOWN)
    self->interval_us += SLOWER;
  else if (error->code == BELL_OAUTH_ERROR_UNREACHABLE)
    self->interval_us *= 2;
  return error->code == BELL_OAUTH_ERROR_PENDING || error->code == BELL_OAUTH_ERROR_SLOW_DOWN ||
         error->code == BELL_OAUTH_ERROR_UNREACHABLE;
}

static void
on_tokens (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Flow            *self = g_task_get_task_data (task);
  GError          *error = NULL;
  BellOAuthTokens *tokens = bell_oauth_client_tokens_finish (result, &error);

  if (!is_pending (self, error)) {
    bell_sign_in_flow_return (task, bell_oauth_provider_copy (self->provider), tokens, error);
    return;
  }
  g_error_free (error);
  if (bell_clock_now () + self->interval_us >= self->deadline_us)
    g_task_return_new_error (task, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_EXPIRED,
                             "the code is too old");
  else
    wait (self, g_steal_pointer (&task));
}

static void
on_next (gpointer user_data)
{
  Flow  *self = user_data;
  GTask *task = g_steal_pointer (&self->task);

  if (task != NULL)
    bell_oauth_client_poll_async (self->provider, self->device->device_code,
                                  g_task_get_cancellable (task), on_tokens, task);
}

static void
on_device (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Flow   *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->device = bell_oauth_client_ask_device_finish (result, &error);
  if (self->device == NULL) {
    g_task_return_error (task, error);
    return;
  }
  self->interval_us = self->device->interval_us;
  self->deadline_us = bell_clock_now () + self->device->lifetime_us;
  self->show (self->device, self->show_data);
  wait (self, g_steal_pointer (&task));
}

static gboolean
on_cancelled (GCancellable *caller G_GNUC_UNUSED, gpointer user_data)
{
  Flow *self = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  if (task != NULL)
    g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

void
bell_sign_in_flow_on_device_async (const BellOAuthProvider *provider,
                                   BellSignInFlowShow       show,
                                   gpointer                 show_data,
                                   GCancellable            *cancellable,
                                   GAsyncReadyCallback      callback,
                                   gpointer                 user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Flow  *self = g_new0 (Flow, 1);

  self->provider = bell_oauth_provider_copy (provider);
  self->show = show;
  self->show_data = show_data;
  self->next = bell_alarm_new (on_next, self);
  if (cancellable != NULL) {
    self->cancelled = g_cancellable_source_new (cancellable);
    g_source_set_callback (self->cancelled, G_SOURCE_FUNC (on_cancelled), self, NULL);
    g_source_attach (self->cancelled, g_task_get_context (task));
  }
  g_task_set_task_data (task, self, flow_free);
  bell_oauth_client_ask_device_async (self->provider, cancellable, on_device, task);
}
