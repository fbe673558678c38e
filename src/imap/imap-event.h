/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-event.h: what a session tells its caller. Each type says which members it fills in; the
 * others are zero. */

#pragma once

#include "imap/imap-action.h"
#include "imap/imap-error.h"
#include "imap/imap-exchange.h"
#include "imap/imap-special-use.h"
#include "imap/imap-structure.h"
#include "imap/imap-uid-set.h"

G_BEGIN_DECLS

typedef enum {
  BELL_IMAP_RUNG_NONE,
  BELL_IMAP_RUNG_POLL,
  BELL_IMAP_RUNG_IDLE,
  BELL_IMAP_RUNG_NOTIFY, /* RFC 5465: the messages themselves are pushed */
} BellImapRung;

/* Why a server is polled. */
typedef enum {
  BELL_IMAP_POLL_REASON_NONE,    /* it is not */
  BELL_IMAP_POLL_REASON_NO_IDLE, /* it cannot push */
  BELL_IMAP_POLL_REASON_REFUSED, /* it says that it can, and refuses, or ends it at once each time */
  BELL_IMAP_POLL_REASON_LIED,    /* it accepted IDLE and did not tell of new mail */
} BellImapPollReason;

typedef enum {
  BELL_IMAP_EVENT_START_TLS, /* do the handshake, then call secured(); nothing may be sent before */
  BELL_IMAP_EVENT_START_COMPRESSION, /* take_compressed(), then compressed(), receive what it
                                      * inflates to; all that follows goes through deflate */
  BELL_IMAP_EVENT_COMPUTE, /* exchange: have it compute() in a thread, then call computed() */
  BELL_IMAP_EVENT_READY,   /* capabilities are final: before sign-in for a look, else after it, with
                          * mechanism, plus_broken, external_broken */
  BELL_IMAP_EVENT_MAILBOX, /* known now: mailbox, uid_validity, uid_seen, modseq to be remembered */
  BELL_IMAP_EVENT_LOST,    /* mailbox no longer exists, or is no longer subscribed */
  BELL_IMAP_EVENT_UNLISTED, /* mailbox is remembered, and not among all those that there are */
  BELL_IMAP_EVENT_WATCHING, /* rung, poll_reason, others_pushed: from now on news comes by itself, or by
                            * polling; error: why not of all that should be watched */
  BELL_IMAP_EVENT_UNREAD,  /* mailbox, unread: the server's own number */
  BELL_IMAP_EVENT_NEWS,    /* mailbox, news, n_more, after_absence, arrived_us, uid_validity,
                           * uid_seen, modseq */
  BELL_IMAP_EVENT_NEWEST,  /* mailbox, news: the newest unread ones that were not told of, which are
                            * no news, if they were wished for; perhaps none; others of them when
                            * there is room */
  BELL_IMAP_EVENT_GONE,    /* mailbox, uid_validity, uids: expunged, read elsewhere, or of a mailbox
                            * that was there before under another UIDVALIDITY; take back what was said */
  BELL_IMAP_EVENT_RENEWED, /* silent_us: the path was silent so long and answers */
  BELL_IMAP_EVENT_LIED,    /* IDLE was accepted and has not told of mail: rung is the next lower */
  BELL_IMAP_EVENT_LISTED,  /* mailbox, role: there is one; UNREAD may follow */
  BELL_IMAP_EVENT_ERRAND_DONE, /* error; uid_validity, uid_seen: of the message, as far as told */
  BELL_IMAP_EVENT_CLOSED,      /* orderly end, after a wish to log out */
  BELL_IMAP_EVENT_FAILED, /* error; silent_us: how long the path had been silent before we spoke;
                            * retry_after_us */

  /* mailbox, uid_validity, uids, sought, action_id, acted, and as far as it is known where they are
   * now: target, target_uid_validity, target_uids */
  BELL_IMAP_EVENT_ACTED,
} BellImapEventType;

typedef struct {
  guint32       uid;
  gboolean      seen;
  GBytes       *header;  /* (owned) the header fields FROM, SUBJECT, DATE, MESSAGE-ID, and with text
                     * CONTENT-TYPE, CONTENT-TRANSFER-ENCODING; perhaps empty */
  GBytes       *text;    /* (owned) (nullable) the first bytes of the body, cut anywhere */
  char         *preview; /* (owned) (nullable) made by the server (RFC 8970), UTF-8 */
  BellImapPart *invitation; /* (owned) (nullable) its calendar part */
  GBytes       *calendar;   /* (owned) (nullable) the first bytes of that, encoded, cut anywhere */
} BellImapNews;

typedef struct {
  BellImapEventType  type;
  char              *mailbox; /* (owned) (nullable) on the wire */
  BellImapRole       role;
  BellImapRung       rung;
  BellImapPollReason poll_reason;
  gboolean           others_pushed; /* the mailboxes but the first are pushed as well */
  guint              unread;
  guint32            uid_validity;
  guint32            uid_seen;
  guint64            modseq;
  char    *told; /* (owned) (nullable) UIDs that were told of and are unread, to be remembered with
              * the mailbox */
  char    *earlier; /* (owned) (nullable) those that NEWEST told of and that are unread, to be
                  * remembered as long as whoever was told of them knows them */
  gboolean after_absence;
  gint64   arrived_us; /* monotonic: when the server first spoke of the news */
  guint    n_more;
  GPtrArray      *news;   /* (owned) (nullable) of BellImapNews, ascending by UID */
  BellImapUidSet *uids;   /* (owned) (nullable) */
  gboolean        sought; /* MARK_ALL_READ: UIDS are those that were unread, and no others */
  guint           action_id;
  BellImapActed   acted;
  char           *target; /* (owned) (nullable) on the wire */
  guint32         target_uid_validity;
  BellImapUidSet *target_uids; /* (owned) (nullable) */
  gint64          silent_us;
  gint64          retry_after_us; /* the server asks us to stay away so long; 0: it does not say */
  const char     *mechanism;      /* (nullable) static: the one that signed in, or that a password
                                 * would be used with */
  gboolean
    plus_broken; /* the server offered to bind the sign-in to the channel, refused to, and took
                         * one without */
  gboolean
    external_broken; /* it offered EXTERNAL, refused the certificate, and took the password */
  BellImapExchange *exchange; /* (owned) (nullable) */
  GError           *error;    /* (owned) (nullable) */
} BellImapEvent;

void bell_imap_event_free (BellImapEvent *event);
void bell_imap_news_free (BellImapNews *news);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellImapEvent, bell_imap_event_free)

G_END_DECLS
