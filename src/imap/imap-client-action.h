/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-client-action.h: what the client keeps of actions on messages, shared by four of its themes:
 *   imap-client-action.c  what is to be done, in which flight it goes
 *   imap-client-acted.c   what the server answers
 *   imap-client-mark.c    how many of them are marked as read or unread
 *   imap-client-target.c  where the archive, the trash and the junk are */

#pragma once

#include "imap/imap-client-private.h"

G_BEGIN_DECLS

typedef enum {
  BELL_IMAP_STAGE_WAITING,  /* nothing of it has been sent */
  BELL_IMAP_STAGE_SEEKING,  /* SEARCH, whose answer tells which ones are to be marked */
  BELL_IMAP_STAGE_FOUND,    /* the next of those are to be marked */
  BELL_IMAP_STAGE_MARKING,  /* STORE, after whose answer the next follow */
  BELL_IMAP_STAGE_ASKED,    /* STORE or MOVE, after whose answer it is done */
  BELL_IMAP_STAGE_COPYING,  /* COPY, after whose answer the original may go */
  BELL_IMAP_STAGE_COPIED,   /* the original is to be removed */
  BELL_IMAP_STAGE_REMOVING, /* STORE and EXPUNGE */
} BellImapStage;

/* One action that has not come to its end. */
typedef struct {
  guint              id; /* the caller's */
  BellImapActionType type;
  BellImapMailbox   *mailbox;
  guint32            uid_validity;
  BellImapUidSet    *uids;     /* (owned) */
  gboolean           sought;   /* UIDS are what SEARCH has found */
  guint              n_marked; /* of its ranges, whose STORE has been sent */
  char              *target;   /* (owned) (nullable) on the wire; NULL: none, or not found yet */
  BellImapStage      stage;
  BellImapActed      acted;     /* if nothing else is said */
  guint              n_answers; /* that are awaited */
  gboolean           listed;    /* the names of mailboxes have been asked for on its behalf */
  guint32            target_uid_validity; /* 0: not told */
  BellImapUidSet    *target_uids;         /* (owned) (nullable) */
} BellImapDeed;

typedef struct {
  char    *name; /* (owned) (nullable) on the wire */
  gboolean by_use;
  guint    depth; /* how many names stand before the last one */
} BellImapTarget;

struct _BellImapActions {
  GPtrArray       *deeds; /* (owned) of BellImapDeed, in the order in which they came */
  BellImapTarget   targets[BELL_IMAP_N_ROLES];
  char            *all;     /* (owned) (nullable) the mailbox that is \All */
  gboolean         listed;  /* the names are known, so that one may be found by name */
  BellImapMailbox *visited; /* (nullable) open for writing, or being opened; NULL: at home */
  gboolean         visit_open;
  gboolean         visit_read_only;
  gboolean         visit_asked;    /* SELECT is in flight */
  guint32          visit_validity; /* 0: not told */
};

/* imap-client-action.c */
/* Those there are now, any of which may be finished while one goes through them.
 * (transfer container) */
GPtrArray *bell_imap_client_list_deeds (const BellImapClient *self);
gboolean   bell_imap_deed_needs_target (const BellImapDeed *deed);
/* Where it goes, if that is known. May free DEED. */
void bell_imap_client_find_target (BellImapClient *self, BellImapDeed *deed);
/* Tells what has come of it, and frees DEED. */
void bell_imap_client_finish_deed (BellImapClient *self, BellImapDeed *deed, BellImapActed acted);
gboolean bell_imap_acted_is_done (BellImapActed acted);
/* VERB, UIDS in IMAP's notation, REST and TARGET (nullable), as a command that DEED awaits. */
void     bell_imap_client_send_deed (BellImapClient     *self,
                                     BellImapCommandType type,
                                     BellImapDeed       *deed,
                                     const char         *verb,
                                     const char         *uids,
                                     const char         *rest,
                                     const char         *target);
gboolean bell_imap_client_has_either (const BellImapClient *self, const char *capability);

/* imap-client-mark.c */
/* Asks which ones are unread, unless they may be too many, or marks the next of them. */
void bell_imap_client_send_marks (BellImapClient *self, BellImapDeed *deed);

/* imap-client-target.c */
/* (transfer none) (nullable) on the wire */
const char *bell_imap_client_get_target (const BellImapClient *self, BellImapActionType type);
void        bell_imap_client_forget_targets (BellImapClient *self);
void        bell_imap_client_send_targets (BellImapClient *self);

G_END_DECLS
