/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice-letter.h: a notice together with how one notification daemon is told of it. */

#pragma once

#include "policy/notice.h"

G_BEGIN_DECLS

typedef struct {
  BellNotice *notice;  /* (owned) */
  GVariant   *message; /* (owned) see notice-message.h */
} BellNoticeLetter;

/* BODY: the notice's, as the daemon reads it. WITH_ACTIONS: the daemon shows buttons. (transfer full) */
BellNoticeLetter *bell_notice_letter_new (const BellNotice *notice,
                                          const char       *body,
                                          gboolean          with_actions);
void              bell_notice_letter_free (BellNoticeLetter *self);

/* All arguments of Notify. REPLACES: the daemon's number of the one whose place it takes, or 0.
 * (transfer floating) */
GVariant *bell_notice_letter_address (const BellNoticeLetter *self, guint32 replaces);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellNoticeLetter, bell_notice_letter_free)

G_END_DECLS
