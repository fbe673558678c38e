/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-special-use.h: what a mailbox is for, by its attributes (RFC 6154) and, failing that, by
 * well-known names in the common languages. Decides which mailboxes mail is filtered into. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  BELL_IMAP_ROLE_ORDINARY,
  BELL_IMAP_ROLE_INBOX,
  BELL_IMAP_ROLE_ARCHIVE,
  BELL_IMAP_ROLE_TRASH,
  BELL_IMAP_ROLE_JUNK,
  BELL_IMAP_ROLE_SENT,
  BELL_IMAP_ROLE_DRAFTS,
  BELL_IMAP_ROLE_VIRTUAL, /* \All, \Flagged, \Important: the same messages once more */
  BELL_IMAP_ROLE_NOT_SELECTABLE,
  BELL_IMAP_N_ROLES,
} BellImapRole;

/* ATTRIBUTES (nullable) with their backslashes; NAME on the wire; DELIMITER (nullable). */
BellImapRole bell_imap_role_find (char *const *attributes, const char *name, const char *delimiter);

/* TRUE where new mail is put by filters and nobody else. */
gboolean bell_imap_role_receives_mail (BellImapRole role);

G_END_DECLS
