/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of what a server sends without need or end only so much is kept. */

#include "imap/imap-client-private.h"
#include "imap/imap-limits.h"
#include "server-line.h"

#include <string.h>

#define NOW BELL_MINUTE

typedef struct {
  BellImapClient *client;
  GPtrArray      *events;       /* (owned) of BellImapEvent */
  char            open_tag[16]; /* of EXAMINE */
  gboolean        opens;        /* EXAMINE is answered */
  const char     *huge;         /* (nullable) header of a message 6 */
} Server;

static void
finish_opening (Server *self)
{
  server_line (self->client, NOW, "* 5 EXISTS");
  server_line (self->client, NOW, "* OK [UIDVALIDITY 7]");
  server_line (self->client, NOW, "* OK [UIDNEXT 6]");
  server_line (self->client, NOW, "%s OK", self->open_tag);
}

static void
say_message (Server *self, gboolean with_header)
{
  if (with_header)
    server_line (self->client, NOW,
                 "* 6 FETCH (UID 6 FLAGS () BODY[HEADER.FIELDS (FROM SUBJECT DATE MESSAGE-ID)] "
                 "{%zu}\r\n%s)",
                 strlen (self->huge), self->huge);
  else
    server_line (self->client, NOW, "* 6 FETCH (UID 6 FLAGS ())");
}

static void
answer (Server *self, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);

  if (words[1] == NULL) /* DONE */
    return;
  if (g_str_equal (words[1], "IDLE"))
    server_line (self->client, NOW, "+ idling");
  else if (g_str_equal (words[1], "AUTHENTICATE"))
    server_line (
      self->client, NOW,
      "%s OK [CAPABILITY IMAP4rev1 IDLE ENABLE QRESYNC NOTIFY ESEARCH LIST-EXTENDED PREVIEW]",
      words[0]);
  else if (g_str_equal (words[1], "EXAMINE")) {
    g_strlcpy (self->open_tag, words[0], sizeof self->open_tag);
    if (self->opens)
      finish_opening (self);
  } else if (self->huge != NULL && strstr (line, "UID FETCH 6:*") != NULL) {
    say_message (self, strstr (line, "HEADER") != NULL);
    server_line (self->client, NOW, "%s OK", words[0]);
  } else if (self->opens || g_str_equal (words[1], "ENABLE"))
    server_line (self->client, NOW, "%s OK", words[0]);
}

static void
listen (Server *self)
{
  g_autoptr (GByteArray) output = NULL;
  BellImapEvent *event;

  while ((output = bell_imap_client_take_output (self->client)) != NULL) {
    g_autofree char *text = g_strndup ((const char *) output->data, output->len);
    g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);

    g_clear_pointer (&output, g_byte_array_unref);
    for (guint i = 0; *lines[i] != '\0'; i++)
      answer (self, lines[i]);
  }
  while ((event = bell_imap_client_take_event (self->client)) != NULL) {
    g_assert_cmpint (event->type, !=, BELL_IMAP_EVENT_FAILED);
    g_ptr_array_add (self->events, event);
  }
}

static void
start (Server *self, gboolean opens)
{
  static const BellImapRemembered seen = {
    .mailbox = "INBOX", .uid_validity = 7, .uid_seen = 5, .modseq = 70
  };
  static const char *const mailboxes[] = { "INBOX", NULL };
  g_autoptr (BellSecretText) password = bell_secret_text_new ("secret", -1);
  BellImapClientConfig config = { .user = "bob",
                                  .password = password,
                                  .mailboxes = mailboxes,
                                  .automatic = TRUE,
                                  .previews = TRUE,
                                  .remembered = &seen,
                                  .n_remembered = 1,
                                  .renewal_us = 29 * BELL_MINUTE,
                                  .polling_us = 5 * BELL_MINUTE };

  self->opens = opens;
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) bell_imap_event_free);
  self->client = bell_imap_client_new (&config, NOW);
  server_line (self->client, NOW, "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready");
  listen (self);
}

static void
stop (Server *self)
{
  bell_imap_client_free (self->client);
  g_ptr_array_unref (self->events);
}

/* The last one. */
static const BellImapEvent *
get_event (Server *self, BellImapEventType type)
{
  for (guint i = self->events->len; i > 0; i--) {
    const BellImapEvent *event = g_ptr_array_index (self->events, i - 1);

    if (event->type == type)
      return event;
  }
  g_error ("no event of type %d", (int) type);
}

/* Lines of scattered UIDs, each line with others, until there are far more than are kept. */
static void
say_scattered (Server *self, const char *beginning, const char *between)
{
  for (guint32 line = 0; line < 12; line++) {
    g_autoptr (GString) text = g_string_new (beginning);

    for (guint32 i = 0; i < 5000; i++)
      g_string_append_printf (text, "%s%u", i > 0 ? between : "",
                              G_MAXUINT32 - 2 * (5000 * line + i));
    server_line (self->client, NOW, "%s", text->str);
  }
}

/* While the mailbox is being opened it is all gathered. */
static void
test_vanished (void)
{
  Server               server = { 0 };
  const BellImapEvent *gone;

  start (&server, FALSE);
  g_assert_cmpstr (server.open_tag, !=, "");
  say_scattered (&server, "* VANISHED (EARLIER) ", ",");
  finish_opening (&server);
  listen (&server);
  gone = get_event (&server, BELL_IMAP_EVENT_GONE);
  g_assert_cmpuint (bell_imap_uid_set_get_n_ranges (gone->uids), >, 0);
  g_assert_cmpuint (bell_imap_uid_set_get_n_ranges (gone->uids), <=, BELL_IMAP_LIMIT_VALUES);
  stop (&server);
}

