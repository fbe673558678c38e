/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A way that the user has chosen replaces what was known, because it is wanted; any other only if it is
 * stronger. */

#include "account/sign-in-memory.h"

#include "imap/imap-auth.h"

#include <string.h>

/* A server may be mended, a certificate replaced: once in a while it is tried again, which costs one
 * refusal. */
#define BROKEN_FOR_S (30 * 24 * 60 * 60)

#define HEAD_GROUP "mailbell"
#define VERSION 1

char *
bell_sign_in_memory_get_group (const char *host)
{
  g_autofree char *lower = g_ascii_strdown (host, -1);
  g_autofree char *escaped = g_uri_escape_string (lower, NULL, FALSE);

  return g_strconcat (BELL_SIGN_IN_MEMORY_PREFIX, escaped, NULL);
}

gboolean
bell_sign_in_memory_read (BellSignInMemory *self, GKeyFile *file, const char *group)
{
  g_autofree char *mechanism = g_key_file_get_string (file, group, "mechanism", NULL);

  if (mechanism == NULL || strlen (mechanism) >= sizeof self->mechanism)
    return FALSE;
  g_strlcpy (self->mechanism, mechanism, sizeof self->mechanism);
  self->plus_broken_at = g_key_file_get_int64 (file, group, "plus-broken-at", NULL);
  self->external_broken_at = g_key_file_get_int64 (file, group, "external-broken-at", NULL);
  return TRUE;
}

void
bell_sign_in_memory_write (const BellSignInMemory *self, GKeyFile *file, const char *group)
{
  g_key_file_set_string (file, group, "mechanism", self->mechanism);
  if (self->plus_broken_at != 0)
    g_key_file_set_int64 (file, group, "plus-broken-at", self->plus_broken_at);
  if (self->external_broken_at != 0)
    g_key_file_set_int64 (file, group, "external-broken-at", self->external_broken_at);
}

/* A time in the future is of a clock that was wrong. */
static gboolean
is_recent (gint64 then_s, gint64 now_s)
{
  return then_s != 0 && then_s <= now_s && now_s - then_s < BROKEN_FOR_S;
}

void
bell_sign_in_memory_apply (const BellSignInMemory *self, gint64 now_s, BellImapClientConfig *config)
{
  config->strongest = self->mechanism[0] != '\0' ? self->mechanism : NULL;
  config->plus_broken = is_recent (self->plus_broken_at, now_s);
  config->external_broken = is_recent (self->external_broken_at, now_s);
}

void
bell_sign_in_memory_learn (BellSignInMemory    *self,
                           gboolean             chosen,
                           gint64               now_s,
                           const BellImapEvent *ready)
{
  if (chosen || bell_imap_auth_is_stronger (ready->mechanism, self->mechanism))
    g_strlcpy (self->mechanism, ready->mechanism, sizeof self->mechanism);
  if (ready->plus_broken)
    self->plus_broken_at = now_s;
  else if (g_str_has_suffix (ready->mechanism, "-PLUS"))
    self->plus_broken_at = 0;
  if (ready->external_broken)
    self->external_broken_at = now_s;
  else if (g_str_equal (ready->mechanism, "EXTERNAL"))
    self->external_broken_at = 0;
}

char *
bell_sign_in_memory_get_path (const char *directory, const char *account_id)
{
  g_autofree char *name = g_strconcat (account_id, ".seen", NULL);

  if (directory != NULL)
    return g_build_filename (directory, name, NULL);
  return g_build_filename (g_get_user_state_dir (), "mailbell", name, NULL);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char  *text = NULL;
  const char       *group = g_task_get_task_data (task);
  BellSignInMemory *memory = g_new0 (BellSignInMemory, 1);
  gsize             length;

  if (g_file_load_contents_finish (G_FILE (source), result, &text, &length, NULL, NULL) &&
      g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, NULL) &&
      g_key_file_get_integer (file, HEAD_GROUP, "version", NULL) == VERSION)
    bell_sign_in_memory_read (memory, file, group);
  g_task_return_pointer (task, memory, g_free);
}

void
bell_sign_in_memory_load_async (const char         *account_id,
                                const char         *host,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  GTask           *task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *path = bell_sign_in_memory_get_path (NULL, account_id);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_task_set_task_data (task, bell_sign_in_memory_get_group (host), g_free);
  g_file_load_contents_async (file, cancellable, on_loaded, task);
}

gboolean
bell_sign_in_memory_load_finish (GAsyncResult *result, BellSignInMemory *memory, GError **error)
{
  g_autofree BellSignInMemory *found = g_task_propagate_pointer (G_TASK (result), error);

  if (found != NULL)
    *memory = *found;
  return found != NULL;
}
