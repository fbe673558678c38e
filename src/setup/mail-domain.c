/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mail-domain.c: the domain of a mail address, and how names of hosts relate to it. */

#include "setup/mail-domain.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define NAME_BYTES 253
#define LABEL_BYTES 63
#define ADDRESS_BYTES 320

static gboolean
is_label (const char *label)
{
  gsize length = strlen (label);

  if (length == 0 || length > LABEL_BYTES || label[0] == '-' || label[length - 1] == '-')
    return FALSE;
  for (const char *c = label; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '-' && *c != '_')
      return FALSE;
  return TRUE;
}

static gboolean
is_name (const char *name)
{
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);

  if (*name == '\0' || strlen (name) > NAME_BYTES || g_hostname_is_ip_address (name))
    return FALSE;
  for (guint i = 0; labels[i] != NULL; i++)
    if (!is_label (labels[i]))
      return FALSE;
  return TRUE;
}

char *
bell_mail_domain_normalise_host (const char *name)
{
  g_autofree char *ascii = NULL;
  g_autofree char *host = NULL;

  /* The length first: IDNA takes its time. */
  if (strlen (name) > NAME_BYTES + 1 || !g_utf8_validate (name, -1, NULL))
    return NULL;
  ascii = g_hostname_to_ascii (name);
  if (ascii == NULL)
    return NULL;
  host = g_ascii_strdown (ascii, -1);
  if (g_str_has_suffix (host, "."))
    host[strlen (host) - 1] = '\0';
  return is_name (host) ? g_steal_pointer (&host) : NULL;
}

static gboolean
is_local_part (const char *address, const char *at)
{
  if (at == NULL || at == address || strlen (address) > ADDRESS_BYTES)
    return FALSE;
  if (!g_utf8_validate (address, -1, NULL))
    return FALSE;
  for (const char *p = address; p < at; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_iscntrl (c) || g_unichar_isspace (c))
      return FALSE;
  }
  return TRUE;
}

char *
bell_mail_domain_of (const char *address, GError **error)
{
  const char *at = strrchr (address, '@');
  char       *domain = NULL;

  if (is_local_part (address, at))
    domain = bell_mail_domain_normalise_host (at + 1);
  if (domain == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         _ ("That is not a mail address. Give one such as you@example.org."));
  return domain;
}

gboolean
bell_mail_domain_is_same (const char *domain, const char *host)
{
  g_autofree char *base = bell_mail_domain_get_base (domain);
  g_autofree char *other = bell_mail_domain_get_base (host);

  return g_str_equal (base, other);
}
