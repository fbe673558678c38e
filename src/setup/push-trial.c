/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two sessions: one watches as the applet would, the other brings the message and takes it away.
 * The trial is over when its time is up, when the message has come and gone, or when the session that
 * watches ends. Whatever ends it, once the message is on its way it is taken out again first; if the
 * session that brought it has ended, over another one; and if that cannot be, the record tells the
 * next who connects. */

#include "setup/push-trial.h"

#include "imap/imap-mailbox-name.h"
#include "io/clock.h"
#include "setup/test-message.h"
#include "setup/trial-record.h"

#include <string.h>

/* Until it watches. */
#define START_LIMIT (60 * BELL_SECOND)

/* For a message to come, a server that looks only once a minute included (Courier). */
#define BELL_LIMIT (90 * BELL_SECOND)

/* For it to go again. */
#define ERASE_LIMIT (10 * BELL_SECOND)

#define RENEWAL (9 * BELL_MINUTE)
#define POLLING (20 * BELL_SECOND)

/* Further connections that the applet opens at most. */
#define MAX_FURTHER 4

typedef enum {
  STARTING,
  LISTENING,
  PREPARING, /* the record, the sign-in of who brings the message, and what lay about before */
  RINGING,   /* the message is on its way, or there */
  ERASING,
} Phase;

typedef struct {
  char             *user;
  char             *inbox;      /* on the wire, the first of those that are watched */
  char             *account_id; /* (nullable) */
  gint64            listen_us;
  BellPushTrialLine on_line;
  gpointer          line_data;

  BellOneOff          *one_off;   /* (owned) */
  BellSession         *watcher;   /* (unowned) the frame's */
  BellSession         *messenger; /* (unowned) (nullable): NULL if it is not to ring */
  BellSession         *second;    /* (unowned) (nullable): if that one ends; NULL: it has */
  BellTrialRecord     *record;    /* (owned) (nullable) */
  GError              *error;     /* (owned) (nullable): while ERASING, how it ends then */
  BellPushTrialReport *report;    /* (owned) (nullable): handed over */
  GPtrArray           *folders;   /* (owned) of char * on the wire, those that are watched */
  char                *message_id;
  Phase                phase;
  gint64               started_us;
  gint64               appended_us; /* 0: the server has not said so yet */
  guint32              uid_validity;
  guint32              uid; /* 0: not known */
} Trial;

void
bell_push_trial_report_free (BellPushTrialReport *report)
{
  g_strfreev (report->folders);
  g_free (report);
}

static void
trial_free (Trial *self)
{
  g_free (self->user);
  g_free (self->inbox);
  g_free (self->account_id);
  bell_one_off_free (self->one_off);
  g_clear_pointer (&self->record, bell_trial_record_free);
  g_clear_error (&self->error);
  g_clear_pointer (&self->report, bell_push_trial_report_free);
  g_ptr_array_unref (self->folders);
  g_free (self->message_id);
  g_free (self);
}

/* (transfer full) */
static char **
name_folders (GPtrArray *mailboxes)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < mailboxes->len; i++) {
    g_autofree char *name = bell_imap_mailbox_name_decode (mailboxes->pdata[i]);

    if (name != NULL)
      g_strv_builder_add (builder, name);
  }
  return g_strv_builder_end (builder);
}

static void
complete_report (Trial *self)
{
  BellPushTrialReport *report = self->report;

  report->folders = name_folders (self->folders);
  report->n_connections = report->others_pushed ? 1 : MIN (self->folders->len, MAX_FURTHER + 1);
  report->keep_alive_us = bell_session_get_keep_alive (self->watcher);
  bell_connection_get_bytes (bell_session_get_connection (self->watcher), &report->bytes_in,
                             &report->bytes_out);
}

