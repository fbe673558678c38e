/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-client-private.h: the client's inside, shared by its themes:
 *   imap-client.c          states, input and output, the way of a response
 *   imap-client-log.c      the conversation as it may be shown
 *   imap-client-sign-in.c  greeting to signed in
 *   imap-client-compress.c COMPRESS, between sign-in and the first flight
 *   imap-client-open.c     the first flight: ID, ENABLE, EXAMINE, LIST, NOTIFY
 *   imap-client-flight.c   what is due, and in which flight it goes
 *   imap-client-watch.c    IDLE and polling, renewal and proof of life
 *   imap-client-errand.c   a message is put into a mailbox and taken out again
 *   imap-client-list.c     all mailboxes, for somebody who chooses among them
 *   imap-client-folders.c  which mailboxes there are, LIST and STATUS
 *   imap-client-action.c   actions on messages; with imap-client-acted.c, what the server
 *                          answers, imap-client-mark.c, many at once, and
 *                          imap-client-target.c, where they go
 *   imap-client-count.c    the unread count
 *   imap-client-news.c     which messages are new, and what they say
 *   imap-client-newest.c   the newest unread messages that are no news
 *   imap-client-told.c     which of those that were told of have been read or removed since */

#pragma once

#include "imap/imap-auth.h"
#include "imap/imap-client.h"
#include "imap/imap-framer.h"
#include "imap/imap-mailbox.h"
#include "imap/imap-queue.h"
#include "imap/imap-quirks.h"

G_BEGIN_DECLS

/* The header fields that people are told of a message. */
#define BELL_IMAP_NEWS_FIELDS "FROM SUBJECT DATE MESSAGE-ID"

typedef enum {
  BELL_IMAP_STATE_GREETING,   /* the server speaks first */
  BELL_IMAP_STATE_CAPABILITY, /* asked what it can do, before sign-in */
  BELL_IMAP_STATE_STARTTLS,   /* asked for TLS */
  BELL_IMAP_STATE_HANDSHAKE,  /* the shell does the handshake */
  BELL_IMAP_STATE_COMPUTING,  /* the shell computes what is to be said next */
  BELL_IMAP_STATE_SIGN_IN,    /* LOGIN or AUTHENTICATE */
  BELL_IMAP_STATE_SIGNED_IN,  /* asked what it can do, after sign-in */
  BELL_IMAP_STATE_COMPRESS,   /* asked for compression, before the first flight */
  BELL_IMAP_STATE_DEFLATE,    /* the shell begins with it */
  BELL_IMAP_STATE_ERRAND,     /* putting a message into a mailbox, taking it out, or listing them */
  BELL_IMAP_STATE_RESTING,    /* nothing to watch: the caller has what it wanted */
  BELL_IMAP_STATE_WORKING,    /* commands in flight, no IDLE behind them */
  BELL_IMAP_STATE_POLLING,    /* nothing in flight, until the next look */
  BELL_IMAP_STATE_IDLE_ASKED, /* commands in flight, IDLE the last of them */
  BELL_IMAP_STATE_IDLING,     /* the server tells */
  BELL_IMAP_STATE_LOGGING_OUT,
  BELL_IMAP_STATE_ENDED, /* FAILED or CLOSED has been told */
} BellImapState;

/* How the count of the mailbox that is kept open is had, best first. */
typedef enum {
  BELL_IMAP_COUNT_BY_CONTEXT, /* SEARCH RETURN (COUNT UPDATE): the server tells changes (RFC 5267) */
  BELL_IMAP_COUNT_BY_SEARCH,  /* UID SEARCH RETURN (COUNT) UNSEEN (RFC 4731) */
  BELL_IMAP_COUNT_BY_STATUS,  /* also allowed on the open mailbox by every server seen */
  BELL_IMAP_COUNT_IMPOSSIBLE,
} BellImapCountForm;

/* What NOTIFY is asked for; a refusal steps down. */
typedef enum {
  BELL_IMAP_NOTIFY_OFF,
  BELL_IMAP_NOTIFY_SELECTED, /* the mailbox that is kept open */
  BELL_IMAP_NOTIFY_ALL,      /* the others as well, as STATUS */
} BellImapNotify;

/* How the beginning of a message is had. */
typedef enum {
  BELL_IMAP_PREVIEW_NONE,
  BELL_IMAP_PREVIEW_BY_TEXT,   /* BODY.PEEK[TEXT]<0.n> */
  BELL_IMAP_PREVIEW_BY_SERVER, /* PREVIEW (RFC 8970) */
} BellImapPreviewForm;

