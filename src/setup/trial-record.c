/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small file behind a lock. It is opened in a thread; what is written to it then is a line. */

#include "setup/trial-record.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* A Message-ID, a time, the name of a mailbox. */
#define LIMIT_BYTES 4096

struct _BellTrialRecord {
  char  *path;       /* (owned) */
  int    file;       /* (owned) -1: none */
  char  *message_id; /* (owned) (nullable) */
  char  *mailbox;    /* (owned) (nullable) as MESSAGE_ID */
  gint64 time_s;
};

static char *
get_path (const char *account_id)
{
  g_autofree char *name = g_strconcat (account_id, ".trial", NULL);

  return g_build_filename (g_get_user_state_dir (), "mailbell", name, NULL);
}

void
bell_trial_record_free (BellTrialRecord *self)
{
  if (self->file >= 0)
    close (self->file);
  g_free (self->path);
  g_free (self->message_id);
  g_free (self->mailbox);
  g_free (self);
}

typedef struct {
  char    *path; /* (owned) */
  gboolean to_write;
} Wish;

static void
wish_free (gpointer data)
{
  Wish *self = data;

  g_free (self->path);
  g_free (self);
}

/* Only what we have written ourselves goes to a server. */
static gboolean
is_message_id (const char *text)
{
  return *text != '\0' && strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-@.") == strlen (text);
}

static void
read_line (BellTrialRecord *self)
{
  char   line[LIMIT_BYTES + 1];
  gssize length = read (self->file, line, LIMIT_BYTES);
  g_auto (GStrv) words = NULL;
  g_autofree char *mailbox = NULL;

  line[MAX (length, 0)] = '\0';
  words = g_strsplit (g_strchomp (line), " ", 0);
  if (g_strv_length (words) != 3 || !is_message_id (words[0]) ||
      !g_ascii_string_to_signed (words[1], 10, 0, G_MAXINT32, &self->time_s, NULL))
    return;
  mailbox = g_uri_unescape_string (words[2], NULL);
  if (mailbox == NULL)
    return;
  self->message_id = g_strdup (words[0]);
  self->mailbox = g_steal_pointer (&mailbox);
}

/* FALSE with errno. */
static gboolean
open_locked (BellTrialRecord *self, gboolean to_write)
{
  g_autofree char *directory = g_path_get_dirname (self->path);

  if (to_write)
    g_mkdir_with_parents (directory, 0700); /* if this fails, so does the next */
  self->file =
    g_open (self->path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | (to_write ? O_CREAT : 0), 0600);
  return self->file >= 0 && flock (self->file, LOCK_EX | LOCK_NB) == 0;
}

static void
take_in_thread (GTask                      *task,
                G_GNUC_UNUSED gpointer      source,
                gpointer                    data,
                G_GNUC_UNUSED GCancellable *cancellable)
{
  const Wish *wish = data;
  g_autoptr (BellTrialRecord) self = g_new0 (BellTrialRecord, 1);
  int code;

  self->path = g_strdup (wish->path);
  if (open_locked (self, wish->to_write)) {
    read_line (self);
    g_task_return_pointer (task, g_steal_pointer (&self), (GDestroyNotify) bell_trial_record_free);
    return;
  }
  code = errno == EWOULDBLOCK ? (int) G_IO_ERROR_BUSY : (int) g_io_error_from_errno (errno);
  g_task_return_new_error (task, G_IO_ERROR, code, "no record of trials");
}

void
bell_trial_record_take_async (const char         *account_id,
                              gboolean            to_write,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Wish *wish = g_new0 (Wish, 1);

  wish->path = get_path (account_id);
  wish->to_write = to_write;
  g_task_set_task_data (task, wish, wish_free);
  g_task_run_in_thread (task, take_in_thread);
}

BellTrialRecord *
bell_trial_record_take_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
bell_trial_record_get_message_id (BellTrialRecord *self)
{
  return self->message_id;
}

const char *
bell_trial_record_get_mailbox (BellTrialRecord *self)
{
  return self->mailbox;
}

gint64
bell_trial_record_get_time (BellTrialRecord *self)
{
  return self->time_s;
}

void
bell_trial_record_write (BellTrialRecord *self, const char *message_id, const char *mailbox)
{
  gint64           now_s = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *escaped = g_uri_escape_string (mailbox, NULL, FALSE);
  g_autofree char *line =
    g_strdup_printf ("%s %" G_GINT64_FORMAT " %s\n", message_id, now_s, escaped);

  if (ftruncate (self->file, 0) != 0 || pwrite (self->file, line, strlen (line), 0) < 0)
    g_debug ("no record of the trial: %s", g_strerror (errno));
}

void
bell_trial_record_clear (BellTrialRecord *self)
{
  g_unlink (self->path);
}

void
bell_trial_record_forget (const char *account_id)
{
  g_autofree char *path = get_path (account_id);

  g_unlink (path);
}
