/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-refusal.c: what a NO, BAD or BYE means for the next attempt. */

#include "imap/imap-refusal.h"

#include "base/time-units.h"

#include <string.h>

#define LONGEST_DELAY (5 * BELL_MINUTE)

/* Microsoft: "Request is throttled. Suggested Backoff Time: 299673 milliseconds"
 * (imapsync/imapsync issues 212 and 272). */
static const char suggestion[] = "suggested backoff time: ";

/* What is said of trouble that passes where there is no code for it, or another. */
static const char *const busy_phrases[] = {
  /* Gmail: "[ALERT] Too many simultaneous connections. (Failure)". */
  "too many",
  /* Gmail: "[OVERQUOTA] Account exceeded command or bandwidth limits.", for up to a day
   * (ljmerza/ha-email-sensor issue 16). */
  "bandwidth limits",
  /* Exchange, while the database of the mailbox is not mounted: "Server Unavailable. 15" (OfflineIMAP
   * issue 291, YetiForceCompany/YetiForceCRM issue 1038). */
  "server unavailable",
  /* Gmail, of SELECT (mscdex/node-imap issue 715), and others, of LOGIN (Mailpile pull request 2242). */
  "system error",
  /* Yahoo: "[TEMPFAIL] UID FETCH Temporary failure on server" (mscdex/node-imap issue 340). */
  "temporary failure",
  /* "[UNAVAILABLE] Account is temporarily unavailable." (twentyhq/twenty pull request 20273). */
  "temporarily unavailable",
  suggestion,
  NULL,
};

static gboolean
has_code_of (const BellImapResponse *response, const char *const *codes)
{
  for (guint i = 0; codes[i] != NULL; i++)
    if (bell_imap_response_has_code (response, codes[i]))
      return TRUE;
  return FALSE;
}

static gboolean
has_phrase_of (const char *text, const char *const *phrases)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);

  for (guint i = 0; phrases[i] != NULL; i++)
    if (strstr (lower, phrases[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* A wrong password is no better for having been tried "too many" times: every attempt prolongs that.
 * Nothing is stored, so what is over its quota can only be what we ask for. */
gboolean
bell_imap_refusal_is_busy (const BellImapResponse *response)
{
  static const char *const busy[] = { "UNAVAILABLE", "INUSE",    "LIMIT", "SERVERBUG",
                                      "OVERQUOTA",   "TEMPFAIL", NULL };
  static const char *const final[] = { "AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "EXPIRED",
                                       NULL };

  if (has_code_of (response, busy))
    return TRUE;
  return response->text != NULL && !has_code_of (response, final) &&
         has_phrase_of (response->text, busy_phrases);
}

gint64
bell_imap_refusal_get_delay (const BellImapResponse *response)
{
  g_autofree char *text = response->text != NULL ? g_ascii_strdown (response->text, -1) : NULL;
  const char      *number = text != NULL ? strstr (text, suggestion) : NULL;
  guint64          milliseconds;

  if (number == NULL)
    return 0;
  milliseconds = g_ascii_strtoull (number + strlen (suggestion), NULL, 10);
  return (gint64) MIN (milliseconds, LONGEST_DELAY / BELL_MILLISECOND) * BELL_MILLISECOND;
}
