/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session that is asked to log out as soon as its capabilities are final. */

#include "setup/connection-check.h"

#include "io/clock.h"

#include <string.h>

#define LIMIT_US (30 * BELL_SECOND)

/* The report is complete; the server may still say goodbye. */
#define GOODBYE_LIMIT_US (2 * BELL_SECOND)

typedef struct {
  BellOneOff           *one_off; /* (owned) */
  BellSession          *session; /* (unowned) the frame's */
  BellConnectionReport *report;  /* (owned) (nullable): handed over */
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
  bell_one_off_free (self->one_off);
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

/* Once the report is complete nothing can fail any more. */
static void
finish (GTask *task, const GError *error)
{
  Check *self = g_task_get_task_data (task);

  if (self->complete) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  look_at_tls (self);
  g_task_return_error (task, g_error_copy (error));
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
  bell_one_off_set_limit (self->one_off, GOODBYE_LIMIT_US);
  bell_session_want (session, BELL_IMAP_WISH_LOG_OUT);
}

static const BellOneOffCalls calls = { .finish = finish };

void
bell_connection_check_async (const BellEndpoint       *endpoint,
                             const BellConnectionUser *user,
                             GCancellable             *cancellable,
                             GAsyncReadyCallback       callback,
                             gpointer                  user_data)
{
  const BellImapClientConfig how = { .renewal_us = LIMIT_US, .polling_us = LIMIT_US };
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Check *self = g_new0 (Check, 1);

  g_task_set_task_data (task, self, (GDestroyNotify) check_free);
  self->signs_in = user != NULL && user->secret != NULL;
  self->started_us = bell_clock_now ();
  self->report = report_new (endpoint);
  self->one_off = bell_one_off_new (task, &calls, cancellable);
  self->session =
    bell_one_off_add_session (self->one_off, endpoint, user, &how, G_CALLBACK (on_event));
  bell_one_off_set_limit (self->one_off, LIMIT_US);
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
