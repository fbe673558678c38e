/* SPDX-License-Identifier: GPL-3.0-or-later */
/* set-up-input.c: one check for each field. */

#include "setup/set-up-input.h"

#include "base/secret-text.h"
#include "setup/mail-domain.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* More than the longest address: whoever pastes that has something else on the clipboard. */
#define QUOTED_BYTES 320

/* Ports that people take from a page about sending or fetching mail. */
static const struct {
  guint16     port;
  const char *text;
} other_services[] = {
  { 25, N_ ("Port 25 is for sending mail. IMAP is most often on port 993.") },
  { 110, N_ ("Port 110 is for POP3, which cannot push. IMAP is most often on port 993.") },
  { 465, N_ ("Port 465 is for sending mail. IMAP is most often on port 993.") },
  { 587, N_ ("Port 587 is for sending mail. IMAP is most often on port 993.") },
  { 995, N_ ("Port 995 is for POP3, which cannot push. IMAP is most often on port 993.") },
};

static const char *
peek (const BellSetUpInput *input, BellSetUpField field)
{
  return input->fields[field] != NULL ? input->fields[field] : "";
}

char *
bell_set_up_input_get (const BellSetUpInput *input, BellSetUpField field)
{
  char *text = g_strdup (peek (input, field));

  return field == BELL_SET_UP_FIELD_PASSWORD ? text : g_strstrip (text);
}

BellSetUpInput *
bell_set_up_input_copy (const BellSetUpInput *input)
{
  BellSetUpInput *copy = g_memdup2 (input, sizeof *input);

  for (BellSetUpField field = BELL_SET_UP_FIELD_NONE; field < BELL_SET_UP_N_FIELDS; field++)
    copy->fields[field] =
      field != BELL_SET_UP_FIELD_PASSWORD ? bell_set_up_input_get (input, field) : NULL;
  copy->mechanism = g_strdup (input->mechanism);
  return copy;
}

void
bell_set_up_input_free (BellSetUpInput *copy)
{
  for (guint i = 0; i < BELL_SET_UP_N_FIELDS; i++)
    g_free ((char *) copy->fields[i]);
  g_free ((char *) copy->mechanism);
  g_free (copy);
}

gboolean
bell_set_up_input_is_same_server (const BellSetUpInput *a, const BellSetUpInput *b)
{
  static const BellSetUpField deciding[] = { BELL_SET_UP_FIELD_ADDRESS, BELL_SET_UP_FIELD_HOST,
                                             BELL_SET_UP_FIELD_PORT, BELL_SET_UP_FIELD_USER };

  if (a == NULL || a->security_chosen != b->security_chosen || a->security != b->security)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (deciding); i++) {
    g_autofree char *one = bell_set_up_input_get (a, deciding[i]);
    g_autofree char *other = bell_set_up_input_get (b, deciding[i]);

    if (!g_str_equal (one, other))
      return FALSE;
  }
  return TRUE;
}

