/* SPDX-License-Identifier: GPL-3.0-or-later */
/* server-candidate.c: an IMAP server that somebody named, not yet tried. */

#include "setup/server-candidate.h"

BellServerCandidate *
bell_server_candidate_new (const char *host, guint16 port, BellSecurity security, const char *user)
{
  BellServerCandidate *candidate = g_new0 (BellServerCandidate, 1);

  candidate->host = g_strdup (host);
  candidate->port = port;
  candidate->security = security;
  candidate->user = g_strdup (user);
  return candidate;
}

void
bell_server_candidate_free (BellServerCandidate *candidate)
{
  g_free (candidate->host);
  g_free (candidate->user);
  g_free (candidate);
}

GPtrArray *
bell_server_candidates_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) bell_server_candidate_free);
}
