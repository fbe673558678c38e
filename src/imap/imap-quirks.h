/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-quirks.h: every server oddity that we act on, with its reason and date; no other file knows
 * a server by name. */

#pragma once

#include "imap/imap-capabilities.h"

G_BEGIN_DECLS

typedef enum {
  BELL_IMAP_QUIRK_NONE = 0,
  BELL_IMAP_QUIRK_NO_QRESYNC = 1 << 0, /* do not enable it although it is offered */
  BELL_IMAP_QUIRK_SELECT = 1 << 1,     /* open mailboxes with SELECT, not with EXAMINE */
} BellImapQuirks;

BellImapQuirks bell_imap_quirks_find (const BellImapCapabilities *capabilities);

G_END_DECLS