/* What a server cannot tell just now ([INUSE], [UNAVAILABLE]) is asked for again after this. */
#define BELL_IMAP_BUSY_PAUSE (5 * BELL_MINUTE)

/* See imap-client-errand.c. */
typedef struct {
  guint32 uid_validity;
  guint32 uid;
  guint32 uid_validity_now; /* of the mailbox that was opened to erase it */
  guint   n_listed;
  guint   n_refused; /* ways to ask for the mailboxes */
  gint64  since_s;   /* Unix seconds: what is swept came no sooner */
} BellImapErrand;

typedef enum {
  BELL_IMAP_NEWEST_TOLD,   /* or not wished for; others are sought when there is room for them */
  BELL_IMAP_NEWEST_WISHED, /* once there is nothing more urgent */
  BELL_IMAP_NEWEST_SOUGHT, /* which ones they are */
  BELL_IMAP_NEWEST_FOUND,  /* to be fetched with the next flight */
  BELL_IMAP_NEWEST_FETCHED,
} BellImapNewestStage;

/* See imap-client-newest.c. */
typedef struct {
  BellImapNewestStage stage;
  guint               n_wished;
  gboolean            refused;
  BellImapUidSet     *found;     /* (owned) (nullable) while they are sought */
  BellImapTold        wanted;    /* of them, those to be fetched */
  BellImapLook       *look;      /* (owned) (nullable) while they are fetched */
  guint               n_skipped; /* of these, too large */
  BellImapUidSet     *missed;    /* (owned) (nullable) those that were fetched and did not come */
  gint64              n_hidden; /* unread ones beside the list, when that was last known for sure */
  gint64              n_beyond; /* so many of these cannot be had */
  gint64              again_us; /* nothing is asked before */
} BellImapNewest;

typedef struct _BellImapActions BellImapActions;

/* Where a flight has led to on account of actions. */
typedef enum {
  BELL_IMAP_JOURNEY_NONE,
  BELL_IMAP_JOURNEY_RETURN, /* to a mailbox that was opened for writing, and home again */
  BELL_IMAP_JOURNEY_AWAY,   /* it ends there: what follows depends on the answer */
} BellImapJourney;

struct _BellImapClient {
  BellSecurity     security;
  gboolean         secure;   /* TLS is up, or cleartext was asked for: answers may be believed */
  BellImapIdentity identity; /* its user is NULL if nobody signs in */
  gboolean         automatic;
  gboolean         previews;
  gboolean         invitations;
  gboolean         compress;
  gint64           renewal_us;
  gboolean         exact_renewal;
  gint64           polling_us;

  const BellImapMechanism *mechanism;        /* (nullable) the one that is tried, or was taken */
  gboolean                 plus_refused;     /* it was tried before that, */
  gboolean                 external_refused; /* and so was this */
  BellImapExchange        *exchange; /* (owned) (nullable) while it signs in by AUTHENTICATE */
  GError                  *given_up; /* (owned) (nullable) why we have cancelled that */
  BellImapCapabilities    *offered;  /* (owned) (nullable) as they were before sign-in */

  BellImapState         state;
  gint64                deadline_us; /* of the state */
  BellImapFramer       *framer;
  BellImapQueue        *queue;
  BellImapCapabilities *capabilities; /* (owned) (nullable): NULL while they are not known */
  BellImapQuirks        quirks;

  GPtrArray       *mailboxes;  /* (owned) of BellImapMailbox; the first is kept open; none is
                                      * ever taken out, commands in flight point to them */
  GPtrArray       *remembered; /* (owned) of BellImapMailbox: what earlier sessions knew */
  BellImapMailbox *selected;   /* (nullable) */
  BellImapUidSet  *unread;     /* (owned) (nullable) what SEARCH has found: which of those that were
                                * told of are unread, or what an errand looks for */

