/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kept-notices.c: the notices of messages that are shown, the newest first. */

#include "desktop/kept-notices.h"

struct _BellKeptNotices {
  GQueue notices; /* of Kept */
};

typedef struct {
  BellNotice *notice; /* (owned) */
  gboolean    hidden;
} Kept;

static void
kept_free (gpointer data)
{
  Kept *kept = data;

  g_clear_pointer (&kept->notice, bell_notice_free);
  g_free (kept);
}

BellKeptNotices *
bell_kept_notices_new (void)
{
  BellKeptNotices *self = g_new (BellKeptNotices, 1);

  g_queue_init (&self->notices);
  return self;
}

void
bell_kept_notices_free (BellKeptNotices *self)
{
  g_queue_clear_full (&self->notices, kept_free);
  g_free (self);
}

/* (nullable) */
static GList *
find (BellKeptNotices *self, const char *notice_id)
{
  GList *link = self->notices.head;

  while (link != NULL && !g_str_equal (((Kept *) link->data)->notice->id, notice_id))
    link = link->next;
  return link;
}

void
bell_kept_notices_add (BellKeptNotices *self, const BellNotice *notice)
{
  Kept *kept;

  bell_kept_notices_forget (self, notice->id);
  if (notice->message == NULL)
    return;
  kept = g_new0 (Kept, 1);
  kept->notice = bell_notice_copy (notice);
  g_queue_push_head (&self->notices, kept);
  if (g_queue_get_length (&self->notices) > BELL_KEPT_NOTICES)
    kept_free (g_queue_pop_tail (&self->notices));
}

void
bell_kept_notices_forget (BellKeptNotices *self, const char *notice_id)
{
  GList *link = find (self, notice_id);

  if (link == NULL)
    return;
  kept_free (link->data);
  g_queue_delete_link (&self->notices, link);
}

void
bell_kept_notices_hide (BellKeptNotices *self, const char *notice_id)
{
  GList *link = find (self, notice_id);

  if (link != NULL)
    ((Kept *) link->data)->hidden = TRUE;
}

BellNotice *
bell_kept_notices_take_hidden (BellKeptNotices *self, const char *notice_id)
{
  GList      *link = find (self, notice_id);
  Kept       *kept = link != NULL ? link->data : NULL;
  BellNotice *notice;

  if (kept == NULL || !kept->hidden)
    return NULL;
  notice = g_steal_pointer (&kept->notice);
  kept_free (kept);
  g_queue_delete_link (&self->notices, link);
  return notice;
}
