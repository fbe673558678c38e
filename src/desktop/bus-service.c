/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bus-service.c: the D-Bus face.
 * The code generated from the interface description compares old and new values and gathers the
 * changes of one main loop turn in one signal. */

#include "desktop/bus-service.h"

#include "base/certificate-variant.h"
#include "desktop/mailbell-bus.h"
#include "io/clock.h"
#include "policy/status-list.h"

#define ACCOUNT_PATH BELL_BUS_PATH "/account/"

struct _BellBusService {
  GObject parent_instance;

  BellBusApplication       *application; /* (owned) */
  GDBusObjectManagerServer *manager;     /* (owned) */
  GHashTable               *accounts;    /* (owned) of Account by account id */
};

typedef struct {
  BellBusAccount *interface;   /* (owned) */
  char           *path;        /* (owned) */
  gint64          retry_at_us; /* of which the property RetryAt was made */
} Account;

enum {
  CHECK_NOW,
  PAUSE,
  RESUME,
  QUIT,
  SHOW_PREFERENCES,
  ACT,
  REFRESH,
  HISTORY,
  CLEAR_HISTORY,
  RUN_COMMAND,
  TEST_NOTIFICATION,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BellBusService, bell_bus_service, G_TYPE_OBJECT)

static void
account_free (gpointer data)
{
  Account *account = data;

  g_object_unref (account->interface);
  g_free (account->path);
  g_free (account);
}

