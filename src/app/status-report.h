/* SPDX-License-Identifier: GPL-3.0-or-later */
/* status-report.h: the statuses of all accounts as text and as JSON, for `mailbell status`. Pure.
 * The keys of the JSON are a contract with other people's programs: none is added, left out or
 * renamed, but for "certificate", which is there only while an account is stopped because of one. */

#pragma once

#include "policy/account-status.h"

G_BEGIN_DECLS

/* PAUSE (nullable): the pause in words, NULL: there is none.
 * One line without its end. NOW_US: of the clock of retry_at_us. (transfer full) */
char *bell_status_report_to_json (GPtrArray *statuses, const char *pause, gint64 now_us);

/* A line for all, then one per account. (transfer full) */
char *bell_status_report_to_text (GPtrArray *statuses, const char *pause);

/* All of that in one line. (transfer full) */
char *bell_status_report_to_line (GPtrArray *statuses, const char *pause);

G_END_DECLS
