/* SPDX-License-Identifier: GPL-3.0-or-later */
/* message-summary.h: what people want to know of one message.
 * In:   the header block that FETCH BODY.PEEK[HEADER.FIELDS (FROM SUBJECT DATE MESSAGE-ID)] gave.
 * Owns: its strings, all safe text (safe-text.h); reference-counted, unchanging after it is built. */

#pragma once

#include "mail/invitation.h"

G_BEGIN_DECLS

/* About the width of a notification's title and of two lines of its body. */
#define BELL_SENDER_GRAPHEMES 60
#define BELL_SUBJECT_GRAPHEMES 150

typedef struct {
  guint32         uid_validity;
  guint32         uid;
  gboolean        seen;   /* \Seen was set when we looked */
  char           *sender; /* (owned) display name; the address where there is none or where the name
                         * pretends to be another address ("name <address>") */
  char           *address;    /* (owned) addr-spec; "" if there is none */
  char           *subject;    /* (owned) perhaps empty */
  char           *preview;    /* (owned) perhaps empty */
  char           *message_id; /* (owned) without angle brackets; "" if absent or malformed */
  BellInvitation *invitation; /* (owned) (nullable) that it brings */
  gint64          date;       /* Unix seconds; 0: unknown */

  /*< private >*/
  gatomicrefcount references;
} BellMessageSummary;

/* HEADER may be cut or malformed; what is missing is empty. (transfer full) */
BellMessageSummary *bell_message_summary_new (
  guint32 uid_validity, guint32 uid, gboolean seen, const void *header, gsize length);

/* Adds the first words, while nobody else has seen it yet. MADE (nullable): a preview that the
 * server made; else TEXT (nullable), the beginning of the body, cut anywhere, to be read as HEADER
 * says. */
void bell_message_summary_set_preview (BellMessageSummary *self,
                                       const char         *made,
                                       GBytes             *header,
                                       GBytes             *text);

/* The same; INVITATION (transfer full) (nullable). */
void bell_message_summary_set_invitation (BellMessageSummary *self, BellInvitation *invitation);

BellMessageSummary *bell_message_summary_ref (BellMessageSummary *self);
void                bell_message_summary_unref (BellMessageSummary *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellMessageSummary, bell_message_summary_unref)

G_END_DECLS
