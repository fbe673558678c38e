/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plays conversations with the client: text files that say what the server sends and what the client
 * must then write and tell, no more and no less. tests/imap/transcripts/README.md has the format.
 *
 * Each is played three times: what the server sends at once comes in one piece, line by line, and
 * byte by byte, and all three must give the same. */

#include "imap/imap-client.h"

#include "describe-event.h"
#include "transcript-settings.h"

#include <string.h>

#define TAG_PREFIX "bell"
#define TAG_RANDOM 200877 /* gives that prefix */

typedef enum { WHOLE, LINES, BYTES } Split;

static const char *const split_names[] = { "whole", "by line", "by byte" };

typedef struct {
  char           *name;
  Split           split;
  guint           line;
  gint64          now_us;
  BellImapClient *client;
  GQueue          output; /* of char *, lines that the client wrote */
  GQueue          events; /* of char * */
  GString        *input;  /* server lines gathered, not yet sent */
  const char     *home;   /* the first mailbox */
  gboolean        slow;
  GQueue          exchanges; /* (owned) of BellImapExchange: to be computed, if slow */
} Player;

static void
fail_here (const Player *self, const char *what, const char *wanted, const char *got)
{
  g_test_message ("%s:%u (%s): %s\n  wanted: %s\n  got:    %s", self->name, self->line,
                  split_names[self->split], what, wanted, got);
  g_test_fail_printf ("%s:%u", self->name, self->line);
}

/* Some servers read no longer command (Yahoo, UW IMAP; the answer to a challenge is none), and some take no set whose higher UID comes first
 * (QQ, hMailServer). */
static void
check_line (const Player *self, const char *line)
{
  g_autoptr (GRegex) regex = g_regex_new ("[ ,](\\d+):(\\d+)", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (strlen (line) > 1000 && strchr (line, ' ') != NULL)
    fail_here (self, "output", "at most 1000 bytes", line);
  for (g_regex_match (regex, line, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL)) {
    g_autofree char *first = g_match_info_fetch (match, 1);
    g_autofree char *last = g_match_info_fetch (match, 2);

    if (g_ascii_strtoull (first, NULL, 10) > g_ascii_strtoull (last, NULL, 10))
      fail_here (self, "output", "sets in ascending order", line);
  }
}

/* What the client has written, as lines whose tags read T1, T2 …; a line that is not ended, which
 * the client must not write but before a literal, would show as such. */
static void
take_output (Player *self)
{
  g_autoptr (GByteArray) output = NULL;

  while ((output = bell_imap_client_take_output (self->client)) != NULL) {
    g_autofree char *text = g_strndup ((const char *) output->data, output->len);
    g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);

    for (guint i = 0; lines[i] != NULL; i++) {
      if (lines[i + 1] == NULL && *lines[i] == '\0')
        break;
      check_line (self, lines[i]);
      if (g_str_has_prefix (lines[i], TAG_PREFIX))
        g_queue_push_tail (&self->output, g_strconcat ("T", lines[i] + strlen (TAG_PREFIX), NULL));
      else
        g_queue_push_tail (&self->output, g_strdup (lines[i]));
    }
    g_clear_pointer (&output, g_byte_array_unref);
  }
}

static void
compute (Player *self)
{
  g_autoptr (BellImapExchange) exchange = g_queue_pop_head (&self->exchanges);

  g_assert_nonnull (exchange);
  bell_imap_exchange_compute (exchange);
  bell_imap_client_computed (self->client, exchange, self->now_us);
}

static void
drain (Player *self)
{
  BellImapEvent *event;

  take_output (self);
  while ((event = bell_imap_client_take_event (self->client)) != NULL) {
    if (event->type == BELL_IMAP_EVENT_COMPUTE)
      g_queue_push_tail (&self->exchanges, g_steal_pointer (&event->exchange));
    if (event->type == BELL_IMAP_EVENT_COMPUTE && !self->slow)
      compute (self);
    else
      g_queue_push_tail (&self->events, describe_event (event, self->home));
    bell_imap_event_free (event);
    take_output (self);
  }
}

