/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-message-actions.c: what becomes of a wish, with a small server at the other end. */

#include "watch/message-actions.h"

#include "../io/loopback-server.h"
#include "seen-fixture.h"

#include <string.h>

#define CAPABILITIES "[CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN IDLE ESEARCH UIDPLUS MOVE]"

typedef struct {
  SeenFixture     base;
  LoopbackServer  server;
  BellSessionSet *sessions; /* (owned) (nullable) */
  GAsyncResult   *result;   /* (owned) (nullable) */
  guint           n_news;   /* messages told */
  guint           n_looks;  /* NEWS events */
} Fixture;

/* The message has come back into INBOX; of the one server thread that there is. */
static gboolean moved_back;

/* It goes away when it is to mark the first messages, of which it has marked one by then. */
static gboolean hangs_up;
static gboolean has_hung_up;

static void
say (GDataOutputStream *output, const char *tag, const char *text)
{
  g_autofree char *line = g_strconcat (tag, " ", text, "\r\n", NULL);

  g_data_output_stream_put_string (output, line, NULL, NULL);
}

static void
answer_open (GDataOutputStream *output, const char *tag, const char *command)
{
  gboolean inbox = strstr (command, "INBOX") != NULL;

  say (output, "*", "5 EXISTS");
  say (output, "*", inbox ? "OK [UIDVALIDITY 42] ok" : "OK [UIDVALIDITY 60] ok");
  say (output, "*", inbox && moved_back ? "OK [UIDNEXT 30] ok" : "OK [UIDNEXT 29] ok");
  say (output, tag, "OK [READ-WRITE] open");
}

static void
answer_move (GDataOutputStream *output, const char *tag, const char *command)
{
  moved_back = strstr (command, "\"INBOX\"") != NULL;
  if (strstr (command, "Attic") != NULL) {
    say (output, tag, "NO [TRYCREATE] no such mailbox");
    return;
  }
  say (output, "*", moved_back ? "OK [COPYUID 42 3 29] back" : "OK [COPYUID 60 28 3] moved");
  say (output, tag, "OK moved");
}

static void
answer (GDataOutputStream *output, const char *tag, const char *command)
{
  if (g_str_has_prefix (command, "AUTHENTICATE"))
    say (output, tag, "OK " CAPABILITIES " in");
  else if (g_str_has_prefix (command, "EXAMINE") || g_str_has_prefix (command, "SELECT"))
    answer_open (output, tag, command);
  else if (g_str_has_prefix (command, "UID MOVE"))
    answer_move (output, tag, command);
  else if (g_str_has_prefix (command, "IDLE"))
    say (output, "+", "idling");
  else {
    if (g_str_has_prefix (command, "UID FETCH"))
      say (output, "*", "5 FETCH (UID 29 FLAGS ())");
    if (g_str_has_prefix (command, "UID SEARCH RETURN (COUNT)"))
      say (output, "*", "ESEARCH UID COUNT 2");
    if (g_str_has_prefix (command, "UID SEARCH RETURN (ALL) UID 1:28 UNSEEN"))
      say (output, "*", has_hung_up ? "SEARCH 28 29" : "SEARCH 7 28 29");
    if (g_str_has_prefix (command, "LIST"))
      say (output, "*", "LIST () \"/\" Trash");
    say (output, tag, "OK done");
  }
}

/* One client, until it goes away. */
static void
serve (GSocketConnection *tcp, G_GNUC_UNUSED const char *certificate)
{
  g_autoptr (GDataInputStream) input =
    g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (tcp)));
  g_autoptr (GDataOutputStream) output =
    g_data_output_stream_new (g_io_stream_get_output_stream (G_IO_STREAM (tcp)));
  g_autofree char *idle = NULL;
  char            *line;

  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  say (output, "*", "OK " CAPABILITIES " ready");
  while ((line = g_data_input_stream_read_line (input, NULL, NULL, NULL)) != NULL) {
    g_auto (GStrv) words = g_strsplit (line, " ", 2);

    g_free (line);
    if (hangs_up && words[1] != NULL && g_str_has_prefix (words[1], "UID STORE")) {
      hangs_up = FALSE;
      has_hung_up = TRUE;
      return;
    }
    if (words[1] == NULL)
      say (output, idle, "OK idled");
    else
      answer (output, words[0], words[1]);
    if (g_strcmp0 (words[1], "IDLE") == 0) {
      g_free (idle);
      idle = g_strdup (words[0]);
    }
    if (g_strcmp0 (words[1], "LOGOUT") == 0)
      return;
  }
}

