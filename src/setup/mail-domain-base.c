/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mail-domain-base.c: the Public Suffix List. */

#include "setup/mail-domain.h"

#include <libsoup/soup.h>

char *
bell_mail_domain_get_base (const char *host)
{
  const char *base = soup_tld_get_base_domain (host, NULL);

  return g_strdup (base != NULL ? base : host);
}
