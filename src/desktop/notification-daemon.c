/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notification-daemon.c: a table of what the daemon shows for us, by the id of the notice.
 * A notice is sent once at a time: until the daemon has answered with its number, a newer one of the
 * same id waits, and so does the wish to withdraw it. The numbers belong to one daemon on one bus;
 * with another owner of the name they mean nothing: what an earlier run has shown is withdrawn when its
 * number has been read and the owner is known. What nobody took, as a daemon that is started at log-in may
 * fail until its display is there, and what a daemon ended over, is handed back: another daemon may want
 * it written differently. */

#include "desktop/notification-daemon.h"

#include "desktop/notice-letter.h"
#include "desktop/notice-message.h"
#include "watch/state-file.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#define FILE_NAME "notifications"
#define GROUP "notifications"

/* A notice id, an action with a Message-ID, and percent-encoding of both. */
#define FILE_BYTES (512 * 1024)

struct _BellNotificationDaemon {
  GObject parent_instance;

  GDBusConnection *session;      /* (owned) */
  GCancellable    *cancellable;  /* (owned) */
  BellStateFile   *file;         /* (owned) */
  GHashTable      *entries;      /* (owned) id of the notice → Entry */
  char            *owner;        /* (owned) (nullable) the bus and the daemon on it */
  char            *token;        /* (owned) (nullable) of the click that is being told */
  GPtrArray       *unwanted;     /* (owned) (nullable) of char: withdrawn before the file was read;
                                  * NULL: it has been */
  guint            watch;        /* of the name's owner */
  guint            subscription; /* to the daemon's signals */
};

G_DEFINE_FINAL_TYPE (BellNotificationDaemon, bell_notification_daemon, G_TYPE_OBJECT)

typedef struct {
  guint32 number; /* the daemon's; 0: not told yet */
  char   *owner;  /* (owned) whose number that is */
  char   *action; /* (owned) (nullable) the default one */
  BellNoticeLetter
          *next; /* (owned) (nullable) what is to be shown as soon as the number is there */
  gboolean asking;
  gboolean withdrawn; /* as soon as the number, or its daemon, is there */
} Entry;

/* A call that is under way. */
typedef struct {
  BellNotificationDaemon *self;   /* (unowned) */
  BellNoticeLetter       *letter; /* (owned) */
} Call;

enum { ACTION, ANSWERED, CLOSED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->owner);
  g_free (entry->action);
  g_clear_pointer (&entry->next, bell_notice_letter_free);
  g_free (entry);
}

/* The file: a key for each notice, whose value is "NUMBER OWNER ACTION". */

static GHashTable *
read_file (GKeyFile *file)
{
  GHashTable *entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
  g_auto (GStrv) keys = g_key_file_get_keys (file, GROUP, NULL, NULL);

  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++) {
    g_autofree char *value = g_key_file_get_string (file, GROUP, keys[i], NULL);
    g_autofree char *id = g_uri_unescape_string (keys[i], NULL);
    g_auto (GStrv) parts = g_strsplit (value != NULL ? value : "", " ", 3);
    guint64 number;
    Entry  *entry;

    if (id == NULL || g_strv_length (parts) != 3 ||
        !g_ascii_string_to_unsigned (parts[0], 10, 1, G_MAXUINT32, &number, NULL))
      continue;
    entry = g_new0 (Entry, 1);
    entry->number = (guint32) number;
    entry->owner = g_strdup (parts[1]);
    entry->action = *parts[2] != '\0' ? g_strdup (parts[2]) : NULL;
    g_hash_table_insert (entries, g_steal_pointer (&id), entry);
  }
  return entries;
}

