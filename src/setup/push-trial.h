/* SPDX-License-Identifier: GPL-3.0-or-later */
/* push-trial.h: watches an account for a while, as the applet would, and tells what comes; if wished
 * it puts a message into the inbox, over a connection of its own, waits for its bell and takes the
 * message out again.
 * Owns: a report owns its strings. The secret is referenced, everything else of the plan copied. */

#pragma once

#include "imap/imap-client.h"
#include "setup/connection-check.h"

G_BEGIN_DECLS

typedef struct {
  BellEndpoint       endpoint;
  BellConnectionUser user;      /* with a secret */
  const char *const *mailboxes; /* on the wire, the first is kept open */
  gboolean           automatic; /* those, too, that mail is filtered into */
  gint64             listen_us; /* how long to listen; 0: until the bell has rung */
  gboolean           ring;      /* put a message into the first mailbox */
} BellPushTrialPlan;

typedef enum {
  BELL_TRIAL_NO_BELL,     /* not asked for, or it has not rung in time */
  BELL_TRIAL_ERASED,      /* it rang, and the message is gone */
  BELL_TRIAL_MARKED,      /* it rang; the server can only mark the message as deleted */
  BELL_TRIAL_LEFT_BEHIND, /* the message is still there */
} BellTrialEnd;

typedef struct {
  BellImapRung       rung;
  BellImapPollReason poll_reason;
  gboolean           others_pushed;
  char             **folders;       /* (owned) names for people, the inbox as "INBOX" */
  guint              n_connections; /* that watching them all takes */
  gint64             keep_alive_us; /* the period of the server's own lines; 0: none were seen */
  gboolean           rang;
  gint64             bell_us; /* from the server's word that it has the message to the bell */
  BellTrialEnd       end;
  guint64            bytes_in; /* of the connection that watched */
  guint64            bytes_out;
} BellPushTrialReport;

/* What is said on the connection that watches: DIRECTION 'C' or 'S', TEXT without secrets and
 * content, but the server's, so not to be trusted. ELAPSED_US: since it began. */
typedef void (*BellPushTrialLine) (char        direction,
                                   const char *text,
                                   gint64      elapsed_us,
                                   gpointer    user_data);

/* ON_LINE (nullable). Cancelled while it listens it ends well. */
void bell_push_trial_async (const BellPushTrialPlan *plan,
                            BellPushTrialLine        on_line,
                            gpointer                 line_data,
                            GCancellable            *cancellable,
                            GAsyncReadyCallback      callback,
                            gpointer                 user_data);

/* (transfer full) (nullable): NULL with ERROR. */
BellPushTrialReport *bell_push_trial_finish (GAsyncResult *result, GError **error);

void bell_push_trial_report_free (BellPushTrialReport *report);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellPushTrialReport, bell_push_trial_report_free)

G_END_DECLS
