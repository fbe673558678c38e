/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first connection speaks for the account; the others add to it. */

#include "watch/session-set.h"

#include "io/clock.h"

/* Connections besides the first. Many servers allow ten to fifteen for a user, and the mail client
 * needs some of them (Dovecot: mail_max_userip_connections = 10; Gmail 15, Exchange 16). */
#define MAX_FURTHER 4

struct _BellSessionSet {
  GObject parent_instance;

  BellAccount        *account; /* (owned) */
  BellSeenStore      *seen;    /* (owned) */
  BellWatchPlan       plan;    /* mailboxes are not kept here */
  BellSessionWatcher *first;   /* (owned) */
  GPtrArray          *further; /* (owned) of BellSessionWatcher, each for one folder */
  guint               max_further;
  gboolean            first_watches;
  GHashTable         *closed; /* (owned) set of mailboxes that a connection could not open */
  BellSignInSecret   *secret; /* (owned) (nullable): NULL while it is stopped */
  guint               n_stopping;
  void (*on_stopped) (gpointer user_data);
  gpointer stopped_data;
};

G_DEFINE_FINAL_TYPE (BellSessionSet, bell_session_set, G_TYPE_OBJECT)

enum { CHANGED, EVENT, REFUSED, EXPIRED, N_SIGNALS };

static guint signals[N_SIGNALS];

static gboolean
is_watching (BellSessionWatcher *watcher)
{
  BellAccountState state = bell_session_watcher_get_state (watcher);

  return state == BELL_ACCOUNT_PUSHING || state == BELL_ACCOUNT_POLLING;
}

/* The one folder of a further connection. */
static BellWatchedFolder *
get_folder (BellSessionWatcher *watcher)
{
  return g_ptr_array_index (bell_session_watcher_get_folders (watcher), 0);
}

/* (nullable) */
static BellSessionWatcher *
find_further (BellSessionSet *self, const char *mailbox)
{
  for (guint i = 0; i < self->further->len; i++)
    if (g_str_equal (get_folder (g_ptr_array_index (self->further, i))->mailbox, mailbox))
      return g_ptr_array_index (self->further, i);
  return NULL;
}

/* A folder may come to be watched by another connection: what one has told none tells again, and each
 * can take it back. */
static void
on_event (BellSessionWatcher *watcher, BellImapEvent *event, BellSessionSet *self)
{
  if (event->type == BELL_IMAP_EVENT_NEWS || event->type == BELL_IMAP_EVENT_GONE) {
    if (watcher != self->first)
      bell_session_watcher_set_seen (self->first, event);
    for (guint i = 0; i < self->further->len; i++)
      if (watcher != g_ptr_array_index (self->further, i))
        bell_session_watcher_set_seen (g_ptr_array_index (self->further, i), event);
  }
  g_signal_emit (self, signals[EVENT], 0, event);
}

BellSession *
bell_session_set_find_session (BellSessionSet *self, const char *mailbox)
{
  BellSessionWatcher *further = find_further (self, mailbox);
  BellSession        *session = NULL;

  if (further != NULL)
    session = bell_session_watcher_get_session (further);
  return session != NULL ? session : bell_session_watcher_get_session (self->first);
}

static void
drop_further (BellSessionSet *self, BellSessionWatcher *watcher)
{
  g_signal_handlers_disconnect_by_data (watcher, self);
  bell_session_watcher_stop (watcher, g_object_unref, g_object_ref (watcher));
  bell_session_watcher_set_watched (self->first, get_folder (watcher)->mailbox, TRUE);
  g_ptr_array_remove (self->further, watcher);
}

/* While a further connection stands the first does not ask for its folder; a server that says that
 * it is one too many is not asked again before the first has to connect anew. */
