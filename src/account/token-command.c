/* SPDX-License-Identifier: GPL-3.0-or-later */
/* It is over when its output ends and it has ended well. It leads a process group of its own, so that
 * nothing that it started outlives the time limit. Not GSubprocess: that takes the number of a process
 * away as soon as it has ended, while its group may go on and hold the output. */

#include "account/token-command.h"

#include <gio/gunixinputstream.h>
#include <signal.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "account/bounded-wait.h"
#include "account/secret-json.h"

#define LIMIT_BYTES (64 * 1024)
#define TOKEN_LIMIT (16 * 1024)

static guint limit_ms = 60 * 1000;

typedef struct {
  GPid             process; /* 0: it has ended and its number is somebody else's */
  GInputStream    *output;  /* (owned) */
  GCancellable    *own;     /* (owned) of the reading */
  BellBoundedWait *wait;    /* (owned) */
  gsize            length;
  char             buffer[LIMIT_BYTES + 1];
} Run;

static void
on_killed_ended (GPid process, G_GNUC_UNUSED int status, G_GNUC_UNUSED gpointer unused)
{
  g_spawn_close_pid (process);
}

static void
run_free (gpointer data)
{
  Run *self = data;

  if (self->process != 0) {
    kill (-self->process, SIGKILL);
    g_child_watch_add (self->process, on_killed_ended, NULL);
  }
  bell_bounded_wait_free (self->wait);
  g_object_unref (self->output);
  g_object_unref (self->own);
  bell_secret_wipe (self->buffer, sizeof self->buffer);
  g_free (self);
}

/* Nothing holds the output then, and nothing keeps the process. */
static void
end (gpointer user_data)
{
  Run *self = user_data;

  if (self->process != 0)
    kill (-self->process, SIGKILL);
  g_cancellable_cancel (self->own);
}

static void
fail (GTask *task, const char *message)
{
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_new_error (task, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_COMMAND, "%s", message);
}

/* (transfer full) (nullable): NULL if the first line is no token. */
static BellSecretText *
first_line (Run *self)
{
  self->buffer[self->length] = '\0';
  self->buffer[strcspn (self->buffer, "\r\n")] = '\0';
  g_strchomp (self->buffer);
  return bell_secret_is_token (self->buffer, TOKEN_LIMIT) ? bell_secret_text_new (self->buffer, -1)
                                                          : NULL;
}

static void
on_process_ended (GPid process, int status, gpointer user_data)
{
  GTask          *task = user_data;
  Run            *self = g_task_get_task_data (task);
  BellSecretText *token = NULL;

  g_spawn_close_pid (process);
  self->process = 0;
  if (!g_spawn_check_wait_status (status, NULL))
    fail (task, "the token command failed, or did not end in time");
  else if ((token = first_line (self)) == NULL)
    fail (task, "the token command printed no token");
  else
    g_task_return_pointer (task, token, (GDestroyNotify) bell_secret_text_unref);
}

static void
on_read (GObject *stream, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Run *self = g_task_get_task_data (task);

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (stream), result, &self->length, NULL))
    fail (task, "the token command did not end in time");
  else if (self->length > LIMIT_BYTES)
    fail (task, "the token command printed too much");
  else
    g_child_watch_add_full (G_PRIORITY_DEFAULT, self->process, on_process_ended,
                            g_object_ref (task), g_object_unref);
}

static void
lead_a_group (G_GNUC_UNUSED gpointer unused)
{
  setpgid (0, 0);
}

static gboolean
spawn (const char *const *command, GPid *process, int *output, GError **error)
{
  if (command == NULL || command[0] == NULL) {
    g_set_error_literal (error, G_SPAWN_ERROR, G_SPAWN_ERROR_INVAL, "no command is set");
    return FALSE;
  }
  return g_spawn_async_with_pipes (NULL, (char **) command, NULL,
                                   G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD |
                                     G_SPAWN_STDERR_TO_DEV_NULL,
                                   lead_a_group, NULL, process, NULL, output, NULL, error);
}

static Run *
run_new (GTask *task, GPid process, int output)
{
  Run *self = g_new0 (Run, 1);

  self->process = process;
  self->output = g_unix_input_stream_new (output, TRUE);
  self->own = g_cancellable_new ();
  self->wait =
    bell_bounded_wait_new (task, "mailbell token command limit", limit_ms, end, end, self);
  return self;
}

void
bell_token_command_run_async (const char *const  *command,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GError) error = NULL;
  GPid process;
  int  output;
  Run *run;

  if (!spawn (command, &process, &output, &error)) {
    g_task_return_new_error (task, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_NO_COMMAND, "%s",
                             error->message);
    return;
  }
  run = run_new (task, process, output);
  g_task_set_task_data (task, run, run_free);
  g_input_stream_read_all_async (run->output, run->buffer, sizeof run->buffer, G_PRIORITY_DEFAULT,
                                 run->own, on_read, g_steal_pointer (&task));
}

BellSecretText *
bell_token_command_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
bell_token_command_set_limit (guint milliseconds)
{
  limit_ms = milliseconds;
}
