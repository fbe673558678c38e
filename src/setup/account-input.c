/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-input.c: what people type about an account, checked and read. */

#include "setup/account-input.h"

#include "io/client-certificate.h"

#include <gio/gio.h>
#include <string.h>

/* RFC 5321 §4.5.3.1: 64 for the local part, 255 for the domain, and the "@". */
#define ADDRESS_BYTES 320
#define HOST_BYTES 255

static gboolean
has_control_or_space (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (g_unichar_isspace (c) || g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT)
      return TRUE;
  }
  return FALSE;
}

gboolean
bell_input_is_address (const char *text)
{
  const char *at;

  if (!g_utf8_validate (text, -1, NULL) || strlen (text) > ADDRESS_BYTES)
    return FALSE;
  at = strchr (text, '@');
  return at != NULL && at != text && strchr (at + 1, '@') == NULL && !has_control_or_space (text) &&
         bell_input_is_host (at + 1);
}

gboolean
bell_input_is_host (const char *text)
{
  if (*text == '\0' || strlen (text) > HOST_BYTES || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  if (g_hostname_is_ip_address (text))
    return TRUE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (!g_unichar_isalnum (c) && !g_unichar_ismark (c) && c != '-' && c != '.' && c != '_')
      return FALSE;
  }
  return *text != '-' && *text != '.' && strstr (text, "..") == NULL;
}

gboolean
bell_input_is_line (const char *text)
{
  if (*text == '\0' || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

gboolean
bell_input_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_ascii_strcasecmp (host, "localhost") == 0;
}

gboolean
bell_input_parse_port (const char *text, guint16 *port)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &value, NULL))
    return FALSE;
  *port = (guint16) value;
  return TRUE;
}

/* The host is NAME without brackets, the port behind it in REST, perhaps "". */
static gboolean
take_server (const char *name, gsize length, const char *rest, char **host, guint16 *port)
{
  g_autofree char *copy = g_strndup (name, length);
  guint16          value = 0;

  if (!bell_input_is_host (copy))
    return FALSE;
  if (*rest != '\0' && (*rest != ':' || !bell_input_parse_port (rest + 1, &value)))
    return FALSE;
  *host = g_steal_pointer (&copy);
  *port = value;
  return TRUE;
}

gboolean
bell_input_parse_server (const char *text, char **host, guint16 *port)
{
  const char *end;

  if (*text == '[') {
    end = strchr (text, ']');
    return end != NULL && take_server (text + 1, (gsize) (end - text - 1), end + 1, host, port);
  }
  /* An IPv6 address without brackets has no room for a port. */
  if (g_hostname_is_ip_address (text))
    return take_server (text, strlen (text), "", host, port);
  end = strchrnul (text, ':');
  return take_server (text, (gsize) (end - text), end, host, port);
}

static guint
get_unit_seconds (const char *unit)
{
  static const struct {
    const char *name;
    guint       seconds;
  } units[] = {
    { "", 1 }, { "s", 1 }, { "m", 60 }, { "h", 60 * 60 }, { "d", 24 * 60 * 60 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (unit, units[i].name))
      return units[i].seconds;
  return 0;
}

gboolean
bell_input_parse_duration (const char *text, guint *seconds)
{
  const guint64    most = 366 * 24 * 60 * 60;
  gsize            digits = strspn (text, "0123456789");
  g_autofree char *number = g_strndup (text, digits);
  guint            unit = get_unit_seconds (text + digits);
  guint64          value;

  if (unit == 0 || !g_ascii_string_to_unsigned (number, 10, 1, most / unit, &value, NULL))
    return FALSE;
  *seconds = (guint) value * unit;
  return TRUE;
}

char *
bell_input_normalise_client_certificate (const char *text)
{
  if (!bell_input_is_line (text) || !bell_client_certificate_is_safe (text))
    return NULL;
  return bell_client_certificate_is_uri (text) ? g_strdup (text)
                                               : g_canonicalize_filename (text, NULL);
}

gboolean
bell_input_parse_switch (const char *text, gboolean *value)
{
  static const char *const on[] = { "on", "true", "yes", "1", NULL };
  static const char *const off[] = { "off", "false", "no", "0", NULL };

  if (g_strv_contains (on, text))
    *value = TRUE;
  else if (g_strv_contains (off, text))
    *value = FALSE;
  else
    return FALSE;
  return TRUE;
}

BellSecurity
bell_input_guess_security (guint16 port)
{
  return port == bell_security_get_default_port (BELL_SECURITY_STARTTLS) ? BELL_SECURITY_STARTTLS
                                                                         : BELL_SECURITY_TLS;
}
