/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was seen is read first, then the password is asked for, then the first folder connects, and
 * the others only once it is watched: a wrong password is tried once, not once per folder. */

#include "watch/account-watcher.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "account/credentials.h"
#include "imap/imap-mailbox-name.h"
#include "io/clock.h"
#include "io/failure.h"
#include "policy/backoff.h"
#include "policy/notice-policy.h"
#include "watch/folder-report.h"
#include "watch/folder-watcher.h"
#include "watch/seen-store.h"

typedef enum {
  STOPPED,
  LOADING,  /* what was seen, from disk */
  ASKING,   /* the secret store */
  WATCHING, /* the folders' watchers do the rest */
  WAITING,  /* for the secret store, or for the user */
} Phase;

struct _BellAccountWatcher {
  GObject parent_instance;

  BellAccount   *account; /* (owned) */
  GSettings     *general; /* (owned) */
  BellSeenStore *seen;    /* (owned) */
  gboolean       seen_loaded;
  GPtrArray     *folders; /* (owned) of BellFolderWatcher */

  gboolean        running; /* wished; the account may be disabled all the same */
  Phase           phase;
  GCancellable   *cancellable; /* (owned) (nullable) of the question to the secret store */
  BellAlarm      *retry;       /* (owned) of that question */
  gint64          retry_at_us;
  guint           attempt;
  char           *error;    /* (owned) (nullable) why it is WAITING */
  BellSecretText *password; /* (owned) (nullable) the one in use */
  BellSecretText *refused;  /* (owned) (nullable) the one that the server did not take */
};

G_DEFINE_FINAL_TYPE (BellAccountWatcher, bell_account_watcher, G_TYPE_OBJECT)

