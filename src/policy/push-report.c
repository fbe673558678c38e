/* SPDX-License-Identifier: GPL-3.0-or-later */
/* push-report.c: how the new mail of an account arrives, and why so. */

#include "policy/push-report.h"

#include "imap/imap-anonymous.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Words. */

static guint
count_folders (const BellAccountStatus *status, BellPush push)
{
  guint n = 0;

  for (guint i = 0; i < status->folders->len; i++) {
    const BellFolderStatus *folder = g_ptr_array_index (status->folders, i);

    if (folder->push == push)
      n++;
  }
  return n;
}

/* Those that the server speaks of by itself. */
static guint
count_pushed (const BellAccountStatus *status)
{
  return count_folders (status, BELL_PUSH_IDLE) + count_folders (status, BELL_PUSH_NOTIFY);
}

static gboolean
is_partly_pushed (const BellAccountStatus *status)
{
  return status->state == BELL_ACCOUNT_PUSHING && count_pushed (status) < status->folders->len;
}

char *
bell_push_report_get_title (const BellAccountStatus *status)
{
  if (status == NULL)
    return g_strdup (_ ("No new mail is looked for"));
  if (is_partly_pushed (status))
    /* Translators: how many of the watched folders, and how many there are. */
    return g_strdup_printf (_ ("New mail rings at once in %u of %u folders"), count_pushed (status),
                            status->folders->len);
  switch (status->state) {
  case BELL_ACCOUNT_PUSHING:
    return g_strdup (_ ("New mail rings at once"));
  case BELL_ACCOUNT_POLLING:
    return g_strdup (_ ("New mail is found at intervals"));
  case BELL_ACCOUNT_CONNECTING:
    return g_strdup (_ ("Not known yet"));
  case BELL_ACCOUNT_OFF:
    return g_strdup (_ ("No new mail is looked for"));
  case BELL_ACCOUNT_WAITING_FOR_NETWORK:
  case BELL_ACCOUNT_WAITING_TO_RETRY:
  case BELL_ACCOUNT_ASK_USER:
  default:
    return g_strdup (_ ("No new mail is heard of"));
  }
}

static char *
explain_push (const BellAccountStatus *status)
{
  guint n_lines = count_folders (status, BELL_PUSH_IDLE);

  if (is_partly_pushed (status))
    return g_strdup (_ ("This server calls only for a folder that has a line of its own, and takes "
                        "few of them. Mailbell looks at the other folders whenever it calls, and "
                        "with each renewal."));
  if (n_lines == 0)
    return g_strdup (_ ("The server calls by itself the moment mail arrives in a watched folder, "
                        "and says at once who sent it. Nothing has to be asked in between."));
  return g_strdup_printf (
    ngettext ("Mailbell keeps a line to the server open, and the server calls on it the moment "
              "mail arrives. Mailbell then asks who sent it, which takes an instant.",
              "Mailbell keeps %u lines to the server open, one for each folder, and the server "
              "calls on them the moment mail arrives. Mailbell then asks who sent it, which takes "
              "an instant.",
              n_lines),
    n_lines);
}

static const char *
explain_polling (BellImapPollReason reason)
{
  switch (reason) {
  case BELL_IMAP_POLL_REASON_NO_IDLE:
    return _ ("This server has no way to call when mail arrives, so Mailbell asks it every few "
              "minutes. How often is a setting on the General page.");
  case BELL_IMAP_POLL_REASON_REFUSED:
    return _ ("This server says that it can call when mail arrives, but refuses to each time, so "
              "Mailbell asks it every few minutes. Your provider may know why.");
  case BELL_IMAP_POLL_REASON_LIED:
    return _ ("This server promised to call when mail arrives and did not, so Mailbell asks it "
              "every few minutes. It is given another chance after a day.");
  case BELL_IMAP_POLL_REASON_NONE:
  default:
    return _ ("Mailbell asks the server every few minutes.");
  }
}

