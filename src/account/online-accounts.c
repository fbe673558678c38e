/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A signal of the service is a hint only: everything is read again, and compared with what was
 * known. So a forged or misunderstood signal costs one call and changes nothing. */

#include "account/online-accounts-private.h"

struct _BellOnlineAccounts {
  GObject parent_instance;

  GDBusConnection *connection;  /* (owned) (nullable) */
  GCancellable    *cancellable; /* (owned) cancelled in dispose */
  GPtrArray       *list;        /* (owned) of BellOnlineAccount */
  guint            subscriptions[2];
  guint            name_watch;
  gboolean         reading;
  gboolean         read_again; /* something was signalled while it was being read */
};

G_DEFINE_FINAL_TYPE (BellOnlineAccounts, bell_online_accounts, G_TYPE_OBJECT)

static guint changed_signal;

static gboolean
is_same_list (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!bell_online_account_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

/* The service tells them in any order. */
static int
compare_accounts (gconstpointer a, gconstpointer b)
{
  const BellOnlineAccount *left = *(BellOnlineAccount *const *) a;
  const BellOnlineAccount *right = *(BellOnlineAccount *const *) b;

  return g_strcmp0 (left->path, right->path);
}

static void read_accounts (BellOnlineAccounts *self);

static void
on_accounts_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellOnlineAccounts) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = bell_online_accounts_read_finish (result, NULL, &error);

  self->reading = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (self->read_again) {
    read_accounts (self);
    return;
  }
  if (list == NULL) {
    g_debug ("cannot read the online accounts: %s", error->message);
    return;
  }
  g_ptr_array_sort (list, compare_accounts);
  if (is_same_list (self->list, list))
    return;
  g_ptr_array_unref (self->list);
  self->list = g_steal_pointer (&list);
  g_signal_emit (self, changed_signal, 0);
}

static void
read_accounts (BellOnlineAccounts *self)
{
  self->read_again = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  bell_online_accounts_read_async (self->connection, G_DBUS_CALL_FLAGS_NO_AUTO_START,
                                   self->cancellable, on_accounts_ready, g_object_ref (self));
}

static void
on_signal (G_GNUC_UNUSED GDBusConnection *connection,
           G_GNUC_UNUSED const char      *sender,
           G_GNUC_UNUSED const char      *path,
           G_GNUC_UNUSED const char      *interface,
           G_GNUC_UNUSED const char      *name,
           G_GNUC_UNUSED GVariant        *parameters,
           gpointer                       user_data)
{
  read_accounts (user_data);
}

static void
on_appeared (G_GNUC_UNUSED GDBusConnection *connection,
             G_GNUC_UNUSED const char      *name,
             G_GNUC_UNUSED const char      *owner,
             gpointer                       user_data)
{
  read_accounts (user_data);
}

static guint
subscribe (BellOnlineAccounts *self, const char *interface)
{
  return g_dbus_connection_signal_subscribe (self->connection, BELL_ONLINE_ACCOUNTS_NAME, interface,
                                             NULL, NULL, NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_signal,
                                             self, NULL);
}

static void
on_bus_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellOnlineAccounts) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = g_bus_get_finish (result, &error);

  if (connection == NULL) {
    g_debug ("no session bus to watch online accounts on: %s", error->message);
    return;
  }
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->connection = g_steal_pointer (&connection);
  self->subscriptions[0] = subscribe (self, "org.freedesktop.DBus.ObjectManager");
  self->subscriptions[1] = subscribe (self, "org.freedesktop.DBus.Properties");
  self->name_watch =
    g_bus_watch_name_on_connection (self->connection, BELL_ONLINE_ACCOUNTS_NAME,
                                    G_BUS_NAME_WATCHER_FLAGS_NONE, on_appeared, NULL, self, NULL);
}

static void
bell_online_accounts_dispose (GObject *object)
{
  BellOnlineAccounts *self = BELL_ONLINE_ACCOUNTS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->name_watch, g_bus_unwatch_name);
  for (guint i = 0; i < G_N_ELEMENTS (self->subscriptions); i++) {
    if (self->subscriptions[i] != 0)
      g_dbus_connection_signal_unsubscribe (self->connection, self->subscriptions[i]);
    self->subscriptions[i] = 0;
  }
  g_clear_object (&self->connection);
  G_OBJECT_CLASS (bell_online_accounts_parent_class)->dispose (object);
}

static void
bell_online_accounts_finalize (GObject *object)
{
  BellOnlineAccounts *self = BELL_ONLINE_ACCOUNTS (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->list);
  G_OBJECT_CLASS (bell_online_accounts_parent_class)->finalize (object);
}

static void
bell_online_accounts_class_init (BellOnlineAccountsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bell_online_accounts_dispose;
  G_OBJECT_CLASS (class)->finalize = bell_online_accounts_finalize;
  changed_signal = g_signal_new ("changed", BELL_TYPE_ONLINE_ACCOUNTS, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
bell_online_accounts_init (BellOnlineAccounts *self)
{
  self->cancellable = g_cancellable_new ();
  self->list = g_ptr_array_new ();
}

BellOnlineAccounts *
bell_online_accounts_new (void)
{
  BellOnlineAccounts *self = g_object_new (BELL_TYPE_ONLINE_ACCOUNTS, NULL);

  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, on_bus_ready, g_object_ref (self));
  return self;
}

GPtrArray *
bell_online_accounts_get_list (BellOnlineAccounts *self)
{
  return self->list;
}
