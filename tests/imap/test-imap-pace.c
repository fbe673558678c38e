/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server whose every answer gives cause for the next question does not keep the client busy. */

#include "server-line.h"

typedef struct {
  const char     *trouble; /* said in every flight, with a number that grows */
  gint64          now_us;
  BellImapClient *client;
  guint           number;
  guint           n_flights;
  char            idle_tag[16];
  gboolean        mute; /* lets the client idle and never says how a command went */
  gboolean        failed;
} Server;

static void
say (Server *self, const char *line)
{
  server_line (self->client, self->now_us, "%s", line);
}

static void
say_trouble (Server *self)
{
  g_auto (GStrv) parts = g_strsplit (self->trouble, "%u", 2);
  g_autofree char *line = g_strdup_printf ("%s%u%s", parts[0], ++self->number, parts[1]);

  say (self, line);
}

static void
answer (Server *self, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  g_autofree char *ok = g_strconcat (words[0], " OK", NULL);
  const char      *command = words[1];

  if (command == NULL) { /* DONE */
    g_autofree char *done = g_strconcat (self->idle_tag, " OK", NULL);

    if (!self->mute)
      say (self, done);
    return;
  }
  if (g_str_equal (command, "IDLE")) {
    g_strlcpy (self->idle_tag, words[0], sizeof self->idle_tag);
    self->n_flights++;
    say_trouble (self);
    say (self, "+ idling");
    say_trouble (self);
    return;
  }
  if (g_str_equal (command, "AUTHENTICATE")) {
    g_free (ok);
    ok =
      g_strconcat (words[0], " OK [CAPABILITY IMAP4rev1 IDLE NOTIFY ESEARCH LIST-EXTENDED]", NULL);
  } else if (g_str_equal (command, "EXAMINE")) {
    say (self, "* 5 EXISTS");
    say (self, "* OK [UIDVALIDITY 7]");
    say (self, "* OK [UIDNEXT 6]");
  }
  if (!self->mute || self->n_flights == 0)
    say (self, ok);
}

/* All that the client has to say now; FALSE: nothing. */
static gboolean
listen (Server *self)
{
  g_autoptr (GByteArray) output = bell_imap_client_take_output (self->client);
  BellImapEvent *event;

  while ((event = bell_imap_client_take_event (self->client)) != NULL) {
    if (event->type == BELL_IMAP_EVENT_FAILED) {
      g_assert_true (self->mute);
      g_assert_error (event->error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_PROTOCOL);
      self->failed = TRUE;
    }
    bell_imap_event_free (event);
  }
  if (output != NULL) {
    g_autofree char *text = g_strndup ((const char *) output->data, output->len);
    g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);

    for (guint i = 0; *lines[i] != '\0'; i++)
      answer (self, lines[i]);
  }
  return output != NULL;
}

/* An answer takes no time at all, so that only the client's own pace slows it down. */
static void
play (Server *server)
{
  const char *const    mailboxes[] = { "INBOX", "Lists", NULL };
  BellSecretText      *password = bell_secret_text_new ("secret", -1);
  BellImapClientConfig config = { .user = "bob",
                                  .password = password,
                                  .mailboxes = mailboxes,
                                  .renewal_us = 29 * BELL_MINUTE,
                                  .polling_us = 5 * BELL_MINUTE };
  gint64               end_us = server->now_us + 10 * BELL_MINUTE;
  guint                n_wakes = 0;

  server->client = bell_imap_client_new (&config, server->now_us);
  say (server, "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready");
  while (server->now_us < end_us && !server->failed) {
    while (listen (server))
      g_assert_cmpuint (server->n_flights, <, 300);
    server->now_us = MAX (server->now_us, bell_imap_client_get_deadline (server->client));
    bell_imap_client_tick (server->client, server->now_us);
    g_assert_cmpuint (++n_wakes, <, 300);
  }
  g_assert_cmpuint (server->n_flights, >=, 3);
  bell_imap_client_free (server->client);
  bell_secret_text_unref (password);
}

static void
test_pace (gconstpointer trouble)
{
  Server server = { .trouble = trouble, .now_us = BELL_MINUTE, .number = 10 };

  play (&server);
}

/* Nothing is kept of commands without number: the session ends. */
static void
test_mute (void)
{
  Server server = { .trouble = "* %u EXISTS", .now_us = BELL_MINUTE, .number = 10, .mute = TRUE };

  play (&server);
  g_assert_true (server.failed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/pace/exists-without-messages", "* %u EXISTS", test_pace);
  g_test_add_data_func ("/pace/status-ahead-of-examine",
                        "* STATUS Lists (MESSAGES 5 UIDNEXT %u UIDVALIDITY 7 UNSEEN 1)", test_pace);
  g_test_add_data_func ("/pace/uidvalidity-changes",
                        "* STATUS Lists (MESSAGES 5 UIDNEXT 9 UIDVALIDITY %u)", test_pace);
  g_test_add_data_func ("/pace/overflow", "* OK [NOTIFICATIONOVERFLOW] %u", test_pace);
  g_test_add_func ("/pace/mute", test_mute);

  return g_test_run ();
}
