/* SPDX-License-Identifier: GPL-3.0-or-later */
/* seen-fixture.c: an account, what has been seen of it, and what is wished of its messages. */

#include "seen-fixture.h"

#include "account/account-list.h"
#include "account/settings-backend.h"

#include <glib/gstdio.h>

static void
on_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

void
seen_fixture_load (SeenFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  self->seen = bell_seen_store_new (self->directory, SEEN_FIXTURE_ID);
  bell_seen_store_load_async (self->seen, on_ready, &result);
  bell_seen_store_load_finish (self->seen, wait_for (&result));
  self->actions = bell_message_actions_new (self->account, self->seen);
}

void
seen_fixture_unload (SeenFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_seen_store_flush_async (self->seen, on_ready, &result);
  bell_seen_store_flush_finish (self->seen, wait_for (&result));
  g_clear_pointer (&self->actions, bell_message_actions_free);
  g_clear_object (&self->seen);
}

void
seen_fixture_set_up (SeenFixture *self)
{
  g_autofree char *path = g_strconcat (BELL_SETTINGS_ACCOUNT_PATH, SEEN_FIXTURE_ID, "/", NULL);

  self->settings = g_settings_new_with_path (BELL_SETTINGS_ACCOUNT_SCHEMA, path);
  self->account = bell_account_new (SEEN_FIXTURE_ID);
  self->directory = g_dir_make_tmp ("mailbell-XXXXXX", NULL);
  seen_fixture_load (self);
}

void
seen_fixture_tear_down (SeenFixture *self)
{
  g_autofree char *file = g_build_filename (self->directory, SEEN_FIXTURE_ID ".seen", NULL);
  g_autofree char *history = g_build_filename (self->directory, SEEN_FIXTURE_ID ".history", NULL);

  seen_fixture_unload (self);
  bell_account_list_erase (self->account);
  g_clear_object (&self->account);
  g_clear_object (&self->settings);
  g_unlink (file);
  g_unlink (history);
  g_rmdir (self->directory);
  g_free (self->directory);
}
