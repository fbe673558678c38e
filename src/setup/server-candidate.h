/* SPDX-License-Identifier: GPL-3.0-or-later */
/* server-candidate.h: an IMAP server that somebody named for a mail address, not yet tried.
 * Lists are GPtrArray of BellServerCandidate, best first, and own their elements. */

#pragma once

#include <glib.h>

#include "base/security.h"

G_BEGIN_DECLS

/* So many servers of one answer are tried at most. */
#define BELL_CANDIDATES_PER_ANSWER 4

typedef struct {
  char        *host; /* (owned) lower-case ASCII */
  guint16      port;
  BellSecurity security;
  char        *user;       /* (owned) */
  gboolean     oauth_only; /* whoever named it says that it takes no password */
} BellServerCandidate;

BellServerCandidate *bell_server_candidate_new (const char  *host,
                                                guint16      port,
                                                BellSecurity security,
                                                const char  *user);
void                 bell_server_candidate_free (BellServerCandidate *candidate);

GPtrArray *bell_server_candidates_new (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellServerCandidate, bell_server_candidate_free)

G_END_DECLS
