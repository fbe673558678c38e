/* SPDX-License-Identifier: GPL-3.0-or-later */
/* one-off-session.h: the frame of a task that asks a server for one thing, over sessions of its own.
 * Ends:   when it is told to, or one of its sessions ends, or its time is up, or its caller cancels it:
 *         whichever comes first. Then the task is returned, once, and the sessions are closed.
 * Errors: G_IO_ERROR_TIMED_OUT, G_IO_ERROR_CANCELLED, BELL_IMAP_ERROR_CLOSED for a session that logged
 *         out, and those of a session.
 * Owns:   the sessions, and a reference to the task until the end. The task's data own the frame. */

#pragma once

#include "account/sign-in-secret.h"
#include "io/session.h"

G_BEGIN_DECLS

/* Who signs in; what is in it as in imap-client.h. */
typedef struct {
  const char       *user;
  const char       *address;   /* (nullable) */
  BellSignInSecret *secret;    /* (nullable): nobody signs in */
  const char       *mechanism; /* (nullable) */
  const char       *strongest; /* (nullable) */
  gboolean          plus_broken;
  gboolean          external_broken;
} BellConnectionUser;

typedef struct {
  /* Returns TASK, whose sessions still stand; ERROR (nullable): why it ended. */
  void (*finish) (GTask *task, const GError *error);

  /* (nullable): instead of ending with an error. */
  void (*out_of_time) (GTask *task);
  void (*cancelled) (GTask *task);
  void (*session_ended) (GTask *task, BellSession *session, const GError *error);
} BellOneOffCalls;

typedef struct _BellOneOff BellOneOff;

/* CALLS must be static. CANCELLABLE (nullable). */
BellOneOff *bell_one_off_new (GTask *task, const BellOneOffCalls *calls, GCancellable *cancellable);
void        bell_one_off_free (BellOneOff *self);

/* Time from now on, in place of what was left. */
void bell_one_off_set_limit (BellOneOff *self, gint64 limit_us);

/* A session that has not been started. ON_EVENT (BellSession *session, const BellImapEvent *event,
 * GTask *task). USER (nullable): as long as without a secret, it only looks. HOW: the rest of it.
 * (transfer none) */
BellSession *bell_one_off_add_session (BellOneOff                 *self,
                                       const BellEndpoint         *endpoint,
                                       const BellConnectionUser   *user,
                                       const BellImapClientConfig *how,
                                       GCallback                   on_event);

/* ERROR (nullable). Without effect after the end. */
void     bell_one_off_end (BellOneOff *self, const GError *error);
gboolean bell_one_off_has_ended (BellOneOff *self);

G_END_DECLS
