/* SPDX-License-Identifier: GPL-3.0-or-later */
/* News tell when the server first spoke of them, however long it took to learn what they are. */

#include "server-line.h"

#include <string.h>

#define WITH_IDLE "IMAP4rev1 IDLE"
#define WITH_NOTIFY "IMAP4rev1 IDLE NOTIFY ESEARCH LIST-EXTENDED"
#define HEADER "BODY[HEADER.FIELDS (FROM SUBJECT DATE MESSAGE-ID)] {14}\r\nSubject: a\r\n\r\n"

typedef struct {
  const char     *capabilities;
  gint64          now_us;
  BellImapClient *client;
  GPtrArray      *waiting;    /* (owned) what the client said from a look on, the look first */
  gint64          arrived_us; /* of the news that were told last; 0: none */
} Server;

static void
say (Server *self, const char *line)
{
  server_line (self->client, self->now_us, "%s", line);
}

static void
answer (Server *self, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  g_autofree char *ok = g_strconcat (words[0], " OK", NULL);
  const char      *command = words[1];

  if (command == NULL) /* DONE */
    return;
  if (g_str_equal (command, "IDLE")) {
    say (self, "+ idling");
    return;
  }
  if (g_str_equal (command, "AUTHENTICATE")) {
    g_free (ok);
    ok = g_strdup_printf ("%s OK [CAPABILITY %s]", words[0], self->capabilities);
  } else if (g_str_equal (command, "EXAMINE")) {
    say (self, "* 5 EXISTS");
    say (self, "* OK [UIDVALIDITY 7]");
    say (self, "* OK [UIDNEXT 6]");
  }
  say (self, ok);
}

static void
take_events (Server *self)
{
  BellImapEvent *event;

  while ((event = bell_imap_client_take_event (self->client)) != NULL) {
    g_assert_cmpint (event->type, !=, BELL_IMAP_EVENT_FAILED);
    if (event->type == BELL_IMAP_EVENT_NEWS)
      self->arrived_us = event->arrived_us;
    bell_imap_event_free (event);
  }
}

/* Answers whatever the client has to say up to a look: that waits, and all behind it. */
static void
listen (Server *self)
{
  GByteArray *output;

  take_events (self);
  while ((output = bell_imap_client_take_output (self->client)) != NULL) {
    g_autofree char *text = g_strndup ((const char *) output->data, output->len);
    g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);

    g_byte_array_unref (output);
    for (guint i = 0; *lines[i] != '\0'; i++)
      if (self->waiting->len > 0 || strstr (lines[i], " FETCH ") != NULL)
        g_ptr_array_add (self->waiting, g_strdup (lines[i]));
      else
        answer (self, lines[i]);
    take_events (self);
  }
}

static void
start (Server *self, const char *capabilities)
{
  const char *const    mailboxes[] = { "INBOX", NULL };
  BellSecretText      *password = bell_secret_text_new ("secret", -1);
  BellImapClientConfig config = { .user = "bob",
                                  .password = password,
                                  .mailboxes = mailboxes,
                                  .renewal_us = 29 * BELL_MINUTE,
                                  .polling_us = 5 * BELL_MINUTE };

  *self = (Server){ .capabilities = capabilities, .now_us = BELL_MINUTE };
  self->waiting = g_ptr_array_new_with_free_func (g_free);
  self->client = bell_imap_client_new (&config, self->now_us);
  say (self, "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready");
  listen (self);
  g_assert_cmpint (self->arrived_us, ==, 0);
  bell_secret_text_unref (password);
}

static void
stop (Server *self)
{
  bell_imap_client_free (self->client);
  g_ptr_array_unref (self->waiting);
}

/* The answer to the look that waits, and to what was said behind it. */
static void
answer_look (Server *self, const char *message)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_free);
  g_assert_cmpuint (waiting->len, >, 0);
  say (self, message);
  for (guint i = 0; i < waiting->len; i++)
    answer (self, g_ptr_array_index (waiting, i));
  listen (self);
}

static void
test_idle (void)
{
  Server server;
  gint64 arrived_us;

  start (&server, WITH_IDLE);
  for (guint uid = 6; uid < 8; uid++) {
    g_autofree char *exists = g_strdup_printf ("* %u EXISTS", uid);
    g_autofree char *fetch = g_strdup_printf ("* %u FETCH (UID %u FLAGS () " HEADER ")", uid, uid);

    server.now_us += BELL_MINUTE;
    arrived_us = server.now_us;
    say (&server, exists);
    listen (&server);
    server.now_us += 400 * BELL_MILLISECOND;
    answer_look (&server, fetch);
    g_assert_cmpint (server.arrived_us, ==, arrived_us);
  }
  stop (&server);
}

static void
test_pushed (void)
{
  Server server;
  gint64 arrived_us;

  start (&server, WITH_NOTIFY);
  server.now_us += BELL_MINUTE;
  arrived_us = server.now_us;
  say (&server, "* 6 EXISTS");
  listen (&server);
  server.now_us += 300 * BELL_MILLISECOND;
  say (&server, "* 6 FETCH (UID 6 FLAGS () " HEADER ")");
  listen (&server);
  g_assert_cmpint (server.arrived_us, ==, arrived_us);

  /* Without EXISTS before it: not the time of the one before. */
  server.now_us += BELL_MINUTE;
  say (&server, "* 7 FETCH (UID 7 FLAGS () " HEADER ")");
  listen (&server);
  g_assert_cmpint (server.arrived_us, ==, server.now_us);
  stop (&server);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap-arrival/idle", test_idle);
  g_test_add_func ("/imap-arrival/pushed", test_pushed);
  return g_test_run ();
}
