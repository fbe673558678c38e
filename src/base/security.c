/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The three kinds of protection, their nicknames and their ports. */

#include "base/security.h"

static const char *const nicks[] = {
  [BELL_SECURITY_TLS] = "tls",
  [BELL_SECURITY_STARTTLS] = "starttls",
  [BELL_SECURITY_NONE] = "none",
};

const char *
bell_security_to_nick (BellSecurity security)
{
  g_return_val_if_fail ((guint) security < G_N_ELEMENTS (nicks), NULL);
  return nicks[security];
}

gboolean
bell_security_from_nick (const char *nick, BellSecurity *security)
{
  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++)
    if (g_strcmp0 (nick, nicks[i]) == 0) {
      *security = (BellSecurity) i;
      return TRUE;
    }
  return FALSE;
}

guint16
bell_security_get_default_port (BellSecurity security)
{
  return security == BELL_SECURITY_TLS ? 993 : 143;
}
