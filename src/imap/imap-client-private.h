/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-client-private.h: the client's inside, shared by its themes:
 *   imap-client.c          states, input and output, the way of a response
 *   imap-client-sign-in.c  greeting to signed in
 *   imap-client-watch.c    opening the mailbox, IDLE, polling, the unread count
 *   imap-client-news.c     which messages are new, and what they say */

#pragma once

#include "imap/imap-auth.h"
#include "imap/imap-client.h"
#include "imap/imap-framer.h"
#include "imap/imap-mailbox.h"
#include "imap/imap-queue.h"
#include "imap/imap-quirks.h"

G_BEGIN_DECLS

typedef enum {
  BELL_IMAP_STATE_GREETING,   /* the server speaks first */
  BELL_IMAP_STATE_CAPABILITY, /* asked what it can do, before sign-in */
  BELL_IMAP_STATE_STARTTLS,   /* asked for TLS */
  BELL_IMAP_STATE_HANDSHAKE,  /* the shell does the handshake */
  BELL_IMAP_STATE_SIGN_IN,    /* LOGIN or AUTHENTICATE */
  BELL_IMAP_STATE_SIGNED_IN,  /* asked what it can do, after sign-in */
  BELL_IMAP_STATE_RESTING,    /* nothing to watch: the caller has what it wanted */
  BELL_IMAP_STATE_WORKING,    /* commands in flight, no IDLE behind them */
  BELL_IMAP_STATE_POLLING,    /* nothing in flight, until the next look */
  BELL_IMAP_STATE_IDLE_ASKED, /* commands in flight, IDLE the last of them */
  BELL_IMAP_STATE_IDLING,     /* the server tells */
  BELL_IMAP_STATE_LOGGING_OUT,
  BELL_IMAP_STATE_ENDED, /* FAILED or CLOSED has been told */
} BellImapState;

typedef enum {
  BELL_IMAP_COUNT_BY_SEARCH, /* UID SEARCH RETURN (COUNT) UNSEEN (RFC 4731) */
  BELL_IMAP_COUNT_BY_STATUS, /* STATUS (UNSEEN), also allowed on the open mailbox by every server seen */
  BELL_IMAP_COUNT_IMPOSSIBLE,
} BellImapCountForm;

/* One look for new messages, from the command to its answer. */
typedef struct {
  GHashTable *messages; /* (owned) UID to BellImapNews; at most BELL_IMAP_NEWS_LIMIT */
  guint       n_more;   /* unread ones beyond those */
  guint32     uid_highest;
  gboolean    with_headers;
  gboolean    after_absence;
  gint64      n_arrived; /* what it takes off the mailbox's n_arrived, given back on failure */
} BellImapLook;

struct _BellImapClient {
  BellSecurity    security;
  gboolean        secure;    /* TLS is up, or cleartext was asked for: answers may be believed */
  char           *user;      /* (owned) (nullable) */
  BellSecretText *password;  /* (owned) (nullable) */
  char           *mechanism; /* (owned) (nullable) */
  gint64          renewal_us;
  gint64          polling_us;

  BellImapState         state;
  gint64                deadline_us; /* of the state */
  BellImapFramer       *framer;
  BellImapQueue        *queue;
  BellImapCapabilities *capabilities; /* (owned) (nullable): NULL while they are not known */
  BellImapQuirks        quirks;
  BellImapMailbox       mailbox;   /* name NULL: nothing to watch */
  BellImapLook         *look;      /* (owned) (nullable) the look in flight */
  BellImapRung          rung;      /* the one that is used, or tried */
  BellImapRung          rung_told; /* by the last WATCHING event */
  BellImapCountForm     count_form;
  gboolean              identified;    /* ID has been sent */
  guint                 n_short_idles; /* IDLEs in a row that the server ended by itself, at once */
  gint64                idle_since_us;
  guint                 n_failed_looks;
  guint                 n_malformed; /* responses in a row that made no sense */
  gboolean              log_out;     /* wished, as soon as it is possible */
  GQueue                events;      /* of BellImapEvent */
  GPtrArray            *log;         /* (owned) (nullable) of char * */
};

/* imap-client.c */
void bell_imap_client_set_state (BellImapClient *self, BellImapState state, gint64 now_us);
void bell_imap_client_fail (BellImapClient *self, BellImapErrorCode code, const char *message);
BellImapEvent  *bell_imap_client_tell (BellImapClient *self, BellImapEventType type);
BellImapWriter *bell_imap_client_begin (BellImapClient *self);
void            bell_imap_client_send (BellImapClient     *self,
                                       BellImapCommandType type,
                                       BellImapFollow      follow,
                                       const char         *text);
void            bell_imap_client_learn (BellImapClient *self, const BellImapResponse *response);

/* imap-client-sign-in.c */
void bell_imap_client_got_greeting (BellImapClient         *self,
                                    const BellImapResponse *response,
                                    gint64                  now_us);
void bell_imap_client_prepare (BellImapClient *self, gint64 now_us);
void bell_imap_client_done_capability (BellImapClient         *self,
                                       const BellImapResponse *response,
                                       gint64                  now_us);
void bell_imap_client_done_starttls (BellImapClient         *self,
                                     const BellImapResponse *response,
                                     gint64                  now_us);
void bell_imap_client_done_sign_in (BellImapClient         *self,
                                    const BellImapResponse *response,
                                    gint64                  now_us);

/* imap-client-watch.c */
void bell_imap_client_open (BellImapClient *self, gint64 now_us);
void bell_imap_client_advance (BellImapClient *self, gint64 now_us);
void bell_imap_client_got_data (BellImapClient         *self,
                                const BellImapResponse *response,
                                gint64                  now_us);
void bell_imap_client_got_idling (BellImapClient *self, gint64 now_us);
void bell_imap_client_done_examine (BellImapClient         *self,
                                    const BellImapResponse *response,
                                    gint64                  now_us);
void bell_imap_client_done_count (BellImapClient         *self,
                                  const BellImapResponse *response,
                                  gint64                  now_us);
void bell_imap_client_done_idle (BellImapClient         *self,
                                 const BellImapResponse *response,
                                 gint64                  now_us);

/* imap-client-news.c */
void     bell_imap_client_ask_baseline (BellImapClient *self);
void     bell_imap_client_ask_news (BellImapClient *self);
gboolean bell_imap_client_got_fetch (BellImapClient *self, const BellImapFetch *fetch);
void     bell_imap_client_done_news (BellImapClient         *self,
                                     const BellImapResponse *response,
                                     gint64                  now_us);
void     bell_imap_client_done_baseline (BellImapClient         *self,
                                         const BellImapResponse *response,
                                         gint64                  now_us);
void     bell_imap_look_free (BellImapLook *look);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellImapLook, bell_imap_look_free)

G_END_DECLS
