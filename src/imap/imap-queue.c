/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two lists: what has not been written, and what has not been answered. */

#include "imap/imap-queue.h"

#include <string.h>

typedef struct {
  BellImapCommandType type;
  BellImapFollow      follow;
  gpointer            subject;    /* (unowned) (nullable) */
  char               *tag;        /* (owned) */
  GPtrArray          *chunks;     /* (owned) of BellImapChunk */
  guint               next_chunk; /* index of the first that has not been written */
  gboolean            continued;  /* IDLE: the "+" has come */
} Command;

struct _BellImapQueue {
  char       prefix[5];
  guint      counter;
  gboolean   one_by_one;
  GQueue     pending;   /* of Command, none of it written */
  GQueue     in_flight; /* of Command, in the order of writing */
  GPtrArray *ahead;     /* (owned) of BellImapChunk: to go out first */
};

static void
command_free (Command *command)
{
  g_free (command->tag);
  g_ptr_array_unref (command->chunks);
  g_free (command);
}

BellImapQueue *
bell_imap_queue_new (guint32 random, gboolean one_by_one)
{
  BellImapQueue *self = g_new0 (BellImapQueue, 1);

  for (guint i = 0; i < 4; i++, random /= 26)
    self->prefix[i] = (char) ('a' + random % 26);
  self->one_by_one = one_by_one;
  self->ahead = g_ptr_array_new_with_free_func ((GDestroyNotify) bell_imap_chunk_free);
  return self;
}

void
bell_imap_queue_free (BellImapQueue *self)
{
  if (self == NULL)
    return;
  g_queue_clear_full (&self->pending, (GDestroyNotify) command_free);
  g_queue_clear_full (&self->in_flight, (GDestroyNotify) command_free);
  g_ptr_array_unref (self->ahead);
  g_free (self);
}

static char *
make_tag (BellImapQueue *self)
{
  return g_strdup_printf ("%s%u", self->prefix, self->counter);
}

BellImapWriter *
bell_imap_queue_begin (BellImapQueue *self, BellImapLiterals literals)
{
  BellImapWriter  *writer = bell_imap_writer_new (literals);
  g_autofree char *tag = NULL;

  self->counter++;
  tag = make_tag (self);
  bell_imap_writer_add_raw (writer, tag);
  bell_imap_writer_add_raw (writer, " ");
  return writer;
}

char *
bell_imap_queue_get_last_tag (BellImapQueue *self)
{
  return make_tag (self);
}

void
bell_imap_queue_append (BellImapQueue      *self,
                        BellImapCommandType type,
                        BellImapFollow      follow,
                        gpointer            subject,
                        GPtrArray          *chunks)
{
  Command *command = g_new0 (Command, 1);

  command->type = type;
  command->follow = follow;
  command->subject = subject;
  command->tag = make_tag (self);
  command->chunks = chunks;
  g_queue_push_tail (&self->pending, command);
}

void
bell_imap_queue_done (BellImapQueue *self)
{
  for (GList *l = self->in_flight.head; l != NULL; l = l->next) {
    Command *command = l->data;

    if (command->follow == BELL_IMAP_FOLLOW_DONE) {
      g_return_if_fail (command->continued);
      command->follow = BELL_IMAP_FOLLOW_ANY;
      bell_imap_queue_answer (self, "DONE");
    }
  }
}

void
bell_imap_queue_answer (BellImapQueue *self, const char *line)
{
  g_autofree char *ended = g_strconcat (line, "\r\n", NULL);

  g_ptr_array_add (self->ahead, bell_imap_chunk_new (ended, strlen (ended), FALSE, FALSE));
}

void
bell_imap_queue_answer_secretly (BellImapQueue *self, const BellSecretText *line)
{
  g_ptr_array_add (self->ahead,
                   bell_imap_chunk_new (bell_secret_text_peek (line),
                                        bell_secret_text_get_length (line), FALSE, TRUE));
  g_ptr_array_add (self->ahead, bell_imap_chunk_new ("\r\n", 2, FALSE, FALSE));
}

static gboolean
has_unwritten_chunks (const Command *command)
{
  return command->next_chunk < command->chunks->len;
}

static gboolean
is_blocked (const BellImapQueue *self)
{
  const Command *last = g_queue_peek_tail ((GQueue *) &self->in_flight);

  if (last == NULL)
    return FALSE;
  return self->one_by_one || has_unwritten_chunks (last) || last->follow != BELL_IMAP_FOLLOW_ANY;
}

/* One chunk as a log line: a chunk is at most one line of text, or a literal behind one. */
static void
log_chunk (GPtrArray *log, const BellImapChunk *chunk)
{
  if (log == NULL)
    return;
  if (chunk->secret)
    g_ptr_array_add (log, g_strdup ("<hidden>"));
  else
    g_ptr_array_add (log,
                     g_strchomp (g_strndup ((const char *) chunk->bytes->data, chunk->bytes->len)));
}

static void
write_chunk (const BellImapChunk *chunk, GByteArray *output, GPtrArray *log)
{
  g_byte_array_append (output, chunk->bytes->data, chunk->bytes->len);
  log_chunk (log, chunk);
}

