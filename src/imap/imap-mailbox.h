/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-mailbox.h: what we know of the one mailbox that is open, and what of it is stale.
 * New is what has a UID above `uid_seen` under the same UIDVALIDITY; EXISTS only says that it is
 * time to look (RFC 9051 §2.3.1.1). Numbers from the server are never used to allocate or loop. */

#pragma once

#include <glib.h>

#include "imap/imap-response.h"

G_BEGIN_DECLS

typedef struct {
  char    *name;                    /* (owned) on the wire */
  gboolean open;                    /* EXAMINE has succeeded */
  guint32  uid_validity;            /* 0: the server has none, nothing can be remembered */
  guint32  uid_validity_remembered; /* the one under which uid_seen was true; 0: never seen */
  guint32  uid_next;                /* as told when it was opened; 0: not told */
  guint32  exists;
  guint32  uid_seen;     /* highest UID that has been told of, or was there at first sight */
  gboolean caught_up;    /* what came before it was opened has been told of */
  gint64   n_arrived;    /* messages that came since the last look, as far as EXISTS tells */
  gint64   news_due_us;  /* when to look for new messages; BELL_NEVER: nothing new */
  gint64   count_due_us; /* when to ask for the unread count again; BELL_NEVER: it is right */
  gint64   unread;       /* the server's own number; -1: not told yet */
} BellImapMailbox;

/* Several changes of flags come as a burst; one count after it is enough. */
#define BELL_IMAP_COUNT_DELAY (200 * BELL_MILLISECOND)

void bell_imap_mailbox_init (BellImapMailbox *self,
                             const char      *name,
                             guint32          uid_validity,
                             guint32          uid_seen);
void bell_imap_mailbox_clear (BellImapMailbox *self);

/* EXISTS, EXPUNGE, VANISHED, unasked FETCH and the codes of EXAMINE. */
void bell_imap_mailbox_update (BellImapMailbox        *self,
                               const BellImapResponse *response,
                               gint64                  now_us);

/* EXAMINE has succeeded: compares what was remembered with what is there. */
void bell_imap_mailbox_opened (BellImapMailbox *self, gint64 now_us);

/* TRUE if it was never seen under this UIDVALIDITY: nothing that is in it now is news. */
gboolean bell_imap_mailbox_is_first_sight (const BellImapMailbox *self);

void bell_imap_mailbox_count_soon (BellImapMailbox *self, gint64 when_us);

G_END_DECLS
