/* SPDX-License-Identifier: GPL-3.0-or-later */
/* message-actions.h: what is to be done with messages of one account, carried through.
 * In:     a message as it was told (folder, UID), and what to do with it.
 * Out:    done, and how to take it back; or a sentence for people.
 * Limits: a minute from beginning to end, also while there is no connection; three attempts, the
 *         second and third only where the first cannot have left a copy behind; 600 at a time.
 * Errors: BELL_MESSAGE_ACTION_ERROR, which the bus knows by names of its own; G_IO_ERROR_CANCELLED
 *         when the account goes away. A message that is not there any more is no error. */

#pragma once

#include <gio/gio.h>

#include "account/account.h"
#include "imap/imap-event.h"
#include "watch/seen-store.h"
#include "watch/session-set.h"

G_BEGIN_DECLS

#define BELL_MESSAGE_ACTION_ERROR (bell_message_action_error_quark ())

typedef enum {
  BELL_MESSAGE_ACTION_ERROR_OFF,         /* the account, or all of them, are not to connect */
  BELL_MESSAGE_ACTION_ERROR_OFFLINE,     /* no connection came in time; nothing was done */
  BELL_MESSAGE_ACTION_ERROR_NOT_WATCHED, /* nothing has been told of that folder */
  BELL_MESSAGE_ACTION_ERROR_NO_TARGET,   /* the account has no such folder */
  BELL_MESSAGE_ACTION_ERROR_REFUSED,     /* by the server, or there are too many at a time */
  BELL_MESSAGE_ACTION_ERROR_READ_ONLY,   /* the folder may only be read */
  BELL_MESSAGE_ACTION_ERROR_RENUMBERED,  /* the UID is another message's by now; nothing was done */
  BELL_MESSAGE_ACTION_ERROR_UNCLEAR,     /* the connection broke off in the middle */
} BellMessageActionError;

GQuark bell_message_action_error_quark (void);

typedef struct {
  BellImapActionType    type;
  const char           *folder;       /* (nullable) UTF-8; NULL, "" or "INBOX": the inbox */
  guint32               uid_validity; /* 0: the one under which was told last */
  guint32               uid;    /* MARK_ALL_READ needs neither: all that has been told of by now */
  const BellImapUidSet *uids;   /* (nullable) several, told under UID_VALIDITY, instead of UID */
  const char           *target; /* (nullable) UTF-8, for MOVE */
} BellMessageAction;

/* Where the message is now: to move it from there takes it back. */
typedef struct {
  char           *folder;       /* (owned) (nullable) UTF-8; NULL: where it was, or gone */
  guint32         uid_validity; /* 0: not told, as UID */
  guint32         uid;
  BellImapUidSet *marked; /* (owned) (nullable) by MARK_ALL_READ, and unread before; NULL: not known
                           * one by one */
  gboolean
    left; /* the original stays behind, marked as deleted: the server cannot remove it alone */
} BellMessagePlace;

void bell_message_place_free (BellMessagePlace *place);

typedef struct _BellMessageActions BellMessageActions;

BellMessageActions *bell_message_actions_new (BellAccount *account, BellSeenStore *seen);

/* What is under way ends with an error. */
void bell_message_actions_free (BellMessageActions *self);

/* The same, and it goes on with what comes then. */
void bell_message_actions_abandon (BellMessageActions *self);

/* The account's connections from now on; NULL: none. What waits is done with them as soon as one
 * watches. */
void bell_message_actions_set_sessions (BellMessageActions *self,
                                        BellSessionSet     *sessions); /* (nullable) */

/* A session may have come to watch. */
void bell_message_actions_go_on (BellMessageActions *self);

/* Takes out of the news EVENT what we have put there ourselves: it is no news. */
void bell_message_actions_filter (BellMessageActions *self, BellImapEvent *event);

void bell_message_actions_act_async (BellMessageActions      *self,
                                     const BellMessageAction *action,
                                     GAsyncReadyCallback      callback,
                                     gpointer                 user_data);

/* (transfer full) (nullable): NULL with ERROR set. */
BellMessagePlace *bell_message_actions_act_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellMessagePlace, bell_message_place_free)

G_END_DECLS
