/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-client.h: one IMAP session that signs in, opens a mailbox and watches it and others. Pure.
 * In:     the server's bytes, the time, wishes.
 * Out:    bytes for the server, events, one deadline. The caller pulls: after every call on the
 *         client it takes output and events until there are none, then arms its timer anew.
 * Limits: imap-limits.h; at most BELL_IMAP_NEWS_LIMIT messages are described per batch of news,
 *         of more only the number is told; and at most as many of those that were there before.
 * Errors: BELL_IMAP_ERROR, as the one event BELL_IMAP_EVENT_FAILED; nothing is read or written
 *         after it. Server text is never part of an event.
 * Time:   `now_us` is the monotonic clock, never going back.
 * Source: RFC 9051, RFC 3501; IDLE RFC 2177, NOTIFY RFC 5465, ID RFC 2971, ENABLE RFC 5161, ESEARCH RFC 4731,
 *         actions MOVE RFC 6851, UIDPLUS RFC 4315, SPECIAL-USE RFC 6154, QRESYNC RFC 7162,
 *         COMPRESS RFC 4978, LITERAL+ RFC 7888; what signing in goes by stands in imap-auth.h. */

#pragma once

#include "base/secret-text.h"
#include "base/security.h"
#include "base/time-units.h"
#include "imap/imap-capabilities.h"
#include "imap/imap-event.h"

G_BEGIN_DECLS

#define BELL_IMAP_NEWS_LIMIT 50

/* What earlier sessions knew of a mailbox. */
typedef struct {
  const char *mailbox; /* on the wire */
  guint32     uid_validity;
  guint32     uid_seen; /* highest UID that has been announced under it */
  guint64     modseq;   /* 0: unknown */
  const char *told;     /* (nullable) see BellImapEvent */
  const char *earlier;  /* (nullable) likewise */
} BellImapRemembered;

typedef struct {
  BellSecurity       security;
  const char        *user;      /* (nullable): only look at the capabilities, do not sign in */
  const char        *address;   /* (nullable) of the account, to be left out of the log */
  BellSecretText    *password;  /* (nullable) */
  BellSecretText    *token;     /* (nullable) OAuth 2 access token: with it nothing else is used */
  gboolean           external;  /* a client certificate was given: EXTERNAL may be used */
  const char        *mechanism; /* (nullable) as imap-auth.h names it: this one or none; NULL: the
                                 * strongest, but none weaker than before */
  const char        *strongest; /* (nullable) by which this account ever signed in here */
  gboolean           plus_broken;     /* the server's channel binding is known not to work */
  gboolean           external_broken; /* nor does its EXTERNAL take this certificate */
  const char        *host;            /* (nullable) and its port, which some mechanisms tell */
  guint16            port;            /* 0: unknown */
  const char        *nonce;           /* (nullable) of SCRAM, for tests; NULL: a random one */
  const char *const *mailboxes; /* (nullable) on the wire, the first is kept open; NULL or empty:
                                 * sign in, report, watch nothing */
  gboolean           automatic; /* watch also the subscribed mailboxes that mail is filtered into */
  const BellImapRemembered *remembered;
  guint                     n_remembered;
  gboolean                  previews;    /* fetch the beginning of new messages as well */
  gboolean                  invitations; /* with PREVIEWS: and the calendar part of invitations */
  gboolean                  compress;    /* where offered, before anything is watched */
  guint                     newest;      /* once it is watched: tell so many, at most, of the unread
                                          * messages that are in the first mailbox already, and
                                          * others for those that are read or removed */
  gboolean                  newest_told; /* an earlier session did: only what is missing */
  BellImapRung              best_rung;   /* do not climb higher than this; NONE: as high as it goes;
                                        * POLL: IDLE has lied before */
  gint64                    renewal_us;  /* IDLE is renewed after this at the latest */
  gboolean exact_renewal; /* not a moment sooner: it is a trial; else shared wake-ups go first */
  gint64   polling_us;    /* where there is no IDLE: look this often */
  gint64   keep_alive_us; /* period of the server's own lines, learnt before; 0: unknown */
  guint32  random;        /* makes the tags unpredictable (protocol row B2) */
  gboolean one_by_one;    /* one command in flight at a time: a server that stumbles */
  gboolean log;           /* keep lines for bell_imap_client_take_log() */
} BellImapClientConfig;

typedef enum {
  BELL_IMAP_WISH_CHECK,   /* look now, whatever the server has said */
  BELL_IMAP_WISH_PROBE,   /* the network may have changed: look, and expect the answer at once */
  BELL_IMAP_WISH_LOG_OUT, /* end in good order */
} BellImapWish;

typedef struct _BellImapClient BellImapClient;

/* The strings of CONFIG are copied, the secret is referenced. */
BellImapClient *bell_imap_client_new (const BellImapClientConfig *config, gint64 now_us);
void            bell_imap_client_free (BellImapClient *self);

/* The connection stands: the wait for the greeting begins. */
void bell_imap_client_opened (BellImapClient *self, gint64 now_us);

void bell_imap_client_receive (BellImapClient *self,
                               const void     *bytes,
                               gsize           length,
                               gint64          now_us);