/* Nobody has searched. */
static void
test_search (void)
{
  Server server = { 0 };

  start (&server, TRUE);
  say_scattered (&server, "* SEARCH ", " ");
  listen (&server);
  g_assert_null (server.client->unread);
  stop (&server);
}

/* It is told as a number in the end, and the session goes on: anybody can send such a message. */
static void
test_huge_header (void)
{
  Server               server = { 0 };
  g_autofree char     *text = g_strnfill (BELL_IMAP_LIMIT_LITERAL_BYTES + 1, 'x');
  const BellImapEvent *event;

  start (&server, TRUE);
  server.huge = text;
  server_line (server.client, NOW, "* 6 EXISTS");
  say_message (&server, TRUE);
  listen (&server);
  event = get_event (&server, BELL_IMAP_EVENT_NEWS);
  g_assert_cmpuint (event->news->len, ==, 0);
  g_assert_cmpuint (event->n_more, ==, 1);
  g_assert_cmpuint (event->uid_seen, ==, 6);
  stop (&server);
}

/* A server that sends nothing else is left. */
static void
test_huge_headers (void)
{
  Server           server = { 0 };
  g_autofree char *text = g_strnfill (BELL_IMAP_LIMIT_LITERAL_BYTES + 1, 'x');
  BellImapEvent   *event = NULL;

  start (&server, TRUE);
  server.huge = text;
  for (guint i = 0; i < 20; i++)
    say_message (&server, TRUE);
  while ((event = bell_imap_client_take_event (server.client)) != NULL) {
    g_ptr_array_add (server.events, event);
    if (event->type == BELL_IMAP_EVENT_FAILED)
      g_assert_error (event->error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_TOO_LARGE);
  }
  get_event (&server, BELL_IMAP_EVENT_FAILED);
  stop (&server);
}

static void
test_preview (void)
{
  Server               server = { 0 };
  g_autofree char     *long_text = g_strnfill (1000000, 'x');
  const BellImapEvent *event;
  const BellImapNews  *news;

  start (&server, TRUE);
  server_line (server.client, NOW, "* 6 EXISTS");
  server_line (
    server.client, NOW,
    "* 6 FETCH (UID 6 FLAGS () PREVIEW {1000000}\r\n%s BODY[HEADER.FIELDS (FROM SUBJECT DATE "
    "MESSAGE-ID)] {14}\r\nSubject: one\r\n)",
    long_text);
  listen (&server);
  event = get_event (&server, BELL_IMAP_EVENT_NEWS);
  news = g_ptr_array_index (event->news, 0);
  g_assert_cmpuint (strlen (news->preview), >=, 1024);
  g_assert_cmpuint (strlen (news->preview), <=, 16 * 1024);
  stop (&server);
}

/* One with a name that no command would hold is not there; the watch goes on. */
static void
test_mailbox_names (void)
{
  Server           server = { 0 };
  g_autofree char *most = g_strnfill (BELL_IMAP_LIMIT_MAILBOX_BYTES, 'm');
  g_autofree char *too_long = g_strnfill (BELL_IMAP_LIMIT_MAILBOX_BYTES + 1, 'n');

  start (&server, TRUE);
  server_line (server.client, NOW, "* LIST (\\Subscribed) \"/\" {%zu}\r\n%s", strlen (too_long),
               too_long);
  server_line (server.client, NOW,
               "* STATUS {%zu}\r\n%s (MESSAGES 1 UIDNEXT 2 UIDVALIDITY 1 UNSEEN 1)",
               strlen (too_long), too_long);
  server_line (server.client, NOW, "* LIST (\\Subscribed) \"/\" %s", most);
  server_line (server.client, NOW, "* STATUS %s (MESSAGES 1 UIDNEXT 2 UIDVALIDITY 1 UNSEEN 1)",
               most);
  listen (&server);
  for (guint i = 0; i < server.events->len; i++) {
    const BellImapEvent *event = g_ptr_array_index (server.events, i);

    if (event->mailbox != NULL)
      g_assert_cmpuint (strlen (event->mailbox), <=, BELL_IMAP_LIMIT_MAILBOX_BYTES);
  }
  g_assert_cmpstr (get_event (&server, BELL_IMAP_EVENT_MAILBOX)->mailbox, ==, most);
  stop (&server);
}

/* Whoever asks to act on messages may name one mailbox after the other. */
static void
test_acted_on (void)
{
  Server server = { 0 };
  g_autoptr (BellImapUidSet) uids = bell_imap_uid_set_parse ("1");

  start (&server, TRUE);
  for (guint i = 0; i < 3000; i++) {
    g_autofree char     *name = g_strdup_printf ("Folder %u", i);
    const BellImapAction action = {
      .type = BELL_IMAP_ACTION_MARK_READ, .mailbox = name, .uid_validity = 1, .uids = uids
    };

    g_ptr_array_set_size (server.events, 0);
    bell_imap_client_act (server.client, i, &action, NOW);
    listen (&server);
  }
  g_assert_cmpint (get_event (&server, BELL_IMAP_EVENT_ACTED)->acted, ==, BELL_IMAP_ACTED_REFUSED);
  g_assert_cmpuint (server.client->mailboxes->len, <=, 2 * BELL_IMAP_LIMIT_MAILBOXES);
  stop (&server);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/bounds/vanished", test_vanished);
  g_test_add_func ("/imap/bounds/search", test_search);
  g_test_add_func ("/imap/bounds/preview", test_preview);
  g_test_add_func ("/imap/bounds/huge-header", test_huge_header);
  g_test_add_func ("/imap/bounds/huge-headers", test_huge_headers);
  g_test_add_func ("/imap/bounds/mailbox-names", test_mailbox_names);
  g_test_add_func ("/imap/bounds/acted-on", test_acted_on);
  return g_test_run ();
}
