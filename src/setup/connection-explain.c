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
    N_ ("Messages are archived and deleted in one step (MOVE)."),
    NULL },
};

/* By BellCompress. */
static const char *const compression[] = {
  N_ ("The server can compress the connection, and Mailbell uses it on metered networks (COMPRESS=DEFLATE)."),
  N_ ("The server can compress the connection, and Mailbell always uses it (COMPRESS=DEFLATE)."),
  N_ ("The server can compress the connection; by your settings Mailbell does not use it (COMPRESS=DEFLATE)."),
};

#define PROVED_AND_BOUND \
  N_ ("The server offers to sign in without showing it the password, safe even from somebody in between (%s).")
#define PROVED N_ ("The server offers to sign in without showing it the password (%s).")
#define PERMITTED N_ ("The server offers to sign in with a permission given on a web page (%s).")

/* In the order of imap-auth.c; the texts name the mechanism. */
static const Meaning mechanisms[] = {
  { "AUTH=SCRAM-SHA-256-PLUS", PROVED_AND_BOUND, NULL },
  { "AUTH=SCRAM-SHA-1-PLUS", PROVED_AND_BOUND, NULL },
  { "AUTH=SCRAM-SHA-256", PROVED, NULL },
  { "AUTH=SCRAM-SHA-1", PROVED, NULL },
  { "AUTH=EXTERNAL", N_ ("The server offers to sign in with a certificate of yours (%s)."), NULL },
  { "AUTH=GSSAPI",
    N_ ("The server offers to sign in with Kerberos (%s); choose that yourself if you have a ticket."), NULL },
  { "AUTH=OAUTHBEARER", PERMITTED, NULL },
  { "AUTH=XOAUTH2", PERMITTED, NULL },
  { "AUTH=CRAM-MD5",
    N_ ("The server offers to sign in by an old way that does not keep a weak password secret (%s)."), NULL },
  { "AUTH=PLAIN", N_ ("You can sign in with a user name and a password (%s)."), NULL },
  { "AUTH=LOGIN", N_ ("You can sign in with a user name and a password, in an older way (%s)."), NULL },
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
explain (GPtrArray *sentences, const BellConnectionReport *report)
{
  const BellImapCapabilities *capabilities = report->capabilities;

  for (gsize i = 0; i < G_N_ELEMENTS (meanings); i++) {
    const Meaning *meaning = &meanings[i];

    if (bell_imap_capabilities_has (capabilities, meaning->capability))
      add (sentences, _ (meaning->when_offered), meaning->capability, TRUE);
    else if (meaning->when_missing != NULL && report->signed_in)
      add (sentences, _ (meaning->when_missing), meaning->capability, FALSE);
  }
}

/* (transfer full): TEXT with NAME in place of its %s. */
static char *
name_in (const char *text, const char *name)
{
  GString *out = g_string_new (text);

  g_string_replace (out, "%s", name, 1);
  return g_string_free (out, FALSE);
}

static void
explain_offer (GPtrArray *sentences, const BellConnectionReport *report)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++) {
    const char      *capability = mechanisms[i].capability;
    g_autofree char *text = name_in (_ (mechanisms[i].when_offered), capability);

    if (bell_imap_capabilities_has (report->capabilities, capability))
      add (sentences, text, capability, TRUE);
  }
  if (bell_imap_capabilities_has (report->capabilities, "LOGINDISABLED"))
    add (sentences, _ ("The server does not take the plain LOGIN command (LOGINDISABLED)."),
         "LOGINDISABLED", TRUE);
}

/* Once signed in, what else was offered is no longer worth reading. */
static void
explain_sign_in (GPtrArray *sentences, const BellConnectionReport *report)
{
  g_autofree char *text = NULL;

  if (!report->signed_in)
    explain_offer (sentences, report);
  if (report->mechanism == NULL)
    return;
  text = g_strdup_printf (report->signed_in ? _ ("Mailbell signs in with %s.")
                                            : _ ("With a password Mailbell would sign in with %s."),
                          report->mechanism);
  add (sentences, text, report->mechanism, TRUE);
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
  explain (sentences, report);
  if (bell_imap_capabilities_has (report->capabilities, "COMPRESS=DEFLATE"))
    add (sentences, _ (compression[report->compress]), "COMPRESS=DEFLATE", TRUE);
  explain_sign_in (sentences, report);
  return sentences;
}

gboolean
bell_connection_report_can_push (const BellConnectionReport *report)
{
  return report->capabilities != NULL &&
         (bell_imap_capabilities_has (report->capabilities, "IDLE") ||
          bell_imap_capabilities_has (report->capabilities, "NOTIFY"));
}