  BellImapRung        rung; /* the one that is used, or tried */
  BellImapPollReason  poll_reason;
  gint64              idle_again_us;    /* when IDLE is tried again; BELL_NEVER: not decided */
  BellImapRung        rung_told;        /* by the last WATCHING event */
  gboolean            others_told;      /* and whether the others were pushed */
  BellImapNotify      notify;           /* asked for, or to be asked for */
  BellImapNotify      notify_set;       /* what the server has accepted */
  gint64              listed_us;        /* when the mailboxes were asked for */
  gboolean            no_list_extended; /* likewise: it is asked in the older way */
  gboolean            list_known;       /* there was an answer */
  gboolean            no_list;          /* no way to ask was answered, ever */
  gboolean            no_list_told;     /* by the last WATCHING event */
  gboolean            list_again;       /* with the next flight, in a way not refused yet */
  gboolean            list_is_partial;  /* something of the answer was lost */
  gboolean            no_list_status;   /* the server offers it and refuses it */
  gboolean            notify_due;       /* to be asked for again, with the next flight */
  BellImapCountForm   count_form;
  gboolean            count_refused; /* the last one, after one that was answered */
  char               *context_tag;   /* (owned) (nullable) of the search that the server updates */
  BellImapPreviewForm preview_form;

  gboolean identified;    /* ID has been sent */
  gboolean qresync;       /* ENABLE QRESYNC has been sent, and not refused */
  guint    n_short_idles; /* IDLEs in a row that the server ended by itself, at once */
  guint    n_lies;        /* looks in a row that found mail which IDLE had not told of */
  gint64   idle_since_us;
  gint64   idle_lasted_us; /* the one that the flight under way ended; 0: it ended none */
  gint64   heard_us;       /* when the server last said anything */
  gint64 kept_alive_us;  /* when it last said that it is still here; BELL_NEVER: not in this IDLE */
  gint64 last_period_us; /* between the last two of these lines; 0: there was but one */
  gint64 keep_alive_us;  /* the period of that; 0: unknown */
  gint64 silent_us;      /* the silence that the flight under way ended; 0: it proves nothing */
  gint64 flown_us;       /* when the last flight left */
  gint64 others_asked_us; /* when all the others were asked for their STATUS */
  gint64 paced_us;        /* when the flights so far would have ended at the pace that may last */
  gint64 retry_after_us;  /* named by the refusal that ends the session; 0: none */
  guint  n_malformed;     /* responses in a row that made no sense */
  guint  n_too_large;     /* of those about messages, in this session */
  BellImapErrand errand;
  char          *sweep_for; /* (owned) (nullable) the Message-ID of what is to be erased */
  gboolean       log_out;   /* wished, as soon as it is possible */
  GQueue         events;    /* of BellImapEvent */
  GPtrArray     *log;       /* (owned) (nullable) of char * */

  BellImapActions *actions; /* (owned) */
  BellImapNewest   newest;
};

/* imap-client.c */
void bell_imap_client_set_state (BellImapClient *self, BellImapState state, gint64 now_us);
void bell_imap_client_fail (BellImapClient *self, BellImapErrorCode code, const char *message);
void bell_imap_client_refused (BellImapClient         *self,
                               const BellImapResponse *response,
                               BellImapErrorCode       code,
                               const char             *message);
BellImapEvent  *bell_imap_client_tell (BellImapClient        *self,
                                       BellImapEventType      type,
                                       const BellImapMailbox *mailbox);
BellImapWriter *bell_imap_client_begin (BellImapClient *self);
void            bell_imap_client_send (BellImapClient     *self,
                                       BellImapCommandType type,
                                       BellImapFollow      follow,
                                       gpointer            subject,
                                       const char         *text);
/* BEFORE, the name of MAILBOX as a string, AFTER. */
void     bell_imap_client_send_named (BellImapClient     *self,
                                      BellImapCommandType type,
                                      BellImapMailbox    *mailbox,
                                      const char         *before,
                                      const char         *name,
                                      const char         *after);
void     bell_imap_client_learn (BellImapClient *self, const BellImapResponse *response);
gboolean bell_imap_client_has (const BellImapClient *self, const char *capability);

/* imap-client-list.c */
void bell_imap_client_got_listed (BellImapClient *self, const BellImapResponse *response);
void bell_imap_client_done_mailboxes (BellImapClient          *self,
                                      const BellImapCompleted *command,
                                      const BellImapResponse  *response,
                                      gint64                   now_us);

/* imap-client-errand.c */
void bell_imap_client_end_errand (BellImapClient *self, const char *failure, gint64 now_us);
void bell_imap_client_got_errand_data (BellImapClient *self, const BellImapResponse *response);
void bell_imap_client_done_append (BellImapClient          *self,
                                   const BellImapCompleted *command,
                                   const BellImapResponse  *response,
                                   gint64                   now_us);
void bell_imap_client_done_erase_open (BellImapClient          *self,
                                       const BellImapCompleted *command,
                                       const BellImapResponse  *response,
                                       gint64                   now_us);
