/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All ways are gone at once. After each answer and each connection settle() walks over the ways in the
 * order of preference and ends the look-up as soon as nothing better can come. What is outstanding
 * then is cancelled; its callbacks find the look-up over. */

#include "setup/server-lookup.h"

#include "base/error-code.h"
#include "io/clock.h"
#include "setup/connection-check.h"
#include "setup/https-get.h"
#include "setup/mail-domain.h"

#include <glib/gi18n-lib.h>

typedef enum {
  TRYING,
  ANSWERED,
  FAILED,
} ProbeState;

/* One server that is connected to, whoever named it. */
typedef struct {
  char        *host; /* (owned) */
  guint16      port;
  BellSecurity security;
  ProbeState   state;
  GError      *error;       /* (owned) (nullable) */
  char        *fingerprint; /* (owned) (nullable) */
} Probe;

typedef struct {
  gboolean          asked;
  gboolean          done;
  BellLookupAnswer *answer; /* (owned) (nullable) */
} Way;

typedef struct {
  BellLookupQuestion question;
  char              *pin;      /* (owned) (nullable) */
  BellLookupProgress progress; /* (nullable) */
  gpointer           progress_data;
  Way                ways[BELL_N_WAYS];
  GPtrArray         *probes;    /* (owned) of Probe */
  GCancellable      *stopping;  /* (owned): for all that is outstanding */
  GSource           *cancelled; /* (owned) (nullable) */
  BellAlarm         *alarm;     /* (owned) */
  gint64             deadline_us;
  gboolean           late;
  gboolean           over;
  BellServerFound   *on_error; /* (owned) (nullable): handed over */
} Lookup;

/* A callback of one probe. */
typedef struct {
  GTask *task;  /* (owned) */
  Probe *probe; /* (unowned) */
} Trial;

static void
probe_free (Probe *probe)
{
  g_free (probe->host);
  g_clear_error (&probe->error);
  g_free (probe->fingerprint);
  g_free (probe);
}

void
bell_server_found_free (BellServerFound *found)
{
  g_free (found->host);
  g_free (found->user);
  g_free (found->how);
  g_free (found->fingerprint);
  g_free (found);
}

gboolean
bell_server_found_is_doubtful (const BellServerFound *found)
{
  return !found->vouched;
}

static void
lookup_free (Lookup *self)
{
  for (guint i = 0; i < BELL_N_WAYS; i++)
    g_clear_pointer (&self->ways[i].answer, bell_lookup_answer_free);
  bell_lookup_question_clear (&self->question);
  g_free (self->pin);
  g_ptr_array_unref (self->probes);
  g_object_unref (self->stopping);
  g_clear_pointer (&self->cancelled, g_source_unref);
  bell_alarm_free (self->alarm);
  g_clear_pointer (&self->on_error, bell_server_found_free);
  g_free (self);
}

static void
tell (Lookup *self, const char *sentence)
{
  if (sentence != NULL && self->progress != NULL)
    self->progress (sentence, self->progress_data);
}

/* What is found. */

static BellServerFound *
make_found (const Lookup              *self,
            const BellLookupAnswer    *answer,
            const BellServerCandidate *candidate,
            const Probe               *probe)
{
  BellServerFound    *found = g_new0 (BellServerFound, 1);
  const BellProvider *provider = bell_provider_find_by_host (candidate->host);

  found->host = g_strdup (candidate->host);
  found->port = candidate->port;
  found->security = candidate->security;
  found->user = g_strdup (candidate->user);
  found->how = g_strdup (answer->how);
  /* Whoever forged an answer of DNS does not run a server of the table, nor has a certificate for one
   * of the names that we would try by ourselves: these belong to who runs the domain's mail. */
  found->vouched = answer->vouched || provider != NULL ||
                   bell_lookup_is_usual_name (candidate->host, self->question.domain);
  found->other_domain = !bell_mail_domain_is_same (self->question.domain, candidate->host);
  found->fingerprint = g_strdup (probe->fingerprint);
  if (provider != NULL) {
    found->sign_in = provider->sign_in;
    found->oauth = provider->oauth;
    found->advice = bell_provider_get_advice (provider);
  } else if (candidate->oauth_only) {
    found->sign_in = BELL_SIGN_IN_OAUTH;
    found->advice = _ ("This server takes no password: you sign in through your browser.");
  }
  return found;
}

/* (transfer none) (nullable) */
static Probe *
find_probe (const Lookup *self, const BellServerCandidate *candidate)
{
  for (guint i = 0; i < self->probes->len; i++) {
    Probe *probe = g_ptr_array_index (self->probes, i);

    if (probe->port == candidate->port && probe->security == candidate->security &&
        g_str_equal (probe->host, candidate->host))
      return probe;
  }
  return NULL;
}

typedef gboolean (*ProbeTest) (const Probe *probe);

static gboolean
has_answered (const Probe *probe)
{
  return probe->state == ANSWERED;
}

static gboolean
is_untrusted (const Probe *probe)
{
  return probe->fingerprint != NULL;
}

