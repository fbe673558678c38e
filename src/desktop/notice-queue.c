/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice-queue.c: which notices wait: first those that a daemon ended over, then the others. */

#include "desktop/notice-queue.h"

struct _BellNoticeQueue {
  GQueue waiting;  /* of Waiting */
  char  *on_trial; /* (owned) (nullable) id of the suspect that was sent and has no fate yet */
};

typedef struct {
  BellNotice *notice;  /* (owned) */
  gboolean    suspect; /* a daemon ended while it was told of it */
} Waiting;

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  bell_notice_free (waiting->notice);
  g_free (waiting);
}

BellNoticeQueue *
bell_notice_queue_new (void)
{
  BellNoticeQueue *self = g_new0 (BellNoticeQueue, 1);

  g_queue_init (&self->waiting);
  return self;
}

void
bell_notice_queue_free (BellNoticeQueue *self)
{
  g_queue_clear_full (&self->waiting, waiting_free);
  g_free (self->on_trial);
  g_free (self);
}

static gboolean
has (const BellNoticeQueue *self, const char *notice_id)
{
  for (GList *link = self->waiting.head; link != NULL; link = link->next)
    if (g_str_equal (((Waiting *) link->data)->notice->id, notice_id))
      return TRUE;
  return FALSE;
}

/* Behind the last suspect, or behind all. */
static void
insert (BellNoticeQueue *self, const BellNotice *notice, gboolean suspect)
{
  Waiting *waiting = g_new (Waiting, 1);
  GList   *next = self->waiting.head;

  waiting->notice = bell_notice_copy (notice);
  waiting->suspect = suspect;
  while (next != NULL && (!suspect || ((Waiting *) next->data)->suspect))
    next = next->next;
  g_queue_insert_before (&self->waiting, next, waiting);
  if (g_queue_get_length (&self->waiting) > BELL_WAITING_NOTICES)
    waiting_free (g_queue_pop_head (&self->waiting));
}

void
bell_notice_queue_push (BellNoticeQueue *self, const BellNotice *notice)
{
  insert (self, notice, FALSE);
}

BellNotice *
bell_notice_queue_take (BellNoticeQueue *self)
{
  Waiting    *waiting = self->on_trial == NULL ? g_queue_pop_head (&self->waiting) : NULL;
  BellNotice *notice;

  if (waiting == NULL)
    return NULL;
  notice = g_steal_pointer (&waiting->notice);
  if (waiting->suspect)
    self->on_trial = g_strdup (notice->id);
  g_free (waiting);
  return notice;
}

void
bell_notice_queue_settle (BellNoticeQueue *self, const BellNotice *notice, BellNoticeFate fate)
{
  gboolean tried = g_strcmp0 (self->on_trial, notice->id) == 0;

  if (tried)
    g_clear_pointer (&self->on_trial, g_free);
  if (fate == BELL_NOTICE_SETTLED || has (self, notice->id)) /* a newer one takes its place */
    return;
  if (fate == BELL_NOTICE_FATAL && tried)
    g_message ("A notification is dropped: twice the daemon ended while it was told of it.");
  else
    insert (self, notice, tried || fate == BELL_NOTICE_FATAL);
}

void
bell_notice_queue_remove (BellNoticeQueue *self, const char *notice_id)
{
  for (GList *link = self->waiting.head, *next; link != NULL; link = next) {
    next = link->next;
    if (!g_str_equal (((Waiting *) link->data)->notice->id, notice_id))
      continue;
    waiting_free (link->data);
    g_queue_delete_link (&self->waiting, link);
  }
}

gboolean
bell_notice_queue_is_empty (BellNoticeQueue *self)
{
  return g_queue_is_empty (&self->waiting);
}