static void
feed (Player *self, const char *bytes, gsize length)
{
  bell_imap_client_receive (self->client, bytes, length, self->now_us);
  drain (self);
}

static void
send_input (Player *self)
{
  const char *at = self->input->str, *end = at + self->input->len;

  while (at < end) {
    gsize n = (gsize) (end - at);

    if (self->split == BYTES)
      n = 1;
    if (self->split == LINES)
      n = (gsize) ((const char *) memchr (at, '\n', n) - at) + 1;
    feed (self, at, n);
    at += n;
  }
  g_string_truncate (self->input, 0);
}

/* Nothing may be left that the transcript did not expect. */
static void
expect_silence (Player *self)
{
  g_autofree char *text = NULL;

  while ((text = g_queue_pop_head (&self->output)) != NULL) {
    fail_here (self, "output", "(nothing)", text);
    g_clear_pointer (&text, g_free);
  }
  while ((text = g_queue_pop_head (&self->events)) != NULL) {
    fail_here (self, "event", "(nothing)", text);
    g_clear_pointer (&text, g_free);
  }
}

static void
expect (Player *self, GQueue *queue, const char *what, const char *wanted)
{
  g_autofree char *got = NULL;

  send_input (self);
  got = g_queue_pop_head (queue);
  if (g_strcmp0 (got, wanted) != 0)
    fail_here (self, what, wanted, got != NULL ? got : "(nothing)");
}

/* The UIDVALIDITY of what has gone is only compared where it is named. */
static void
expect_event (Player *self, const char *wanted)
{
  static const char gone[] = "gone ";
  char             *got, *at;

  send_input (self);
  got = g_queue_peek_head (&self->events);
  at = got != NULL && strstr (wanted, gone) != NULL ? strstr (got, gone) : NULL;
  if (at != NULL && strchr (wanted, '/') == NULL) {
    at += strlen (gone);
    memmove (at, strchr (at, '/') + 1, strlen (strchr (at, '/')));
  }
  expect (self, &self->events, "event", wanted);
}

/* {{text}} is a literal, with \r and \n in it as escapes; \xHH is any byte; T1 at the beginning or
 * in (TAG "T1") is the client's tag. */
static void
add_server_line (Player *self, const char *line)
{
  g_autoptr (GRegex) tag = g_regex_new ("^T(?=\\d)|(?<=\\(TAG \")T(?=\\d)", 0, 0, NULL);
  g_autofree char *tagged = g_regex_replace_literal (tag, line, -1, 0, TAG_PREFIX, 0, NULL);
  const char      *at = tagged, *open;

  if (self->input->len == 0)
    expect_silence (self);
  while ((open = strstr (at, "{{")) != NULL) {
    const char      *close = strstr (open, "}}");
    g_autofree char *escaped = g_strndup (open + 2, (gsize) (close - open - 2));
    g_autofree char *literal = g_strcompress (escaped);

    g_string_append_len (self->input, at, open - at);
    g_string_append_printf (self->input, "{%zu}\r\n%s", strlen (literal), literal);
    at = close + 2;
  }
  for (; *at != '\0'; at++)
    if (g_str_has_prefix (at, "\\x")) {
      g_string_append_c (self->input,
                         (char) (g_ascii_xdigit_value (at[2]) * 16 + g_ascii_xdigit_value (at[3])));
      at += 3;
    } else
      g_string_append_c (self->input, *at);
  g_string_append (self->input, "\r\n");
}

/* "UIDVALIDITY/UID MAILBOX" */
static void
tell_seen (Player *self, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 2);
  g_auto (GStrv) numbers = g_strsplit (words[0], "/", 3);

  bell_imap_client_set_seen (self->client, words[1],
                             (guint32) g_ascii_strtoull (numbers[0], NULL, 10),
                             (guint32) g_ascii_strtoull (numbers[1], NULL, 10), numbers[2]);
}

/* "UIDVALIDITY/UID" */
static void
erase (Player *self, const char *text)
{
  char   *end;
  guint32 uid_validity = (guint32) g_ascii_strtoull (text, &end, 10);

  bell_imap_client_erase (self->client, "INBOX", uid_validity,
                          (guint32) g_ascii_strtoull (end + 1, NULL, 10), self->now_us);
}

