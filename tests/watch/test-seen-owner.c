/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of the memory of an account when somebody else signs in to it. */

#include "watch/seen-owner.h"

#include "seen-fixture.h"

typedef struct {
  SeenFixture base;
  GString    *gone; /* (owned) a line for each event */
} Fixture;

static void
set_up (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  seen_fixture_set_up (&self->base);
  g_settings_set_string (self->base.settings, "user", "jane");
  self->gone = g_string_new (NULL);
}

static void
tear_down (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  seen_fixture_tear_down (&self->base);
  g_string_free (self->gone, TRUE);
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
  bell_seen_owner_check (self->base.account, self->base.seen, self->base.actions, on_gone,
                         self->gone);
  g_assert_cmpstr (self->gone->str, ==, expected);
}

static gboolean
knows_inbox (Fixture *self)
{
  guint32 uid_validity, uid_seen;
  guint64 modseq;

  return bell_seen_store_get (self->base.seen, "INBOX", &uid_validity, &uid_seen, &modseq);
}

static void
see (Fixture *self)
{
  const BellImapRemembered inbox = {
    .mailbox = "INBOX", .uid_validity = 1, .uid_seen = 28, .told = "20,27:28"
  };

  bell_seen_store_set (self->base.seen, &inbox);
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
  bell_seen_store_set (self->base.seen, &never);
  bell_seen_store_set_sign_in (self->base.seen, "imap.example.org", &before);
  g_settings_set_string (self->base.settings, "user", "mary");
  g_settings_set_string (self->base.settings, "host", "imap.example.net");
  assert_check (self, "INBOX 1 20,27:28\nINBOX 1 1:28\n");
  g_assert_false (knows_inbox (self));
  bell_seen_store_get_sign_in (self->base.seen, "imap.example.org", &after);
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
  g_settings_set_string (self->base.settings, "host", "192.0.2.1");
  assert_check (self, "");
  g_assert_true (knows_inbox (self));
}

/* The user was changed while nothing ran. */
static void
test_is_kept (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_settings_set_string (self->base.settings, "user", "Jürgen [of] example.org");
  assert_check (self, "");
  see (self);
  seen_fixture_unload (&self->base);
  seen_fixture_load (&self->base);
  assert_check (self, "");
  g_assert_true (knows_inbox (self));
  g_settings_set_string (self->base.settings, "user", "mary");
  seen_fixture_unload (&self->base);
  seen_fixture_load (&self->base);
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
  bell_message_actions_act_async (self->base.actions, &action, on_acted, &result);
  assert_check (self, "");
  g_assert_null (result);
  g_settings_set_string (self->base.settings, "user", "mary");
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
