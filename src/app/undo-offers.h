/* SPDX-License-Identifier: GPL-3.0-or-later */
/* undo-offers.h: notices that offer to take something back, each for as long as it is of use.
 * Limits: BELL_UNDO_OFFERS stand at a time; the oldest is withdrawn for a newer one. */

#pragma once

#include "desktop/notifier.h"

G_BEGIN_DECLS

/* More would hide what they are about. */
#define BELL_UNDO_OFFERS 5

typedef struct _BellUndoOffers BellUndoOffers;

/* LIFETIME_MS: of each. */
BellUndoOffers *bell_undo_offers_new (BellNotifier *notifier, guint lifetime_ms);

/* Withdraws all. */
void bell_undo_offers_free (BellUndoOffers *self);

/* Shows it. */
void bell_undo_offers_add (BellUndoOffers *self, const BellNotice *notice);

/* Also one that an earlier run has shown. */
void bell_undo_offers_withdraw (BellUndoOffers *self, const char *notice_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellUndoOffers, bell_undo_offers_free)

G_END_DECLS
