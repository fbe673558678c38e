/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One call, GetManagedObjects, has all that is ever said of the accounts. */

#include "account/bus-absence.h"
#include "account/online-accounts-private.h"

#define LIMIT_MS (25 * 1000)

/* clang-format off */
G_DEFINE_QUARK (bell-online-accounts-error-quark, bell_online_accounts_error)
/* clang-format on */

typedef struct {
  GDBusConnection *connection; /* (owned) (nullable) */
  GDBusCallFlags   flags;
} Reading;

static void
reading_free (Reading *self)
{
  g_clear_object (&self->connection);
  g_free (self);
}

static void
account_free (gpointer account)
{
  bell_online_account_free (account);
}

static BellOnlineAccountsErrorCode
sort_error (const GError *error)
{
  g_autofree char *remote = g_dbus_error_get_remote_error (error);

  if (bell_bus_absence_is_told (error))
    return BELL_ONLINE_ACCOUNTS_ERROR_NO_SERVICE;
  if (g_strcmp0 (remote, BELL_ONLINE_ACCOUNTS_NAME ".Error.NotAuthorized") == 0)
    return BELL_ONLINE_ACCOUNTS_ERROR_ATTENTION;
  /* The object was there a moment ago. */
  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_INTERFACE) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD))
    return BELL_ONLINE_ACCOUNTS_ERROR_REMOVED;
  return BELL_ONLINE_ACCOUNTS_ERROR_FAILED;
}

GError *
bell_online_accounts_translate_error (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);
  return g_error_new_literal (BELL_ONLINE_ACCOUNTS_ERROR, (int) sort_error (error), error->message);
}

/* OBJECTS: a{oa{sa{sv}}}. */
static GPtrArray *
read_objects (GVariant *objects)
{
  GPtrArray   *accounts = g_ptr_array_new_with_free_func (account_free);
  GVariantIter iter;
  GVariant    *interfaces;
  const char  *path;

  g_variant_iter_init (&iter, objects);
  while (g_variant_iter_next (&iter, "{&o@a{sa{sv}}}", &path, &interfaces)) {
    BellOnlineAccount *account = bell_online_account_new (path, interfaces);

    if (account != NULL && accounts->len < BELL_ONLINE_ACCOUNTS_LIMIT)
      g_ptr_array_add (accounts, account);
    else
      g_clear_pointer (&account, bell_online_account_free);
    g_variant_unref (interfaces);
  }
  return accounts;
}

static void
on_objects_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) objects = NULL;
  g_autoptr (GVariant) answer =
    g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer == NULL) {
    g_task_return_error (task, bell_online_accounts_translate_error (error));
    return;
  }
  objects = g_variant_get_child_value (answer, 0);
  g_task_return_pointer (task, read_objects (objects), (GDestroyNotify) g_ptr_array_unref);
}

static void
read_accounts (GTask *task)
{
  Reading *self = g_task_get_task_data (task);

  g_dbus_connection_call (self->connection, BELL_ONLINE_ACCOUNTS_NAME, BELL_ONLINE_ACCOUNTS_PATH,
                          "org.freedesktop.DBus.ObjectManager", "GetManagedObjects", NULL,
                          G_VARIANT_TYPE ("(a{oa{sa{sv}}})"), self->flags, LIMIT_MS,
                          g_task_get_cancellable (task), on_objects_ready, g_object_ref (task));
}

/* Whatever is wrong with the bus, there are no Online Accounts on it. */
static void
on_bus_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Reading *self = g_task_get_task_data (task);

  self->connection = g_bus_get_finish (result, &error);
  if (self->connection != NULL)
    read_accounts (task);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_new_error (task, BELL_ONLINE_ACCOUNTS_ERROR,
                             BELL_ONLINE_ACCOUNTS_ERROR_NO_SERVICE, "%s", error->message);
}

void
bell_online_accounts_read_async (GDBusConnection    *connection,
                                 GDBusCallFlags      flags,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Reading *self = g_new0 (Reading, 1);

  self->flags = flags;
  g_task_set_task_data (task, self, (GDestroyNotify) reading_free);
  if (connection == NULL) {
    g_bus_get (G_BUS_TYPE_SESSION, cancellable, on_bus_ready, g_object_ref (task));
    return;
  }
  self->connection = g_object_ref (connection);
  read_accounts (task);
}

GPtrArray *
bell_online_accounts_read_finish (GAsyncResult     *result,
                                  GDBusConnection **connection,
                                  GError          **error)
{
  Reading *self = g_task_get_task_data (G_TASK (result));

  if (connection != NULL)
    *connection = self->connection != NULL ? g_object_ref (self->connection) : NULL;
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
bell_online_accounts_load_async (GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  bell_online_accounts_read_async (NULL, G_DBUS_CALL_FLAGS_NONE, cancellable, callback, user_data);
}

GPtrArray *
bell_online_accounts_load_finish (GAsyncResult *result, GError **error)
{
  return bell_online_accounts_read_finish (result, NULL, error);
}