static void
set_up (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  const BellImapRemembered remembered = { .mailbox = "INBOX", .uid_validity = 42, .uid_seen = 28 };

  moved_back = hangs_up = has_hung_up = FALSE;
  loopback_server_start (&self->server, serve, NULL);
  seen_fixture_set_up (&self->base);
  g_settings_set_string (self->base.settings, "host", "127.0.0.1");
  g_settings_set (self->base.settings, "port", "q", self->server.port);
  g_settings_set_string (self->base.settings, "security", "none");
  bell_seen_store_set (self->base.seen, &remembered);
}

static void
on_stopped (gpointer done)
{
  *(gboolean *) done = TRUE;
}

static void
tear_down (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  gboolean stopped = self->sessions == NULL;

  if (self->sessions != NULL)
    bell_session_set_stop (self->sessions, on_stopped, &stopped);
  while (!stopped)
    g_main_context_iteration (NULL, TRUE);
  g_clear_pointer (&self->base.actions, bell_message_actions_free);
  g_clear_object (&self->result);
  g_clear_object (&self->sessions);
  seen_fixture_tear_down (&self->base);
  loopback_server_stop (&self->server);
}

static gboolean
check_now (gpointer sessions)
{
  bell_session_set_check_now (sessions);
  return G_SOURCE_REMOVE;
}

/* Nothing is waited for that need not be. */
static void
on_changed (BellSessionSet *sessions, Fixture *self)
{
  if (has_hung_up)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, check_now, g_object_ref (sessions), g_object_unref);
  bell_message_actions_go_on (self->base.actions);
}

static void
on_event (G_GNUC_UNUSED BellSessionSet *sessions, BellImapEvent *event, Fixture *self)
{
  if (event->type != BELL_IMAP_EVENT_NEWS)
    return;
  bell_message_actions_filter (self->base.actions, event);
  self->n_looks++;
  self->n_news += event->news->len;
}

