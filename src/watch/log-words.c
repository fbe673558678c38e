/* SPDX-License-Identifier: GPL-3.0-or-later */
/* log-words.c: how the log speaks of an account's sessions. */

#include "watch/log-words.h"

#include "base/error-code.h"
#include "imap/imap-anonymous.h"
#include "imap/imap-error.h"

static char *
anonymise (BellAccount *account, const char *text)
{
  const BellImapUnnamed who = { .user = bell_account_get_user (account),
                                .address = bell_account_get_address (account),
                                .host = bell_account_get_host (account) };

  return bell_imap_anonymise (text, &who);
}

char *
bell_log_words_for_mailbox (BellAccount *account, const char *mailbox)
{
  return anonymise (account, mailbox);
}

char *
bell_log_words_for_error (BellAccount *account, const GError *error)
{
  g_autofree char *code = bell_error_get_code (error);
  g_autofree char *words = NULL;

  /* Others name the host that they speak of, and proxies. */
  if (error->domain != BELL_IMAP_ERROR)
    return g_steal_pointer (&code);
  words = anonymise (account, error->message);
  return g_strdup_printf ("%s (%s)", code, words);
}