static gboolean
has_failed (const Probe *probe)
{
  return probe->error != NULL;
}

static gboolean
has_no_network (const Probe *probe)
{
  return g_error_matches (probe->error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE) ||
         g_error_matches (probe->error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE);
}

/* The best candidate whose probe passes TEST. Stops with WAIT set at one that is still tried, and at a
 * way that has not answered, unless WAIT is NULL. PROBE (out). (transfer full) (nullable) */
static BellServerFound *
pick (const Lookup *self, ProbeTest test, gboolean *wait, Probe **probe)
{
  for (guint i = 0; i < BELL_N_WAYS; i++) {
    const Way *way = &self->ways[i];
    guint      n = way->answer != NULL ? way->answer->candidates->len : 0;

    for (guint j = 0; j < n; j++) {
      const BellServerCandidate *candidate = g_ptr_array_index (way->answer->candidates, j);

      *probe = find_probe (self, candidate);
      if (test (*probe))
        return make_found (self, way->answer, candidate, *probe);
      if (wait != NULL && (*probe)->state == TRYING) {
        *wait = TRUE;
        return NULL;
      }
    }
    if (wait != NULL && way->asked && !way->done) {
      *wait = TRUE;
      return NULL;
    }
  }
  return NULL;
}

static void
end (GTask *task)
{
  Lookup *self = g_task_get_task_data (task);

  self->over = TRUE;
  bell_alarm_set (self->alarm, BELL_NEVER);
  if (self->cancelled != NULL)
    g_source_destroy (self->cancelled);
  g_cancellable_cancel (self->stopping);
}

/* A certificate that is refused tells more than a name that does not exist. A server of the table is
 * known to be the right one, whatever is wrong with it. */
static GError *
explain_nothing_found (Lookup *self)
{
  gboolean known = self->ways[BELL_WAY_TABLE].answer != NULL;
  Probe   *probe = NULL;

  self->on_error = pick (self, is_untrusted, NULL, &probe);
  if (self->on_error == NULL)
    self->on_error = pick (self, known ? has_failed : has_no_network, NULL, &probe);
  if (self->on_error != NULL)
    return g_error_copy (probe->error);
  if (known)
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "no answer in time");
  return g_error_new_literal (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND,
                              _ ("No IMAP server was found for this address. Check the address, or "
                                 "ask your provider for the name of the server."));
}

static void
settle (GTask *task)
{
  Lookup          *self = g_task_get_task_data (task);
  gboolean         wait = FALSE;
  BellServerFound *found;
  Probe           *probe;

  if (self->over)
    return;
  found = pick (self, has_answered, self->late ? NULL : &wait, &probe);
  if (wait)
    return;
  end (task);
  if (found != NULL)
    g_task_return_pointer (task, found, (GDestroyNotify) bell_server_found_free);
  else
    g_task_return_error (task, explain_nothing_found (self));
}

static void
on_alarm (gpointer user_data)
{
  G_GNUC_UNUSED g_autoptr (GTask) keep = g_object_ref (G_TASK (user_data));
  Lookup       *self = g_task_get_task_data (user_data);

  self->late = TRUE;
  settle (user_data);
}

/* Trying servers. */

static gboolean
is_about_certificate (const GError *error)
{
  return g_error_matches (error, BELL_CONNECTION_ERROR, BELL_CONNECTION_ERROR_UNTRUSTED) ||
         g_error_matches (error, BELL_CONNECTION_ERROR, BELL_CONNECTION_ERROR_PIN_MISMATCH);
}

static void
take_report (Lookup *self, Probe *probe, GAsyncResult *result)
{
  g_autoptr (BellConnectionReport) on_error = NULL;
  g_autoptr (BellConnectionReport) report =
    bell_connection_check_finish (result, &on_error, &probe->error);

  probe->state = report != NULL ? ANSWERED : FAILED;
  if (report != NULL)
    self->deadline_us = MIN (self->deadline_us, bell_clock_now () + self->question.places.grace_us);
  else if (on_error != NULL && is_about_certificate (probe->error))
    probe->fingerprint = g_strdup (on_error->fingerprint);
}

static void
on_check_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  Trial *trial = user_data;
  g_autoptr (GTask) task = trial->task;
  Lookup *self = g_task_get_task_data (task);

  take_report (self, trial->probe, result);
  g_free (trial);
  if (self->over)
    return;
  bell_alarm_set (self->alarm, self->deadline_us);
  settle (task);
}

static void
try_server (GTask *task, const BellServerCandidate *candidate)
{
  Lookup          *self = g_task_get_task_data (task);
  Probe           *probe = g_new0 (Probe, 1);
  Trial           *trial = g_new0 (Trial, 1);
  BellEndpoint     endpoint = { .host = candidate->host,
                                .port = candidate->port,
                                .security = candidate->security,
                                .pin = self->pin };
  g_autofree char *sentence = g_strdup_printf (_ ("Trying %s…"), candidate->host);

  probe->host = g_strdup (candidate->host);
  probe->port = candidate->port;
  probe->security = candidate->security;
  g_ptr_array_add (self->probes, probe);
  trial->task = g_object_ref (task);
  trial->probe = probe;
  tell (self, sentence);
  bell_connection_check_async (&endpoint, NULL, self->stopping, on_check_ready, trial);
}

