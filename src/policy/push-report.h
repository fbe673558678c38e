/* SPDX-License-Identifier: GPL-3.0-or-later */
/* push-report.h: how the new mail of an account arrives, and why so: in words for people who have
 * never heard of IMAP, as the facts behind them, and as a text for a bug report. Pure.
 * Privacy: the text for a bug report holds no secret, no folder's name, and of the address only the
 *          first letter and the domain. It is not translated: whoever reads it helps people of many
 *          languages. */

#pragma once

#include "base/security.h"
#include "policy/account-status.h"
#include "policy/meter.h"

G_BEGIN_DECLS

/* What the settings have. */
typedef struct {
  const char  *host;
  guint16      port;
  BellSecurity security;
} BellPushServer;

typedef struct {
  char *label; /* (owned) translated */
  char *value; /* (owned) */
} BellPushFact;

/* "New mail rings at once". STATUS (nullable), here and below: NULL: Mailbell does not run.
 * Translated. (transfer full) */
char *bell_push_report_get_title (const BellAccountStatus *status);

/* Why, in a sentence or two. Translated. (transfer full) */
char *bell_push_report_explain (const BellAccountStatus *status);

/* Of BellPushFact: the server, what it can do, encryption, sign-in, renewal, bytes; what is not known
 * is left out. (transfer full) */
GPtrArray *bell_push_report_list_facts (const BellAccountStatus *status,
                                        const BellPushServer    *server);

/* "a…@example.org". (transfer full) */
char *bell_push_report_shorten_address (const char *address);

/* Lines, each with its end. ADDRESS: of the account. METER (nullable): with it also what has become of
 * the week before NOW_S. (transfer full) */
char *bell_push_report_to_text (const BellAccountStatus *status,
                                const char              *address,
                                const BellPushServer    *server,
                                const BellMeter         *meter,
                                gint64                   now_s);

G_END_DECLS
