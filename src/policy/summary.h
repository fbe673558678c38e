/* SPDX-License-Identifier: GPL-3.0-or-later */
/* summary.h: all accounts in one glance: what the tray shows. A pure function of the statuses. */

#pragma once

#include "policy/account-status.h"

G_BEGIN_DECLS

typedef enum {
  BELL_TRAY_NOTHING_NEW,
  BELL_TRAY_UNREAD,
  BELL_TRAY_OFFLINE,   /* paused, or an account is not watched and nothing is unread */
  BELL_TRAY_ATTENTION, /* an account waits for the user */
} BellTrayState;

/* How the tray is to look: what its host can, and what the user wants. */
typedef struct {
  gboolean symbolic; /* the host gives a symbolic icon the colour of its panel */
  gboolean label;    /* the host shows the label, so that the icon need not count */
  gboolean count;    /* the user wants the number */
  gboolean hide;     /* the user wants no icon while nothing is new */
} BellTrayStyle;

typedef struct {
  BellTrayState state;
  guint         unread; /* over all accounts */
  gboolean      hidden;
  char         *icon_name; /* (owned) a name from data/icons */
  char         *label;     /* (owned) the count, or "" where there is none */
  char         *title; /* (owned) "3 unread: 2 Work, 1 Home", "Nothing new; Home is offline", … */
  char         *brief; /* (owned) the same without the parts: "3 unread" */
  char         *detail; /* (owned) a line per account, for a tooltip; plain text */
} BellSummary;

/* STATUSES: of BellAccountStatus, in the user's order. PAUSE (nullable): the pause in words, NULL: all are
 * watched. STYLE (nullable): where no icon is shown. (transfer full) */
BellSummary *bell_summary_new (GPtrArray *statuses, const char *pause, const BellTrayStyle *style);
void         bell_summary_free (BellSummary *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellSummary, bell_summary_free)

G_END_DECLS