enum { CHANGED, NEWS, GONE, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
changed (BellAccountWatcher *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* The inbox goes without saying. */
static const char *
folder_for_people (BellFolderWatcher *folder)
{
  const char *name = bell_folder_watcher_get_folder (folder);

  return bell_imap_mailbox_name_is_inbox (name) ? NULL : name;
}

static void
tell_news (BellAccountWatcher *self, BellFolderWatcher *folder, const BellImapEvent *event)
{
  g_autoptr (GPtrArray) messages =
    g_ptr_array_new_with_free_func ((GDestroyNotify) bell_message_summary_unref);
  BellNews news = { .account_id = bell_account_get_id (self->account),
                    .account_name = bell_account_get_name (self->account),
                    .folder = folder_for_people (folder),
                    .messages = messages,
                    .n_more = event->n_more,
                    .after_absence = event->after_absence,
                    .digest_above = g_settings_get_uint (self->general, "digest-above") };

  for (guint i = 0; i < event->news->len; i++) {
    const BellImapNews *message = g_ptr_array_index (event->news, i);
    gsize               length;
    const void         *header = g_bytes_get_data (message->header, &length);

    g_ptr_array_add (messages, bell_message_summary_new (event->uid_validity, message->uid,
                                                         message->seen, header, length));
  }
  if (messages->len > 0 || news.n_more > 0)
    g_signal_emit (self, signals[NEWS], 0, &news);
}

/* Told first, remembered then: if we die in between, the message is told again, under the same
 * notification id, rather than never. */
static void
on_folder_event (BellFolderWatcher *folder, BellImapEvent *event, BellAccountWatcher *self)
{
  if (event->type == BELL_IMAP_EVENT_GONE) {
    g_signal_emit (self, signals[GONE], 0, folder_for_people (folder), event->uid_validity,
                   event->uids);
    return;
  }
  if (event->type == BELL_IMAP_EVENT_NEWS)
    tell_news (self, folder, event);
  if (event->uid_validity != 0)
    bell_seen_store_set (self->seen, bell_folder_watcher_get_folder (folder), event->uid_validity,
                         event->uid_seen);
}

static gboolean
is_watched (BellFolderWatcher *folder)
{
  BellAccountState state = bell_folder_watcher_get_state (folder);

  return state == BELL_ACCOUNT_PUSHING || state == BELL_ACCOUNT_POLLING;
}

static void
on_folder_changed (BellFolderWatcher *folder, BellAccountWatcher *self)
{
  if (self->folders->len > 0 && g_ptr_array_index (self->folders, 0) == folder &&
      is_watched (folder)) {
    g_clear_pointer (&self->refused, bell_secret_text_unref);
    for (guint i = 1; i < self->folders->len; i++) {
      BellFolderWatcher *other = g_ptr_array_index (self->folders, i);

      if (bell_folder_watcher_get_state (other) == BELL_ACCOUNT_OFF)
        bell_folder_watcher_start (other, self->password);
    }
  }
  changed (self);
}

static void
stop_folder (BellFolderWatcher *folder, BellAccountWatcher *self)
{
  g_signal_handlers_disconnect_by_data (folder, self);
  bell_folder_watcher_stop (folder, g_object_unref, g_object_ref (folder));
}

static void
stop_folders (BellAccountWatcher *self)
{
  g_autoptr (GPtrArray) folders = g_steal_pointer (&self->folders);

  self->folders = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < folders->len; i++)
    stop_folder (g_ptr_array_index (folders, i), self);
}

/* Stops and says why; what has to happen next comes from outside. */
static void
wait_for_the_user (BellAccountWatcher *self, const GError *error)
{
  g_autofree char *text = bell_failure_describe (error, bell_account_get_host (self->account),
                                                 bell_account_get_port (self->account));

  stop_folders (self);
  g_clear_pointer (&self->password, bell_secret_text_unref);
  g_free (self->error);
  self->error = g_steal_pointer (&text);
  self->phase = WAITING;
  changed (self);
}

static gboolean
is_about_the_password (const GError *error)
{
  return g_error_matches (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_SIGN_IN_REFUSED) ||
         g_error_matches (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_SIGN_IN_UNCLEAR);
}

static void
on_folder_refused (BellFolderWatcher *folder G_GNUC_UNUSED,
                   const GError             *error,
                   BellAccountWatcher       *self)
{
  if (is_about_the_password (error)) {
    g_clear_pointer (&self->refused, bell_secret_text_unref);
    self->refused = g_steal_pointer (&self->password);
  }
  wait_for_the_user (self, error);
}

static void
set_intervals (BellAccountWatcher *self, BellFolderWatcher *folder)
{
  bell_folder_watcher_set_intervals (
    folder, g_settings_get_uint (self->general, "renewal-minutes") * BELL_MINUTE,
    g_settings_get_uint (self->general, "polling-minutes") * BELL_MINUTE);
}

static void
add_folder (BellAccountWatcher *self, const char *name)
{
  guint32            uid_validity = 0, uid_seen = 0;
  BellFolderWatcher *folder;

  bell_seen_store_get (self->seen, name, &uid_validity, &uid_seen);
  folder = bell_folder_watcher_new (self->account, name, uid_validity, uid_seen);
  set_intervals (self, folder);
  g_signal_connect (folder, "changed", G_CALLBACK (on_folder_changed), self);
  g_signal_connect (folder, "event", G_CALLBACK (on_folder_event), self);
  g_signal_connect (folder, "refused", G_CALLBACK (on_folder_refused), self);
  g_ptr_array_add (self->folders, folder);
}

static void
watch_folders (BellAccountWatcher *self)
{
  const char *const *names = bell_account_get_folders (self->account);

  for (guint i = 0; names[i] != NULL && i < BELL_MAX_FOLDERS; i++)
    add_folder (self, names[i]);
  self->phase = WATCHING;
  bell_folder_watcher_start (g_ptr_array_index (self->folders, 0), self->password);
}

static gboolean
is_same_secret (const BellSecretText *a, const BellSecretText *b)
{
  return a != NULL && b != NULL &&
         bell_secret_text_get_length (a) == bell_secret_text_get_length (b) &&
         memcmp (bell_secret_text_peek (a), bell_secret_text_peek (b),
                 bell_secret_text_get_length (a)) == 0;
}

static void
got_no_password (BellAccountWatcher *self, const GError *error)
{
  BellFailure kind = bell_failure_sort (error);

  wait_for_the_user (self, error);
  if (kind == BELL_FAILURE_ASK_USER || kind == BELL_FAILURE_WAIT_FOR_SECRETS)
    return;
  self->retry_at_us = bell_clock_now () +
                      bell_backoff_delay (BELL_BACKOFF_ORDINARY, self->attempt++, g_random_int ());
  bell_alarm_set (self->retry, self->retry_at_us);
}

static void
on_password_looked_up (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellAccountWatcher) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellSecretText) password = bell_credentials_lookup_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->phase != ASKING)
    return;
  if (password == NULL) {
    got_no_password (self, error);
  } else if (is_same_secret (password, self->refused)) {
    self->phase = WAITING; /* with the words of the refusal */
    changed (self);
  } else {
    self->attempt = 0;
    g_clear_pointer (&self->error, g_free);
    self->password = g_steal_pointer (&password);
    watch_folders (self);
  }
}

static void
ask_for_the_password (BellAccountWatcher *self)
{
  self->phase = ASKING;
  self->retry_at_us = BELL_NEVER;
  bell_alarm_set (self->retry, BELL_NEVER);
  self->cancellable = g_cancellable_new ();
  bell_credentials_lookup_async (self->account, self->cancellable, on_password_looked_up,
                                 g_object_ref (self));
  changed (self);
}

