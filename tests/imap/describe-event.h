/* SPDX-License-Identifier: GPL-3.0-or-later */
/* describe-event.h: the client's events in the words of the transcripts. */

#pragma once

#include "imap/imap-client.h"

G_BEGIN_DECLS

/* "NAME: …" for any mailbox but HOME. (transfer full) */
char *describe_event (const BellImapEvent *event, const char *home);

const char  *describe_rung (BellImapRung rung);
BellImapRung rung_from_name (const char *name);

G_END_DECLS
