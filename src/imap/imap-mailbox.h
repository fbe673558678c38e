/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-mailbox.h: what we know of one mailbox, and what of it is stale.
 * New is what has a UID above `uid_seen` under the same UIDVALIDITY; EXISTS and UIDNEXT only say
 * that it is time to look (RFC 9051 §2.3.1.1). Numbers from the server are never used to allocate
 * or to loop. */

#pragma once

#include <glib.h>

#include "imap/imap-response.h"
#include "imap/imap-special-use.h"
#include "imap/imap-told.h"

G_BEGIN_DECLS

/* One look for new messages: from the command to its answer, or what the server pushes by itself. */
typedef struct {
  GHashTable *messages; /* (owned) UID to BellImapNews; at most BELL_IMAP_NEWS_LIMIT */
  guint       n_more;   /* unread ones beyond those */
  guint32     uid_highest;
  gboolean    baseline; /* it asks for the last message alone */
  gboolean    with_headers;
  gboolean    after_absence;
  gboolean    unreadable; /* a line of it was, perhaps for its PREVIEW: to be asked for without */
  gboolean    parts_due;  /* it waits for parts of messages, which are to be asked for */
  guint       n_parts;    /* those that were asked for and are not answered */
  guint32     exists;     /* when it was asked for, if that is known: what is above came later */
  gint64      n_arrived;  /* what it takes off the mailbox's n_arrived, given back on failure */
  gint64      arrived_us; /* when the server first spoke of what it is about */
} BellImapLook;

typedef struct {
  char         *name; /* (owned) on the wire */
  BellImapRole  role;
  gboolean      watched;                 /* one of those that we tell of */
  gboolean      left;                    /* to another session, whatever LIST says of it */
  gboolean      known;                   /* opened once, or its STATUS came: what follows is true */
  guint32       uid_validity;            /* 0: the server has none, nothing can be remembered */
  guint32       uid_validity_remembered; /* the one under which uid_seen was true; 0: never seen */
  guint32       uid_next;                /* as told last; 0: not told */
  guint32       uid_next_before;         /* the same, when EXAMINE was sent */
  guint32       exists;
  guint32       uid_seen;       /* highest UID that has been told of, or was there at first sight */
  guint32       uid_seen_asked; /* the same, when EXAMINE was sent */
  gboolean      fell;           /* UIDNEXT is below it, which its last message has to confirm */
  guint64       modseq;         /* HIGHESTMODSEQ; 0: not told */
  gboolean      caught_up;      /* what came before this session has been told of */
  gint64        n_arrived;      /* messages that came since the last look, as far as EXISTS tells */
  gint64        news_due_us;    /* when to look for new messages; BELL_NEVER: nothing new */
  gint64        arrived_us; /* while there is something new: when the server first spoke of it */
  guint         n_failed_looks; /* in a row */
  gboolean      too_large;      /* what was asked for last: the next look is for flags alone */
  gint64        count_due_us; /* when to ask for the unread count again; BELL_NEVER: it is right */
  gint64        unread;       /* the server's own number; -1: not told yet */
  BellImapLook *look;         /* (owned) (nullable) asked for, not yet answered */
  BellImapLook *pushed;       /* (owned) (nullable) pushed, not yet told */
  gint64        push_due_us;  /* when what is pushed may be told */
  BellImapTold  told;         /* and not known to be read or gone */
  BellImapTold  earlier;      /* likewise, of those that were no news; or about to be told */
  guint32       told_asked;   /* the highest of those that were asked about last */
  gint64        told_due_us;  /* when to ask what became of them; BELL_NEVER: the server tells */
  gboolean      doubted;      /* its STATUS was refused without a reason, once */
  gboolean      listed;       /* by the LIST under way, as one that is subscribed */
  BellImapUidSet *gone;       /* (owned) (nullable) read or removed elsewhere, not yet told */
  BellImapUidSet *outdated;   /* (owned) (nullable) those that were told of and that are of another
                               * mailbox by that name, which is not there any more; not yet told */
  guint32         outdated_validity; /* its UIDVALIDITY, and the highest UID that was seen of it */
  guint32         outdated_seen;
} BellImapMailbox;

/* Several changes of flags come as a burst; one count after it is enough. */
#define BELL_IMAP_COUNT_DELAY (200 * BELL_MILLISECOND)

/* Where the server pushes the messages themselves they follow EXISTS at once; when they do not,
 * we look ourselves after this. */
#define BELL_IMAP_PUSH_PATIENCE (2 * BELL_SECOND)

BellImapMailbox *bell_imap_mailbox_new (const char *name, BellImapRole role);
void             bell_imap_mailbox_free (BellImapMailbox *self);

/* What is remembered of earlier sessions. */
void bell_imap_mailbox_remember (
  BellImapMailbox *self, guint32 uid_validity, guint32 uid_seen, guint64 modseq, const char *told);

/* They were read or removed: what became of them need not be asked. */
void bell_imap_mailbox_forget (BellImapMailbox *self, const BellImapUidSet *uids);

/* INBOX in any case, other names byte for byte. */
gboolean bell_imap_mailbox_is_named (const BellImapMailbox *self, const char *name);

/* It is being opened (again): UIDVALIDITY and UIDNEXT are told anew. */
void bell_imap_mailbox_opening (BellImapMailbox *self);

/* EXISTS, EXPUNGE, VANISHED, FETCH and the codes of EXAMINE, while it is selected. PUSHING: the
 * server sends new messages by itself. */
void bell_imap_mailbox_update (BellImapMailbox        *self,
                               const BellImapResponse *response,
                               gboolean                pushing,
                               gint64                  now_us);

/* STATUS of a mailbox that is not selected. */
void bell_imap_mailbox_update_status (BellImapMailbox      *self,
                                      const BellImapStatus *status,
                                      gint64                now_us);

/* EXAMINE has succeeded: compares what was known with what is there. */
void bell_imap_mailbox_opened (BellImapMailbox *self, gint64 now_us);

/* The last message has UID; 0: there is none. */
void bell_imap_mailbox_found_last (BellImapMailbox *self, guint32 uid);

/* EXAMINE has failed: what STATUS has told still stands. */
void bell_imap_mailbox_not_opened (BellImapMailbox *self);

/* TRUE if it was never seen under this UIDVALIDITY: nothing that is in it now is news. */
gboolean bell_imap_mailbox_is_first_sight (const BellImapMailbox *self);

void bell_imap_mailbox_count_soon (BellImapMailbox *self, gint64 when_us);

BellImapLook *bell_imap_look_new (void);
void          bell_imap_look_free (BellImapLook *look);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellImapLook, bell_imap_look_free)

G_END_DECLS
