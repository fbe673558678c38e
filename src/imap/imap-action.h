/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-action.h: what can be done with messages on the server, and what has come of it. */

#pragma once

#include "imap/imap-uid-set.h"

G_BEGIN_DECLS

typedef enum {
  BELL_IMAP_ACTION_MARK_READ,
  BELL_IMAP_ACTION_MARK_UNREAD,
  BELL_IMAP_ACTION_MARK_ALL_READ, /* those of them that are unread; which they were is told, unless
                                   * they are too many */
  BELL_IMAP_ACTION_ARCHIVE,
  BELL_IMAP_ACTION_DELETE, /* to the trash; what is there already is removed for good */
  BELL_IMAP_ACTION_JUNK,
  BELL_IMAP_ACTION_MOVE, /* to a mailbox that is named */
} BellImapActionType;

typedef struct {
  BellImapActionType    type;
  const char           *mailbox;      /* on the wire */
  guint32               uid_validity; /* the one under which UIDS were told */
  const BellImapUidSet *uids;
  const char *target; /* (nullable) on the wire; NULL: found by its use (RFC 6154) or name */
} BellImapAction;

typedef enum {
  BELL_IMAP_ACTED_DONE,
  BELL_IMAP_ACTED_GONE, /* they are not there any more */
  BELL_IMAP_ACTED_LEFT, /* as DONE, but they stay behind, marked \Deleted: the server cannot remove
                         * single messages (UIDPLUS, RFC 4315), and all that are marked are not ours */
  BELL_IMAP_ACTED_REFUSED,
  BELL_IMAP_ACTED_NO_TARGET,
  BELL_IMAP_ACTED_STALE, /* another UIDVALIDITY: these UIDs are not theirs any more */
  BELL_IMAP_ACTED_READ_ONLY,
  BELL_IMAP_ACTED_INTERRUPTED, /* the session has ended; to do it again does no harm */
  BELL_IMAP_ACTED_UNCLEAR,     /* the same, but a second copy could come of it */
} BellImapActed;

G_END_DECLS
