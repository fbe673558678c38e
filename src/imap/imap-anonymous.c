/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-anonymous.c: a line for the log that names nobody. */

#include "imap/imap-anonymous.h"

#include <string.h>

#define ADDRESS "[\\w.+%=&'-]+@[\\w.-]+"

/* TEXT (transfer full), also that which is returned. WORDS for what PATTERN matches. */
static char *
hide (char *text, const char *pattern, const char *words)
{
  g_autofree char *owned = text;
  g_autoptr (GRegex) regex =
    g_regex_new (pattern, G_REGEX_RAW | G_REGEX_CASELESS, G_REGEX_MATCH_DEFAULT, NULL);

  return g_regex_replace_literal (regex, owned, -1, 0, words, G_REGEX_MATCH_DEFAULT, NULL);
}

/* And what lies below it. TEXT as above. */
static char *
hide_domain (char *text, const char *domain)
{
  g_autofree char *escaped = g_regex_escape_string (domain, -1);
  g_autofree char *pattern =
    g_strdup_printf ("(?<![a-z0-9_-])([a-z0-9_-]+\\.)*%s(?![a-z0-9_-])", escaped);

  return hide (text, pattern, "<host>");
}

/* The last two labels or more of a name: a server's domain, where that is not the name itself. */
static const char *
get_domain (const char *host)
{
  const char *dot = strchr (host, '.');

  if (dot == NULL || strchr (dot + 1, '.') == NULL || g_hostname_is_ip_address (host))
    return host;
  return dot + 1;
}

/* In both forms of its letters. TEXT as above. HOST (nullable). */
static char *
hide_host (char *text, const char *host)
{
  g_autofree char *ascii = NULL;

  if (host == NULL || *host == '\0')
    return text;
  ascii = g_hostname_to_ascii (host);
  if (ascii != NULL && g_ascii_strcasecmp (ascii, host) != 0)
    text = hide_domain (text, ascii);
  return hide_domain (text, host);
}

/* USER (nullable): an address, or only a name. TEXT as above. */
static char *
hide_name (char *text, const char *user)
{
  g_autofree char *name = user != NULL ? g_strndup (user, strcspn (user, "@")) : NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *pattern = NULL;

  if (name == NULL || *name == '\0')
    return text;
  escaped = g_regex_escape_string (name, -1);
  pattern = g_strdup_printf ("(?<![a-z0-9])%s(?![a-z0-9])", escaped);
  return hide (text, pattern, "<user>");
}

/* ADDRESS (nullable). TEXT as above. */
static char *
hide_domain_of (char *text, const char *address)
{
  const char *at = address != NULL ? strrchr (address, '@') : NULL;

  return hide_host (text, at != NULL ? at + 1 : NULL);
}

char *
bell_imap_anonymise (const char *text, const BellImapUnnamed *who)
{
  char *shown = hide (g_strndup (text, BELL_IMAP_ANONYMOUS_BYTES), ADDRESS, "<address>");

  if (who->host != NULL)
    shown = hide_host (shown, get_domain (who->host));
  shown = hide_domain_of (shown, who->user);
  shown = hide_domain_of (shown, who->address);
  shown = hide_name (shown, who->user);
  return hide_name (shown, who->address);
}
