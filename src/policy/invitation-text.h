/* SPDX-License-Identifier: GPL-3.0-or-later */
/* invitation-text.h: an invitation in words: what, when, where, who. Pure. */

#pragma once

#include "mail/invitation.h"

G_BEGIN_DECLS

#define BELL_INVITATION_LINES 4

/* Plain text of at most so many lines. ZONE (nullable): the reader's own; NULL: UTC. SENDER: who sent
 * the message, who need not be named again. (transfer full) */
char *bell_invitation_text_new (const BellInvitation *invitation,
                                GTimeZone            *zone,
                                const char           *sender);

G_END_DECLS