/* "ID VERB UIDVALIDITY/UIDS MAILBOX [TARGET]" */
static void
do_action (Player *self, const char *text)
{
  static const char *const verbs[] = { "mark-read", "mark-unread", "mark-all-read", "archive",
                                       "delete",    "junk",        "move",          NULL };
  g_auto (GStrv) words = g_strsplit (text, " ", 5);
  g_auto (GStrv) numbers = g_strsplit (words[2], "/", 2);
  g_autoptr (BellImapUidSet) uids = bell_imap_uid_set_parse (numbers[1]);
  BellImapAction action = { .mailbox = words[3],
                            .uid_validity = (guint32) g_ascii_strtoull (numbers[0], NULL, 10),
                            .uids = uids,
                            .target = words[4] };
  guint          verb = 0;

  while (!g_str_equal (verbs[verb], words[1]))
    verb++;
  action.type = (BellImapActionType) verb;
  bell_imap_client_act (self->client, (guint) g_ascii_strtoull (words[0], NULL, 10), &action,
                        self->now_us);
}

static void
act (Player *self, const char *action)
{
  if (g_str_equal (action, "secured"))
    bell_imap_client_secured (self->client, self->now_us);
  else if (g_str_equal (action, "compressed"))
    bell_imap_client_compressed (self->client, self->now_us);
  else if (g_str_equal (action, "computed"))
    compute (self);
  else if (g_str_equal (action, "check"))
    bell_imap_client_want (self->client, BELL_IMAP_WISH_CHECK, self->now_us);
  else if (g_str_equal (action, "probe"))
    bell_imap_client_want (self->client, BELL_IMAP_WISH_PROBE, self->now_us);
  else if (g_str_equal (action, "log-out"))
    bell_imap_client_want (self->client, BELL_IMAP_WISH_LOG_OUT, self->now_us);
  else if (g_str_equal (action, "eof"))
    bell_imap_client_end_of_stream (self->client, self->now_us);
  else if (g_str_has_prefix (action, "renew-after "))
    bell_imap_client_set_intervals (self->client,
                                    transcript_parse_duration (action + strlen ("renew-after ")),
                                    TRUE, 5 * BELL_MINUTE, self->now_us);
  else if (g_str_has_prefix (action, "poll-after "))
    bell_imap_client_set_intervals (self->client, 29 * BELL_MINUTE, FALSE,
                                    transcript_parse_duration (action + strlen ("poll-after ")),
                                    self->now_us);
  else if (g_str_equal (action, "previews") || g_str_equal (action, "no-previews"))
    bell_imap_client_set_previews (self->client, g_str_equal (action, "previews"), self->now_us);
  else if (g_str_has_prefix (action, "newest "))
    bell_imap_client_set_newest (self->client, (guint) g_ascii_strtoull (action + 7, NULL, 10),
                                 self->now_us);
  else if (g_str_has_prefix (action, "leave "))
    bell_imap_client_set_watched (self->client, action + strlen ("leave "), FALSE);
  else if (g_str_has_prefix (action, "watch "))
    bell_imap_client_set_watched (self->client, action + strlen ("watch "), TRUE);
  else if (g_str_equal (action, "list"))
    bell_imap_client_list (self->client, self->now_us);
  else if (g_str_equal (action, "append"))
    bell_imap_client_append (self->client, "INBOX", "Subject: test\r\n", self->now_us);
  else if (g_str_has_prefix (action, "erase "))
    erase (self, action + strlen ("erase "));
  else if (g_str_has_prefix (action, "sweep "))
    bell_imap_client_sweep (self->client, "INBOX", action + strlen ("sweep "),
                            G_GINT64_CONSTANT (1772323200), self->now_us); /* 1 March 2026 */
  else if (g_str_has_prefix (action, "told "))
    tell_seen (self, action + strlen ("told "));
  else if (g_str_has_prefix (action, "act "))
    do_action (self, action + strlen ("act "));
  else
    g_error ("%s:%u: unknown action %s", self->name, self->line, action);
  drain (self);
}