void bell_imap_client_done_sweep_open (BellImapClient          *self,
                                       const BellImapCompleted *command,
                                       const BellImapResponse  *response,
                                       gint64                   now_us);
void bell_imap_client_done_sweep (BellImapClient          *self,
                                  const BellImapCompleted *command,
                                  const BellImapResponse  *response,
                                  gint64                   now_us);
void bell_imap_client_done_sweep_prove (BellImapClient          *self,
                                        const BellImapCompleted *command,
                                        const BellImapResponse  *response,
                                        gint64                   now_us);
void bell_imap_client_done_erase (BellImapClient          *self,
                                  const BellImapCompleted *command,
                                  const BellImapResponse  *response,
                                  gint64                   now_us);

/* imap-client-log.c */
void bell_imap_client_log_line (BellImapClient *self, char direction, const char *text);
void bell_imap_client_log_response (BellImapClient         *self,
                                    const BellImapFrame    *frame,
                                    const BellImapResponse *response);

/* imap-client-sign-in.c */
void bell_imap_client_got_greeting (BellImapClient         *self,
                                    const BellImapResponse *response,
                                    gint64                  now_us);
void bell_imap_client_prepare (BellImapClient *self, gint64 now_us);
void bell_imap_client_got_challenge (BellImapClient *self, const char *challenge, gint64 now_us);
void bell_imap_client_take_identity (BellImapClient *self, const BellImapClientConfig *config);
void bell_imap_client_clear_sign_in (BellImapClient *self);
void bell_imap_client_done_capability (BellImapClient          *self,
                                       const BellImapCompleted *command,
                                       const BellImapResponse  *response,
                                       gint64                   now_us);
void bell_imap_client_done_starttls (BellImapClient          *self,
                                     const BellImapCompleted *command,
                                     const BellImapResponse  *response,
                                     gint64                   now_us);
void bell_imap_client_done_sign_in (BellImapClient          *self,
                                    const BellImapCompleted *command,
                                    const BellImapResponse  *response,
                                    gint64                   now_us);

/* imap-client-compress.c */
void bell_imap_client_begin_watch (BellImapClient *self, gint64 now_us);
void bell_imap_client_done_compress (BellImapClient          *self,
                                     const BellImapCompleted *command,
                                     const BellImapResponse  *response,
                                     gint64                   now_us);

/* imap-client-open.c */
void bell_imap_client_open (BellImapClient *self, gint64 now_us);
void bell_imap_client_done_enable (BellImapClient          *self,
                                   const BellImapCompleted *command,
                                   const BellImapResponse  *response,
                                   gint64                   now_us);
void bell_imap_client_send_open (BellImapClient *self, BellImapMailbox *mailbox);
void bell_imap_client_send_notify (BellImapClient *self);
void bell_imap_client_lose_notify (BellImapClient *self, gint64 now_us);
void bell_imap_client_done_open (BellImapClient          *self,
                                 const BellImapCompleted *command,
                                 const BellImapResponse  *response,
                                 gint64                   now_us);
void bell_imap_client_done_notify (BellImapClient          *self,
                                   const BellImapCompleted *command,
                                   const BellImapResponse  *response,
                                   gint64                   now_us);

/* imap-client-flight.c */
void   bell_imap_client_advance (BellImapClient *self, gint64 now_us);
void   bell_imap_client_send_wait (BellImapClient *self, gint64 now_us);
gint64 bell_imap_client_get_wake_up (const BellImapClient *self);

/* imap-client-watch.c */
void bell_imap_client_got_data (BellImapClient         *self,
                                const BellImapResponse *response,
                                gint64                  now_us);
void bell_imap_client_got_idling (BellImapClient *self, gint64 now_us);
void bell_imap_client_done_idle (BellImapClient          *self,
                                 const BellImapCompleted *command,
                                 const BellImapResponse  *response,
                                 gint64                   now_us);
void bell_imap_client_begin_polling (BellImapClient *self, gint64 now_us);
void bell_imap_client_tell_watching (BellImapClient *self);
void bell_imap_client_tell_gone (BellImapClient *self, BellImapMailbox *mailbox);
void bell_imap_client_look_everywhere (BellImapClient *self, gint64 now_us);
void bell_imap_client_refresh_others (BellImapClient *self, gint64 now_us);

/* When a line is missing that the server has sent regularly; BELL_NEVER: none is expected. */
gint64 bell_imap_client_get_keep_alive_due (const BellImapClient *self);