static gboolean
on_pause (BellBusApplication    *application,
          GDBusMethodInvocation *invocation,
          guint                  seconds,
          BellBusService        *self)
{
  g_signal_emit (self, signals[PAUSE], 0, seconds);
  bell_bus_application_complete_pause (application, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_resume (BellBusApplication *application, GDBusMethodInvocation *invocation, BellBusService *self)
{
  g_signal_emit (self, signals[RESUME], 0);
  bell_bus_application_complete_resume (application, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_check_now (BellBusApplication    *application,
              GDBusMethodInvocation *invocation,
              BellBusService        *self)
{
  g_signal_emit (self, signals[CHECK_NOW], 0, NULL);
  bell_bus_application_complete_check_now (application, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

/* The new values are set before the answer leaves, so who asks for them next gets them. */
static gboolean
on_refresh (BellBusApplication    *application,
            GDBusMethodInvocation *invocation,
            BellBusService        *self)
{
  g_signal_emit (self, signals[REFRESH], 0);
  bell_bus_application_complete_refresh (application, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_test_notification (BellBusApplication    *application,
                      GDBusMethodInvocation *invocation,
                      BellBusService        *self)
{
  g_signal_emit (self, signals[TEST_NOTIFICATION], 0);
  bell_bus_application_complete_test_notification (application, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

/* Whoever handles the signal answers. */
static gboolean
on_show_preferences (G_GNUC_UNUSED BellBusApplication *application,
                     GDBusMethodInvocation            *invocation,
                     const char                       *account_id,
                     const char                       *activation_token,
                     BellBusService                   *self)
{
  g_signal_emit (self, signals[SHOW_PREFERENCES], 0, account_id, activation_token, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

/* Whoever handles the signal answers. */
static gboolean
on_clear_history (G_GNUC_UNUSED BellBusApplication *application,
                  GDBusMethodInvocation            *invocation,
                  const char                       *account_id,
                  BellBusService                   *self)
{
  g_signal_emit (self, signals[CLEAR_HISTORY], 0, account_id, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

/* Answered first: the program ends in consequence. */
static gboolean
on_quit (BellBusApplication *application, GDBusMethodInvocation *invocation, BellBusService *self)
{
  bell_bus_application_complete_quit (application, invocation);
  g_signal_emit (self, signals[QUIT], 0);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_account_check_now (BellBusAccount        *account,
                      GDBusMethodInvocation *invocation,
                      BellBusService        *self)
{
  g_signal_emit (self, signals[CHECK_NOW], 0, bell_bus_account_get_id (account));
  bell_bus_account_complete_check_now (account, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_account_get_history (BellBusAccount        *account,
                        GDBusMethodInvocation *invocation,
                        BellBusService        *self)
{
  g_autofree char *text = NULL;

  g_signal_emit (self, signals[HISTORY], 0, bell_bus_account_get_id (account), &text);
  bell_bus_account_complete_get_history (account, invocation, text != NULL ? text : "");
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

/* The methods for messages answer nothing but that it is done. */
static gboolean
act (BellBusService        *self,
     BellBusAccount        *account,
     BellImapActionType     type,
     const char            *folder,
     guint                  uid,
     GDBusMethodInvocation *invocation)
{
  BellMessageAction action = { .type = type, .folder = folder, .uid = uid };

  g_signal_emit (self, signals[ACT], 0, bell_bus_account_get_id (account), &action, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_mark_read (BellBusAccount        *account,
              GDBusMethodInvocation *invocation,
              const char            *folder,
              guint                  uid,
              BellBusService        *self)
{
  return act (self, account, BELL_IMAP_ACTION_MARK_READ, folder, uid, invocation);
}

static gboolean
on_mark_all_read (BellBusAccount *account, GDBusMethodInvocation *invocation, BellBusService *self)
{
  return act (self, account, BELL_IMAP_ACTION_MARK_ALL_READ, NULL, 0, invocation);
}

static gboolean
on_archive (BellBusAccount        *account,
            GDBusMethodInvocation *invocation,
            const char            *folder,
            guint                  uid,
            BellBusService        *self)
{
  return act (self, account, BELL_IMAP_ACTION_ARCHIVE, folder, uid, invocation);
}

static gboolean
on_delete (BellBusAccount        *account,
           GDBusMethodInvocation *invocation,
           const char            *folder,
           guint                  uid,
           BellBusService        *self)
{
  return act (self, account, BELL_IMAP_ACTION_DELETE, folder, uid, invocation);
}

static gboolean
on_junk (BellBusAccount        *account,
         GDBusMethodInvocation *invocation,
         const char            *folder,
         guint                  uid,
         BellBusService        *self)
{
  return act (self, account, BELL_IMAP_ACTION_JUNK, folder, uid, invocation);
}

/* Whoever handles the signal answers. */
static gboolean
on_run_command (BellBusAccount *account, GDBusMethodInvocation *invocation, BellBusService *self)
{
  g_signal_emit (self, signals[RUN_COMMAND], 0, bell_bus_account_get_id (account), invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
connect_methods (BellBusService *self, BellBusAccount *account)
{
  g_signal_connect_object (account, "handle-check-now", G_CALLBACK (on_account_check_now), self, 0);
  g_signal_connect_object (account, "handle-mark-read", G_CALLBACK (on_mark_read), self, 0);
  g_signal_connect_object (account, "handle-mark-all-read", G_CALLBACK (on_mark_all_read), self, 0);
  g_signal_connect_object (account, "handle-archive", G_CALLBACK (on_archive), self, 0);
  g_signal_connect_object (account, "handle-delete", G_CALLBACK (on_delete), self, 0);
  g_signal_connect_object (account, "handle-get-history", G_CALLBACK (on_account_get_history), self,
                           0);
  g_signal_connect_object (account, "handle-junk", G_CALLBACK (on_junk), self, 0);
  g_signal_connect_object (account, "handle-run-command", G_CALLBACK (on_run_command), self, 0);
}

static Account *
account_new (BellBusService *self, const char *id)
{
  Account         *account = g_new0 (Account, 1);
  g_autofree char *element = g_dbus_escape_object_path (id);

  account->path = g_strconcat (ACCOUNT_PATH, element, NULL);
  account->interface = bell_bus_account_skeleton_new ();
  account->retry_at_us = BELL_NEVER;
  bell_bus_account_set_id (account->interface, id);
  connect_methods (self, account->interface);
  return account;
}

/* The clock of people is used, so that a bar can count down by itself. Computed once per deadline:
 * again and again, the result would waver by a second. */
static gint64
to_unix_seconds (gint64 deadline_us)
{
  if (deadline_us == BELL_NEVER)
    return 0;
  return (g_get_real_time () + deadline_us - bell_clock_now ()) / BELL_SECOND;
}

static GVariant *
make_folders (GPtrArray *folders)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sus)"));
  for (guint i = 0; i < folders->len; i++) {
    const BellFolderStatus *folder = g_ptr_array_index (folders, i);
    g_variant_builder_add (&builder, "(sus)", folder->name, folder->unread,
                           bell_push_to_nick (folder->push));
  }
  return g_variant_builder_end (&builder);
}

static GVariant *
make_counts (const BellMeterCounts *counts)
{
  GVariant *numbers[BELL_METER_KINDS];

  for (guint i = 0; i < BELL_METER_KINDS; i++)
    numbers[i] = g_variant_new_uint64 (counts->n[i]);
  return g_variant_new_tuple (numbers, BELL_METER_KINDS);
}

static void
show_server (BellBusAccount *interface, const BellAccountStatus *status)
{
  static const char *const none[] = { NULL };

  bell_bus_account_set_mechanism (interface, status->mechanism != NULL ? status->mechanism : "");
  bell_bus_account_set_tls (interface, status->tls != NULL ? status->tls : "");
  bell_bus_account_set_capabilities (
    interface, status->capabilities != NULL ? (const char *const *) status->capabilities : none);
}

static void
show_status (Account *account, const BellAccountStatus *status)
{
  BellBusAccount *interface = account->interface;
  const char     *poll_reason = bell_poll_reason_to_nick (status->poll_reason);

  bell_bus_account_set_address (interface, status->address);
  bell_bus_account_set_name (interface, status->name);
  bell_bus_account_set_state (interface, bell_account_state_to_nick (status->state));
  bell_bus_account_set_offline (interface, status->offline);
  bell_bus_account_set_push (interface, bell_push_to_nick (status->push));
  bell_bus_account_set_poll_reason (interface, poll_reason != NULL ? poll_reason : "");
  bell_bus_account_set_unread (interface, status->unread);
  bell_bus_account_set_folders (interface, make_folders (status->folders));
  bell_bus_account_set_error (interface, status->error != NULL ? status->error : "");
  bell_bus_account_set_remedy_command (
    interface, status->remedy_command != NULL ? status->remedy_command : "");
  bell_bus_account_set_certificate (interface,
                                    bell_certificate_facts_to_variant (status->certificate));
  bell_bus_account_set_renewal (interface, status->renewal_s);
  bell_bus_account_set_bytes_in (interface, status->bytes_in);
  bell_bus_account_set_bytes_out (interface, status->bytes_out);
  bell_bus_account_set_today (interface, make_counts (&status->today));
  bell_bus_account_set_month (interface, make_counts (&status->month));
  bell_bus_account_set_connected_since (interface, status->connected_since);
  show_server (interface, status);
  bell_bus_account_set_command_running (interface, status->command_running);
  bell_bus_account_set_command_error (interface,
                                      status->command_error != NULL ? status->command_error : "");
  if (account->retry_at_us != status->retry_at_us) {
    account->retry_at_us = status->retry_at_us;
    bell_bus_account_set_retry_at (interface, to_unix_seconds (status->retry_at_us));
  }
}

/* An account appears on the bus with its properties set, not empty. */
static void
publish_account (BellBusService *self, const BellAccountStatus *status)
{
  Account *account = g_hash_table_lookup (self->accounts, status->id);
  g_autoptr (BellBusObjectSkeleton) object = NULL;

  if (account != NULL) {
    show_status (account, status);
    return;
  }
  account = account_new (self, status->id);
  show_status (account, status);
  g_hash_table_insert (self->accounts, g_strdup (status->id), account);
  object = bell_bus_object_skeleton_new (account->path);
  bell_bus_object_skeleton_set_account (object, account->interface);
  g_dbus_object_manager_server_export (self->manager, G_DBUS_OBJECT_SKELETON (object));
}

static void
remove_missing_accounts (BellBusService *self, GPtrArray *statuses)
{
  GHashTableIter iter;
  gpointer       id;
  gpointer       value;

  g_hash_table_iter_init (&iter, self->accounts);
  while (g_hash_table_iter_next (&iter, &id, &value)) {
    Account *account = value;

    if (bell_status_list_has (statuses, id))
      continue;
    g_dbus_object_manager_server_unexport (self->manager, account->path);
    g_hash_table_iter_remove (&iter);
  }
}

static void
bell_bus_service_dispose (GObject *object)
{
  BellBusService *self = BELL_BUS_SERVICE (object);

  if (self->application != NULL)
    bell_bus_service_unexport (self);
  g_clear_object (&self->application);
  g_clear_object (&self->manager);
  g_clear_pointer (&self->accounts, g_hash_table_unref);
  G_OBJECT_CLASS (bell_bus_service_parent_class)->dispose (object);
}

static void
bell_bus_service_class_init (BellBusServiceClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_bus_service_dispose;
  signals[CHECK_NOW] = g_signal_new ("check-now", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[PAUSE] = g_signal_new ("pause", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_UINT);
  signals[RESUME] =
    g_signal_new ("resume", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[QUIT] =
    g_signal_new ("quit", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SHOW_PREFERENCES] =
    g_signal_new ("show-preferences", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                  G_TYPE_STRING, G_TYPE_STRING, G_TYPE_POINTER);
  signals[ACT] = g_signal_new ("act", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                               G_TYPE_STRING, G_TYPE_POINTER, G_TYPE_POINTER);
  signals[REFRESH] =
    g_signal_new ("refresh", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TEST_NOTIFICATION] = g_signal_new ("test-notification", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                             NULL, NULL, G_TYPE_NONE, 0);
  signals[RUN_COMMAND] = g_signal_new ("run-command", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_POINTER);
  signals[HISTORY] = g_signal_new ("history", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_STRING, 1, G_TYPE_STRING);
  signals[CLEAR_HISTORY] = g_signal_new ("clear-history", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_POINTER);
}

static void
bell_bus_service_init (BellBusService *self)
{
  self->application = bell_bus_application_skeleton_new ();
  self->manager = g_dbus_object_manager_server_new (BELL_BUS_PATH);
  self->accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, account_free);
  g_signal_connect_object (self->application, "handle-pause", G_CALLBACK (on_pause), self, 0);
  g_signal_connect_object (self->application, "handle-resume", G_CALLBACK (on_resume), self, 0);
  g_signal_connect_object (self->application, "handle-check-now", G_CALLBACK (on_check_now), self,
                           0);
  g_signal_connect_object (self->application, "handle-show-preferences",
                           G_CALLBACK (on_show_preferences), self, 0);
  g_signal_connect_object (self->application, "handle-quit", G_CALLBACK (on_quit), self, 0);
  g_signal_connect_object (self->application, "handle-refresh", G_CALLBACK (on_refresh), self, 0);
  g_signal_connect_object (self->application, "handle-clear-history", G_CALLBACK (on_clear_history),
                           self, 0);
  g_signal_connect_object (self->application, "handle-test-notification",
                           G_CALLBACK (on_test_notification), self, 0);
}

BellBusService *
bell_bus_service_new (void)
{
  return g_object_new (BELL_TYPE_BUS_SERVICE, NULL);
}

gboolean
bell_bus_service_export (BellBusService *self, GDBusConnection *connection, GError **error)
{
  if (!g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->application), connection,
                                         BELL_BUS_PATH, error))
    return FALSE;
  g_dbus_object_manager_server_set_connection (self->manager, connection);
  return TRUE;
}

void
bell_bus_service_unexport (BellBusService *self)
{
  GDBusInterfaceSkeleton *application = G_DBUS_INTERFACE_SKELETON (self->application);

  g_dbus_object_manager_server_set_connection (self->manager, NULL);
  if (g_dbus_interface_skeleton_get_connection (application) != NULL)
    g_dbus_interface_skeleton_unexport (application);
}

void
bell_bus_service_set_statuses (BellBusService *self, GPtrArray *statuses, gboolean paused)
{
  guint unread = 0;

  remove_missing_accounts (self, statuses);
  for (guint i = 0; i < statuses->len; i++) {
    const BellAccountStatus *status = g_ptr_array_index (statuses, i);

    publish_account (self, status);
    unread += MIN (status->unread, G_MAXUINT - unread);
  }
  bell_bus_application_set_unread (self->application, unread);
  bell_bus_application_set_paused (self->application, paused);
}

void
bell_bus_service_set_paused_until (BellBusService *self, gint64 until)
{
  bell_bus_application_set_paused_until (self->application, MAX (until, 0));
}

static void
add_text (GVariantDict *facts, const char *key, const char *text)
{
  if (text != NULL && *text != '\0')
    g_variant_dict_insert (facts, key, "s", text);
}

void
bell_bus_service_emit_new_mail (BellBusService           *self,
                                const char               *account_id,
                                const char               *folder,
                                const BellMessageSummary *message)
{
  Account     *account = g_hash_table_lookup (self->accounts, account_id);
  GVariantDict facts;

  if (account == NULL)
    return;
  g_variant_dict_init (&facts, NULL);
  add_text (&facts, "folder", folder != NULL ? folder : "INBOX");
  add_text (&facts, "message-id", message->message_id);
  add_text (&facts, "sender", message->sender);
  add_text (&facts, "subject", message->subject);
  g_variant_dict_insert (&facts, "uid", "u", message->uid);
  if (message->date != 0)
    g_variant_dict_insert (&facts, "date", "x", message->date);
  bell_bus_account_emit_new_mail (account->interface, g_variant_dict_end (&facts));
}
