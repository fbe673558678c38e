/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recent-messages.h: the messages that were told last, by Message-ID, to tell one that stands in
 * several folders only once: Gmail shows a message in every folder whose label it has, and filters
 * copy. The same folder is not looked at twice: there the UIDs decide.
 * Limits: the last BELL_RECENT_MESSAGES. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BELL_RECENT_MESSAGES 100

typedef struct _BellRecentMessages BellRecentMessages;

BellRecentMessages *bell_recent_messages_new (void);
void                bell_recent_messages_free (BellRecentMessages *self);

/* Remembers it. FALSE if it was told of another folder already. MESSAGE_ID "": always TRUE. */
gboolean bell_recent_messages_add (BellRecentMessages *self,
                                   const char         *folder,
                                   const char         *message_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellRecentMessages, bell_recent_messages_free)

G_END_DECLS