static void
write_file (GObject *object, GKeyFile *file)
{
  BellNotificationDaemon *self = BELL_NOTIFICATION_DAEMON (object);
  GHashTableIter          iterator;
  gpointer                id, value;

  g_hash_table_iter_init (&iterator, self->entries);
  while (g_hash_table_iter_next (&iterator, &id, &value)) {
    const Entry     *entry = value;
    g_autofree char *key = g_uri_escape_string (id, NULL, FALSE);
    g_autofree char *line = NULL;

    if (entry->number == 0)
      continue;
    line = g_strdup_printf ("%u %s %s", entry->number, entry->owner,
                            entry->action != NULL ? entry->action : "");
    g_key_file_set_string (file, GROUP, key, line);
  }
}

static void
on_written (G_GNUC_UNUSED GObject *object, const GError *error)
{
  if (error != NULL)
    g_message ("Buttons of notifications will not work after a restart: %s", error->message);
}

static const BellStateFileForm file_form = {
  .version = 1,
  .limit_bytes = FILE_BYTES,
  .read = read_file,
  .write = write_file,
  .written = on_written,
};

static gboolean
is_of_another (G_GNUC_UNUSED gpointer id, gpointer value, gpointer user_data)
{
  const Entry                  *entry = value;
  const BellNotificationDaemon *self = user_data;

  return !entry->asking && g_strcmp0 (entry->owner, self->owner) != 0;
}

static void
forget_those_of_others (BellNotificationDaemon *self)
{
  if (self->owner != NULL && g_hash_table_foreach_remove (self->entries, is_of_another, self) > 0)
    bell_state_file_change (self->file);
}

static void
on_loaded (GObject *object, GAsyncResult *result, G_GNUC_UNUSED gpointer user_data)
{
  BellNotificationDaemon *self = BELL_NOTIFICATION_DAEMON (object);
  g_autoptr (GPtrArray) unwanted = g_steal_pointer (&self->unwanted);
  g_autoptr (GError) error = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (!bell_state_file_load_finish (self->file, result, self->entries, &error))
    g_message ("Buttons of earlier notifications will not work: %s", error->message);
  forget_those_of_others (self);
  for (guint i = 0; i < unwanted->len; i++)
    bell_notification_daemon_withdraw (self, g_ptr_array_index (unwanted, i));
}

static void
on_name_vanished (G_GNUC_UNUSED GDBusConnection *connection,
                  G_GNUC_UNUSED const char      *name,
                  gpointer                       user_data)
{
  BellNotificationDaemon *self = user_data;

  g_clear_pointer (&self->owner, g_free);
}

/* What we show under this number. (transfer none) (nullable) */
static Entry *
find_number (BellNotificationDaemon *self, guint32 number, const char **id)
{
  GHashTableIter iterator;
  gpointer       key, value;

  g_hash_table_iter_init (&iterator, self->entries);
  while (g_hash_table_iter_next (&iterator, &key, &value)) {
    Entry *entry = value;

    if (entry->number == number && g_strcmp0 (entry->owner, self->owner) == 0) {
      *id = key;
      return entry;
    }
  }
  return NULL;
}

static void
tell_action (BellNotificationDaemon *self, const Entry *entry, const char *key)
{
  g_autofree char *token = g_steal_pointer (&self->token);
  g_autofree char *name = g_strdup (g_str_equal (key, "default") ? entry->action : key);

  if (name != NULL)
    g_signal_emit (self, signals[ACTION], 0, name, token);
}

static void
on_signal (G_GNUC_UNUSED GDBusConnection *connection,
           G_GNUC_UNUSED const char      *sender,
           G_GNUC_UNUSED const char      *path,
           G_GNUC_UNUSED const char      *interface,
           const char                    *signal,
           GVariant                      *parameters,
           gpointer                       user_data)
{
  BellNotificationDaemon *self = user_data;
  const char             *id = NULL;
  const char             *text = NULL;
  guint32                 number = 0;
  gboolean                with_text = g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(us)"));
  Entry                  *entry;

  if (with_text)
    g_variant_get (parameters, "(u&s)", &number, &text);
  else if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(uu)")))
    g_variant_get (parameters, "(uu)", &number, NULL);
  entry = number != 0 ? find_number (self, number, &id) : NULL;
  if (entry == NULL)
    return;

  if (g_str_equal (signal, "ActivationToken") && with_text) {
    g_free (self->token);
    self->token = g_strdup (text);
  } else if (g_str_equal (signal, "ActionInvoked") && with_text) {
    tell_action (self, entry, text);
  } else if (g_str_equal (signal, "NotificationClosed")) {
    /* One that is being replaced comes again, under a number that is on its way. */
    if (entry->asking) {
      entry->number = 0;
    } else {
      g_signal_emit (self, signals[CLOSED], 0, id);
      g_hash_table_remove (self->entries, id);
    }
    bell_state_file_change (self->file);
  }
}

