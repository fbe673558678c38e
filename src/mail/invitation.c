/* SPDX-License-Identifier: GPL-3.0-or-later */
/* invitation.c: what a calendar part says of one event; invitation-read.c reads it, with libical. */

#include "mail/invitation.h"

#ifdef BELL_WITH_LIBICAL

gboolean
bell_invitation_is_supported (void)
{
  return TRUE;
}

#else /* BELL_WITH_LIBICAL */

gboolean
bell_invitation_is_supported (void)
{
  return FALSE;
}

BellInvitation *
bell_invitation_new (G_GNUC_UNUSED const void *bytes,
                     G_GNUC_UNUSED gsize       length,
                     G_GNUC_UNUSED const char *encoding,
                     G_GNUC_UNUSED const char *charset)
{
  return NULL;
}

#endif

void
bell_invitation_free (BellInvitation *self)
{
  g_free (self->what);
  g_free (self->where);
  g_free (self->who);
  g_free (self->zone);
  g_free (self);
}
