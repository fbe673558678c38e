/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-framer.h: cuts the byte stream into whole IMAP responses.
 * In:     bytes, split wherever the network split them.
 * Out:    one frame per response: its text and where its literals lie.
 * Limits: imap-limits.h; a larger response is reported once, then skipped to its end.
 * Errors: BELL_IMAP_ERROR_SYNTAX (a NUL, an impossible literal size), BELL_IMAP_ERROR_TOO_LARGE;
 *         both leave the framer usable and in step.
 * Owns:   a frame belongs to the caller; the framer keeps no pointer into it.
 * Source: RFC 9051 §4.3 and §9, RFC 3501 §4.3. A line may end in LF alone; a literal+ ("{n+}")
 *         from a server is taken as a literal. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  gsize offset; /* of the first byte in BellImapFrame.text */
  gsize length;
} BellImapSpan;

typedef struct {
  char         *text; /* (owned) all bytes without the last CRLF, literals in place behind
                             * their "{n}\r\n"; a NUL follows the last byte */
  gsize         length;
  BellImapSpan *literals; /* (owned) (nullable) in order of offset */
  guint         n_literals;
} BellImapFrame;

void bell_imap_frame_free (BellImapFrame *frame);

typedef struct _BellImapFramer BellImapFramer;

BellImapFramer *bell_imap_framer_new (void);
void            bell_imap_framer_free (BellImapFramer *self);

void bell_imap_framer_feed (BellImapFramer *self, const void *bytes, gsize length);

/* The next whole response. (transfer full) (nullable)
 * NULL with ERROR set: one response was dropped, ask again. NULL without: more bytes are needed. */
BellImapFrame *bell_imap_framer_next (BellImapFramer *self, GError **error);

/* All that has been fed and belongs to no response yet: between two responses another protocol may take
 * over. (transfer full) */
GBytes *bell_imap_framer_take_unread (BellImapFramer *self);

/* TRUE between two responses, with nothing begun and nothing unread. */
gboolean bell_imap_framer_is_empty (const BellImapFramer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellImapFrame, bell_imap_frame_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellImapFramer, bell_imap_framer_free)

G_END_DECLS