/* Asking. */

static void ask (GTask *task, BellLookupWay way);

typedef struct {
  GTask *task; /* (owned) */
  Way   *way;  /* (unowned) */
} Asking;

static void
ask_about_mx (GTask *task, const char *mx)
{
  Lookup *self = g_task_get_task_data (task);

  self->question.mx = g_strdup (mx);
  ask (task, BELL_WAY_MX_HOST);
  ask (task, BELL_WAY_MX_SITE);
  ask (task, BELL_WAY_MX_ISPDB);
}

/* ERROR (nullable) */
static void
log_failure (BellLookupWay way, const GError *error)
{
  g_autofree char *code = error != NULL ? bell_error_get_code (error) : NULL;

  if (code != NULL)
    g_debug ("Way %d: %s", (int) way, code);
}

static void
on_answer_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  Asking *asking = user_data;
  Way    *way = asking->way;
  g_autoptr (GTask) task = asking->task;
  g_autoptr (GError) error = NULL;
  Lookup *self = g_task_get_task_data (task);

  g_free (asking);
  way->done = TRUE;
  way->answer = bell_lookup_source_ask_finish (result, &error);
  log_failure ((BellLookupWay) (way - self->ways), error);
  if (self->over) {
    /* Its servers were never tried. */
    g_clear_pointer (&way->answer, bell_lookup_answer_free);
    return;
  }
  for (guint i = 0; way->answer != NULL && i < way->answer->candidates->len; i++) {
    const BellServerCandidate *candidate = g_ptr_array_index (way->answer->candidates, i);

    if (find_probe (self, candidate) == NULL)
      try_server (task, candidate);
  }
  if (way->answer != NULL && way->answer->mx != NULL)
    ask_about_mx (task, way->answer->mx);
  settle (task);
}

static void
ask (GTask *task, BellLookupWay way)
{
  Lookup          *self = g_task_get_task_data (task);
  Asking          *asking = g_new0 (Asking, 1);
  g_autofree char *sentence = bell_lookup_source_describe (&self->question, way);

  asking->task = g_object_ref (task);
  asking->way = &self->ways[way];
  asking->way->asked = TRUE;
  tell (self, sentence);
  bell_lookup_source_ask_async (&self->question, way, self->stopping, on_answer_ready, asking);
}

static gboolean
on_cancelled (G_GNUC_UNUSED GCancellable *cancellable, gpointer user_data)
{
  G_GNUC_UNUSED g_autoptr (GTask) keep = g_object_ref (G_TASK (user_data));

  end (user_data);
  g_task_return_error_if_cancelled (user_data);
  return G_SOURCE_REMOVE;
}

static void
watch_cancellable (GTask *task)
{
  Lookup       *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (cancellable == NULL)
    return;
  self->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->cancelled, G_SOURCE_FUNC (on_cancelled), task, NULL);
  g_source_attach (self->cancelled, g_task_get_context (task));
}

static void
start (GTask *task)
{
  Lookup *self = g_task_get_task_data (task);

  watch_cancellable (task);
  self->deadline_us = bell_clock_now () + self->question.places.limit_us;
  bell_alarm_set (self->alarm, self->deadline_us);
  if (bell_provider_find_by_domain (self->question.domain) != NULL) {
    ask (task, BELL_WAY_TABLE);
    return;
  }
  self->question.session = bell_https_session_new ();
  for (BellLookupWay way = BELL_WAY_TABLE + 1; way < BELL_N_WAYS; way++)
    if (!bell_lookup_way_needs_mx (way))
      ask (task, way);
}

void
bell_server_lookup_async (const char             *address,
                          const BellLookupPlaces *places,
                          const char             *pin,
                          BellLookupProgress      progress,
                          gpointer                progress_data,
                          GCancellable           *cancellable,
                          GAsyncReadyCallback     callback,
                          gpointer                user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Lookup *self = g_new0 (Lookup, 1);
  GError *error = NULL;

  self->question.address = g_strdup (address);
  self->question.domain = bell_mail_domain_of (address, &error);
  self->question.places = places != NULL ? *places : bell_lookup_places_usual;
  self->pin = g_strdup (pin);
  self->progress = progress;
  self->progress_data = progress_data;
  self->probes = g_ptr_array_new_with_free_func ((GDestroyNotify) probe_free);
  self->stopping = g_cancellable_new ();
  self->alarm = bell_alarm_new (on_alarm, task);
  g_task_set_task_data (task, self, (GDestroyNotify) lookup_free);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    start (task);
}

BellServerFound *
bell_server_lookup_finish (GAsyncResult *result, BellServerFound **on_error, GError **error)
{
  Lookup          *self = g_task_get_task_data (G_TASK (result));
  BellServerFound *found = g_task_propagate_pointer (G_TASK (result), error);

  if (on_error != NULL)
    *on_error = g_steal_pointer (&self->on_error);
  return found;
}
