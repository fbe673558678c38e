/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report-group.h: how the new mail of an account arrives and why so, the picture of its last seven days,
 * the facts behind it, folded away, and all of that for a bug report. */

#pragma once

#include <adwaita.h>

#include "preferences/live-account.h"

G_BEGIN_DECLS

#define BELL_TYPE_REPORT_GROUP (bell_report_group_get_type ())
G_DECLARE_FINAL_TYPE (BellReportGroup, bell_report_group, BELL, REPORT_GROUP, AdwPreferencesGroup)

/* Once. */
void bell_report_group_set_account (BellReportGroup *self,
                                    BellAccount     *account,
                                    BellLiveAccount *live);

G_END_DECLS
