/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thousands of messages marked at once: in lines that every server takes, each message exactly once. */

#include "server-line.h"

#include <string.h>

/* What some servers take (Yahoo, UW IMAP), and what one write may hold (Microsoft). */
#define MAX_LINE_BYTES 1000
#define MAX_STORES 25

typedef struct {
  BellImapClient *client;
  BellImapUidSet *unread; /* (owned) what the server holds for unread */
  guint           count;  /* what it says that it does */
  BellImapUidSet *stored; /* (owned) */
  guint           n_stores;
  guint           n_searches;
  char            idle_tag[16];
  BellImapEvent  *acted; /* (owned) (nullable) */
} Server;

static void
answer_search (Server *self, const char *tag, const char *line)
{
  g_autofree char *uids = bell_imap_uid_set_to_string (self->unread);

  if (strstr (line, "COUNT") != NULL) {
    server_line (self->client, BELL_MINUTE, "* ESEARCH (TAG \"%s\") UID COUNT %u", tag,
                 self->count);
    return;
  }
  g_assert_nonnull (strstr (line, "UID SEARCH RETURN (ALL) UID 1:20000 UNSEEN"));
  self->n_searches++;
  server_line (self->client, BELL_MINUTE, "* ESEARCH (TAG \"%s\") UID ALL %s", tag, uids);
}

/* "T7 UID STORE 1,3:4 +FLAGS.SILENT (\Seen)": none of them twice. */
static void
note_store (Server *self, char *const *words)
{
  g_autoptr (BellImapUidSet) uids = bell_imap_uid_set_parse (words[3]);
  guint64 before = bell_imap_uid_set_count (self->stored);

  g_assert_nonnull (uids);
  g_assert_cmpstr (words[4], ==, "+FLAGS.SILENT");
  g_assert_cmpstr (words[5], ==, "(\\Seen)");
  bell_imap_uid_set_add_set (self->stored, uids);
  g_assert_cmpuint (bell_imap_uid_set_count (self->stored), ==,
                    before + bell_imap_uid_set_count (uids));
  self->n_stores++;
}

static void
answer (Server *self, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  const char      *command = words[1];
  g_autofree char *tag = g_strdup (words[0]);

  if (command == NULL) { /* DONE */
    server_line (self->client, BELL_MINUTE, "%s OK", self->idle_tag);
    return;
  }
  if (g_str_equal (command, "IDLE")) {
    g_strlcpy (self->idle_tag, tag, sizeof self->idle_tag);
    server_line (self->client, BELL_MINUTE, "+ idling");
    return;
  }
  if (g_str_equal (command, "EXAMINE") || g_str_equal (command, "SELECT")) {
    server_line (self->client, BELL_MINUTE, "* 20000 EXISTS");
    server_line (self->client, BELL_MINUTE, "* OK [UIDVALIDITY 7]");
    server_line (self->client, BELL_MINUTE, "* OK [UIDNEXT 20001]");
  } else if (strstr (line, "UID SEARCH") != NULL)
    answer_search (self, tag, line);
  else if (strstr (line, "UID STORE") != NULL)
    note_store (self, words);
  if (g_str_equal (command, "AUTHENTICATE"))
    server_line (self->client, BELL_MINUTE, "%s OK [CAPABILITY IMAP4rev1 IDLE ESEARCH]", tag);
  else
    server_line (self->client, BELL_MINUTE, "%s OK", tag);
}

static void
take_events (Server *self)
{
  BellImapEvent *event;

  while ((event = bell_imap_client_take_event (self->client)) != NULL) {
    g_assert_cmpint (event->type, !=, BELL_IMAP_EVENT_FAILED);
    if (event->type == BELL_IMAP_EVENT_ACTED) {
      g_assert_null (self->acted);
      self->acted = event;
    } else
      bell_imap_event_free (event);
  }
}