/* The daemon itself, not whoever has its name by then: the numbers are its own, and it is what has told
 * how it reads a text. The name, while it is not known who has it. */
static const char *
get_destination (BellNotificationDaemon *self)
{
  return self->owner != NULL ? strchr (self->owner, '/') + 1 : BELL_NOTIFICATIONS_NAME;
}

static void
close_number (BellNotificationDaemon *self, guint32 number)
{
  g_dbus_connection_call (self->session, get_destination (self), BELL_NOTIFICATIONS_PATH,
                          BELL_NOTIFICATIONS_NAME, "CloseNotification",
                          g_variant_new ("(u)", number), NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                          NULL, NULL, NULL);
}

/* The one that was shown first, as numbers rise. Of one that is on its way nothing is known yet. */
static void
remove_oldest (GHashTable *entries)
{
  GHashTableIter iterator;
  gpointer       id, value;
  const char    *oldest_id = NULL;
  guint32        oldest = 0;

  g_hash_table_iter_init (&iterator, entries);
  while (g_hash_table_iter_next (&iterator, &id, &value)) {
    const Entry *entry = value;

    if (entry->asking || (oldest_id != NULL && entry->number >= oldest))
      continue;
    oldest_id = id;
    oldest = entry->number;
  }
  if (oldest_id != NULL)
    g_hash_table_remove (entries, oldest_id);
}

static void call_notify (BellNotificationDaemon *self, Entry *entry, BellNoticeLetter *letter);

/* The number is known, or there will be none. */
static void
go_on (BellNotificationDaemon *self, const char *id, Entry *entry)
{
  if (entry->withdrawn) {
    if (entry->number != 0)
      close_number (self, entry->number);
    g_hash_table_remove (self->entries, id);
  } else if (entry->next != NULL) {
    call_notify (self, entry, g_steal_pointer (&entry->next));
  } else if (entry->number == 0) {
    g_hash_table_remove (self->entries, id);
  }
  bell_state_file_change (self->file);
}

static void
call_free (Call *call)
{
  bell_notice_letter_free (call->letter);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static void
tell_fate (BellNotificationDaemon *self, const BellNoticeLetter *letter, BellNoticeFate fate)
{
  g_signal_emit (self, signals[ANSWERED], 0, letter->notice, fate);
}

/* What is still wanted of it, ENTRY's notice having had FATE. A newer one has not been sent. */
static void
hand_back (const Call *call, Entry *entry, BellNoticeFate fate)
{
  BellNotificationDaemon *self = call->self;
  g_autoptr (BellNoticeLetter) next = g_steal_pointer (&entry->next);
  gboolean wanted = !entry->withdrawn && next == NULL;

  g_hash_table_remove (self->entries, call->letter->notice->id);
  bell_state_file_change (self->file);
  tell_fate (self, call->letter, wanted ? fate : BELL_NOTICE_SETTLED);
  if (next != NULL)
    tell_fate (self, next, BELL_NOTICE_UNTAKEN);
}

/* ANSWER (nullable): it was ERROR (nullable). */
static void
take_answer (const Call *call, GVariant *answer, const GError *error)
{
  BellNotificationDaemon *self = call->self;
  const char             *id = call->letter->notice->id;
  Entry                  *entry = g_hash_table_lookup (self->entries, id);
  BellNoticeFate          fate = bell_notice_fate_of (error, self->owner != NULL);

  g_return_if_fail (entry != NULL); /* it is kept while it asks */
  if (fate != BELL_NOTICE_SETTLED) {
    hand_back (call, entry, fate);
    return;
  }
  entry->asking = FALSE;
  entry->number = 0;
  if (answer != NULL)
    g_variant_get (answer, "(u)", &entry->number);
  g_free (entry->owner);
  entry->owner = g_strdup (self->owner != NULL ? self->owner : "-");
  go_on (self, id, entry);
  tell_fate (self, call->letter, BELL_NOTICE_SETTLED);
}

/* A daemon may quote in words what it did not like: only the name of its error is told. */
static void
log_refusal (const GError *error)
{
  g_autofree char *name = g_dbus_error_get_remote_error (error);

  g_message ("The notification daemon took no notification: %s",
             name != NULL ? name : error->message);
}

static void
on_notified (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
    g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer == NULL)
    log_refusal (error);
  take_answer (call, answer, error);
}

