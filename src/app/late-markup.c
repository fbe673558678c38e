/* SPDX-License-Identifier: GPL-3.0-or-later */
/* late-markup.c: stands for the readers of HTML and XML in the program. */

#include "app/modules.h"

char *
bell_html_text_new (const char *html)
{
  g_autoptr (GError) error = NULL;
  const BellMarkupModule *markup = bell_modules_get ("markup", &error);

  if (markup == NULL) {
    g_warning ("%s", error->message);
    return g_strdup (""); /* a message without a preview */
  }
  return markup->html_text_new (html);
}

GPtrArray *
bell_autoconfig_parse (
  const char *text, gsize length, const char *address, const char *domain, GError **error)
{
  const BellMarkupModule *markup = bell_modules_get ("markup", error);

  return markup != NULL ? markup->autoconfig_parse (text, length, address, domain, error) : NULL;
}
