/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mail-link.c: how a mail client is told which message to show. */

#include "policy/mail-link.h"

#include <string.h>

#define GMAIL "https://mail.google.com/"
#define GMAIL_SEARCH "#search/rfc822msgid%3A"

gboolean
bell_mail_link_is_web (const char *client)
{
  return g_str_has_prefix (client, "https://");
}

char *
bell_mail_link_mid (const char *message_id)
{
  g_autofree char *escaped = g_uri_escape_string (message_id, "@!$*+=", FALSE);

  return g_strconcat ("mid:", escaped, NULL);
}

static char *
replace_mark (const char *template, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (template, BELL_MAIL_LINK_MARK, -1);

  return g_strjoinv (text, parts);
}

/* "https://mail.example.org/" */
static char *
cut_to_origin (const char *address)
{
  const char *host = strstr (address, "://");
  gsize       length;

  if (host == NULL)
    return g_strdup (address);
  length = (gsize) (host - address) + 3;
  length += strcspn (address + length, "/?#");
  return g_strdup_printf ("%.*s/", (int) length, address);
}

char *
bell_mail_link_web (const char *template, const char *message_id)
{
  g_autofree char *escaped = NULL;
  gboolean         marked = strstr (template, BELL_MAIL_LINK_MARK) != NULL;

  if (message_id == NULL || *message_id == '\0')
    return marked ? cut_to_origin (template) : g_strdup (template);
  escaped = g_uri_escape_string (message_id, NULL, FALSE);
  if (marked)
    return replace_mark (template, escaped);
  if (g_str_has_prefix (template, GMAIL) && strchr (template, '#') == NULL)
    return g_strconcat (template, GMAIL_SEARCH, escaped, NULL);
  return g_strdup (template);
}

char **
bell_mail_link_command (const char *const *command, const char *message_id)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (; *command != NULL; command++) {
    g_autofree char *word = NULL;

    if (strstr (*command, BELL_MAIL_LINK_MARK) == NULL) {
      g_strv_builder_add (words, *command);
      continue;
    }
    if (message_id == NULL || *message_id == '\0')
      continue;
    word = replace_mark (*command, message_id);
    if (*word != '-' || **command == '-')
      g_strv_builder_add (words, word);
  }
  return g_strv_builder_end (words);
}