/* LETTER: taken. */
static void
call_notify (BellNotificationDaemon *self, Entry *entry, BellNoticeLetter *letter)
{
  Call *call = g_new (Call, 1);

  call->self = self;
  call->letter = letter;
  entry->asking = TRUE;
  g_dbus_connection_call (
    self->session, get_destination (self), BELL_NOTIFICATIONS_PATH, BELL_NOTIFICATIONS_NAME,
    "Notify", bell_notice_letter_address (letter, entry->number), G_VARIANT_TYPE ("(u)"),
    G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, on_notified, call);
}

static void
close_the_withdrawn (BellNotificationDaemon *self)
{
  GHashTableIter iterator;
  gpointer       id, value;

  g_hash_table_iter_init (&iterator, self->entries);
  while (g_hash_table_iter_next (&iterator, &id, &value)) {
    const Entry *entry = value;

    if (!entry->withdrawn || entry->asking)
      continue;
    close_number (self, entry->number);
    g_hash_table_iter_remove (&iterator);
    bell_state_file_change (self->file);
  }
}

static void
on_name_appeared (GDBusConnection          *connection,
                  G_GNUC_UNUSED const char *name,
                  const char               *owner,
                  gpointer                  user_data)
{
  BellNotificationDaemon *self = user_data;

  g_free (self->owner);
  self->owner = g_strconcat (g_dbus_connection_get_guid (connection), "/", owner, NULL);
  forget_those_of_others (self);
  close_the_withdrawn (self);
}

static void
bell_notification_daemon_dispose (GObject *object)
{
  BellNotificationDaemon *self = BELL_NOTIFICATION_DAEMON (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->watch, g_bus_unwatch_name);
  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->session, self->subscription);
  self->subscription = 0;
  g_clear_object (&self->session);
  G_OBJECT_CLASS (bell_notification_daemon_parent_class)->dispose (object);
}

static void
bell_notification_daemon_finalize (GObject *object)
{
  BellNotificationDaemon *self = BELL_NOTIFICATION_DAEMON (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->file, bell_state_file_free);
  g_hash_table_unref (self->entries);
  g_clear_pointer (&self->unwanted, g_ptr_array_unref);
  g_free (self->owner);
  g_free (self->token);
  G_OBJECT_CLASS (bell_notification_daemon_parent_class)->finalize (object);
}

