/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server's capabilities mean for the person, true of what Mailbell does today. */

#include "setup/connection-check.h"

#include <glib/gi18n-lib.h>

typedef struct {
  const char *capability;
  const char *when_offered;
  const char *when_missing; /* (nullable): not worth a sentence */
} Meaning;

/* clang-format off */
static const Meaning meanings[] = {
  { "IDLE",
    N_ ("New mail is pushed the moment it arrives (IDLE)."),
    N_ ("The server does not push new mail: Mailbell asks it at the polling interval (no IDLE).") },
  { "NOTIFY",
    N_ ("All folders are watched on one connection, and sender and subject come with the push itself (NOTIFY)."),
    N_ ("Watched folders besides the first take a connection each, up to four; more are looked at when there is something to say anyway (no NOTIFY).") },
  { "QRESYNC",
    N_ ("After an interruption the server tells at once what was read and removed meanwhile (QRESYNC)."),
    NULL },
  { "ESEARCH",
    N_ ("The number of unread messages costs a few bytes, however large the folder (ESEARCH)."),
    N_ ("The number of unread messages is asked for in the older way, by STATUS (no ESEARCH).") },
  { "LIST-STATUS",
    N_ ("The unread counts of all folders come in one answer (LIST-STATUS)."),
    NULL },
  { "PREVIEW",
    N_ ("The first words of a message come ready made from the server (PREVIEW)."),
    N_ ("The first words of a message are read from its first two kilobytes (no PREVIEW).") },
  { "MOVE",
    N_ ("The server offers to move messages in one step (MOVE); Mailbell does not use it yet."),
    NULL },
};

/* By BellCompress. */
static const char *const compression[] = {
  N_ ("The server can compress the connection, and Mailbell uses it on metered networks (COMPRESS=DEFLATE)."),
  N_ ("The server can compress the connection, and Mailbell always uses it (COMPRESS=DEFLATE)."),
  N_ ("The server can compress the connection; by your settings Mailbell does not use it (COMPRESS=DEFLATE)."),
};

/* In the order of their strength; the first two Mailbell uses today. */
static const Meaning mechanisms[] = {
  { "AUTH=PLAIN",
    N_ ("You can sign in with a user name and a password (AUTH=PLAIN)."), NULL },
  { "AUTH=LOGIN",
    N_ ("You can sign in with a user name and a password, in an older way (AUTH=LOGIN)."), NULL },
  { "AUTH=SCRAM-SHA-256",
    N_ ("The server offers to sign in without showing it the password (AUTH=SCRAM-SHA-256); Mailbell does not use it yet."), NULL },
  { "AUTH=SCRAM-SHA-1",
    N_ ("The server offers to sign in without showing it the password (AUTH=SCRAM-SHA-1); Mailbell does not use it yet."), NULL },
  { "AUTH=OAUTHBEARER",
    N_ ("The server offers to sign in through a web page (AUTH=OAUTHBEARER); Mailbell does not use it yet."), NULL },
  { "AUTH=XOAUTH2",
    N_ ("The server offers to sign in through a web page (AUTH=XOAUTH2); Mailbell does not use it yet."), NULL },
};
/* clang-format on */

static void
sentence_free (BellCapabilitySentence *sentence)
{
  g_free (sentence->text);
  g_free (sentence);
}

static void
add (GPtrArray *sentences, const char *text, const char *capability, gboolean offered)
{
  BellCapabilitySentence *sentence = g_new0 (BellCapabilitySentence, 1);

  sentence->text = g_strdup (text);
  sentence->capability = capability;
  sentence->offered = offered;
  g_ptr_array_add (sentences, sentence);
}

static void
explain (GPtrArray                  *sentences,
         const BellConnectionReport *report,
         const Meaning              *table,
         gsize                       n_meanings)
{
  const BellImapCapabilities *capabilities = report->capabilities;

  for (gsize i = 0; i < n_meanings; i++) {
    const Meaning *meaning = &table[i];

    if (bell_imap_capabilities_has (capabilities, meaning->capability))
      add (sentences, _ (meaning->when_offered), meaning->capability, TRUE);
    else if (meaning->when_missing != NULL && report->signed_in)
      add (sentences, _ (meaning->when_missing), meaning->capability, FALSE);
  }
}

GPtrArray *
bell_connection_report_explain (const BellConnectionReport *report)
{
  GPtrArray *sentences = g_ptr_array_new_with_free_func ((GDestroyNotify) sentence_free);

  if (report->capabilities == NULL)
    return sentences;
  /* Cyrus does not tell of IDLE, nor Dovecot of NOTIFY, before sign-in: what is missing then proves
   * nothing. */
  if (!report->signed_in && !bell_connection_report_can_push (report))
    add (sentences,
         _ ("Before sign-in the server does not say whether it pushes new mail (no IDLE so far)."),
         "IDLE", FALSE);
  explain (sentences, report, meanings, G_N_ELEMENTS (meanings));
  if (bell_imap_capabilities_has (report->capabilities, "COMPRESS=DEFLATE"))
    add (sentences, _ (compression[report->compress]), "COMPRESS=DEFLATE", TRUE);
  /* Once signed in, what is said of signing in is no longer worth reading, and often left out. */
  if (!report->signed_in) {
    explain (sentences, report, mechanisms, G_N_ELEMENTS (mechanisms));
    if (bell_imap_capabilities_has (report->capabilities, "LOGINDISABLED"))
      add (sentences, _ ("The server does not take the plain LOGIN command (LOGINDISABLED)."),
           "LOGINDISABLED", TRUE);
  }
  return sentences;
}

gboolean
bell_connection_report_can_push (const BellConnectionReport *report)
{
  return report->capabilities != NULL &&
         (bell_imap_capabilities_has (report->capabilities, "IDLE") ||
          bell_imap_capabilities_has (report->capabilities, "NOTIFY"));
}