/* One write of the client's; FALSE: it has nothing to say. */
static gboolean
listen (Server *self)
{
  g_autoptr (GByteArray) output = bell_imap_client_take_output (self->client);
  guint n_stores = self->n_stores;

  take_events (self);
  if (output != NULL) {
    g_autofree char *text = g_strndup ((const char *) output->data, output->len);
    g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);

    for (guint i = 0; *lines[i] != '\0'; i++) {
      g_assert_cmpuint (strlen (lines[i]), <=, MAX_LINE_BYTES);
      answer (self, lines[i]);
    }
  }
  g_assert_cmpuint (self->n_stores - n_stores, <=, MAX_STORES);
  return output != NULL;
}

static void
mark_all (Server *self)
{
  const char *const    mailboxes[] = { "INBOX", NULL };
  BellSecretText      *password = bell_secret_text_new ("secret", -1);
  BellImapRemembered   remembered = { .mailbox = "INBOX", .uid_validity = 7, .uid_seen = 20000 };
  BellImapClientConfig config = { .user = "bob",
                                  .password = password,
                                  .mailboxes = mailboxes,
                                  .remembered = &remembered,
                                  .n_remembered = 1,
                                  .renewal_us = 29 * BELL_MINUTE,
                                  .polling_us = 5 * BELL_MINUTE };
  g_autoptr (BellImapUidSet) all = bell_imap_uid_set_parse ("1:20000");
  BellImapAction action = {
    .type = BELL_IMAP_ACTION_MARK_ALL_READ, .mailbox = "INBOX", .uid_validity = 7, .uids = all
  };

  self->stored = bell_imap_uid_set_new ();
  self->client = bell_imap_client_new (&config, BELL_MINUTE);
  server_line (self->client, BELL_MINUTE, "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready");
  while (listen (self))
    continue;
  bell_imap_client_act (self->client, 1, &action, BELL_MINUTE);
  while (listen (self))
    continue;
  g_assert_nonnull (self->acted);
  g_assert_cmpint (self->acted->acted, ==, BELL_IMAP_ACTED_DONE);
  bell_secret_text_unref (password);
}

static void
server_clear (Server *self)
{
  bell_imap_client_free (self->client);
  bell_imap_uid_set_free (self->unread);
  bell_imap_uid_set_free (self->stored);
  bell_imap_event_free (self->acted);
}

/* No two of them side by side: the longest set there can be. */
static BellImapUidSet *
every_fourth (guint count)
{
  BellImapUidSet *uids = bell_imap_uid_set_new ();

  for (guint i = 0; i < count; i++)
    bell_imap_uid_set_add (uids, 4 * i + 1);
  return uids;
}

static void
test_scattered (void)
{
  Server           server = { .unread = every_fourth (5000), .count = 5000 };
  g_autofree char *stored = NULL;
  g_autofree char *unread = NULL;
  g_autofree char *told = NULL;

  mark_all (&server);
  g_assert_cmpuint (server.n_searches, ==, 1);
  g_assert_cmpuint (server.n_stores, >, MAX_STORES);
  stored = bell_imap_uid_set_to_string (server.stored);
  unread = bell_imap_uid_set_to_string (server.unread);
  told = bell_imap_uid_set_to_string (server.acted->uids);
  g_assert_cmpstr (stored, ==, unread);
  g_assert_cmpstr (told, ==, unread);
  g_assert_true (server.acted->sought);
  server_clear (&server);
}

/* The answer would not fit into what we take. */
static void
test_too_many (void)
{
  Server server = { .unread = bell_imap_uid_set_parse ("1:20000"), .count = 20000 };

  mark_all (&server);
  g_assert_cmpuint (server.n_searches, ==, 0);
  g_assert_cmpuint (server.n_stores, ==, 1);
  g_assert_cmpuint (bell_imap_uid_set_count (server.stored), ==, 20000);
  g_assert_false (server.acted->sought);
  server_clear (&server);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/imap/mark/scattered", test_scattered);
  g_test_add_func ("/imap/mark/too-many", test_too_many);

  return g_test_run ();
}