char *
bell_push_report_explain (const BellAccountStatus *status)
{
  if (status == NULL)
    return g_strdup (_ ("Mailbell is not running. Start it, and it tells of what has arrived "
                        "meanwhile."));
  switch (status->state) {
  case BELL_ACCOUNT_PUSHING:
    return explain_push (status);
  case BELL_ACCOUNT_POLLING:
    return g_strdup (explain_polling (status->poll_reason));
  case BELL_ACCOUNT_CONNECTING:
    return g_strdup (
      _ ("Mailbell is connecting. What the server can do shows when it has answered."));
  case BELL_ACCOUNT_WAITING_FOR_NETWORK:
    return g_strdup (_ ("There is no network. When there is, Mailbell connects by itself and tells "
                        "of what has arrived meanwhile."));
  case BELL_ACCOUNT_WAITING_TO_RETRY:
    return g_strdup (_ ("The server does not answer as it should. Mailbell tries again by itself "
                        "and then tells of what has arrived meanwhile."));
  case BELL_ACCOUNT_ASK_USER:
    return g_strdup (_ ("Mailbell waits until you have put right what is wrong, and then tells of "
                        "what has arrived meanwhile."));
  case BELL_ACCOUNT_OFF:
  default:
    return g_strdup (_ ("Mailbell is paused, or this account is switched off."));
  }
}

/* Facts. */

static void
fact_free (gpointer data)
{
  BellPushFact *fact = data;

  g_free (fact->label);
  g_free (fact->value);
  g_free (fact);
}

/* VALUE (transfer full) (nullable): not known. */
static void
add_fact (GPtrArray *facts, const char *label, char *value)
{
  BellPushFact *fact;

  if (value == NULL)
    return;
  fact = g_new0 (BellPushFact, 1);
  fact->label = g_strdup (label);
  fact->value = value;
  g_ptr_array_add (facts, fact);
}

static gboolean
is_connected (const BellAccountStatus *status)
{
  return status->state == BELL_ACCOUNT_PUSHING || status->state == BELL_ACCOUNT_POLLING;
}

/* Names out of the standards. */
static const char *
name_push (BellPush push)
{
  switch (push) {
  case BELL_PUSH_NOTIFY:
    return "NOTIFY (RFC 5465)";
  case BELL_PUSH_IDLE:
    return "IDLE (RFC 2177)";
  case BELL_PUSH_POLL:
    return "NOOP, STATUS (RFC 9051)";
  case BELL_PUSH_NONE:
  default:
    return NULL;
  }
}

/* (transfer full) */
static char *
describe_ways (const BellAccountStatus *status)
{
  g_autoptr (GPtrArray) ways = g_ptr_array_new ();

  for (int push = BELL_PUSH_NOTIFY; push > BELL_PUSH_NONE; push--)
    if (count_folders (status, (BellPush) push) > 0)
      g_ptr_array_add (ways, (gpointer) name_push ((BellPush) push));
  g_ptr_array_add (ways, NULL);
  return g_strjoinv (", ", (char **) ways->pdata);
}

/* (transfer full) */
static char *
describe_renewal (guint seconds)
{
  guint minutes = (seconds + 30) / 60;

  return g_strdup_printf (ngettext ("every minute", "every %u minutes", minutes), minutes);
}

/* (transfer full) */
static char *
describe_bytes (const BellMeterCounts *counts)
{
  g_autofree char *in = g_format_size (counts->n[BELL_METER_BYTES_IN]);
  g_autofree char *out = g_format_size (counts->n[BELL_METER_BYTES_OUT]);

  /* Translators: amounts of data: "34 kB received, 2 kB sent". */
  return g_strdup_printf (_ ("%s received, %s sent"), in, out);
}

static void
add_connection (GPtrArray *facts, const BellAccountStatus *status)
{
  if (!is_connected (status))
    return;
  add_fact (facts, _ ("Encryption"),
            status->tls != NULL ? g_strdup (status->tls) : g_strdup (_ ("none")));
  add_fact (facts, _ ("Sign-in"), g_strdup (status->mechanism));
  add_fact (facts, _ ("News by"), describe_ways (status));
  if (status->capabilities != NULL && status->capabilities[0] != NULL)
    add_fact (facts, _ ("The server offers"), g_strjoinv (", ", status->capabilities));
  if (status->state == BELL_ACCOUNT_PUSHING && status->renewal_s > 0)
    add_fact (facts, _ ("Renewal"), describe_renewal (status->renewal_s));
}

GPtrArray *
bell_push_report_list_facts (const BellAccountStatus *status, const BellPushServer *server)
{
  GPtrArray *facts = g_ptr_array_new_with_free_func (fact_free);

  /* Translators: the name of a server and a number. */
  add_fact (facts, _ ("Server"), g_strdup_printf (_ ("%s, port %u"), server->host, server->port));
  if (status == NULL)
    return facts;
  add_connection (facts, status);
  add_fact (facts, _ ("Data today"), describe_bytes (&status->today));
  add_fact (facts, _ ("Data this month"), describe_bytes (&status->month));
  return facts;
}

/* The text for a bug report. */

