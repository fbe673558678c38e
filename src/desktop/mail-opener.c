/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mail-opener.c: opens the desktop's mail client.
 * Nearly every mail client, started without a URI, shows its main window, so that launching the
 * handler of mailto: with none is right. */

#include "desktop/mail-opener.h"

#include <gio/gdesktopappinfo.h>
#include <glib/gi18n-lib.h>

#include <sys/stat.h>

/* Handlers that compose even without a URI, and the program to start instead. */
static const struct {
  const char *handler;
  const char *program;
} composers[] = {
  { "balsa-mailto-handler.desktop", "org.desktop.Balsa.desktop" },
};

static mode_t program_umask = 022;

/* A launch context that hands on the activation token of a click: to programs that are started as a
 * process by the environment, to those that D-Bus activates as platform data. */
struct _BellLaunchContext {
  GAppLaunchContext parent_instance;

  char *activation_token; /* (owned) */
};

#define BELL_TYPE_LAUNCH_CONTEXT (bell_launch_context_get_type ())
G_DECLARE_FINAL_TYPE (
  BellLaunchContext, bell_launch_context, BELL, LAUNCH_CONTEXT, GAppLaunchContext)
G_DEFINE_FINAL_TYPE (BellLaunchContext, bell_launch_context, G_TYPE_APP_LAUNCH_CONTEXT)

static char *
bell_launch_context_get_startup_notify_id (GAppLaunchContext      *context,
                                           G_GNUC_UNUSED GAppInfo *info,
                                           G_GNUC_UNUSED GList    *files)
{
  return g_strdup (BELL_LAUNCH_CONTEXT (context)->activation_token);
}

static void
bell_launch_context_finalize (GObject *object)
{
  g_free (BELL_LAUNCH_CONTEXT (object)->activation_token);
  G_OBJECT_CLASS (bell_launch_context_parent_class)->finalize (object);
}

static void
bell_launch_context_class_init (BellLaunchContextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bell_launch_context_finalize;
  G_APP_LAUNCH_CONTEXT_CLASS (klass)->get_startup_notify_id =
    bell_launch_context_get_startup_notify_id;
}

static void
bell_launch_context_init (G_GNUC_UNUSED BellLaunchContext *self)
{
}

static GAppLaunchContext *
make_launch_context (const char *activation_token)
{
  BellLaunchContext *context = g_object_new (BELL_TYPE_LAUNCH_CONTEXT, NULL);

  if (activation_token != NULL) {
    context->activation_token = g_strdup (activation_token);
    g_app_launch_context_setenv (G_APP_LAUNCH_CONTEXT (context), "XDG_ACTIVATION_TOKEN",
                                 activation_token);
    g_app_launch_context_setenv (G_APP_LAUNCH_CONTEXT (context), "DESKTOP_STARTUP_ID",
                                 activation_token);
  }
  return G_APP_LAUNCH_CONTEXT (context);
}

/* The program behind a handler that only composes, or HANDLER itself. (transfer full) */
static GAppInfo *
replace_composer (GAppInfo *handler)
{
  for (guint i = 0; i < G_N_ELEMENTS (composers); i++) {
    GDesktopAppInfo *program = NULL;

    if (g_strcmp0 (g_app_info_get_id (handler), composers[i].handler) != 0)
      continue;
    program = g_desktop_app_info_new (composers[i].program);
    if (program != NULL)
      return G_APP_INFO (program);
  }
  return g_object_ref (handler);
}

static void
on_launched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_app_info_launch_uris_finish (G_APP_INFO (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
is_started_as_process (GAppInfo *program)
{
  return G_IS_DESKTOP_APP_INFO (program) &&
         !g_desktop_app_info_get_boolean (G_DESKTOP_APP_INFO (program), "DBusActivatable");
}

/* In the child, between fork() and exec(). */
static void
set_program_umask (G_GNUC_UNUSED gpointer user_data)
{
  umask (program_umask);
}

/* g_app_info_launch_uris_async() would leave the child our umask. */
static void
start_process (GTask *task, GAppInfo *program, GAppLaunchContext *context)
{
  GError *error = NULL;

  if (g_desktop_app_info_launch_uris_as_manager (G_DESKTOP_APP_INFO (program), NULL, context,
                                                 G_SPAWN_SEARCH_PATH, set_program_umask, NULL, NULL,
                                                 NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_handler_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GAppLaunchContext) context = NULL;
  g_autoptr (GAppInfo) program = NULL;
  g_autoptr (GAppInfo) handler = g_app_info_get_default_for_uri_scheme_finish (result, NULL);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (handler == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s",
                             _ ("No mail program is set as this desktop's default. Choose one in "
                                "the desktop's settings, under default applications."));
    return;
  }

  program = replace_composer (handler);
  context = make_launch_context (g_task_get_task_data (task));
  if (is_started_as_process (program))
    start_process (task, program, context);
  else
    g_app_info_launch_uris_async (program, NULL, context, g_task_get_cancellable (task),
                                  on_launched, g_object_ref (task));
}

void
bell_mail_opener_set_program_umask (mode_t mask)
{
  program_umask = mask;
}

mode_t
bell_mail_opener_get_program_umask (void)
{
  return program_umask;
}

void
bell_mail_opener_open_async (const char         *activation_token,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, g_strdup (activation_token), g_free);
  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS)) {
    /* The sandbox knows no programs of the host, and the portal only opens URIs: with mailto: it
     * would compose. */
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s",
                             _ ("From inside a Flatpak, Mailbell cannot open the mail program yet. "
                                "Open it from the desktop's menu."));
    return;
  }
  g_app_info_get_default_for_uri_scheme_async ("mailto", cancellable, on_handler_ready,
                                               g_object_ref (task));
}

gboolean
bell_mail_opener_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