void bell_imap_client_end_of_stream (BellImapClient *self, gint64 now_us);

/* How the TLS connection below can be told from others: before opened() or secured(). TYPE: its
 * registered name; DATA (nullable): it cannot. */
void bell_imap_client_set_channel_binding (BellImapClient *self, const char *type, GBytes *data);

void bell_imap_client_secured (BellImapClient *self, gint64 now_us);

/* Upon COMPUTE. An EXCHANGE that is of no use any more is ignored. */
void bell_imap_client_computed (BellImapClient *self, BellImapExchange *exchange, gint64 now_us);

/* Upon START_COMPRESSION: what has come since the server's OK, which is compressed; perhaps empty.
 * (transfer full) */
GBytes *bell_imap_client_take_compressed (BellImapClient *self);
void    bell_imap_client_compressed (BellImapClient *self, gint64 now_us);

void bell_imap_client_want (BellImapClient *self, BellImapWish wish, gint64 now_us);

/* Does it as soon as the state allows; then BELL_IMAP_EVENT_ACTED with this ID tells what has come of
 * it, exactly once, and before it, if the messages are read or away, BELL_IMAP_EVENT_GONE. */
void bell_imap_client_act (BellImapClient       *self,
                           guint                 id,
                           const BellImapAction *action,
                           gint64                now_us);

/* The connection is broken: no answer will come to any action. */
void bell_imap_client_abandon (BellImapClient *self);

/* Another session watches MAILBOX, or does so no longer. */
void bell_imap_client_set_watched (BellImapClient *self, const char *mailbox, gboolean watched);

/* Another session has told of MAILBOX's messages up to UID_SEEN: they are no news here. TOLD (nullable)
 * are those of them that are unread as far as it knows, see BellImapEvent. */
void bell_imap_client_set_seen (BellImapClient *self,
                                const char     *mailbox,
                                guint32         uid_validity,
                                guint32         uid_seen,
                                const char     *told);

/* Only while it rests, with nothing to watch. Each ends in ERRAND_DONE. MAILBOX is on the wire;
 * MESSAGE has CRLF at its line ends and no NUL. */
void bell_imap_client_list (BellImapClient *self, gint64 now_us);
void bell_imap_client_append (BellImapClient *self,
                              const char     *mailbox,
                              const char     *message,
                              gint64          now_us);
void bell_imap_client_erase (
  BellImapClient *self, const char *mailbox, guint32 uid_validity, guint32 uid, gint64 now_us);

/* Erases what has MESSAGE_ID, of letters, digits and dots alone but for an "@" and dashes; nothing is
 * well. SINCE_S: Unix seconds, no later than it came. */
void bell_imap_client_sweep (
  BellImapClient *self, const char *mailbox, const char *message_id, gint64 since_s, gint64 now_us);

/* The deadline has come. Calling it early does nothing. */
void bell_imap_client_tick (BellImapClient *self, gint64 now_us);

/* All that is to be written now, in one piece; NULL: nothing. Wipe it after use.
 * (transfer full) (nullable) */
GByteArray *bell_imap_client_take_output (BellImapClient *self);

/* (transfer full) (nullable) */
BellImapEvent *bell_imap_client_take_event (BellImapClient *self);

/* Lines of the conversation for the debug log since the last call, secrets and message content
 * left out: 'C' or 'S', then the text. (transfer full) (nullable) of char * */
GPtrArray *bell_imap_client_take_log (BellImapClient *self);

gint64 bell_imap_client_get_deadline (const BellImapClient *self);

/* Changes apply from the next renewal or look on. */
void bell_imap_client_set_intervals (BellImapClient *self,
                                     gint64          renewal_us,
                                     gboolean        exact_renewal,
                                     gint64          polling_us,
                                     gint64          now_us);

/* As in the configuration; told to the server at once. */
void bell_imap_client_set_previews (BellImapClient *self, gboolean previews, gint64 now_us);

/* As in the configuration. */
void bell_imap_client_set_newest (BellImapClient *self, guint n_wished, gint64 now_us);

/* A question for them has not been answered. */
gboolean bell_imap_client_awaits_newest (const BellImapClient *self);

/* The period of the server's own lines while it idles ("Still here"); 0: none seen. */
gint64 bell_imap_client_get_keep_alive (const BellImapClient *self);

/* The silence that the flight under way ended, while nothing has answered it; 0: none. */
gint64 bell_imap_client_get_silence (const BellImapClient *self);

/* What the server said last; NULL before. (transfer none) (nullable) */
const BellImapCapabilities *bell_imap_client_get_capabilities (const BellImapClient *self);

/* What it said before sign-in, where it tells of mechanisms. (transfer none) (nullable) */
const BellImapCapabilities *bell_imap_client_get_offer (const BellImapClient *self);

/* TRUE from START_TLS to secured(): nothing may be read from the connection meanwhile. */
gboolean bell_imap_client_awaits_tls (const BellImapClient *self);

/* The name of the state, for logs. */
const char *bell_imap_client_get_state_name (const BellImapClient *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellImapClient, bell_imap_client_free)

G_END_DECLS