static gboolean
has_control (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

/* (transfer full) (nullable) */
static char *
check_line (const char *text, gsize limit)
{
  if (strlen (text) > limit)
    return g_strdup (_ ("That is too long. Was something else pasted here?"));
  if (!g_utf8_validate (text, -1, NULL) || has_control (text))
    return g_strdup (_ ("That holds a line break or another character that cannot be here."));
  return NULL;
}

/* (transfer full) (nullable) */
static char *
check_address (const char *text)
{
  g_autofree char *wrong = NULL;
  g_autofree char *domain = NULL;
  g_autoptr (GError) error = NULL;

  if (*text == '\0')
    return g_strdup (_ ("Enter your mail address."));
  wrong = check_line (text, QUOTED_BYTES);
  if (wrong != NULL)
    return g_steal_pointer (&wrong);
  domain = bell_mail_domain_of (text, &error);
  if (domain == NULL)
    return g_strdup (error->message);
  if (strchr (text, '@') != strrchr (text, '@'))
    return g_strdup (_ ("That is not a mail address. Give one such as you@example.org."));
  return NULL;
}

/* (transfer full) (nullable): an address literal, or a name in ASCII. */
static char *
normalise_host (const char *text)
{
  return g_hostname_is_ip_address (text) ? g_strdup (text) : bell_mail_domain_normalise_host (text);
}

/* (transfer full) (nullable) */
static char *
check_host (const char *text)
{
  g_autofree char *host = NULL;

  if (*text == '\0')
    return NULL;
  host = normalise_host (text);
  if (host != NULL)
    return NULL;
  if (strstr (text, "://") != NULL)
    return g_strdup (_ ("Give the name of the server alone, without what stands before or after "
                        "it, such as imap.example.org."));
  if (strchr (text, ':') != NULL)
    return g_strdup (
      _ ("Give the name of the server alone, such as imap.example.org, and the port below."));
  return g_strdup (_ ("That cannot be the name of a server. It looks like imap.example.org."));
}

/* (transfer full) (nullable) */
static char *
check_port (const char *text)
{
  guint64 port;

  if (*text == '\0')
    return NULL;
  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &port, NULL))
    return g_strdup (_ ("A port is a number from 1 to 65535. IMAP is most often on port 993."));
  for (guint i = 0; i < G_N_ELEMENTS (other_services); i++)
    if (other_services[i].port == port)
      return g_strdup (_ (other_services[i].text));
  return NULL;
}

char *
bell_set_up_input_check (const BellSetUpInput *input, BellSetUpField field)
{
  g_autofree char *text = bell_set_up_input_get (input, field);
  char            *wrong = NULL;

  switch (field) {
  case BELL_SET_UP_FIELD_ADDRESS:
    wrong = check_address (text);
    break;
  case BELL_SET_UP_FIELD_PASSWORD:
    wrong = check_line (text, BELL_SET_UP_PASSWORD_BYTES);
    bell_secret_wipe (text, strlen (text));
    break;
  case BELL_SET_UP_FIELD_HOST:
    wrong = check_host (text);
    break;
  case BELL_SET_UP_FIELD_PORT:
    wrong = check_port (text);
    break;
  case BELL_SET_UP_FIELD_NAME:
  case BELL_SET_UP_FIELD_USER:
    wrong = check_line (text, BELL_SET_UP_NAME_BYTES);
    break;
  case BELL_SET_UP_FIELD_NONE:
  case BELL_SET_UP_N_FIELDS:
  default:
    break;
  }
  return wrong;
}

BellSetUpField
bell_set_up_input_find_mistake (const BellSetUpInput *input, char **sentence)
{
  for (BellSetUpField field = BELL_SET_UP_FIELD_NAME; field < BELL_SET_UP_N_FIELDS; field++) {
    char *wrong = bell_set_up_input_check (input, field);

    if (wrong != NULL) {
      *sentence = wrong;
      return field;
    }
  }
  return BELL_SET_UP_FIELD_NONE;
}

guint16
bell_set_up_input_get_port (const BellSetUpInput *input)
{
  g_autofree char *text = bell_set_up_input_get (input, BELL_SET_UP_FIELD_PORT);

  return (guint16) g_ascii_strtoull (text, NULL, 10);
}

char *
bell_set_up_input_get_host (const BellSetUpInput *input)
{
  g_autofree char *text = bell_set_up_input_get (input, BELL_SET_UP_FIELD_HOST);

  return *text != '\0' ? normalise_host (text) : NULL;
}

BellSecurity
bell_set_up_input_get_security (const BellSetUpInput *input, guint16 port)
{
  if (input->security_chosen)
    return input->security;
  return port == bell_security_get_default_port (BELL_SECURITY_STARTTLS) ? BELL_SECURITY_STARTTLS
                                                                         : BELL_SECURITY_TLS;
}
