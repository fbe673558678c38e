/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-capabilities.h: the set of words of a CAPABILITY answer; unknown ones are kept.
 * Source: RFC 9051 §7.2.2; names are case-insensitive. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BellImapCapabilities BellImapCapabilities;

/* From the words of a response. (transfer full) */
BellImapCapabilities *bell_imap_capabilities_new (char *const *words);

/* From the value of a [CAPABILITY …] code. (transfer full) */
BellImapCapabilities *bell_imap_capabilities_parse (const char *text);
BellImapCapabilities *bell_imap_capabilities_copy (const BellImapCapabilities *self);
void                  bell_imap_capabilities_free (BellImapCapabilities *self);

gboolean bell_imap_capabilities_has (const BellImapCapabilities *self, const char *name);

/* "AUTH=" followed by MECHANISM. */
gboolean bell_imap_capabilities_has_mechanism (const BellImapCapabilities *self,
                                               const char                 *mechanism);

/* Those of them that decide how fast and how cheaply news comes; an order of ours. Static strings.
 * (transfer container) */
const char **bell_imap_capabilities_list_decisive (const BellImapCapabilities *self);

/* All words, upper case, in the server's order, each once. (transfer none) */
const char *const *bell_imap_capabilities_get_words (const BellImapCapabilities *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellImapCapabilities, bell_imap_capabilities_free)

G_END_DECLS
