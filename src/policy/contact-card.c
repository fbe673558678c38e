/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contact-card.c: name and picture from a card of an address book. */

#include "policy/contact-card.h"

#include "mail/message-summary.h"
#include "mail/safe-text.h"

#include <string.h>

/* Lines that were folded are whole again (RFC 6350 §3.2). (transfer full) */
static char *
unfold (const char *card)
{
  g_autofree char *start = g_strndup (card, BELL_CONTACT_CARD_BYTES);
  GString         *text = g_string_sized_new (strlen (start));

  for (const char *p = start; *p != '\0'; p++) {
    if (p[0] == '\n' && (p[1] == ' ' || p[1] == '\t'))
      p++;
    else if (*p != '\r')
      g_string_append_c (text, *p);
  }
  return g_string_free (text, FALSE);
}

/* The value of LINE if it is the property NAME: "item1.FN;CHARSET=UTF-8:Ada". (nullable) */
static const char *
get_value (const char *line, const char *name)
{
  const char *colon = strchr (line, ':');
  gsize       length = strcspn (line, ";:");
  const char *dot = memchr (line, '.', length);
  const char *begin = dot != NULL ? dot + 1 : line;

  if (colon == NULL || (gsize) (line + length - begin) != strlen (name) ||
      g_ascii_strncasecmp (begin, name, strlen (name)) != 0)
    return NULL;
  return colon + 1;
}

/* A backslash stands before commas and the like. (transfer full) */
static char *
read_text (const char *value)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *p = value; *p != '\0'; p++) {
    if (*p == '\\' && p[1] != '\0')
      p++;
    g_string_append_c (text, *p);
  }
  return bell_safe_text (text->str, -1, BELL_SENDER_GRAPHEMES);
}

/* A file of this computer, bytes in base64 ("data:" or not), or an address, which is left alone. */
static void
take_picture (BellContact *self, const char *value)
{
  const char *base64 = strstr (value, ";base64,");

  if (self->picture != NULL || self->picture_path != NULL)
    return;
  if (g_str_has_prefix (value, "file:///")) {
    self->picture_path = g_filename_from_uri (value, NULL, NULL);
  } else if (strstr (value, "://") == NULL) {
    gsize   length;
    guchar *bytes =
      g_base64_decode (base64 != NULL ? base64 + strlen (";base64,") : value, &length);

    if (length > 0)
      self->picture = g_bytes_new_take (bytes, length);
    else
      g_free (bytes);
  }
}

BellContact *
bell_contact_new (const char *card)
{
  BellContact     *self = g_new0 (BellContact, 1);
  g_autofree char *text = unfold (card);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    const char *name = get_value (lines[i], "FN");
    const char *picture = get_value (lines[i], "PHOTO");

    if (name != NULL && self->name == NULL)
      self->name = read_text (name);
    else if (picture != NULL)
      take_picture (self, picture);
  }
  if (self->name == NULL)
    self->name = g_strdup ("");
  return self;
}

void
bell_contact_free (BellContact *self)
{
  g_free (self->name);
  g_free (self->picture_path);
  g_clear_pointer (&self->picture, g_bytes_unref);
  g_free (self);
}