static void
on_retry (gpointer user_data)
{
  ask_for_the_password (user_data);
}

static void
on_seen_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellAccountWatcher) self = user_data;

  bell_seen_store_load_finish (BELL_SEEN_STORE (source), result);
  self->seen_loaded = TRUE;
  if (self->phase == LOADING)
    ask_for_the_password (self);
}

static void
start (BellAccountWatcher *self)
{
  if (self->seen_loaded) {
    ask_for_the_password (self);
    return;
  }
  self->phase = LOADING;
  bell_seen_store_load_async (self->seen, on_seen_loaded, g_object_ref (self));
}

static void
halt (BellAccountWatcher *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->retry_at_us = BELL_NEVER;
  bell_alarm_set (self->retry, BELL_NEVER);
  g_clear_pointer (&self->password, bell_secret_text_unref);
  g_clear_pointer (&self->error, g_free);
  stop_folders (self);
  self->phase = STOPPED;
}

void
bell_account_watcher_set_running (BellAccountWatcher *self, gboolean running)
{
  self->running = running;
  if (running && bell_account_get_enabled (self->account)) {
    if (self->phase == STOPPED)
      start (self);
  } else if (self->phase != STOPPED)
    halt (self);
  changed (self);
}

static void
start_again (BellAccountWatcher *self)
{
  halt (self);
  bell_account_watcher_set_running (self, TRUE);
}

static void
on_connection_changed (BellAccount *account G_GNUC_UNUSED, BellAccountWatcher *self)
{
  g_clear_pointer (&self->refused, bell_secret_text_unref);
  if (self->running)
    start_again (self);
}

static void
on_name_changed (BellAccount *account G_GNUC_UNUSED,
                 GParamSpec *pspec    G_GNUC_UNUSED,
                 BellAccountWatcher  *self)
{
  changed (self);
}

static void
on_general_changed (GSettings *general  G_GNUC_UNUSED,
                    const char *key     G_GNUC_UNUSED,
                    BellAccountWatcher *self)
{
  for (guint i = 0; i < self->folders->len; i++)
    set_intervals (self, g_ptr_array_index (self->folders, i));
  changed (self);
}

static void
on_seen_error (BellSeenStore *seen G_GNUC_UNUSED,
               GParamSpec *pspec   G_GNUC_UNUSED,
               BellAccountWatcher *self)
{
  changed (self);
}

void
bell_account_watcher_check_now (BellAccountWatcher *self)
{
  if (self->phase == WAITING) { /* the user insists: one attempt even with a refused password */
    g_clear_pointer (&self->refused, bell_secret_text_unref);
    start_again (self);
    return;
  }
  for (guint i = 0; i < self->folders->len; i++)
    bell_folder_watcher_check_now (g_ptr_array_index (self->folders, i));
}

void
bell_account_watcher_network_changed (BellAccountWatcher *self)
{
  for (guint i = 0; i < self->folders->len; i++)
    bell_folder_watcher_network_changed (g_ptr_array_index (self->folders, i));
}

void
bell_account_watcher_secrets_changed (BellAccountWatcher *self)
{
  if (self->phase == WAITING)
    ask_for_the_password (self);
}

BellAccount *
bell_account_watcher_get_account (BellAccountWatcher *self)
{
  return self->account;
}

/* What stands in the way although the folders are well. */
static char *
find_lesser_error (BellAccountWatcher *self)
{
  if (g_strv_length ((GStrv) bell_account_get_folders (self->account)) > BELL_MAX_FOLDERS)
    return g_strdup_printf (_ ("Only the first %d folders are watched. Remove some of the others."),
                            BELL_MAX_FOLDERS);
  return g_strdup (bell_seen_store_get_error (self->seen));
}

BellAccountStatus *
bell_account_watcher_get_status (BellAccountWatcher *self)
{
  BellAccountStatus *status = bell_account_status_new (bell_account_get_id (self->account),
                                                       bell_account_get_address (self->account),
                                                       bell_account_get_name (self->account));

  status->renewal_s = g_settings_get_uint (self->general, "renewal-minutes") * 60;
  switch (self->phase) {
  case LOADING:
  case ASKING:
    status->state = BELL_ACCOUNT_CONNECTING;
    break;
  case WATCHING:
    bell_folder_report_describe (self->folders, status);
    if (status->error == NULL)
      status->error = find_lesser_error (self);
    break;
  case WAITING:
    status->state =
      self->retry_at_us != BELL_NEVER ? BELL_ACCOUNT_WAITING_TO_RETRY : BELL_ACCOUNT_ASK_USER;
    status->retry_at_us = self->retry_at_us;
    status->error = g_strdup (self->error);
    break;
  case STOPPED:
  default:
    break;
  }
  return status;
}