/* Writes up to the next chunk that has to wait for a "+". */
static void
write_chunks (Command *command, GByteArray *output, GPtrArray *log)
{
  do {
    write_chunk (g_ptr_array_index (command->chunks, command->next_chunk++), output, log);
  } while (
    has_unwritten_chunks (command) &&
    !((BellImapChunk *) g_ptr_array_index (command->chunks, command->next_chunk))->waits_before);
}

/* As much as could be written at most: an array that grows leaves copies of secrets behind. */
static guint
measure (BellImapQueue *self)
{
  GQueue *queues[] = { &self->in_flight, &self->pending };
  guint   n = 0;

  for (guint i = 0; i < self->ahead->len; i++)
    n += ((BellImapChunk *) g_ptr_array_index (self->ahead, i))->bytes->len;
  for (guint i = 0; i < G_N_ELEMENTS (queues); i++)
    for (GList *l = queues[i]->head; l != NULL; l = l->next) {
      const Command *command = l->data;

      for (guint j = command->next_chunk; j < command->chunks->len; j++)
        n += ((BellImapChunk *) g_ptr_array_index (command->chunks, j))->bytes->len;
    }
  return n;
}

GByteArray *
bell_imap_queue_take_output (BellImapQueue *self, GPtrArray *log)
{
  g_autoptr (GByteArray) output = g_byte_array_sized_new (measure (self));
  Command *last = g_queue_peek_tail (&self->in_flight);

  for (guint i = 0; i < self->ahead->len; i++)
    write_chunk (g_ptr_array_index (self->ahead, i), output, log);
  g_ptr_array_set_size (self->ahead, 0);

  if (last != NULL && has_unwritten_chunks (last) && last->continued) {
    last->continued = FALSE;
    write_chunks (last, output, log);
  }
  while (!g_queue_is_empty (&self->pending) && !is_blocked (self)) {
    Command *command = g_queue_pop_head (&self->pending);

    write_chunks (command, output, log);
    g_queue_push_tail (&self->in_flight, command);
  }
  return output->len > 0 ? g_steal_pointer (&output) : NULL;
}

BellImapContinued
bell_imap_queue_continue (BellImapQueue *self)
{
  Command *last = g_queue_peek_tail (&self->in_flight);

  if (last == NULL || last->continued)
    return BELL_IMAP_CONTINUED_NOTHING;
  if (has_unwritten_chunks (last)) {
    last->continued = TRUE;
    return BELL_IMAP_CONTINUED_CHUNK;
  }
  if (last->follow == BELL_IMAP_FOLLOW_DONE) {
    last->continued = TRUE;
    return BELL_IMAP_CONTINUED_IDLE;
  }
  if (last->type == BELL_IMAP_COMMAND_SIGN_IN)
    return BELL_IMAP_CONTINUED_SIGN_IN;
  return BELL_IMAP_CONTINUED_NOTHING;
}

static gboolean
has_type (GQueue *queue, BellImapCommandType type)
{
  for (GList *l = queue->head; l != NULL; l = l->next)
    if (((Command *) l->data)->type == type)
      return TRUE;
  return FALSE;
}

static GList *
find_link (const BellImapQueue *self, const char *tag)
{
  for (GList *l = self->in_flight.head; l != NULL; l = l->next)
    if (strcmp (((Command *) l->data)->tag, tag) == 0)
      return l;
  return NULL;
}

gboolean
bell_imap_queue_complete (BellImapQueue *self, const char *tag, BellImapCompleted *completed)
{
  GList   *link = find_link (self, tag);
  Command *command;

  if (link == NULL)
    return FALSE;
  command = link->data;
  g_queue_delete_link (&self->in_flight, link);
  completed->type = command->type;
  completed->subject = command->subject;
  completed->whole = !has_unwritten_chunks (command);
  completed->latest =
    !has_type (&self->in_flight, command->type) && !has_type (&self->pending, command->type);
  command_free (command);
  return TRUE;
}

gboolean
bell_imap_queue_get_current (const BellImapQueue *self,
                             BellImapCommandType *type,
                             gpointer            *subject)
{
  const Command *command = g_queue_peek_head ((GQueue *) &self->in_flight);

  if (command == NULL)
    return FALSE;
  *type = command->type;
  *subject = command->subject;
  return TRUE;
}

gpointer
bell_imap_queue_find_subject (const BellImapQueue *self, const char *tag)
{
  GList *link = find_link (self, tag);

  return link != NULL ? ((Command *) link->data)->subject : NULL;
}

gboolean
bell_imap_queue_awaits (const BellImapQueue *self, BellImapCommandType type)
{
  return has_type ((GQueue *) &self->in_flight, type);
}

gboolean
bell_imap_queue_awaits_about (const BellImapQueue *self,
                              BellImapCommandType  type,
                              gconstpointer        subject)
{
  for (GList *l = self->in_flight.head; l != NULL; l = l->next) {
    const Command *command = l->data;

    if (command->type == type && command->subject == subject)
      return TRUE;
  }
  return FALSE;
}

guint
bell_imap_queue_get_n_unanswered (const BellImapQueue *self)
{
  return self->in_flight.length;
}

gboolean
bell_imap_queue_is_empty (const BellImapQueue *self)
{
  return self->pending.length == 0 && self->in_flight.length == 0;
}