static void
on_further_changed (BellSessionWatcher *watcher, BellSessionSet *self)
{
  G_GNUC_UNUSED g_autoptr (BellSessionWatcher) keep = g_object_ref (watcher);

  if (bell_session_watcher_is_one_too_many (watcher)) {
    self->max_further = self->further->len - 1;
    drop_further (self, watcher);
  } else if (bell_session_watcher_get_state (watcher) == BELL_ACCOUNT_ASK_USER) {
    /* Its folder is gone, which the first will find too, or has a STATUS and cannot be opened. */
    g_hash_table_add (self->closed, g_strdup (get_folder (watcher)->mailbox));
    drop_further (self, watcher);
  } else
    bell_session_watcher_set_watched (self->first, get_folder (watcher)->mailbox,
                                      bell_session_watcher_get_push (watcher) < BELL_PUSH_IDLE);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Whatever it is, the first connection will meet it too, and then it concerns the account. */
static void
on_further_refused (BellSessionWatcher *watcher, GError *error G_GNUC_UNUSED, BellSessionSet *self)
{
  G_GNUC_UNUSED g_autoptr (BellSessionWatcher) keep = g_object_ref (watcher);

  self->max_further = self->further->len - 1;
  drop_further (self, watcher);
}

/* What a further connection does of PLAN. */
static BellWatchPlan
make_further_plan (const BellWatchPlan *plan)
{
  BellWatchPlan further = *plan;

  further.automatic = FALSE;
  further.newest = 0;
  return further;
}

/* "expired" is not for them to tell: the first connection gets the account a fresh token, with which
 * all begin anew; until then theirs waits like any that has ended. */
static void
add_further (BellSessionSet *self, const char *mailbox)
{
  const char         *mailboxes[] = { mailbox, NULL };
  BellWatchPlan       plan = make_further_plan (&self->plan);
  BellSessionWatcher *watcher;

  plan.mailboxes = mailboxes;
  watcher = bell_session_watcher_new (self->account, self->seen, &plan);
  g_ptr_array_add (self->further, watcher);
  g_signal_connect (watcher, "changed", G_CALLBACK (on_further_changed), self);
  g_signal_connect (watcher, "event", G_CALLBACK (on_event), self);
  g_signal_connect (watcher, "refused", G_CALLBACK (on_further_refused), self);
  bell_session_watcher_start (watcher, self->secret);
}

/* A folder that the first connection can only ask for. */
static gboolean
wants_further (BellSessionSet *self, const BellWatchedFolder *folder)
{
  return folder->push < BELL_PUSH_IDLE && find_further (self, folder->mailbox) == NULL &&
         !g_hash_table_contains (self->closed, folder->mailbox);
}

static void
push_others (BellSessionSet *self)
{
  GPtrArray *folders = bell_session_watcher_get_folders (self->first);

  if (bell_session_watcher_get_push (self->first) < BELL_PUSH_IDLE)
    return;
  for (guint i = 1; i < folders->len && self->further->len < self->max_further; i++) {
    BellWatchedFolder *folder = g_ptr_array_index (folders, i);

    if (wants_further (self, folder))
      add_further (self, folder->mailbox);
  }
}

/* The first may have connected anew: it knows nothing of the others. */
static void
leave_to_further (BellSessionSet *self)
{
  for (guint i = 0; i < self->further->len; i++) {
    BellSessionWatcher *watcher = g_ptr_array_index (self->further, i);

    if (bell_session_watcher_get_push (watcher) >= BELL_PUSH_IDLE)
      bell_session_watcher_set_watched (self->first, get_folder (watcher)->mailbox, FALSE);
  }
}

/* The first is the one too many: the others must not keep it out. */
static void
make_room (BellSessionSet *self)
{
  drop_further (self, g_ptr_array_index (self->further, self->further->len - 1));
}

static void
on_first_changed (BellSessionWatcher *first, BellSessionSet *self)
{
  gboolean watches = is_watching (first);

  if (watches && !self->first_watches) { /* it may have been the server that was not well */
    self->max_further = MAX_FURTHER;
    g_hash_table_remove_all (self->closed);
  }
  self->first_watches = watches;
  if (bell_session_watcher_is_one_too_many (first) && self->further->len > 0)
    make_room (self);
  leave_to_further (self);
  if (watches)
    push_others (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_first_refused (BellSessionWatcher *first G_GNUC_UNUSED, GError *error, BellSessionSet *self)
{
  g_signal_emit (self, signals[REFUSED], 0, error);
}

static void
on_first_expired (BellSessionWatcher *first G_GNUC_UNUSED, BellSessionSet *self)
{
  g_signal_emit (self, signals[EXPIRED], 0);
}

void
bell_session_set_start (BellSessionSet *self, BellSignInSecret *secret)
{
  while (self->further->len > 0)
    drop_further (self, g_ptr_array_index (self->further, self->further->len - 1));
  g_clear_pointer (&self->secret, bell_sign_in_secret_unref);
  self->secret = bell_sign_in_secret_ref (secret);
  bell_session_watcher_start (self->first, secret);
}

void
bell_session_set_set_secret (BellSessionSet *self, BellSignInSecret *secret)
{
  g_clear_pointer (&self->secret, bell_sign_in_secret_unref);
  self->secret = bell_sign_in_secret_ref (secret);
  bell_session_watcher_set_secret (self->first, secret);
  for (guint i = 0; i < self->further->len; i++)
    bell_session_watcher_set_secret (g_ptr_array_index (self->further, i), secret);
}

gboolean
bell_session_set_is_watching (BellSessionSet *self)
{
  return is_watching (self->first);
}

void
bell_session_set_check_now (BellSessionSet *self)
{
  bell_session_watcher_check_now (self->first);
  for (guint i = 0; i < self->further->len; i++)
    bell_session_watcher_check_now (g_ptr_array_index (self->further, i));
}

void
bell_session_set_network_changed (BellSessionSet *self)
{
  bell_session_watcher_network_changed (self->first);
  for (guint i = 0; i < self->further->len; i++)
    bell_session_watcher_network_changed (g_ptr_array_index (self->further, i));
}

void
bell_session_set_network_works (BellSessionSet *self)
{
  if (bell_session_watcher_get_state (self->first) == BELL_ACCOUNT_WAITING_FOR_NETWORK)
    bell_session_set_check_now (self);
}

void
bell_session_set_set_plan (BellSessionSet *self, const BellWatchPlan *plan)
{
  BellRenewalTuner *tuner = self->plan.tuner;
  BellMeterStore   *meter = self->plan.meter;
  BellWatchPlan     further = make_further_plan (plan);

  self->plan = *plan;
  self->plan.mailboxes = NULL;
  self->plan.tuner = tuner;
  self->plan.meter = meter;
  bell_session_watcher_set_plan (self->first, plan);
  for (guint i = 0; i < self->further->len; i++)
    bell_session_watcher_set_plan (g_ptr_array_index (self->further, i), &further);
}

static void
on_one_stopped (gpointer user_data)
{
  g_autoptr (BellSessionSet) self = user_data;

  if (--self->n_stopping == 0 && self->on_stopped != NULL)
    self->on_stopped (self->stopped_data);
}

static void
stop_one (BellSessionSet *self, BellSessionWatcher *watcher)
{
  g_signal_handlers_disconnect_by_data (watcher, self);
  bell_session_watcher_stop (watcher, on_one_stopped, g_object_ref (self));
}

void
bell_session_set_stop (BellSessionSet *self,
                       void (*on_stopped) (gpointer user_data),
                       gpointer user_data)
{
  self->on_stopped = on_stopped;
  self->stopped_data = user_data;
  self->n_stopping = self->further->len + 1;
  g_clear_pointer (&self->secret, bell_sign_in_secret_unref);
  for (guint i = 0; i < self->further->len; i++)
    stop_one (self, g_ptr_array_index (self->further, i));
  stop_one (self, self->first);
}

void
bell_session_set_count_bytes (BellSessionSet *self)
{
  bell_session_watcher_count_bytes (self->first);
  for (guint i = 0; i < self->further->len; i++)
    bell_session_watcher_count_bytes (g_ptr_array_index (self->further, i));
}

static void
describe_folder (BellSessionSet *self, BellWatchedFolder *folder, BellAccountStatus *status)
{
  BellSessionWatcher *further = find_further (self, folder->mailbox);
  guint               unread;

  if (further != NULL && get_folder (further)->push > folder->push)
    folder = get_folder (further);
  unread = folder->unread > 0 ? (guint) folder->unread : 0;
  status->unread_known |= folder->unread >= 0;
  status->unread += unread;
  status->push = MIN (status->push, folder->push);
  bell_account_status_add_folder (status, folder->name, unread, folder->push);
}

static void
describe_server (BellSessionSet *self, BellAccountStatus *status)
{
  BellSession                *session = bell_session_watcher_get_session (self->first);
  const BellImapCapabilities *capabilities;
  g_autofree const char     **decisive = NULL;

  if (session == NULL)
    return;
  status->tls = g_strdup (bell_connection_get_tls_version (bell_session_get_connection (session)));
  capabilities = bell_session_get_capabilities (session);
  if (capabilities == NULL)
    return;
  decisive = bell_imap_capabilities_list_decisive (capabilities);
  status->capabilities = g_strdupv ((char **) decisive);
}

void
bell_session_set_describe (BellSessionSet *self, BellAccountStatus *status)
{
  GPtrArray *folders = bell_session_watcher_get_folders (self->first);

  status->push = BELL_PUSH_NOTIFY;
  for (guint i = 0; i < folders->len; i++)
    describe_folder (self, g_ptr_array_index (folders, i), status);
  bell_session_watcher_describe (self->first, status);
  describe_server (self, status);
}

static void
bell_session_set_dispose (GObject *object)
{
  BellSessionSet *self = BELL_SESSION_SET (object);

  if (self->first != NULL)
    g_signal_handlers_disconnect_by_data (self->first, self);
  g_clear_object (&self->first);
  for (guint i = 0; self->further != NULL && i < self->further->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->further, i), self);
  g_clear_pointer (&self->further, g_ptr_array_unref);
  g_clear_pointer (&self->closed, g_hash_table_unref);
  g_clear_pointer (&self->secret, bell_sign_in_secret_unref);
  g_clear_object (&self->plan.tuner);
  g_clear_object (&self->plan.meter);
  g_clear_object (&self->seen);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (bell_session_set_parent_class)->dispose (object);
}

static guint
new_signal (const char *name, GType argument)
{
  return g_signal_new (name, BELL_TYPE_SESSION_SET, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, argument == G_TYPE_NONE ? 0 : 1, argument);
}

static void
bell_session_set_class_init (BellSessionSetClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bell_session_set_dispose;

  signals[CHANGED] = new_signal ("changed", G_TYPE_NONE);
  signals[EVENT] = new_signal ("event", G_TYPE_POINTER);
  signals[REFUSED] = new_signal ("refused", G_TYPE_ERROR);
  signals[EXPIRED] = new_signal ("expired", G_TYPE_NONE);
}

static void
bell_session_set_init (BellSessionSet *self)
{
  self->further = g_ptr_array_new_with_free_func (g_object_unref);
  self->closed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->max_further = MAX_FURTHER;
}

BellSessionSet *
bell_session_set_new (BellAccount *account, BellSeenStore *seen, const BellWatchPlan *plan)
{
  BellSessionSet *self = g_object_new (BELL_TYPE_SESSION_SET, NULL);

  self->account = g_object_ref (account);
  self->seen = g_object_ref (seen);
  self->plan = *plan;
  self->plan.mailboxes = NULL;
  g_object_ref (self->plan.tuner);
  g_object_ref (self->plan.meter);
  self->first = bell_session_watcher_new (account, seen, plan);
  g_signal_connect (self->first, "changed", G_CALLBACK (on_first_changed), self);
  g_signal_connect (self->first, "event", G_CALLBACK (on_event), self);
  g_signal_connect (self->first, "refused", G_CALLBACK (on_first_refused), self);
  g_signal_connect (self->first, "expired", G_CALLBACK (on_first_expired), self);
  return self;
}
