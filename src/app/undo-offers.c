/* SPDX-License-Identifier: GPL-3.0-or-later */
/* undo-offers.c: a timer for each offer, the oldest first. */

#include "app/undo-offers.h"

struct _BellUndoOffers {
  BellNotifier *notifier; /* (owned) */
  GQueue        offers;   /* of Offer */
  guint         lifetime_ms;
};

typedef struct {
  BellUndoOffers *self; /* (unowned) */
  char           *id;   /* (owned) of the notice */
  guint           timer;
} Offer;

static void
offer_free (gpointer data)
{
  Offer *offer = data;

  g_clear_handle_id (&offer->timer, g_source_remove);
  bell_notifier_withdraw (offer->self->notifier, offer->id);
  g_free (offer->id);
  g_free (offer);
}

static gboolean
on_over (gpointer user_data)
{
  Offer *offer = user_data;

  offer->timer = 0;
  g_queue_remove (&offer->self->offers, offer);
  offer_free (offer);
  return G_SOURCE_REMOVE;
}

BellUndoOffers *
bell_undo_offers_new (BellNotifier *notifier, guint lifetime_ms)
{
  BellUndoOffers *self = g_new0 (BellUndoOffers, 1);

  self->notifier = g_object_ref (notifier);
  self->lifetime_ms = lifetime_ms;
  g_queue_init (&self->offers);
  return self;
}

void
bell_undo_offers_free (BellUndoOffers *self)
{
  g_queue_clear_full (&self->offers, offer_free);
  g_object_unref (self->notifier);
  g_free (self);
}

/* Whether it was known. */
static gboolean
end_offer (BellUndoOffers *self, const char *notice_id)
{
  GList *link = self->offers.head;

  while (link != NULL && !g_str_equal (((Offer *) link->data)->id, notice_id))
    link = link->next;
  if (link == NULL)
    return FALSE;
  offer_free (link->data);
  g_queue_delete_link (&self->offers, link);
  return TRUE;
}

void
bell_undo_offers_add (BellUndoOffers *self, const BellNotice *notice)
{
  Offer *offer = g_new (Offer, 1);

  end_offer (self, notice->id);
  offer->self = self;
  offer->id = g_strdup (notice->id);
  offer->timer = g_timeout_add (self->lifetime_ms, on_over, offer);
  g_queue_push_tail (&self->offers, offer);
  if (g_queue_get_length (&self->offers) > BELL_UNDO_OFFERS)
    offer_free (g_queue_pop_head (&self->offers));
  bell_notifier_show (self->notifier, notice);
}

void
bell_undo_offers_withdraw (BellUndoOffers *self, const char *notice_id)
{
  if (!end_offer (self, notice_id))
    bell_notifier_withdraw (self->notifier, notice_id);
}