static void
finish (GTask *task, const GError *error)
{
  Trial *self = g_task_get_task_data (task);

  complete_report (self);
  if (error != NULL)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
set_phase (Trial *self, Phase phase, gint64 limit_us)
{
  self->phase = phase;
  bell_one_off_set_limit (self->one_off, limit_us);
}

/* By its UID, if that is known; the server has the message. */
static void
erase (Trial *self)
{
  gint64 today_s = g_get_real_time () / G_USEC_PER_SEC;

  set_phase (self, ERASING, ERASE_LIMIT);
  if (self->uid != 0)
    bell_session_erase (self->messenger, self->inbox, self->uid_validity, self->uid);
  else
    bell_session_sweep (self->messenger, self->inbox, self->message_id, today_s);
}

/* Ends with ERROR (nullable), but takes the message out first. The server may not have said yet that it
 * has it: that will come before anything else can be asked of it. */
static void
withdraw (Trial *self, const GError *error)
{
  if (self->phase < RINGING) {
    bell_one_off_end (self->one_off, error);
    return;
  }
  if (self->error == NULL && error != NULL)
    self->error = g_error_copy (error);
  if (self->phase == ERASING)
    return;
  set_phase (self, ERASING, ERASE_LIMIT);
  if (self->appended_us != 0)
    erase (self);
}

/* Both have to be known: that the server has the message, and that it rang. In either order. */
static void
judge_bell (Trial *self)
{
  if (self->phase == RINGING && self->report->rang && self->appended_us != 0)
    erase (self);
}

static gboolean
is_ours (Trial *self, const BellImapNews *news)
{
  gsize       length;
  const char *header = g_bytes_get_data (news->header, &length);

  return g_strstr_len (header, (gssize) length, self->message_id) != NULL;
}

static void
got_news (Trial *self, const BellImapEvent *event)
{
  gint64 now_us = bell_clock_now ();

  for (guint i = 0; i < event->news->len; i++) {
    const BellImapNews *news = g_ptr_array_index (event->news, i);

    if (self->message_id == NULL || self->report->rang || !is_ours (self, news))
      continue;
    self->report->rang = TRUE;
    self->report->bell_us = self->appended_us != 0 ? now_us - self->appended_us : 0;
    self->uid_validity = event->uid_validity;
    self->uid = news->uid;
  }
  judge_bell (self);
}

static void
append_message (Trial *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *message = bell_test_message_write (self->user, self->message_id, now);

  if (self->record != NULL)
    bell_trial_record_write (self->record, self->message_id, self->inbox);
  set_phase (self, RINGING, BELL_LIMIT);
  bell_session_append (self->messenger, self->inbox, message);
}

static void
got_appended (Trial *self, const BellImapEvent *event)
{
  self->appended_us = bell_clock_now ();
  self->report->end = BELL_TRIAL_LEFT_BEHIND;
  if (self->uid == 0) {
    self->uid_validity = event->uid_validity;
    self->uid = event->uid_seen;
  }
  if (self->phase == ERASING)
    erase (self);
  else
    judge_bell (self);
}

/* What the server refuses to erase it would refuse the next time as well. */
static void
got_erased (Trial *self, const BellImapEvent *event)
{
  if (self->record != NULL)
    bell_trial_record_clear (self->record);
  self->report->end = event->error == NULL ? BELL_TRIAL_ERASED : BELL_TRIAL_MARKED;
  bell_one_off_end (self->one_off, self->error);
}

static void
errand_done (Trial *self, const BellImapEvent *event)
{
  if (self->phase == PREPARING) {
    append_message (self);
  } else if (self->appended_us != 0) {
    got_erased (self, event);
  } else if (event->error == NULL) {
    got_appended (self, event);
  } else {
    if (self->record != NULL)
      bell_trial_record_clear (self->record);
    bell_one_off_end (self->one_off, self->error != NULL ? self->error : event->error);
  }
}

/* Before anything new is put there, what an earlier trial has left behind goes. */
static void
got_ready (Trial *self)
{
  const char *left = self->record != NULL ? bell_trial_record_get_message_id (self->record) : NULL;

  if (self->phase == ERASING)
    erase (self);
  else if (left != NULL)
    bell_session_sweep (self->messenger, bell_trial_record_get_mailbox (self->record), left,
                        bell_trial_record_get_time (self->record));
  else
    append_message (self);
}

static void
on_messenger_event (BellSession *session, const BellImapEvent *event, GTask *task)
{
  Trial *self = g_task_get_task_data (task);

  if (session != self->messenger)
    return;
  if (event->type == BELL_IMAP_EVENT_READY)
    got_ready (self);
  else if (event->type == BELL_IMAP_EVENT_ERRAND_DONE)
    errand_done (self, event);
}

/* The message may be there, or not: whoever looks for it finds out. */
static void
try_second (Trial *self)
{
  set_phase (self, ERASING, ERASE_LIMIT);
  self->appended_us = bell_clock_now ();
  self->report->end = BELL_TRIAL_LEFT_BEHIND;
  self->messenger = g_steal_pointer (&self->second);
  bell_session_start (self->messenger);
}

/* After the bell has rung nothing speaks against the report. */
static void
session_ended (GTask *task, BellSession *session, const GError *error)
{
  Trial *self = g_task_get_task_data (task);

  if (self->phase < RINGING) {
    bell_one_off_end (self->one_off, error);
    return;
  }
  if (self->error == NULL && !self->report->rang)
    self->error = g_error_copy (error);
  if (session == self->watcher)
    withdraw (self, NULL);
  else if (self->second != NULL)
    try_second (self);
  else
    bell_one_off_end (self->one_off, self->error);
}

static void
on_record_taken (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Trial *self = g_task_get_task_data (task);

  self->record = bell_trial_record_take_finish (result, NULL);
  if (self->phase == PREPARING && !bell_one_off_has_ended (self->one_off))
    bell_session_start (self->messenger);
}

static void
ring (GTask *task)
{
  Trial *self = g_task_get_task_data (task);

  set_phase (self, PREPARING, START_LIMIT);
  self->message_id = bell_test_message_new_id ();
  if (self->account_id != NULL)
    bell_trial_record_take_async (self->account_id, TRUE, on_record_taken, g_object_ref (task));
  else
    bell_session_start (self->messenger);
}

/* First it listens, if that is wished; a message of ours comes at the end. */
static void
got_watching (GTask *task, const BellImapEvent *event)
{
  Trial *self = g_task_get_task_data (task);

  self->report->rung = event->rung;
  self->report->poll_reason = event->poll_reason;
  self->report->others_pushed = event->others_pushed;
  if (self->phase != STARTING)
    return;
  if (self->listen_us > 0)
    set_phase (self, LISTENING, self->listen_us);
  else
    ring (task);
}

static void
note_folder (Trial *self, const char *mailbox, gboolean watched)
{
  guint    index;
  gboolean known = g_ptr_array_find_with_equal_func (self->folders, mailbox, g_str_equal, &index);

  if (watched && !known)
    g_ptr_array_add (self->folders, g_strdup (mailbox));
  else if (!watched && known)
    g_ptr_array_remove_index (self->folders, index);
}

static void
on_watcher_event (G_GNUC_UNUSED BellSession *session, const BellImapEvent *event, GTask *task)
{
  Trial *self = g_task_get_task_data (task);

  if (event->type == BELL_IMAP_EVENT_MAILBOX)
    note_folder (self, event->mailbox, TRUE);
  else if (event->type == BELL_IMAP_EVENT_LOST)
    note_folder (self, event->mailbox, FALSE);
  else if (event->type == BELL_IMAP_EVENT_WATCHING)
    got_watching (task, event);
  else if (event->type == BELL_IMAP_EVENT_NEWS)
    got_news (self, event);
}

static void
on_line (G_GNUC_UNUSED BellSession *session, int direction, const char *text, GTask *task)
{
  Trial *self = g_task_get_task_data (task);

  self->on_line ((char) direction, text, bell_clock_now () - self->started_us, self->line_data);
}

/* One that has not rung shall not lie about either. */
static void
out_of_time (GTask *task)
{
  Trial *self = g_task_get_task_data (task);
  g_autoptr (GError) late =
    g_error_new_literal (BELL_IMAP_ERROR, BELL_IMAP_ERROR_TIMEOUT, "not watching in time");

  if (self->phase == LISTENING && self->messenger != NULL)
    ring (task);
  else if (self->phase == ERASING)
    bell_one_off_end (self->one_off, self->error);
  else
    withdraw (self, self->phase == STARTING || self->phase == PREPARING ? late : NULL);
}

/* Whoever listens and has heard enough gets the report; before that there is none. */
static void
cancelled (GTask *task)
{
  Trial *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (self->phase != LISTENING)
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  withdraw (self, error);
}

static const BellOneOffCalls calls = {
  .finish = finish,
  .out_of_time = out_of_time,
  .cancelled = cancelled,
  .session_ended = session_ended,
};

/* (transfer full) */
static Trial *
trial_new (const BellPushTrialPlan *plan)
{
  Trial *self = g_new0 (Trial, 1);

  self->user = g_strdup (plan->user.user);
  self->inbox = g_strdup (plan->mailboxes[0]);
  self->account_id = g_strdup (plan->endpoint.account_id);
  self->listen_us = plan->listen_us;
  self->report = g_new0 (BellPushTrialReport, 1);
  self->folders = g_ptr_array_new_with_free_func (g_free);
  self->started_us = bell_clock_now ();
  return self;
}

static void
add_sessions (Trial *self, const BellPushTrialPlan *plan)
{
  const BellImapClientConfig watches = {
    .mailboxes = plan->mailboxes,
    .automatic = plan->automatic,
    .previews = TRUE,
    .renewal_us = RENEWAL,
    .polling_us = POLLING,
    .log = self->on_line != NULL,
  };
  const BellImapClientConfig carries = { .renewal_us = RENEWAL, .polling_us = POLLING };

  self->watcher = bell_one_off_add_session (self->one_off, &plan->endpoint, &plan->user, &watches,
                                            G_CALLBACK (on_watcher_event));
  if (!plan->ring)
    return;
  self->messenger = bell_one_off_add_session (self->one_off, &plan->endpoint, &plan->user, &carries,
                                              G_CALLBACK (on_messenger_event));
  self->second = bell_one_off_add_session (self->one_off, &plan->endpoint, &plan->user, &carries,
                                           G_CALLBACK (on_messenger_event));
}

void
bell_push_trial_async (const BellPushTrialPlan *plan,
                       BellPushTrialLine        on_line_said,
                       gpointer                 line_data,
                       GCancellable            *cancellable,
                       GAsyncReadyCallback      callback,
                       gpointer                 user_data)
{
  /* Not with CANCELLABLE: one that is cancelled may still have a report to give. */
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Trial *self = trial_new (plan);

  g_task_set_task_data (task, self, (GDestroyNotify) trial_free);
  self->on_line = on_line_said;
  self->line_data = line_data;
  self->one_off = bell_one_off_new (task, &calls, cancellable);
  add_sessions (self, plan);
  if (on_line_said != NULL)
    g_signal_connect (self->watcher, "line", G_CALLBACK (on_line), task);
  set_phase (self, STARTING, START_LIMIT);
  bell_session_start (self->watcher);
}

BellPushTrialReport *
bell_push_trial_finish (GAsyncResult *result, GError **error)
{
  GTask *task = G_TASK (result);
  Trial *self = g_task_get_task_data (task);

  return g_task_propagate_boolean (task, error) ? g_steal_pointer (&self->report) : NULL;
}
