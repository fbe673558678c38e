/* SPDX-License-Identifier: GPL-3.0-or-later */
/* log-words.h: how the log, which is made to be shown to others, speaks of an account's sessions: names
 * of folders without that of the user, errors without anybody's. */

#pragma once

#include "account/account.h"

G_BEGIN_DECLS

/* (transfer full) */
char *bell_log_words_for_mailbox (BellAccount *account, const char *mailbox);

/* The code; and, of an error of ours, which may repeat what the server says, the words. (transfer full) */
char *bell_log_words_for_error (BellAccount *account, const GError *error);

G_END_DECLS
