/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice-policy.h: which notifications a batch of news makes: one per message up to a limit, then
 * one digest. Pure.
 * Owns: a notice owns its strings, all plain safe text in the user's language, never markup. */

#pragma once

#include "mail/message-summary.h"

G_BEGIN_DECLS

typedef struct {
  char    *id;         /* (owned) the same message or digest has the same id again: it replaces */
  char    *account_id; /* (owned) */
  char    *title;      /* (owned) */
  char    *body;       /* (owned) */
  gboolean asks_user;  /* it is about the account itself, not about mail */
} BellNotice;

void bell_notice_free (BellNotice *notice);

typedef struct {
  const char *account_id;
  const char *account_name;
  const char *folder;     /* for people; NULL: the inbox, which goes without saying */
  GPtrArray  *messages;   /* of BellMessageSummary, oldest first; those already read are skipped */
  guint       n_more;     /* unread new messages of which only the number is known */
  gboolean after_absence; /* what came while we were away is always one digest (if more than one) */
  guint    digest_above;  /* more than this many at once become one digest */
} BellNews;

/* Of BellNotice, perhaps empty. (transfer full) */
GPtrArray *bell_notice_policy_decide (const BellNews *news);

/* The id that a message's notice has, to withdraw it. (transfer full) */
char *bell_notice_id (const char *account_id,
                      const char *folder,
                      guint32     uid_validity,
                      guint32     uid);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellNotice, bell_notice_free)

G_END_DECLS
