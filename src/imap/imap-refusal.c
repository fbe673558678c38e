/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-refusal.c: what a NO, BAD or BYE means for the next attempt. */

#include "imap/imap-refusal.h"

#include "base/time-units.h"

#include <string.h>

#define LONGEST_DELAY (5 * BELL_MINUTE)

/* Microsoft: "Request is throttled. Suggested Backoff Time: 299673 milliseconds"
 * (imapsync/imapsync issues 212 and 272). */
static const char suggestion[] = "suggested backoff time: ";

static gboolean
has_code_of (const BellImapResponse *response, const char *const *codes)
{
  for (guint i = 0; codes[i] != NULL; i++)
    if (bell_imap_response_has_code (response, codes[i]))
      return TRUE;
  return FALSE;
}

/* A wrong password is no better for having been tried "too many" times: every attempt prolongs that. */
gboolean
bell_imap_refusal_is_busy (const BellImapResponse *response)
{
  static const char *const busy[] = { "UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", NULL };
  static const char *const final[] = { "AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "EXPIRED",
                                       NULL };
  g_autofree char         *text = NULL;

  if (has_code_of (response, busy))
    return TRUE;
  if (response->text == NULL || has_code_of (response, final))
    return FALSE;
  text = g_ascii_strdown (response->text, -1);
  /* Gmail: "[ALERT] Too many simultaneous connections. (Failure)". */
  return strstr (text, "too many") != NULL || strstr (text, suggestion) != NULL;
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
