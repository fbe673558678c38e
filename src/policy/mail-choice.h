/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mail-choice.h: what a wish to open the mail of several accounts opens, such as a click on the bell.
 * One mail program opens at a time: the one that all of the accounts have, or else the one of those with
 * unread mail. From inside a sandbox no program can be started, only an address opened: that of mail on
 * the web, or else a message, by "mid:". */

#pragma once

#include "policy/newest-messages.h"

G_BEGIN_DECLS

typedef struct {
  char  *id;      /* (owned) */
  char  *client;  /* (owned) "": the default; a desktop id; an https:// address */
  char **command; /* (owned) if there are words: instead of CLIENT, but in a sandbox */
  guint  unread;
} BellMailAccount;

/* CLIENT and COMMAND: (transfer full). */
BellMailAccount *bell_mail_account_new (const char *id, char *client, char **command, guint unread);
void             bell_mail_account_free (BellMailAccount *account);

/* An empty list of them. (transfer full) */
GPtrArray *bell_mail_accounts_new (void);

typedef struct {
  const BellMailAccount *account; /* (unowned) (nullable) whose mail program; NULL: the default */
  const char            *message_id; /* (unowned) (nullable) of the message to show in it */
  gboolean               impossible; /* a sandbox can open nothing; ACCOUNT may be set otherwise */
} BellMailChoice;

/* ACCOUNTS: of BellMailAccount, in the user's order. MESSAGES: of BellNewestMessage, the newest first.
 * What CHOICE refers to is theirs. */
void bell_mail_choice_make (BellMailChoice *choice,
                            GPtrArray      *accounts,
                            GPtrArray      *messages,
                            gboolean        in_sandbox);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellMailAccount, bell_mail_account_free)

G_END_DECLS
