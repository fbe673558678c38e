/* SPDX-License-Identifier: GPL-3.0-or-later */
/* server-name.c: which server a secret may go to. */

#include "account/server-name.h"

#include "base/security.h"

#include <gio/gio.h>
#include <string.h>

/* (transfer full) */
static char *
normalise (const char *host)
{
  g_autofree char *ascii = g_hostname_to_ascii (host);

  return g_ascii_strdown (ascii != NULL ? ascii : host, -1);
}

char *
bell_server_name_new (const char *host, guint16 port)
{
  g_autofree char *name = normalise (host);

  if (port == bell_security_get_default_port (BELL_SECURITY_TLS) ||
      port == bell_security_get_default_port (BELL_SECURITY_STARTTLS))
    return g_steal_pointer (&name);
  if (strchr (name, ':') != NULL)
    return g_strdup_printf ("[%s]:%u", name, port);
  return g_strdup_printf ("%s:%u", name, port);
}