/* What has been waited for long enough is looked for. */
void bell_imap_client_end_wait (BellImapClient *self, gint64 now_us);

/* imap-client-folders.c */
BellImapMailbox *bell_imap_client_get_home (const BellImapClient *self); /* (nullable) */
BellImapMailbox *bell_imap_client_find_mailbox (const BellImapClient *self,
                                                const char           *name); /* (nullable) */
BellImapMailbox *bell_imap_client_add_mailbox (BellImapClient *self,
                                               const char     *name,
                                               BellImapRole    role);
gboolean         bell_imap_client_has_others (const BellImapClient *self);
void     bell_imap_client_send_list (BellImapClient *self, gboolean with_status, gint64 now_us);
gboolean bell_imap_client_list_is_stale (const BellImapClient *self, gint64 now_us);
void     bell_imap_client_done_list (BellImapClient          *self,
                                     const BellImapCompleted *command,
                                     const BellImapResponse  *response,
                                     gint64                   now_us);
void     bell_imap_client_done_list_status (BellImapClient          *self,
                                            const BellImapCompleted *command,
                                            const BellImapResponse  *response,
                                            gint64                   now_us);
void     bell_imap_client_send_statuses (BellImapClient *self, gint64 now_us);
void     bell_imap_client_got_list (BellImapClient         *self,
                                    const BellImapResponse *response,
                                    gint64                  now_us);
void     bell_imap_client_got_status (BellImapClient       *self,
                                      const BellImapStatus *status,
                                      gint64                now_us);
void     bell_imap_client_done_status (BellImapClient          *self,
                                       const BellImapCompleted *command,
                                       const BellImapResponse  *response,
                                       gint64                   now_us);

/* imap-client-action.c */
BellImapActions *bell_imap_actions_new (void);
void             bell_imap_actions_free (BellImapActions *actions);
gint64          bell_imap_client_get_actions_due (const BellImapClient *self); /* 0 or BELL_NEVER */
BellImapJourney bell_imap_client_fly_actions (BellImapClient *self, gint64 now_us);

/* imap-client-mark.c */
/* FALSE: it is not the answer to a search for messages that are to be marked. */
gboolean bell_imap_client_got_sought (BellImapClient *self, const BellImapSearchResult *search);
void     bell_imap_client_done_seek (BellImapClient          *self,
                                     const BellImapCompleted *command,
                                     const BellImapResponse  *response,
                                     gint64                   now_us);

/* imap-client-acted.c */
void bell_imap_client_got_action_code (BellImapClient *self, const BellImapResponse *response);
void bell_imap_client_done_visit (BellImapClient          *self,
                                  const BellImapCompleted *command,
                                  const BellImapResponse  *response,
                                  gint64                   now_us);
void bell_imap_client_done_act (BellImapClient          *self,
                                const BellImapCompleted *command,
                                const BellImapResponse  *response,
                                gint64                   now_us);
void bell_imap_client_done_targets (BellImapClient          *self,
                                    const BellImapCompleted *command,
                                    const BellImapResponse  *response,
                                    gint64                   now_us);

/* imap-client-target.c */
/* FALSE: it tells only where mail may be put, and nothing of what is watched. */
gboolean bell_imap_client_got_target (BellImapClient *self, const BellImapResponse *response);

/* imap-client-count.c */
void bell_imap_client_tell_unread (BellImapClient *self, BellImapMailbox *mailbox, gint64 unread);
void bell_imap_client_send_count (BellImapClient *self);
void bell_imap_client_got_search (BellImapClient             *self,
                                  const BellImapSearchResult *search,
                                  gint64                      now_us);
void bell_imap_client_lose_context (BellImapClient *self, gint64 now_us);
void bell_imap_client_done_count (BellImapClient          *self,
                                  const BellImapCompleted *command,
                                  const BellImapResponse  *response,
                                  gint64                   now_us);

/* imap-client-news.c */
char    *bell_imap_client_get_attributes (const BellImapClient *self);
void     bell_imap_client_choose_preview (BellImapClient *self);
void     bell_imap_client_ask_baseline (BellImapClient *self, BellImapMailbox *mailbox);
void     bell_imap_client_ask_news (BellImapClient *self, BellImapMailbox *mailbox);
gboolean bell_imap_client_got_fetch (BellImapClient         *self,
                                     BellImapMailbox        *mailbox,
                                     const BellImapResponse *response);
