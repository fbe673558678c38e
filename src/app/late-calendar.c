/* SPDX-License-Identifier: GPL-3.0-or-later */
/* late-calendar.c: stands for the reader of invitations in the program. */

#include "app/modules.h"

BellInvitation *
bell_invitation_new (const void *bytes, gsize length, const char *encoding, const char *charset)
{
  g_autoptr (GError) error = NULL;
  const BellCalendarModule *calendar = bell_modules_get ("calendar", &error);

  if (calendar == NULL) {
    g_warning ("%s", error->message);
    return NULL; /* told as any other message */
  }
  return calendar->invitation_new (bytes, length, encoding, charset);
}
