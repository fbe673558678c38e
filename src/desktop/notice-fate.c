/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice-fate.c: what comes of a notice that a notification daemon was sent. */

#include "desktop/notice-fate.h"

#include "account/bus-absence.h"

BellNoticeFate
bell_notice_fate_of (const GError *error, gboolean daemon_is_there)
{
  if (error == NULL)
    return BELL_NOTICE_SETTLED;
  /* The bus itself answers so for whoever leaves it. */
  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY))
    return BELL_NOTICE_FATAL;
  if (bell_bus_absence_is_told (error) || !daemon_is_there)
    return BELL_NOTICE_UNTAKEN;
  return BELL_NOTICE_SETTLED;
}
