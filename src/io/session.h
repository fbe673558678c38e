/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session.h: one connection and the protocol core on it: bytes in, bytes out, the alarm, the TLS
 * handshake when the core asks for one. It knows nothing of what the events mean.
 * Signals: "event" (BellImapEvent *event): each of the core's events but START_TLS,
 *                  START_COMPRESSION, COMPUTE, ACTED, CLOSED and FAILED; EVENT is the session's.
 *          "line" (int direction, const char *text): of the conversation, if CONFIG asked for a
 *                  log; 'C' or 'S', escaped, without secrets and content.
 *          "ended" (GError *error): once; NULL after an orderly log-out. The session is closed. */

#pragma once

#include "imap/imap-client.h"
#include "io/connection.h"

G_BEGIN_DECLS

#define BELL_TYPE_SESSION (bell_session_get_type ())
G_DECLARE_FINAL_TYPE (BellSession, bell_session, BELL, SESSION, GObject)

/* LABEL names it in the debug log. The security of ENDPOINT and CONFIG must agree. */
BellSession *bell_session_new (const BellEndpoint         *endpoint,
                               const BellImapClientConfig *config,
                               const char                 *label);

void bell_session_start (BellSession *self);
void bell_session_want (BellSession *self, BellImapWish wish);
void bell_session_set_intervals (BellSession *self,
                                 gint64       renewal_us,
                                 gboolean     exact_renewal,
                                 gint64       polling_us);

/* Does it as soon as the session can. The result is BELL_IMAP_EVENT_ACTED; without one, with ERROR set,
 * the session had ended before anything was sent. (transfer full) (nullable) */
void           bell_session_act_async (BellSession          *self,
                                       const BellImapAction *action,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
BellImapEvent *bell_session_act_finish (BellSession *self, GAsyncResult *result, GError **error);

/* imap-client.h has what these mean. */
void bell_session_list (BellSession *self);
void bell_session_append (BellSession *self, const char *mailbox, const char *message);
void bell_session_erase (BellSession *self, const char *mailbox, guint32 uid_validity, guint32 uid);
void bell_session_sweep (BellSession *self,
                         const char  *mailbox,
                         const char  *message_id,
                         gint64       since_s);
void bell_session_set_previews (BellSession *self, gboolean previews);
void bell_session_set_newest (BellSession *self, guint n_wished);
void bell_session_set_watched (BellSession *self, const char *mailbox, gboolean watched);
void bell_session_set_seen (
  BellSession *self, const char *mailbox, guint32 uid_validity, guint32 uid_seen, const char *told);
gint64 bell_session_get_keep_alive (BellSession *self);

/* How long the path had been silent when we last spoke and got no answer; 0: that is not how it
 * ended. */
gint64 bell_session_get_silence (BellSession *self);

/* It ended while the server was asked for the newest unread messages. */
gboolean bell_session_awaits_newest (BellSession *self);

/* How long the server asked us to stay away when it ended the session; 0: it did not say. */
gint64 bell_session_get_retry_after (BellSession *self);

/* Closes at once; "ended" is not emitted. */
void bell_session_close (BellSession *self);

BellConnection             *bell_session_get_connection (BellSession *self);   /* (transfer none) */
const BellImapCapabilities *bell_session_get_capabilities (BellSession *self); /* (nullable) */
const BellImapCapabilities *bell_session_get_offer (BellSession *self);        /* (nullable) */

G_END_DECLS
