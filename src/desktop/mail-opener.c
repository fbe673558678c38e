/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mail-opener.c: opens a mail client.
 * Nearly every mail client, started without a URI, shows its main window, so that launching the
 * handler of mailto: with none is right. */

#include "desktop/mail-opener.h"

#include "base/sandbox.h"
#include "policy/mail-link.h"

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

/* What is to be opened. */
typedef struct {
  char     *token;      /* (owned) (nullable) */
  char     *message_id; /* (owned) (nullable) */
  GAppInfo *client;     /* (owned) (nullable) the default mail client, once it is known */
  GList    *uris;       /* (owned) of char (owned): at most one */
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_free (opening->token);
  g_free (opening->message_id);
  g_clear_object (&opening->client);
  g_list_free_full (opening->uris, g_free);
  g_free (opening);
}

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

GAppInfo *
bell_mail_opener_replace_composer (GAppInfo *handler)
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
  Opening *opening = g_task_get_task_data (task);
  GError  *error = NULL;

  if (g_desktop_app_info_launch_uris_as_manager (G_DESKTOP_APP_INFO (program), opening->uris,
                                                 context, G_SPAWN_SEARCH_PATH, set_program_umask,
                                                 NULL, NULL, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
launch (GTask *task, GAppInfo *program)
{
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GAppLaunchContext) context = make_launch_context (opening->token);

  if (is_started_as_process (program))
    start_process (task, program, context);
  else
    g_app_info_launch_uris_async (program, opening->uris, context, g_task_get_cancellable (task),
                                  on_launched, g_object_ref (task));
}

static gboolean
takes (GAppInfo *program, const char *type)
{
  const char **types = g_app_info_get_supported_types (program);

  return types != NULL && g_strv_contains ((const char *const *) types, type);
}

static void
add_mid (Opening *opening)
{
  opening->uris = g_list_prepend (NULL, bell_mail_link_mid (opening->message_id));
}

/* PROGRAM shows the message if it can, or else itself. */
static void
launch_client (GTask *task, GAppInfo *program)
{
  Opening *opening = g_task_get_task_data (task);

  if (opening->message_id != NULL && takes (program, "x-scheme-handler/mid"))
    add_mid (opening);
  launch (task, program);
}

/* The handler of mid: may be another mail client that happens to be installed, which does not know
 * the message. One that is made for mid: alone is meant to be asked. */
static void
on_mid_handler_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GAppInfo) handler = g_app_info_get_default_for_uri_scheme_finish (result, NULL);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (handler == NULL || takes (handler, "x-scheme-handler/mailto")) {
    launch_client (task, opening->client);
    return;
  }
  add_mid (opening);
  launch (task, handler);
}

static void
on_handler_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GAppInfo) handler = g_app_info_get_default_for_uri_scheme_finish (result, NULL);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (handler == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s",
                             _ ("No mail program is set as this desktop's default. Choose one in "
                                "the desktop's settings, under default applications."));
    return;
  }

  opening->client = bell_mail_opener_replace_composer (handler);
  if (opening->message_id == NULL || takes (opening->client, "x-scheme-handler/mid"))
    launch_client (task, opening->client);
  else
    g_app_info_get_default_for_uri_scheme_async ("mid", g_task_get_cancellable (task),
                                                 on_mid_handler_ready, g_object_ref (task));
}

static void
open_default (GTask *task)
{
  g_app_info_get_default_for_uri_scheme_async ("mailto", g_task_get_cancellable (task),
                                               on_handler_ready, g_object_ref (task));
}

static void
open_application (GTask *task, const char *id)
{
  g_autoptr (GDesktopAppInfo) program = g_desktop_app_info_new (id);

  if (program == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                             _ ("There is no application “%s”, which is set as the mail program of "
                                "this account. Choose another one in the settings of the "
                                "account."),
                             id);
  else
    launch_client (task, G_APP_INFO (program));
}

static void
run_command (GTask *task, const char *const *command)
{
  Opening *opening = g_task_get_task_data (task);
  g_auto (GStrv) words = bell_mail_link_command (command, opening->message_id);
  g_auto (GStrv) environment = g_get_environ ();
  GError *error = NULL;

  if (words[0] == NULL) { /* the message alone is no program */
    open_default (task);
    return;
  }
  if (opening->token != NULL) {
    environment = g_environ_setenv (environment, "XDG_ACTIVATION_TOKEN", opening->token, TRUE);
    environment = g_environ_setenv (environment, "DESKTOP_STARTUP_ID", opening->token, TRUE);
  }
  if (g_spawn_async (NULL, words, environment, G_SPAWN_SEARCH_PATH, set_program_umask, NULL, NULL,
                     &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_address_opened (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_app_info_launch_default_for_uri_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* By the portal, inside a sandbox. */
static void
open_address (GTask *task, const char *address)
{
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GAppLaunchContext) context = make_launch_context (opening->token);

  g_app_info_launch_default_for_uri_async (address, context, g_task_get_cancellable (task),
                                           on_address_opened, g_object_ref (task));
}

static void
on_browser_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GAppInfo) browser = g_app_info_get_default_for_uri_scheme_finish (result, NULL);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (browser != NULL)
    launch (task, browser);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s",
                             _ ("No web browser is set as this desktop's default. Choose one in "
                                "the desktop's settings, under default applications."));
}

static void
open_web (GTask *task, const char *template)
{
  Opening         *opening = g_task_get_task_data (task);
  g_autofree char *address = bell_mail_link_web (template, opening->message_id);

  if (bell_is_in_sandbox ()) {
    open_address (task, address);
    return;
  }
  opening->uris = g_list_prepend (NULL, g_steal_pointer (&address));
  g_app_info_get_default_for_uri_scheme_async ("https", g_task_get_cancellable (task),
                                               on_browser_ready, g_object_ref (task));
}

/* The sandbox knows no programs of the host, and the portal only opens URIs: with mailto: it would
 * compose. */
static void
open_from_sandbox (GTask *task)
{
  Opening         *opening = g_task_get_task_data (task);
  g_autofree char *mid = NULL;

  if (opening->message_id == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "no address to open");
    return;
  }
  mid = bell_mail_link_mid (opening->message_id);
  open_address (task, mid);
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
bell_mail_opener_open_async (const BellMailWish *wish,
                             const char         *activation_token,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  opening->token = g_strdup (activation_token);
  if (wish->message_id != NULL && *wish->message_id != '\0')
    opening->message_id = g_strdup (wish->message_id);
  g_task_set_task_data (task, opening, opening_free);

  if (wish->command != NULL && wish->command[0] != NULL && !bell_is_in_sandbox ())
    run_command (task, wish->command);
  else if (wish->client != NULL && bell_mail_link_is_web (wish->client))
    open_web (task, wish->client);
  else if (bell_is_in_sandbox ())
    open_from_sandbox (task);
  else if (wish->client != NULL && *wish->client != '\0')
    open_application (task, wish->client);
  else
    open_default (task);
}

gboolean
bell_mail_opener_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
