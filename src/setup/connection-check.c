/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session that is asked to log out as soon as its capabilities are final. */

#include "setup/connection-check.h"

#include "imap/imap-client.h"
#include "io/clock.h"
#include "io/session.h"

#include <string.h>

#define LIMIT_US (30 * BELL_SECOND)

/* The report is complete; the server may still say goodbye. */
#define GOODBYE_LIMIT_US (2 * BELL_SECOND)

typedef struct {
  BellSession          *session;   /* (owned) */
  BellAlarm            *limit;     /* (owned) */
  GSource              *cancelled; /* (owned) (nullable) */
  BellConnectionReport *report;    /* (owned) (nullable): handed over */
  gint64                started_us;
  gboolean              signs_in;
  gboolean              complete; /* the report is; nothing can fail any more */
} Check;

void
bell_connection_report_free (BellConnectionReport *report)
{
  g_free (report->host);
  g_free (report->tls_version);
  g_free (report->fingerprint);
  g_strfreev (report->mechanisms);
  g_clear_pointer (&report->capabilities, bell_imap_capabilities_free);
  g_free (report);
}

static BellConnectionReport *
report_new (const BellEndpoint *endpoint)
{
  BellConnectionReport *report = g_new0 (BellConnectionReport, 1);

  report->host = g_strdup (endpoint->host);
  report->port = endpoint->port;
  report->security = endpoint->security;
  return report;
}

static void
check_free (Check *self)
{
  g_object_unref (self->session);
  bell_alarm_free (self->limit);
  g_clear_pointer (&self->cancelled, g_source_unref);
  g_clear_pointer (&self->report, bell_connection_report_free);
  g_free (self);
}

static void
look_at_tls (Check *self)
{
  BellConnection *connection = bell_session_get_connection (self->session);
  g_autoptr (GTlsCertificate) certificate = bell_connection_get_peer_certificate (connection);

  g_free (self->report->tls_version);
  self->report->tls_version = g_strdup (bell_connection_get_tls_version (connection));
  g_clear_pointer (&self->report->fingerprint, g_free);
  if (certificate != NULL)
    self->report->fingerprint = bell_tls_trust_fingerprint (certificate);
}

/* Ends the check, well if the report is complete, else with ERROR (nullable). The reference to TASK
 * that the check held goes with it. */
static void
finish (GTask *task, const GError *error)
{
  G_GNUC_UNUSED g_autoptr (GTask) last = task;
  Check        *self = g_task_get_task_data (task);

  bell_alarm_set (self->limit, BELL_NEVER);
  if (self->cancelled != NULL)
    g_source_destroy (self->cancelled);
  g_signal_handlers_disconnect_by_data (self->session, task);
  if (!self->complete)
    look_at_tls (self);
  bell_session_close (self->session);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->complete)
    g_task_return_boolean (task, TRUE);
  else if (error != NULL)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_new_error (task, BELL_IMAP_ERROR, BELL_IMAP_ERROR_CLOSED, "closed early");
}

static void
on_ended (G_GNUC_UNUSED BellSession *session, const GError *error, GTask *task)
{
  finish (task, error);
}

/* (transfer full) */
static char **
list_mechanisms (const BellImapCapabilities *offer)
{
  const char *const *words = bell_imap_capabilities_get_words (offer);
  g_autoptr (GStrvBuilder) mechanisms = g_strv_builder_new ();

  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_has_prefix (words[i], "AUTH="))
      g_strv_builder_add (mechanisms, words[i] + strlen ("AUTH="));
  return g_strv_builder_end (mechanisms);
}

static void
on_event (BellSession *session, const BellImapEvent *event, GTask *task)
{
  Check *self = g_task_get_task_data (task);

  if (event->type != BELL_IMAP_EVENT_READY || self->complete)
    return;
  self->report->capabilities =
    bell_imap_capabilities_copy (bell_session_get_capabilities (session));
  self->report->signed_in = self->signs_in;
  self->report->mechanism = event->mechanism;
  self->report->mechanisms = list_mechanisms (bell_session_get_offer (session));
  self->report->duration_us = bell_clock_now () - self->started_us;
  look_at_tls (self);
  self->complete = TRUE;
  bell_alarm_set (self->limit, bell_clock_now () + GOODBYE_LIMIT_US);
  bell_session_want (session, BELL_IMAP_WISH_LOG_OUT);
}

static void
on_limit (gpointer user_data)
{
  g_autoptr (GError) error =
    g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "no answer in time");

  finish (user_data, error);
}

static gboolean
on_cancelled (G_GNUC_UNUSED GCancellable *cancellable, gpointer user_data)
{
  finish (user_data, NULL);
  return G_SOURCE_REMOVE;
}

static void
watch_cancellable (Check *self, GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (cancellable == NULL)
    return;
  self->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->cancelled, G_SOURCE_FUNC (on_cancelled), task, NULL);
  g_source_attach (self->cancelled, g_task_get_context (task));
}

void
bell_connection_check_async (const BellEndpoint       *endpoint,
                             const BellConnectionUser *user,
                             GCancellable             *cancellable,
                             GAsyncReadyCallback       callback,
                             gpointer                  user_data)
{
  GTask               *task = g_task_new (NULL, cancellable, callback, user_data);
  Check               *self = g_new0 (Check, 1);
  BellImapClientConfig config = {
    .security = endpoint->security,
    .renewal_us = LIMIT_US,
    .polling_us = LIMIT_US,
    .host = endpoint->host,
    .port = endpoint->port,
    .random = g_random_int (),
  };

  self->signs_in = user != NULL && user->secret != NULL;
  if (self->signs_in) {
    config.user = user->user;
    config.password = user->secret->password;
    config.token = user->secret->token;
    config.external = endpoint->client_certificate != NULL;
    config.mechanism = user->mechanism;
    config.strongest = user->strongest;
    config.plus_broken = user->plus_broken;
    config.external_broken = user->external_broken;
  }
  self->started_us = bell_clock_now ();
  self->report = report_new (endpoint);
  self->session = bell_session_new (endpoint, &config, "check");
  self->limit = bell_alarm_new (on_limit, task);
  g_task_set_task_data (task, self, (GDestroyNotify) check_free);
  g_signal_connect (self->session, "event", G_CALLBACK (on_event), task);
  g_signal_connect (self->session, "ended", G_CALLBACK (on_ended), task);
  watch_cancellable (self, task);
  bell_alarm_set (self->limit, self->started_us + LIMIT_US);
  bell_session_start (self->session);
}

BellConnectionReport *
bell_connection_check_finish (GAsyncResult          *result,
                              BellConnectionReport **report_on_error,
                              GError               **error)
{
  GTask *task = G_TASK (result);
  Check *self = g_task_get_task_data (task);

  if (report_on_error != NULL)
    *report_on_error = NULL;
  if (g_task_propagate_boolean (task, error))
    return g_steal_pointer (&self->report);
  if (report_on_error != NULL)
    *report_on_error = g_steal_pointer (&self->report);
  return NULL;
}