gboolean bell_imap_client_got_too_large (BellImapClient *self, gint64 now_us);
gint64 bell_imap_client_get_push_due (const BellImapMailbox *mailbox); /* BELL_NEVER: nothing is */
void   bell_imap_client_tell_pushed (BellImapClient *self, BellImapMailbox *mailbox, gint64 now_us);
void   bell_imap_client_got_unreadable (BellImapClient      *self,
                                        const BellImapFrame *frame,
                                        gint64               now_us);
void   bell_imap_client_done_news (BellImapClient          *self,
                                   const BellImapCompleted *command,
                                   const BellImapResponse  *response,
                                   gint64                   now_us);
void   bell_imap_client_done_baseline (BellImapClient          *self,
                                       const BellImapCompleted *command,
                                       const BellImapResponse  *response,
                                       gint64                   now_us);

void bell_imap_client_tell_news (BellImapClient  *self,
                                 BellImapMailbox *mailbox,
                                 BellImapLook    *look); /* (transfer full) */

/* What FETCH of UID has given; the UID decides to which message it belongs. */
void bell_imap_client_gather (BellImapLook *look, const BellImapFetch *fetch);

/* It has header fields, as nobody sends who is not asked for them. */
gboolean bell_imap_client_is_described (const BellImapFetch *fetch);

/* What is above UID, ascending. (transfer full) of BellImapNews */
GPtrArray *bell_imap_client_take_messages (BellImapLook *look, guint32 uid);

/* imap-client-newest.c */
void   bell_imap_client_wish_newest (BellImapClient *self, guint n_wished, gboolean told);
void   bell_imap_client_clear_newest (BellImapClient *self);
gint64 bell_imap_client_get_newest_due (const BellImapClient *self);
void   bell_imap_client_ask_newest (BellImapClient *self);

/* The mailbox that is kept open is another now. */
void bell_imap_client_forget_newest (BellImapClient *self);

/* Those among MESSAGES that are unread are told as news; they came after all that were told before. */
void bell_imap_client_list_newest (BellImapClient  *self,
                                   BellImapMailbox *mailbox,
                                   GPtrArray       *messages);

/* Nothing is asked where nothing can be found; how much can be is noted. */
void bell_imap_client_settle_newest (BellImapClient *self, gint64 now_us);

/* What was too large may be one of those that are being fetched. FALSE: it cannot. */
gboolean bell_imap_client_skip_newest (BellImapClient *self);

/* FALSE, of all three: it is not the answer to a question for the newest. */
gboolean bell_imap_client_got_newest_uids (BellImapClient *self, const GArray *uids);
gboolean bell_imap_client_got_newest_found (BellImapClient             *self,
                                            const BellImapSearchResult *search);
gboolean bell_imap_client_got_newest (BellImapClient        *self,
                                      const BellImapMailbox *mailbox,
                                      const BellImapFetch   *fetch);
void     bell_imap_client_done_newest_search (BellImapClient          *self,
                                              const BellImapCompleted *command,
                                              const BellImapResponse  *response,
                                              gint64                   now_us);
void     bell_imap_client_done_newest_fetch (BellImapClient          *self,
                                             const BellImapCompleted *command,
                                             const BellImapResponse  *response,
                                             gint64                   now_us);

/* imap-client-parts.c */
gboolean bell_imap_client_want_parts (BellImapClient  *self,
                                      BellImapMailbox *mailbox,
                                      BellImapLook    *look);
gint64   bell_imap_client_get_parts_due (const BellImapMailbox *mailbox); /* 0 or BELL_NEVER */
void     bell_imap_client_ask_parts (BellImapClient *self, BellImapMailbox *mailbox);
void     bell_imap_client_done_part (BellImapClient          *self,
                                     const BellImapCompleted *command,
                                     const BellImapResponse  *response,
                                     gint64                   now_us);

/* imap-client-told.c */
gint64 bell_imap_client_get_told_due (const BellImapClient *self, const BellImapMailbox *mailbox);
void   bell_imap_client_ask_told (BellImapClient *self, BellImapMailbox *mailbox);
void   bell_imap_client_tell_outdated (BellImapClient *self, BellImapMailbox *mailbox);
void   bell_imap_client_got_unread (BellImapClient *self, const GArray *uids);
void   bell_imap_client_done_told (BellImapClient          *self,
                                   const BellImapCompleted *command,
                                   const BellImapResponse  *response,
                                   gint64                   now_us);

G_END_DECLS