static void
start_sessions (Fixture *self)
{
  const char *const mailboxes[] = { "INBOX", NULL };
  g_autoptr (BellSecretText) password = bell_secret_text_new ("secret", -1);
  g_autoptr (BellSignInSecret) secret = bell_sign_in_secret_new_password (password);
  g_autoptr (BellRenewalTuner) tuner = bell_renewal_tuner_new (self->base.directory, NULL);
  g_autoptr (BellMeterStore) meter = bell_meter_store_new (self->base.directory, SEEN_FIXTURE_ID);
  BellWatchPlan plan = { .mailboxes = mailboxes,
                         .renewal_us = 9 * BELL_MINUTE,
                         .tuner = tuner,
                         .meter = meter,
                         .polling_us = 5 * BELL_MINUTE };

  self->sessions = bell_session_set_new (self->base.account, self->base.seen, &plan);
  g_signal_connect (self->sessions, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (self->sessions, "event", G_CALLBACK (on_event), self);
  bell_message_actions_set_sessions (self->base.actions, self->sessions);
  bell_session_set_start (self->sessions, secret);
}

static void
on_acted (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *self = user_data;

  g_assert_null (self->result);
  self->result = g_object_ref (result);
}

static void
begin (Fixture *self, const BellMessageAction *action)
{
  bell_message_actions_act_async (self->base.actions, action, on_acted, self);
}

/* (transfer full) (nullable) */
static BellMessagePlace *
finish (Fixture *self, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  while (self->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  result = g_steal_pointer (&self->result);
  return bell_message_actions_act_finish (result, error);
}

static void
assert_place (Fixture *self, const char *folder, guint32 uid_validity, guint32 uid)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BellMessagePlace) place = finish (self, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (place->folder, ==, folder);
  g_assert_cmpuint (place->uid_validity, ==, uid_validity);
  g_assert_cmpuint (place->uid, ==, uid);
}

static void
assert_fails (Fixture *self, int code, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (finish (self, &error));
  g_assert_error (error, BELL_MESSAGE_ACTION_ERROR, code);
  g_assert_nonnull (strstr (error->message, word));
  g_assert_null (strstr (error->message, "mailbell "));
}

/* It begins before there is a connection; what comes back rings no second time. */
static void
test_there_and_back (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  BellMessageAction there = { .type = BELL_IMAP_ACTION_DELETE, .uid = 28 };
  BellMessageAction back = { .type = BELL_IMAP_ACTION_MOVE,
                             .folder = "Trash",
                             .uid_validity = 60,
                             .uid = 3,
                             .target = "INBOX" };

  begin (self, &there);
  start_sessions (self);
  assert_place (self, "Trash", 60, 3);
  begin (self, &back);
  assert_place (self, "INBOX", 42, 29);
  while (self->n_looks == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (self->n_news, ==, 0);
}

static void
test_folder_of_the_settings (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  BellMessageAction action = { .type = BELL_IMAP_ACTION_DELETE, .folder = "inbox", .uid = 28 };

  g_settings_set_string (self->base.settings, "trash-folder", "Attic");
  start_sessions (self);
  begin (self, &action);
  assert_fails (self, BELL_MESSAGE_ACTION_ERROR_NO_TARGET, "“Attic”");
  g_settings_set_string (self->base.settings, "trash-folder", "Bin");
  begin (self, &action);
  assert_place (self, "Bin", 60, 3);
}

/* A name that would turn the rest of the sentence round. */
static void
test_folder_in_a_sentence (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  BellMessageAction action = { .type = BELL_IMAP_ACTION_DELETE, .uid = 28 };

  g_settings_set_string (self->base.settings, "trash-folder", "Attic\342\200\256\342\201\251");
  start_sessions (self);
  begin (self, &action);
  assert_fails (self, BELL_MESSAGE_ACTION_ERROR_NO_TARGET, "“Attic”");
}

/* What no notification can have asked for, but any program of the session can. */
static void
test_only_what_was_told (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  BellMessageAction elsewhere = {
    .type = BELL_IMAP_ACTION_DELETE, .folder = "Shared", .uid_validity = 60, .uid = 1
  };
  BellMessageAction later = { .type = BELL_IMAP_ACTION_DELETE, .uid_validity = 42, .uid = 29 };
  BellMessageAction move = { .type = BELL_IMAP_ACTION_MOVE,
                             .folder = "Trash",
                             .uid_validity = 60,
                             .uid = 3,
                             .target = "Shared" };
  BellMessageAction unnamed = {
    .type = BELL_IMAP_ACTION_MOVE, .folder = "Trash", .uid = 3, .target = "INBOX"
  };

  start_sessions (self);
  begin (self, &elsewhere);
  assert_fails (self, BELL_MESSAGE_ACTION_ERROR_NOT_WATCHED, "“Shared”");
  begin (self, &move);
  assert_fails (self, BELL_MESSAGE_ACTION_ERROR_NOT_WATCHED, "“Shared”");
  begin (self, &later);
  assert_place (self, NULL, 0, 0);
  /* It is no UID of the INBOX, under whose UIDVALIDITY it would be looked for. */
  begin (self, &unnamed);
  assert_place (self, NULL, 0, 0);
}

static void
test_no_archive (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  BellMessageAction action = { .type = BELL_IMAP_ACTION_ARCHIVE, .uid = 28 };

  start_sessions (self);
  begin (self, &action);
  assert_fails (self, BELL_MESSAGE_ACTION_ERROR_NO_TARGET, "no archive folder");
}

static void
test_told_under_another_validity (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  BellMessageAction action = { .type = BELL_IMAP_ACTION_MARK_READ, .uid_validity = 41, .uid = 28 };

  start_sessions (self);
  begin (self, &action);
  assert_fails (self, BELL_MESSAGE_ACTION_ERROR_RENUMBERED, "numbered");
}

static void
assert_marked (Fixture *self, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BellMessagePlace) place = finish (self, &error);
  g_autofree char *uids = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (place->marked);
  uids = bell_imap_uid_set_to_string (place->marked);
  g_assert_cmpstr (uids, ==, expected);
}

/* Up to the one that was told of last when it was wished, which is long before it is done. */
static void
test_mark_all (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  const BellImapRemembered later = { .mailbox = "INBOX", .uid_validity = 42, .uid_seen = 29 };
  BellMessageAction        action = { .type = BELL_IMAP_ACTION_MARK_ALL_READ };

  begin (self, &action);
  bell_seen_store_set (self->base.seen, &later);
  start_sessions (self);
  assert_marked (self, "7,28");
}

/* What the first attempt has marked before it broke off can be taken back too. */
static void
test_mark_all_in_two_attempts (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  BellMessageAction action = { .type = BELL_IMAP_ACTION_MARK_ALL_READ };

  hangs_up = TRUE;
  start_sessions (self);
  begin (self, &action);
  assert_marked (self, "7,28");
  g_assert_true (has_hung_up);
}

static void
test_mark_all_in_an_empty_folder (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  const BellImapRemembered empty = { .mailbox = "Lists", .uid_validity = 50, .uid_seen = 0 };
  BellMessageAction        action = { .type = BELL_IMAP_ACTION_MARK_ALL_READ, .folder = "Lists" };

  bell_seen_store_set (self->base.seen, &empty);
  begin (self, &action);
  assert_marked (self, "");
}

static void
test_mark_all_in_a_folder_made_anew (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  const BellImapRemembered before = { .mailbox = "Lists", .uid_validity = 50, .uid_seen = 9 };
  BellMessageAction        action = { .type = BELL_IMAP_ACTION_MARK_ALL_READ, .folder = "Lists" };

  bell_seen_store_set (self->base.seen, &before);
  start_sessions (self);
  begin (self, &action);
  assert_fails (self, BELL_MESSAGE_ACTION_ERROR_RENUMBERED, "“Lists” anew");
}

/* Nobody has to be asked for these. */
static void
test_without_a_server (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  BellMessageAction unknown_folder = { .type = BELL_IMAP_ACTION_MARK_READ,
                                       .folder = "Größe",
                                       .uid = 1 };
  BellMessageAction unknown_message = { .type = BELL_IMAP_ACTION_MARK_READ, .uid = 29 };
  BellMessageAction no_message = { .type = BELL_IMAP_ACTION_DELETE, .uid = 0 };

  begin (self, &unknown_folder);
  assert_fails (self, BELL_MESSAGE_ACTION_ERROR_NOT_WATCHED, "“Größe”");
  begin (self, &unknown_message);
  assert_place (self, NULL, 0, 0);
  begin (self, &no_message);
  assert_place (self, NULL, 0, 0);
}

static void
on_one_of_many (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer n_refused)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (bell_message_actions_act_finish (result, &error));
  if (g_error_matches (error, BELL_MESSAGE_ACTION_ERROR, BELL_MESSAGE_ACTION_ERROR_REFUSED))
    ++*(guint *) n_refused;
  else
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* However many are wished for while there is no connection. */
static void
test_too_many (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  BellMessageAction action = { .type = BELL_IMAP_ACTION_MARK_READ, .uid = 28 };
  guint             n_refused = 0;

  for (guint i = 0; i < 603; i++)
    bell_message_actions_act_async (self->base.actions, &action, on_one_of_many, &n_refused);
  while (n_refused < 3)
    g_main_context_iteration (NULL, TRUE);
  bell_message_actions_abandon (self->base.actions);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (n_refused, ==, 3);
}

static void
test_account_is_off (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  BellMessageAction action = { .type = BELL_IMAP_ACTION_MARK_READ, .uid = 28 };

  g_settings_set_boolean (self->base.settings, "enabled", FALSE);
  begin (self, &action);
  assert_fails (self, BELL_MESSAGE_ACTION_ERROR_OFF, "Switch it on");
}

static void
test_account_goes_away (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  BellMessageAction action = { .type = BELL_IMAP_ACTION_MARK_READ, .uid = 28 };
  g_autoptr (GError) error = NULL;

  begin (self, &action);
  g_clear_pointer (&self->base.actions, bell_message_actions_free);
  g_assert_null (finish (self, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name, test) g_test_add (name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/message-actions/there-and-back", test_there_and_back);
  ADD ("/message-actions/folder-of-the-settings", test_folder_of_the_settings);
  ADD ("/message-actions/folder-in-a-sentence", test_folder_in_a_sentence);
  ADD ("/message-actions/only-what-was-told", test_only_what_was_told);
  ADD ("/message-actions/no-archive", test_no_archive);
  ADD ("/message-actions/another-validity", test_told_under_another_validity);
  ADD ("/message-actions/without-a-server", test_without_a_server);
  ADD ("/message-actions/mark-all", test_mark_all);
  ADD ("/message-actions/mark-all-in-two-attempts", test_mark_all_in_two_attempts);
  ADD ("/message-actions/mark-all-in-an-empty-folder", test_mark_all_in_an_empty_folder);
  ADD ("/message-actions/mark-all-in-a-folder-made-anew", test_mark_all_in_a_folder_made_anew);
  ADD ("/message-actions/too-many", test_too_many);
  ADD ("/message-actions/off", test_account_is_off);
  ADD ("/message-actions/goes-away", test_account_goes_away);
  return g_test_run ();
}
