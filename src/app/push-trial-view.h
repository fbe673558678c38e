/* SPDX-License-Identifier: GPL-3.0-or-later */
/* push-trial-view.h: runs a trial of setup/push-trial.h for a command, and tells of it on the terminal
 * or in JSON. */

#pragma once

#include "app/json-members.h"
#include "setup/push-trial.h"

G_BEGIN_DECLS

/* Prints what is said if LIVE. Ctrl-C ends the listening. (transfer full) (nullable): NULL with
 * ERROR. */
BellPushTrialReport *bell_push_trial_run (const BellPushTrialPlan *plan,
                                          gboolean                 live,
                                          GError                 **error);

/* RING: whether it was asked for. */
void bell_push_trial_print (const BellPushTrialReport *report, gboolean ring);

/* The member "trial"; REPORT (nullable): null. */
void bell_push_trial_add (JsonBuilder *builder, const BellPushTrialReport *report);

G_END_DECLS