char *
bell_push_report_shorten_address (const char *address)
{
  const char      *at = strrchr (address, '@');
  g_autofree char *first =
    *address != '\0' && address != at ? g_utf8_substring (address, 0, 1) : g_strdup ("");

  return g_strconcat (first, "…", at, NULL);
}

static void
add_counts (GString *text, const char *name, const BellMeterCounts *counts)
{
  g_string_append_printf (text, "%s:", name);
  for (guint kind = 0; kind < BELL_METER_KINDS; kind++)
    g_string_append_printf (text, " %s %" G_GUINT64_FORMAT, bell_meter_kind_to_nick (kind),
                            counts->n[kind]);
  g_string_append_c (text, '\n');
}

static void
add_time (GString *text, const char *name, gint64 unix_s)
{
  g_autoptr (GDateTime) time = unix_s > 0 ? g_date_time_new_from_unix_utc (unix_s) : NULL;
  g_autofree char *shown = time != NULL ? g_date_time_format_iso8601 (time) : NULL;

  if (shown != NULL)
    g_string_append_printf (text, "%s: %s\n", name, shown);
}

static void
add_state (GString *text, const BellAccountStatus *status)
{
  const char *reason = bell_poll_reason_to_nick (status->poll_reason);

  g_string_append_printf (
    text, "state: %s, push %s%s%s\n", bell_account_state_to_nick (status->state),
    bell_push_to_nick (status->push), reason != NULL ? ", " : "", reason != NULL ? reason : "");
  g_string_append_printf (
    text, "folders: %u notify, %u idle, %u poll\n", count_folders (status, BELL_PUSH_NOTIFY),
    count_folders (status, BELL_PUSH_IDLE), count_folders (status, BELL_PUSH_POLL));
}

static void
add_server (GString *text, const BellAccountStatus *status)
{
  g_autofree char *words =
    status->capabilities != NULL ? g_strjoinv (" ", status->capabilities) : NULL;

  if (is_connected (status))
    g_string_append_printf (text, "connection: %s, %s\n",
                            status->tls != NULL ? status->tls : "not encrypted",
                            status->mechanism != NULL ? status->mechanism : "?");
  if (words != NULL && *words != '\0')
    g_string_append_printf (text, "capabilities: %s\n", words);
  add_time (text, "connected since", status->connected_since);
  g_string_append_printf (text, "renewal: %u s\n", status->renewal_s);
}

/* The server's words may be in it, and it may be long. */
static void
add_error (GString *text, const char *error, const char *address)
{
  const BellImapUnnamed who = { .user = address };
  g_autofree char      *anonymous = bell_imap_anonymise (error, &who);
  g_autofree char      *valid = g_utf8_make_valid (anonymous, -1);

  g_string_append_printf (text, "error: %s\n", valid);
}

static void
add_week (GString *text, const BellMeter *meter, gint64 now_s)
{
  g_autoptr (GArray) spans = bell_meter_get_spans (meter, now_s);
  g_autoptr (GArray) bells = bell_meter_get_bells (meter, now_s);
  gint64 seconds[BELL_METER_CONNECTED + 1] = { 0 };

  for (guint i = 0; i < spans->len; i++) {
    const BellMeterSpan *span = &g_array_index (spans, BellMeterSpan, i);

    seconds[span->state] += span->until_s - span->from_s;
  }
  g_string_append_printf (text, "week: %u changes, %u bells", spans->len, bells->len);
  for (int state = BELL_METER_CONNECTED; state >= BELL_METER_OFF; state--)
    if (seconds[state] > 0)
      g_string_append_printf (text, ", %s %" G_GINT64_FORMAT " s",
                              bell_meter_state_to_nick ((BellMeterState) state), seconds[state]);
  g_string_append_c (text, '\n');
}

char *
bell_push_report_to_text (const BellAccountStatus *status,
                          const char              *address,
                          const BellPushServer    *server,
                          const BellMeter         *meter,
                          gint64                   now_s)
{
  GString         *text = g_string_new (NULL);
  g_autofree char *short_address = bell_push_report_shorten_address (address);

  g_string_append_printf (text, "account: %s\nserver: %s:%u, %s\n", short_address, server->host,
                          server->port, bell_security_to_nick (server->security));
  if (status == NULL)
    g_string_append (text, "state: the applet does not run\n");
  else {
    add_state (text, status);
    add_server (text, status);
    add_counts (text, "today", &status->today);
    add_counts (text, "month", &status->month);
    if (status->error != NULL)
      add_error (text, status->error, address);
  }
  if (meter != NULL)
    add_week (text, meter, now_s);
  return g_string_free (text, FALSE);
}
