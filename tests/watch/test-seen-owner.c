/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of the memory of an account when somebody else signs in to it. */

#include "watch/seen-owner.h"

#include "account/settings-backend.h"

#include <glib/gstdio.h>

#define ID "a1"

typedef struct {
  GSettings          *settings;  /* (owned) */
  BellAccount        *account;   /* (owned) */
  BellSeenStore      *seen;      /* (owned) */
  BellMessageActions *actions;   /* (owned) */
  char               *directory; /* (owned) */
  GString            *gone;      /* (owned) a line for each event */
} Fixture;

static void
wait_for (gboolean *done)
{
  while (!*done)
    g_main_context_iteration (NULL, TRUE);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer done)
{
  bell_seen_store_load_finish (BELL_SEEN_STORE (source), result);
  *(gboolean *) done = TRUE;
}

static void
on_flushed (GObject *source, GAsyncResult *result, gpointer done)
{
  bell_seen_store_flush_finish (BELL_SEEN_STORE (source), result);
  *(gboolean *) done = TRUE;
}

static void
load (Fixture *self)
{
  gboolean loaded = FALSE;

  self->seen = bell_seen_store_new (self->directory, ID);
  bell_seen_store_load_async (self->seen, on_loaded, &loaded);
  wait_for (&loaded);
  self->actions = bell_message_actions_new (self->account, self->seen);
}

static void
unload (Fixture *self)
{
  gboolean flushed = FALSE;

  bell_seen_store_flush_async (self->seen, on_flushed, &flushed);
  wait_for (&flushed);
  g_clear_pointer (&self->actions, bell_message_actions_free);
  g_clear_object (&self->seen);
}

static void
set_up (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *path = g_strconcat (BELL_SETTINGS_ACCOUNT_PATH, ID, "/", NULL);

  self->settings = g_settings_new_with_path (BELL_SETTINGS_ACCOUNT_SCHEMA, path);
  g_settings_set_string (self->settings, "user", "jane");
  self->account = bell_account_new (ID);
  self->directory = g_dir_make_tmp ("mailbell-XXXXXX", NULL);
  self->gone = g_string_new (NULL);
  load (self);
}

static void
tear_down (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *file = g_build_filename (self->directory, ID ".seen", NULL);

  unload (self);
  g_clear_object (&self->account);
  g_settings_reset (self->settings, "user");
  g_clear_object (&self->settings);
  g_string_free (self->gone, TRUE);
  g_unlink (file);
  g_rmdir (self->directory);
  g_free (self->directory);
}

static void
on_gone (const BellImapEvent *event, gpointer user_data)
{
  g_autofree char *uids = bell_imap_uid_set_to_string (event->uids);

  g_assert_cmpint (event->type, ==, BELL_IMAP_EVENT_GONE);
  g_string_append_printf (user_data, "%s %u %s\n", event->mailbox, event->uid_validity, uids);
}

/* What of the folders was withdrawn. */
static void
assert_check (Fixture *self, const char *expected)
{
  g_string_truncate (self->gone, 0);
  bell_seen_owner_check (self->account, self->seen, self->actions, on_gone, self->gone);
  g_assert_cmpstr (self->gone->str, ==, expected);
}

static gboolean
knows_inbox (Fixture *self)
{
  guint32 uid_validity, uid_seen;
  guint64 modseq;

  return bell_seen_store_get (self->seen, "INBOX", &uid_validity, &uid_seen, &modseq);
}

static void
see (Fixture *self)
{
  const BellImapRemembered inbox = {
    .mailbox = "INBOX", .uid_validity = 1, .uid_seen = 28, .told = "20,27:28"
  };

  bell_seen_store_set (self->seen, &inbox);
}

/* As an older version has left it. */
static void
test_nobody_was_named (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  see (self);
  assert_check (self, "");
  assert_check (self, "");
  g_assert_true (knows_inbox (self));
}

static void
test_another_user (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  const BellImapRemembered never = { .mailbox = "Empty", .uid_validity = 9, .uid_seen = 0 };
  BellSignInMemory         before = { .mechanism = "SCRAM-SHA-256" };
  BellSignInMemory         after;

  assert_check (self, "");
  see (self);
  bell_seen_store_set (self->seen, &never);
  bell_seen_store_set_sign_in (self->seen, "imap.example.org", &before);
  g_settings_set_string (self->settings, "user", "mary");
  g_settings_set_string (self->settings, "host", "imap.example.net");
  assert_check (self, "INBOX 1 20,27:28\nINBOX 1 1:28\n");
  g_assert_false (knows_inbox (self));
  bell_seen_store_get_sign_in (self->seen, "imap.example.org", &after);
  g_assert_cmpstr (after.mechanism, ==, "SCRAM-SHA-256");
  see (self);
  assert_check (self, "");
  g_assert_true (knows_inbox (self));
}

/* The server alone may be known by another name. */
static void
test_another_server (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  assert_check (self, "");
  see (self);
  g_settings_set_string (self->settings, "host", "192.0.2.1");
  assert_check (self, "");
  g_assert_true (knows_inbox (self));
}

/* The user was changed while nothing ran. */
static void
test_is_kept (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_settings_set_string (self->settings, "user", "Jürgen [of] example.org");
  assert_check (self, "");
  see (self);
  unload (self);
  load (self);
  assert_check (self, "");
  g_assert_true (knows_inbox (self));
  g_settings_set_string (self->settings, "user", "mary");
  unload (self);
  load (self);
  assert_check (self, "INBOX 1 20,27:28\nINBOX 1 1:28\n");
  g_assert_false (knows_inbox (self));
}

static void
on_acted (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

/* What was wished of a message of the one is not done to one of the other's. */
static void
test_wishes (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  const BellMessageAction action = { .type = BELL_IMAP_ACTION_DELETE, .uid = 28 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  assert_check (self, "");
  see (self);
  bell_message_actions_act_async (self->actions, &action, on_acted, &result);
  assert_check (self, "");
  g_assert_null (result);
  g_settings_set_string (self->settings, "user", "mary");
  assert_check (self, "INBOX 1 20,27:28\nINBOX 1 1:28\n");
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (bell_message_actions_act_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name, test) g_test_add (name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/seen-owner/nobody-was-named", test_nobody_was_named);
  ADD ("/seen-owner/another-user", test_another_user);
  ADD ("/seen-owner/another-server", test_another_server);
  ADD ("/seen-owner/is-kept", test_is_kept);
  ADD ("/seen-owner/wishes", test_wishes);
  return g_test_run ();
}
