/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-queue.h: the commands that wait to be written and those that wait for their answer.
 * The only one that waits: for the "+" of a synchronising literal, for the end of a command that
 * nothing may follow, and, if asked to, for each command before the next.
 * Every command leaves the queue exactly once: by bell_imap_queue_complete(), or with the queue.
 * Source: RFC 9051 §5.5 (pipelining), RFC 2177 (IDLE). */

#pragma once

#include <glib.h>

#include "imap/imap-writer.h"

G_BEGIN_DECLS

typedef enum {
  BELL_IMAP_COMMAND_CAPABILITY,
  BELL_IMAP_COMMAND_STARTTLS,
  BELL_IMAP_COMMAND_SIGN_IN,
  BELL_IMAP_COMMAND_COMPRESS,
  BELL_IMAP_COMMAND_ID,
  BELL_IMAP_COMMAND_ENABLE,
  BELL_IMAP_COMMAND_OPEN, /* EXAMINE or SELECT */
  BELL_IMAP_COMMAND_LIST,
  BELL_IMAP_COMMAND_LIST_STATUS, /* LIST that returns STATUS as well */
  BELL_IMAP_COMMAND_NOTIFY,
  BELL_IMAP_COMMAND_BASELINE,
  BELL_IMAP_COMMAND_NEWEST_SEARCH, /* unread messages that are no news */
  BELL_IMAP_COMMAND_NEWEST_FETCH,
  BELL_IMAP_COMMAND_NEWS,
  BELL_IMAP_COMMAND_PART,  /* of a new message */
  BELL_IMAP_COMMAND_TOLD,  /* what became of messages: by SEARCH */
  BELL_IMAP_COMMAND_COUNT, /* by SEARCH */
  BELL_IMAP_COMMAND_STATUS,
  BELL_IMAP_COMMAND_VISIT,     /* SELECT, to act on messages */
  BELL_IMAP_COMMAND_SEEK,      /* SEARCH, to act on what it finds */
  BELL_IMAP_COMMAND_ACT,       /* STORE, MOVE, COPY */
  BELL_IMAP_COMMAND_EXPUNGE,   /* of single messages */
  BELL_IMAP_COMMAND_TARGETS,   /* LIST of all names */
  BELL_IMAP_COMMAND_MAILBOXES, /* the same, for somebody who chooses */
  BELL_IMAP_COMMAND_NOOP,
  BELL_IMAP_COMMAND_IDLE,
  BELL_IMAP_COMMAND_APPEND,
  BELL_IMAP_COMMAND_ERASE_OPEN, /* SELECT, in order to erase a message */
  BELL_IMAP_COMMAND_ERASE,
  BELL_IMAP_COMMAND_SWEEP_OPEN,  /* SELECT, in order to find a message */
  BELL_IMAP_COMMAND_SWEEP,       /* and the search for it */
  BELL_IMAP_COMMAND_SWEEP_PROVE, /* and its name, as it says itself */
  BELL_IMAP_COMMAND_LOGOUT,
} BellImapCommandType;

typedef enum {
  BELL_IMAP_FOLLOW_ANY,  /* the next command may be written right behind it */
  BELL_IMAP_FOLLOW_NONE, /* only after its answer: STARTTLS, LOGIN, AUTHENTICATE, COMPRESS …  */
  BELL_IMAP_FOLLOW_DONE, /* only after DONE: IDLE */
} BellImapFollow;

typedef struct _BellImapQueue BellImapQueue;

/* RANDOM makes the tags unpredictable. */
BellImapQueue *bell_imap_queue_new (guint32 random, gboolean one_by_one);
void           bell_imap_queue_free (BellImapQueue *self);

/* A writer that begins with a fresh tag and a space. (transfer full) */
BellImapWriter *bell_imap_queue_begin (BellImapQueue *self, BellImapLiterals literals);

/* Appends the command begun last; its chunks are those of bell_imap_writer_finish(). SUBJECT
 * (nullable): what it is about; the caller's own. */
void bell_imap_queue_append (BellImapQueue      *self,
                             BellImapCommandType type,
                             BellImapFollow      follow,
                             gpointer            subject,
                             GPtrArray          *chunks); /* (transfer full) */

/* The tag of the command begun last. (transfer full) */
char *bell_imap_queue_get_last_tag (BellImapQueue *self);

/* Ends the IDLE in flight, which has had its "+": what is queued may follow in the same write. */
void bell_imap_queue_done (BellImapQueue *self);

/* All that may be written now. LOG (nullable) receives one line (char *) a chunk, secrets left
 * out. (transfer full) (nullable) */
GByteArray *bell_imap_queue_take_output (BellImapQueue *self, GPtrArray *log);

typedef enum {
  BELL_IMAP_CONTINUED_NOTHING, /* nobody waits for a "+" */
  BELL_IMAP_CONTINUED_CHUNK,   /* the next chunk of a command may go */
  BELL_IMAP_CONTINUED_IDLE,    /* the server idles */
  BELL_IMAP_CONTINUED_SIGN_IN, /* a challenge */
} BellImapContinued;

BellImapContinued bell_imap_queue_continue (BellImapQueue *self);

/* A line ahead of all that is queued: "DONE", or the "*" that cancels a sign-in. */
void bell_imap_queue_answer (BellImapQueue *self, const char *line);

/* The same for the answer to a challenge, which no log shows. */
void bell_imap_queue_answer_secretly (BellImapQueue *self, const BellSecretText *line);

typedef struct {
  BellImapCommandType type;
  gpointer            subject; /* (nullable) */
  gboolean            latest;  /* no other command of this type was begun after it */
  gboolean            whole;   /* all of it was written */
} BellImapCompleted;

/* FALSE, COMPLETED untouched, if no command in flight has this tag. */
gboolean bell_imap_queue_complete (BellImapQueue     *self,
                                   const char        *tag,
                                   BellImapCompleted *completed);

/* The command that the server is at, as far as order tells: its type, and SUBJECT (out) (nullable).
 * FALSE if nothing is in flight. */
gboolean bell_imap_queue_get_current (const BellImapQueue *self,
                                      BellImapCommandType *type,
                                      gpointer            *subject);

/* The subject of the command in flight with this tag. (nullable) */
gpointer bell_imap_queue_find_subject (const BellImapQueue *self, const char *tag);

/* TRUE if a command of TYPE is in flight. */
gboolean bell_imap_queue_awaits (const BellImapQueue *self, BellImapCommandType type);

/* The same, of a command about SUBJECT. */
gboolean bell_imap_queue_awaits_about (const BellImapQueue *self,
                                       BellImapCommandType  type,
                                       gconstpointer        subject);

/* How many commands have been written and not been answered. */
guint bell_imap_queue_get_n_unanswered (const BellImapQueue *self);

gboolean bell_imap_queue_is_empty (const BellImapQueue *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellImapQueue, bell_imap_queue_free)

G_END_DECLS
