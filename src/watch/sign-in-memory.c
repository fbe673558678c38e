/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A way that the user has chosen replaces what was known, because it is wanted; any other only if it is
 * stronger. */

#include "watch/sign-in-memory.h"

#include "imap/imap-auth.h"

/* A server may be mended, a certificate replaced: once in a while it is tried again, which costs one
 * refusal. */
#define BROKEN_FOR_S (30 * 24 * 60 * 60)

/* A time in the future is of a clock that was wrong. */
static gboolean
is_recent (gint64 then_s, gint64 now_s)
{
  return then_s != 0 && then_s <= now_s && now_s - then_s < BROKEN_FOR_S;
}

void
bell_sign_in_memory_recall (BellSignInMemory     *memory,
                            BellSeenStore        *seen,
                            const char           *host,
                            gint64                now_s,
                            BellImapClientConfig *config)
{
  bell_seen_store_get_sign_in (seen, host, memory);
  config->strongest = memory->mechanism[0] != '\0' ? memory->mechanism : NULL;
  config->plus_broken = is_recent (memory->plus_broken_at, now_s);
  config->external_broken = is_recent (memory->external_broken_at, now_s);
}

void
bell_sign_in_memory_keep (
  BellSeenStore *seen, const char *host, gboolean chosen, gint64 now_s, const BellImapEvent *ready)
{
  BellSignInMemory memory;

  bell_seen_store_get_sign_in (seen, host, &memory);
  if (chosen || bell_imap_auth_is_stronger (ready->mechanism, memory.mechanism))
    g_strlcpy (memory.mechanism, ready->mechanism, sizeof memory.mechanism);
  if (ready->plus_broken)
    memory.plus_broken_at = now_s;
  else if (g_str_has_suffix (ready->mechanism, "-PLUS"))
    memory.plus_broken_at = 0;
  if (ready->external_broken)
    memory.external_broken_at = now_s;
  else if (g_str_equal (ready->mechanism, "EXTERNAL"))
    memory.external_broken_at = 0;
  bell_seen_store_set_sign_in (seen, host, &memory);
}