typedef struct {
  GTask *task;      /* (owned) */
  guint  n_pending; /* folders that are logging out, the store, and this function itself */
} Stop;

static void
stop_step_done (Stop *stop)
{
  if (--stop->n_pending > 0)
    return;
  g_task_return_boolean (stop->task, TRUE);
  g_object_unref (stop->task);
  g_free (stop);
}

static void
on_folder_stopped (gpointer user_data)
{
  stop_step_done (user_data);
}

static void
on_seen_flushed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  bell_seen_store_flush_finish (BELL_SEEN_STORE (source), result);
  stop_step_done (user_data);
}

void
bell_account_watcher_stop_async (BellAccountWatcher *self,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  Stop *stop = g_new0 (Stop, 1);

  stop->task = g_task_new (self, NULL, callback, user_data);
  stop->n_pending = self->folders->len + 2;
  g_task_set_task_data (stop->task, g_ptr_array_ref (self->folders),
                        (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < self->folders->len; i++) {
    BellFolderWatcher *folder = g_ptr_array_index (self->folders, i);

    g_signal_handlers_disconnect_by_data (folder, self);
    bell_folder_watcher_stop (folder, on_folder_stopped, stop);
  }
  bell_seen_store_flush_async (self->seen, on_seen_flushed, stop);
  stop_step_done (stop);
}

gboolean
bell_account_watcher_stop_finish (BellAccountWatcher *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
bell_account_watcher_dispose (GObject *object)
{
  BellAccountWatcher *self = BELL_ACCOUNT_WATCHER (object);

  if (self->account != NULL)
    g_signal_handlers_disconnect_by_data (self->account, self);
  if (self->general != NULL)
    g_signal_handlers_disconnect_by_data (self->general, self);
  if (self->seen != NULL)
    g_signal_handlers_disconnect_by_data (self->seen, self);
  if (self->retry != NULL)
    halt (self);
  g_clear_pointer (&self->retry, bell_alarm_free);
  g_clear_pointer (&self->refused, bell_secret_text_unref);
  g_clear_object (&self->seen);
  g_clear_object (&self->general);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (bell_account_watcher_parent_class)->dispose (object);
}

static void
bell_account_watcher_finalize (GObject *object)
{
  BellAccountWatcher *self = BELL_ACCOUNT_WATCHER (object);

  g_ptr_array_unref (self->folders);
  G_OBJECT_CLASS (bell_account_watcher_parent_class)->finalize (object);
}

static guint
new_signal (const char *name, guint n_arguments, const GType *arguments)
{
  return g_signal_newv (name, BELL_TYPE_ACCOUNT_WATCHER, G_SIGNAL_RUN_LAST, NULL, NULL, NULL, NULL,
                        G_TYPE_NONE, n_arguments, (GType *) arguments);
}

static void
bell_account_watcher_class_init (BellAccountWatcherClass *klass)
{
  const GType news[] = { G_TYPE_POINTER };
  const GType gone[] = { G_TYPE_STRING, G_TYPE_UINT, G_TYPE_POINTER };

  G_OBJECT_CLASS (klass)->dispose = bell_account_watcher_dispose;
  G_OBJECT_CLASS (klass)->finalize = bell_account_watcher_finalize;

  signals[CHANGED] = new_signal ("changed", 0, NULL);
  signals[NEWS] = new_signal ("news", G_N_ELEMENTS (news), news);
  signals[GONE] = new_signal ("gone", G_N_ELEMENTS (gone), gone);
}

static void
bell_account_watcher_init (BellAccountWatcher *self)
{
  self->folders = g_ptr_array_new_with_free_func (g_object_unref);
  self->retry = bell_alarm_new (on_retry, self);
  self->retry_at_us = BELL_NEVER;
}

BellAccountWatcher *
bell_account_watcher_new (BellAccount *account, GSettings *general)
{
  BellAccountWatcher *self = g_object_new (BELL_TYPE_ACCOUNT_WATCHER, NULL);

  self->account = g_object_ref (account);
  self->general = g_object_ref (general);
  self->seen = bell_seen_store_new (NULL, bell_account_get_id (account));
  g_signal_connect (account, "connection-changed", G_CALLBACK (on_connection_changed), self);
  g_signal_connect (account, "notify::name", G_CALLBACK (on_name_changed), self);
  g_signal_connect (general, "changed", G_CALLBACK (on_general_changed), self);
  g_signal_connect (self->seen, "notify::error", G_CALLBACK (on_seen_error), self);
  return self;
}
