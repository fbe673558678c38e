/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-uid-set.h: a set of UIDs, kept as ranges so that "1:4294967295" costs eight bytes.
 * Limits: BELL_IMAP_LIMIT_VALUES ranges: a set that has so many takes nothing that would be one more,
 *         however long a server goes on to send them.
 * Source: RFC 9051 §9 (sequence-set). "*" is not allowed here. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint32 first; /* first <= last */
  guint32 last;
} BellImapUidRange;

typedef struct _BellImapUidSet BellImapUidSet;

/* (transfer full) (nullable): NULL if TEXT is no set, or has more ranges than a list may. */
BellImapUidSet *bell_imap_uid_set_parse (const char *text);
BellImapUidSet *bell_imap_uid_set_new (void);
BellImapUidSet *bell_imap_uid_set_copy (const BellImapUidSet *self);
void            bell_imap_uid_set_free (BellImapUidSet *self);

void     bell_imap_uid_set_add (BellImapUidSet *self, guint32 uid);
void     bell_imap_uid_set_add_set (BellImapUidSet *self, const BellImapUidSet *other);
gboolean bell_imap_uid_set_contains (const BellImapUidSet *self, guint32 uid);

/* Keeps only what is in OTHER as well. */
void bell_imap_uid_set_intersect (BellImapUidSet *self, const BellImapUidSet *other);

/* Whether a UID is in both. */
gboolean bell_imap_uid_set_overlaps (const BellImapUidSet *self, const BellImapUidSet *other);

/* How many UIDs are in it. */
guint64 bell_imap_uid_set_count (const BellImapUidSet *self);

guint                   bell_imap_uid_set_get_n_ranges (const BellImapUidSet *self);
const BellImapUidRange *bell_imap_uid_set_get_ranges (const BellImapUidSet *self);

/* In IMAP's notation, ascending, merged. (transfer full) */
char *bell_imap_uid_set_to_string (const BellImapUidSet *self);

/* The same of the ranges from *AT on, as many as MOST bytes hold, but one of them at least; moves *AT
 * behind them. There must be one. (transfer full) */
char *bell_imap_uid_set_cut (const BellImapUidSet *self, guint *at, gsize most_bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellImapUidSet, bell_imap_uid_set_free)

G_END_DECLS
