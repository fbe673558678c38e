/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of the conversation, escaped so that a terminal that shows them cannot be tricked. */

#include "io/wire-log.h"

#define DOMAIN "mailbell-wire"

/* A server may send lines of 64 KiB; nobody reads that far. */
#define LENGTH_LIMIT 1000

char *
bell_wire_log_escape (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c++) {
    if (c - text == LENGTH_LIMIT) {
      g_string_append (out, "...");
      break;
    }
    if (g_ascii_isprint (*c) && *c != '\\')
      g_string_append_c (out, *c);
    else
      g_string_append_printf (out, "\\x%02x", (guchar) *c);
  }
  return g_string_free (out, FALSE);
}

gboolean
bell_wire_log_is_enabled (void)
{
  return !g_log_writer_default_would_drop (G_LOG_LEVEL_DEBUG, DOMAIN);
}

void
bell_wire_log (char direction, const char *label, const char *text)
{
  g_autofree char *escaped = NULL;

  if (!bell_wire_log_is_enabled ())
    return;
  escaped = bell_wire_log_escape (text);
  g_log_structured (DOMAIN, G_LOG_LEVEL_DEBUG, "MESSAGE", "%s %c: %s", label, direction, escaped);
}
