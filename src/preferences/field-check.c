/* SPDX-License-Identifier: GPL-3.0-or-later */
/* field-check.c: what is wrong with what somebody typed into a field. */

#include "preferences/field-check.h"

#include "setup/account-input.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Longer than any name or address is (RFC 5321 §4.5.3.1); so long only what was pasted by mistake. */
#define LINE_BYTES 320

/* IDLE has to be renewed before servers end a silent connection (RFC 2177 §3). */
#define RENEWAL_LEAST 1
#define RENEWAL_MOST 29

/* Ports that people take for that of IMAP. */
static const struct {
  guint16     port;
  const char *reason;
} other_services[] = {
  { 25, N_ ("Port 25 is for sending mail. IMAP has 993, or 143 with STARTTLS.") },
  { 465, N_ ("Port 465 is for sending mail. IMAP has 993, or 143 with STARTTLS.") },
  { 587, N_ ("Port 587 is for sending mail. IMAP has 993, or 143 with STARTTLS.") },
  { 110, N_ ("Port 110 is for POP3, which cannot push. IMAP has 993, or 143 with STARTTLS.") },
  { 995, N_ ("Port 995 is for POP3, which cannot push. IMAP has 993, or 143 with STARTTLS.") },
};

static char *
say (const char *sentence)
{
  return g_strdup (sentence);
}

char *
bell_field_check_line (const char *text, G_GNUC_UNUSED gpointer data)
{
  if (strlen (text) > LINE_BYTES)
    return say (_ ("This is too long. Enter at most a line of text."));
  if (*text != '\0' && !bell_input_is_line (text))
    return say (_ ("Enter one line of text, without control characters."));
  return NULL;
}

char *
bell_field_check_host (const char *text, G_GNUC_UNUSED gpointer data)
{
  if (*text == '\0')
    return say (_ ("Enter the name of the IMAP server, such as imap.example.org."));
  if (!bell_input_is_host (text))
    return say (_ ("This is not the name of a server. One looks like imap.example.org, without a "
                   "port, spaces or “https://”."));
  return NULL;
}

char *
bell_field_check_port (const char *text, G_GNUC_UNUSED gpointer data)
{
  guint16 port;

  if (!bell_input_parse_port (text, &port))
    return say (_ ("A port is a number from 1 to 65535. IMAP has 993, or 143 with STARTTLS."));
  for (guint i = 0; i < G_N_ELEMENTS (other_services); i++)
    if (other_services[i].port == port)
      return say (_ (other_services[i].reason));
  return NULL;
}

char *
bell_field_check_sender (const char *text, G_GNUC_UNUSED gpointer data)
{
  if (strlen (text) > LINE_BYTES)
    return say (_ ("This is too long. Enter one address, or one domain."));
  if (*text == '@' ? !bell_input_is_host (text + 1) : !bell_input_is_address (text))
    return say (_ ("This is not an address. Enter one such as you@example.org, or a domain such as "
                   "@example.org."));
  return NULL;
}

static gboolean
is_within (const char *text, guint least, guint most)
{
  return g_ascii_string_to_unsigned (text, 10, least, most, NULL, NULL);
}

char *
bell_field_check_renewal (const char *text, G_GNUC_UNUSED gpointer data)
{
  if (is_within (text, RENEWAL_LEAST, RENEWAL_MOST))
    return NULL;
  return say (_ ("Enter a number from 1 to 29: servers end a connection that was silent for 30 "
                 "minutes. “Automatic” finds the best one by itself."));
}

char *
bell_field_check_range (const char *text, gpointer data)
{
  const BellFieldRange *range = data;

  if (is_within (text, range->least, range->most))
    return NULL;
  return g_strdup_printf (_ ("Enter a number from %u to %u."), range->least, range->most);
}
