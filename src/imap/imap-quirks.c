/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table: a capability that gives a server away, and what to do about it. */

#include "imap/imap-quirks.h"

/* clang-format off */
static const struct {
  const char    *capability;
  BellImapQuirks quirks;
} table[] = {
  /* iCloud: no ENABLED line, malformed VANISHED (jstedfast/MailKit issue 1871,
   * Foundry376/Mailspring-Sync pull request 91; 2024). */
  { "XAPPLEPUSHSERVICE", BELL_IMAP_QUIRK_NO_QRESYNC },
  /* Courier: what came since somebody's last SELECT has no UIDs of its own under EXAMINE. It is
   * numbered by file name, anew each time, and a mailbox that nobody has selected gets another
   * UIDVALIDITY each time (seen with 5.0.13, 2026-11). */
  { "ACL2=UNION", BELL_IMAP_QUIRK_SELECT },
};
/* clang-format on */

BellImapQuirks
bell_imap_quirks_find (const BellImapCapabilities *capabilities)
{
  BellImapQuirks quirks = BELL_IMAP_QUIRK_NONE;

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (bell_imap_capabilities_has (capabilities, table[i].capability))
      quirks |= table[i].quirks;
  return quirks;
}
