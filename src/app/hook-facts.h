/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hook-facts.h: what the command of an account is told: which messages have come.
 * In:     news, as it comes.
 * Out:    variables of the environment, which tell of the newest message, and JSON, which tells of all.
 * Limits: of the last BELL_HOOK_FACTS_MESSAGES the facts are kept, of the others the number. All text
 *         is safe text (mail/safe-text.h): in one line, without control characters, not longer than a
 *         line. */

#pragma once

#include "policy/notice-policy.h"

G_BEGIN_DECLS

#define BELL_HOOK_FACTS_MESSAGES 500

typedef struct _BellHookFacts BellHookFacts;

/* The account, as it is when the command runs. */
typedef struct {
  const char *id;
  const char *address;
  const char *name;
  guint       unread;
} BellHookAccount;

BellHookFacts *bell_hook_facts_new (void);
void           bell_hook_facts_free (BellHookFacts *self);

void bell_hook_facts_add (BellHookFacts *self, const BellNews *news);

/* Puts those of EARLIER, which came before, in front. EARLIER: taken. */
void bell_hook_facts_add_earlier (BellHookFacts *self, BellHookFacts *earlier);

/* "MAILBELL_NEW=2" …; all of them, empty where there is nothing to tell. (transfer full) */
char **bell_hook_facts_to_environment (const BellHookFacts *self, const BellHookAccount *account);

/* In one line, with its end. (transfer full) */
char *bell_hook_facts_to_json (const BellHookFacts *self, const BellHookAccount *account);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellHookFacts, bell_hook_facts_free)

G_END_DECLS