static void
bell_notification_daemon_class_init (BellNotificationDaemonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bell_notification_daemon_dispose;
  G_OBJECT_CLASS (klass)->finalize = bell_notification_daemon_finalize;
  signals[ACTION] = g_signal_new ("action", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[ANSWERED] = g_signal_new ("answered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_INT);
  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
bell_notification_daemon_init (BellNotificationDaemon *self)
{
  self->cancellable = g_cancellable_new ();
  self->unwanted = g_ptr_array_new_with_free_func (g_free);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
}

BellNotificationDaemon *
bell_notification_daemon_new (GDBusConnection *session, const char *directory)
{
  BellNotificationDaemon *self = g_object_new (BELL_TYPE_NOTIFICATION_DAEMON, NULL);
  g_autofree char        *usual = g_build_filename (g_get_user_runtime_dir (), "mailbell", NULL);

  self->session = g_object_ref (session);
  self->file = bell_state_file_new (directory != NULL ? directory : usual, FILE_NAME,
                                    G_OBJECT (self), &file_form);
  self->watch =
    g_bus_watch_name_on_connection (session, BELL_NOTIFICATIONS_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                    on_name_appeared, on_name_vanished, self, NULL);
  self->subscription = g_dbus_connection_signal_subscribe (
    session, BELL_NOTIFICATIONS_NAME, BELL_NOTIFICATIONS_NAME, NULL, BELL_NOTIFICATIONS_PATH, NULL,
    G_DBUS_SIGNAL_FLAGS_NONE, on_signal, self, NULL);
  bell_state_file_load_async (self->file, on_loaded, NULL);
  return self;
}

gboolean
bell_notification_daemon_is_there (BellNotificationDaemon *self)
{
  return self->owner != NULL;
}

/* It is wanted again. */
static void
forget_unwanted (BellNotificationDaemon *self, const char *notice_id)
{
  guint position;

  while (self->unwanted != NULL &&
         g_ptr_array_find_with_equal_func (self->unwanted, notice_id, g_str_equal, &position))
    g_ptr_array_remove_index_fast (self->unwanted, position);
}

void
bell_notification_daemon_show (BellNotificationDaemon *self,
                               const BellNotice       *notice,
                               const char             *body,
                               gboolean                with_actions)
{
  Entry           *entry = g_hash_table_lookup (self->entries, notice->id);
  g_autofree char *action = bell_notice_get_default_action (notice);
  g_autoptr (BellNoticeLetter) letter = bell_notice_letter_new (notice, body, with_actions);

  forget_unwanted (self, notice->id);
  if (entry == NULL) {
    if (g_hash_table_size (self->entries) >= BELL_DAEMON_NOTICES)
      remove_oldest (self->entries);
    entry = g_new0 (Entry, 1);
    g_hash_table_insert (self->entries, g_strdup (notice->id), entry);
  } else if (!entry->asking && g_strcmp0 (entry->owner, self->owner) != 0) {
    entry->number = 0;
  }
  g_free (entry->action);
  entry->action = g_steal_pointer (&action);
  entry->withdrawn = FALSE;
  if (entry->asking) {
    g_clear_pointer (&entry->next, bell_notice_letter_free);
    entry->next = g_steal_pointer (&letter);
  } else {
    call_notify (self, entry, g_steal_pointer (&letter));
  }
}

void
bell_notification_daemon_withdraw (BellNotificationDaemon *self, const char *notice_id)
{
  Entry *entry = g_hash_table_lookup (self->entries, notice_id);

  if (entry == NULL && self->unwanted != NULL)
    g_ptr_array_add (self->unwanted, g_strdup (notice_id));
  if (entry == NULL)
    return;
  if (entry->asking || self->owner == NULL) {
    g_clear_pointer (&entry->next, bell_notice_letter_free);
    entry->withdrawn = TRUE;
    return;
  }
  if (entry->number != 0)
    close_number (self, entry->number);
  g_hash_table_remove (self->entries, notice_id);
  bell_state_file_change (self->file);
}

void
bell_notification_daemon_flush_async (BellNotificationDaemon *self,
                                      GAsyncReadyCallback     callback,
                                      gpointer                user_data)
{
  bell_state_file_flush_async (self->file, callback, user_data);
}

void
bell_notification_daemon_flush_finish (BellNotificationDaemon *self, GAsyncResult *result)
{
  bell_state_file_flush_finish (self->file, result);
}
