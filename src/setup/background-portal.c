/* SPDX-License-Identifier: GPL-3.0-or-later */
/* background-portal.c: a call of the Background portal, whose answer comes as a signal of an object
 * that exists for this request alone. */

#include "setup/background-portal.h"

#include <glib/gi18n-lib.h>

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define REQUEST_PATH PORTAL_PATH "/request/"
#define BY_HAND "flatpak run " BELL_APPLICATION_ID " --quiet"

/* The portal may ask the user first. */
#define PATIENCE_S 300

/* The first number of the signal. */
typedef enum { RESPONSE_DONE, RESPONSE_CANCELLED } Response;

typedef struct {
  GDBusConnection *session; /* (owned) */
  gboolean         autostart;
  guint            subscription;
  guint            timeout;
} Request;

static void
request_free (Request *request)
{
  g_clear_object (&request->session);
  g_free (request);
}

/* FALSE: it has been answered already. The subscription and the timer hold the task until here. */
static gboolean
stop_waiting (GTask *task)
{
  Request *request = g_task_get_task_data (task);

  if (request->subscription == 0)
    return FALSE;
  g_clear_handle_id (&request->timeout, g_source_remove);
  g_dbus_connection_signal_unsubscribe (request->session, request->subscription);
  request->subscription = 0;
  return TRUE;
}

static void
refuse (GTask *task)
{
  g_task_return_new_error (
    task, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
    _ ("The desktop does not let Mailbell start with the session. Allow it to "
       "run in the background in the desktop's settings, or add the command "
       "“%s” to the programs that start with the session there."),
    BY_HAND);
}

static void
on_response (G_GNUC_UNUSED GDBusConnection *session,
             G_GNUC_UNUSED const char      *sender,
             G_GNUC_UNUSED const char      *path,
             G_GNUC_UNUSED const char      *interface,
             G_GNUC_UNUSED const char      *signal,
             GVariant                      *parameters,
             gpointer                       user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  Request *request = g_task_get_task_data (task);
  g_autoptr (GVariant) results = NULL;
  gboolean granted = FALSE;
  guint32  response;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")) || !stop_waiting (task))
    return;
  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  g_variant_lookup (results, "autostart", "b", &granted);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (response == RESPONSE_DONE && granted == request->autostart)
    g_task_return_boolean (task, TRUE);
  else
    refuse (task);
}

static gboolean
on_timeout (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  Request *request = g_task_get_task_data (task);

  request->timeout = 0;
  if (stop_waiting (task))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "%s",
                             _ ("The desktop has not answered whether Mailbell may start with the "
                                "session. Look for its question, or try again."));
  return G_SOURCE_REMOVE;
}

static gboolean
is_missing (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_INTERFACE) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN);
}

static void
on_called (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) handle =
    g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (handle != NULL || !stop_waiting (task))
    return;
  if (is_missing (error))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                             _ ("This desktop has no way for a Flatpak to start with the session. "
                                "In its settings, add the command “%s” to the programs that start "
                                "with the session."),
                             BY_HAND);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* "/org/freedesktop/portal/desktop/request/1_42/TOKEN": where the answer will come from. */
static char *
make_request_path (GDBusConnection *session, const char *token)
{
  const char      *name = g_dbus_connection_get_unique_name (session);
  g_autofree char *sender = g_strdup (name != NULL ? name + 1 : "peer");

  return g_strconcat (REQUEST_PATH, g_strdelimit (sender, ".", '_'), "/", token, NULL);
}

static GVariant *
make_parameters (gboolean autostart, const char *const *command, const char *token)
{
  GVariantBuilder options;

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "reason",
                         g_variant_new_string (_ ("Mailbell watches for new mail.")));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (autostart));
  g_variant_builder_add (&options, "{sv}", "commandline", g_variant_new_strv (command, -1));
  return g_variant_new ("(sa{sv})", "", &options);
}

void
bell_background_portal_request_async (GDBusConnection    *session,
                                      gboolean            autostart,
                                      const char *const  *command,
                                      GCancellable       *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *token = g_strdup_printf ("mailbell%u", g_random_int ());
  g_autofree char *path = make_request_path (session, token);
  Request         *request = g_new0 (Request, 1);

  request->session = g_object_ref (session);
  request->autostart = autostart;
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  request->subscription = g_dbus_connection_signal_subscribe (
    session, NULL, "org.freedesktop.portal.Request", "Response", path, NULL,
    G_DBUS_SIGNAL_FLAGS_NONE, on_response, g_object_ref (task), g_object_unref);
  request->timeout = g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, PATIENCE_S, on_timeout,
                                                 g_object_ref (task), g_object_unref);
  g_dbus_connection_call (session,
                          g_dbus_connection_get_unique_name (session) != NULL ? PORTAL_NAME : NULL,
                          PORTAL_PATH, "org.freedesktop.portal.Background", "RequestBackground",
                          make_parameters (autostart, command, token), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, cancellable, on_called, g_object_ref (task));
}

gboolean
bell_background_portal_request_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