static void
pass_time (Player *self, const char *duration)
{
  self->now_us += transcript_parse_duration (duration);
  bell_imap_client_tick (self->client, self->now_us);
  drain (self);
}

static void
expect_fact (Player *self, const char *fact)
{
  g_autofree char *got = NULL;

  if (g_str_has_prefix (fact, "compressed ")) {
    g_autoptr (GBytes) bytes = bell_imap_client_take_compressed (self->client);
    gsize            length;
    const char      *data = g_bytes_get_data (bytes, &length);
    g_autofree char *text = g_strndup (length > 0 ? data : "", length);
    g_autofree char *escaped = g_strescape (text, NULL);

    got = g_strdup_printf ("compressed \"%s\"", escaped);
  } else if (g_str_has_prefix (fact, "silence "))
    got = g_strdup_printf ("silence %ds",
                           (int) (bell_imap_client_get_silence (self->client) / BELL_SECOND));
  else if (g_str_has_prefix (fact, "state "))
    got = g_strconcat ("state ", bell_imap_client_get_state_name (self->client), NULL);
  else if (g_str_has_prefix (fact, "deadline ")) {
    gint64 deadline_us = bell_imap_client_get_deadline (self->client);

    if (deadline_us == BELL_NEVER)
      got = g_strdup ("deadline never");
    else if ((deadline_us - self->now_us) % BELL_SECOND == 0)
      got = g_strdup_printf ("deadline %ds", (int) ((deadline_us - self->now_us) / BELL_SECOND));
    else
      got =
        g_strdup_printf ("deadline %dms", (int) ((deadline_us - self->now_us) / BELL_MILLISECOND));
  }
  if (g_strcmp0 (fact, got) != 0)
    fail_here (self, "fact", fact, got);
}

static void
bind_channel (Player *self, const TranscriptSettings *settings)
{
  g_auto (GStrv) words = g_strsplit (settings->binding, " ", 2);
  g_autoptr (GBytes) data = g_bytes_new (words[1], strlen (words[1]));

  bell_imap_client_set_channel_binding (self->client, words[0], data);
}

static void
connect_client (Player *self, TranscriptSettings *settings)
{
  g_autoptr (BellSecretText) password = bell_secret_text_new (settings->password, -1);
  g_autoptr (BellSecretText) token =
    settings->token != NULL ? bell_secret_text_new (settings->token, -1) : NULL;
  BellImapClientConfig config = settings->config;

  config.user = settings->user;
  config.password = password;
  g_ptr_array_add (settings->mailboxes, NULL);
  self->home = settings->mailboxes->pdata[0] != NULL ? settings->mailboxes->pdata[0] : "";
  config.mailboxes = (const char *const *) settings->mailboxes->pdata;
  config.remembered = (const BellImapRemembered *) (gconstpointer) settings->remembered->data;
  config.n_remembered = settings->remembered->len;
  config.mechanism = settings->mechanism;
  config.token = token;
  config.strongest = settings->strongest;
  config.nonce = settings->nonce;
  config.random = TAG_RANDOM;
  config.renewal_us = 29 * BELL_MINUTE;
  config.polling_us = 5 * BELL_MINUTE;
  config.log = TRUE;
  self->slow = settings->slow;
  self->client = bell_imap_client_new (&config, self->now_us);
  if (settings->binding != NULL)
    bind_channel (self, settings);
}

/* "C" and "S" lines that make up the log may never hold the password, nor the user's address, nor, in
 * base64, any message of a sign-in. */
static void
expect_clean_log (Player *self, const TranscriptSettings *settings)
{
  g_autoptr (GPtrArray) log = bell_imap_client_take_log (self->client);
  const char *user = settings->user;

  for (guint i = 0; log != NULL && i < log->len; i++)
    if (strstr (g_ptr_array_index (log, i), settings->password) != NULL ||
        (settings->token != NULL && strstr (g_ptr_array_index (log, i), settings->token) != NULL) ||
        g_regex_match_simple ("[A-Za-z0-9+/=]{30}", g_ptr_array_index (log, i), 0, 0) ||
        strstr (g_ptr_array_index (log, i), "AGJvYg") != NULL || /* PLAIN's base64 of "bob" */
        (user != NULL && strchr (user, '@') != NULL &&
         strstr (g_ptr_array_index (log, i), user) != NULL))
      fail_here (self, "log", "no password, no address", g_ptr_array_index (log, i));
}

static void
play_line (Player *self, TranscriptSettings *settings, const char *line)
{
  const char *rest = strlen (line) > 2 ? line + 2 : "";

  if (*line == '\0' || *line == '#')
    return;
  if (*line == '%') {
    transcript_settings_set (settings, rest);
    return;
  }
  if (settings->only != NULL && !g_str_equal (settings->only, split_names[self->split]))
    return;
  if (self->client == NULL)
    connect_client (self, settings);
  if (g_str_has_prefix (line, "S: ")) {
    add_server_line (self, line + 3);
    return;
  }
  send_input (self);
  if (g_str_has_prefix (line, "C: ")) {
    expect (self, &self->output, "output", line + 3);
    return;
  }
  if (*line == '!') {
    expect_event (self, rest);
    return;
  }
  expect_silence (self);
  if (*line == '>')
    act (self, rest);
  else if (*line == '@')
    pass_time (self, line + 3);
  else if (*line == '?')
    expect_fact (self, rest);
  else
    g_error ("%s:%u: %s", self->name, self->line, line);
}

static char **
read_lines (const char *directory, const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_file_get_contents (path, &text, NULL, &error))
    g_error ("%s", error->message);
  return g_strsplit (text, "\n", -1);
}

/* A line "= NAME" plays the lines of include/NAME. */
static void
play_file (Player *self, TranscriptSettings *settings, const char *directory, const char *name)
{
  g_auto (GStrv) lines = read_lines (directory, name);

  for (guint i = 0; lines[i] != NULL; i++) {
    self->line = i + 1;
    if (g_str_has_prefix (lines[i], "= ")) {
      g_autofree char *include = g_build_filename ("include", lines[i] + 2, NULL);

      play_file (self, settings, directory, include);
    } else
      play_line (self, settings, lines[i]);
  }
}

static void
play (const char *path, Split split)
{
  g_autofree char   *directory = g_path_get_dirname (path);
  g_autofree char   *name = g_path_get_basename (path);
  Player             self = { .name = name, .split = split, .now_us = 1740 * 1000 * BELL_SECOND };
  TranscriptSettings settings;

  transcript_settings_init (&settings);
  self.input = g_string_new (NULL);
  play_file (&self, &settings, directory, name);
  if (self.client != NULL) {
    send_input (&self);
    expect_silence (&self);
    expect_clean_log (&self, &settings);
    bell_imap_client_free (self.client);
  }
  g_queue_clear_full (&self.exchanges, (GDestroyNotify) bell_imap_exchange_unref);
  g_string_free (self.input, TRUE);
  transcript_settings_clear (&settings);
}

static void
test_transcript (gconstpointer path)
{
  for (Split split = WHOLE; split <= BYTES; split++)
    play (path, split);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* A test for each file in the folder. */
static GPtrArray *
list_transcripts (void)
{
  g_autofree char *folder = g_build_filename (g_test_get_dir (G_TEST_DIST), "transcripts", NULL);
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  GPtrArray  *paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_nonnull (directory);
  while ((name = g_dir_read_name (directory)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_REGULAR) && !g_str_has_suffix (name, ".md"))
      g_ptr_array_add (paths, g_steal_pointer (&path));
  }
  g_ptr_array_sort (paths, compare_names);
  return paths;
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) paths = NULL;

  g_test_init (&argc, &argv, NULL);
  paths = list_transcripts ();
  g_assert_cmpuint (paths->len, >=, 40);
  for (guint i = 0; i < paths->len; i++) {
    const char      *path = g_ptr_array_index (paths, i);
    g_autofree char *name = g_path_get_basename (path);
    g_autofree char *test = g_strconcat ("/transcripts/", name, NULL);

    g_test_add_data_func (test, path, test_transcript);
  }
  return g_test_run ();
}
