/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Modified UTF-7: printable ASCII stands for itself, "&-" for "&", and all else is UTF-16 in a
 * base64 of its own between "&" and "-". Decoding is strict: each name has one encoding only, so
 * what is none is shown as it came. */

#include "imap/imap-mailbox-name.h"

#include <string.h>

static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

static gboolean
stands_for_itself (gunichar character)
{
  return character >= 0x20 && character <= 0x7e;
}

static void
append_base64 (GString *wire, const gunichar2 *units, glong n_units)
{
  guint32 bits = 0;
  guint   n_bits = 0;

  for (glong i = 0; i < n_units; i++) {
    bits = (bits << 16) | units[i];
    n_bits += 16;
    for (; n_bits >= 6; n_bits -= 6)
      g_string_append_c (wire, base64[(bits >> (n_bits - 6)) & 0x3f]);
  }
  if (n_bits > 0)
    g_string_append_c (wire, base64[(bits << (6 - n_bits)) & 0x3f]);
}

/* Encodes the run of characters at TEXT that cannot stand for themselves; returns its end. */
static const char *
append_shifted (GString *wire, const char *text)
{
  g_autofree gunichar2 *units = NULL;
  const char           *end = text;
  glong                 n_units;

  while (*end != '\0' && !stands_for_itself (g_utf8_get_char (end)))
    end = g_utf8_next_char (end);
  units = g_utf8_to_utf16 (text, end - text, NULL, &n_units, NULL);

  g_string_append_c (wire, '&');
  append_base64 (wire, units, n_units);
  g_string_append_c (wire, '-');

  return end;
}

char *
bell_imap_mailbox_name_encode (const char *name)
{
  GString *wire;

  if (!g_utf8_validate (name, -1, NULL))
    return NULL;

  wire = g_string_new (NULL);
  while (*name != '\0') {
    if (!stands_for_itself (g_utf8_get_char (name))) {
      name = append_shifted (wire, name);
      continue;
    }
    g_string_append_c (wire, *name);
    if (*name == '&')
      g_string_append_c (wire, '-');
    name++;
  }

  return g_string_free (wire, FALSE);
}

/* The UTF-16 units of LENGTH base64 characters; FALSE if there are none, or bits are left over. */
static gboolean
decode_base64 (const char *text, gsize length, GArray *units)
{
  guint32 bits = 0;
  guint   n_bits = 0;

  for (gsize i = 0; i < length; i++) {
    const char *digit = text[i] != '\0' ? strchr (base64, text[i]) : NULL;

    if (digit == NULL)
      return FALSE;
    bits = (bits << 6) | (guint32) (digit - base64);
    n_bits += 6;
    if (n_bits >= 16) {
      gunichar2 unit = (gunichar2) (bits >> (n_bits - 16));

      n_bits -= 16;
      g_array_append_val (units, unit);
    }
  }

  return units->len > 0 && n_bits < 6 && (bits & ((1u << n_bits) - 1)) == 0;
}

static gboolean
append_decoded (GString *name, const char *text, gsize length)
{
  g_autoptr (GArray) units = g_array_new (FALSE, FALSE, sizeof (gunichar2));
  g_autofree char *decoded = NULL;

  if (!decode_base64 (text, length, units))
    return FALSE;
  for (guint i = 0; i < units->len; i++) {
    gunichar2 unit = g_array_index (units, gunichar2, i);

    if (unit == 0 || stands_for_itself (unit))
      return FALSE;
  }
  decoded =
    g_utf16_to_utf8 ((gunichar2 *) (gpointer) units->data, (glong) units->len, NULL, NULL, NULL);
  if (decoded == NULL)
    return FALSE;
  g_string_append (name, decoded);

  return TRUE;
}

/* RFC 3501 §5.1.3 allows no shift directly behind another one. */
static gboolean
is_superfluous_shift (const char *behind)
{
  return behind[0] == '&' && behind[1] != '-';
}

static gboolean
decode_utf7 (const char *wire, GString *name)
{
  while (*wire != '\0') {
    const char *end;

    if (!stands_for_itself ((guchar) *wire))
      return FALSE;
    if (*wire != '&') {
      g_string_append_c (name, *wire++);
      continue;
    }

    end = strchr (wire, '-');
    if (end == NULL)
      return FALSE;
    if (end == wire + 1)
      g_string_append_c (name, '&');
    else if (!append_decoded (name, wire + 1, (gsize) (end - wire - 1)) ||
             is_superfluous_shift (end + 1))
      return FALSE;
    wire = end + 1;
  }

  return TRUE;
}

static gboolean
is_ascii (const char *text)
{
  for (; *text != '\0'; text++) {
    if ((guchar) *text >= 0x80)
      return FALSE;
  }

  return TRUE;
}

char *
bell_imap_mailbox_name_decode (const char *wire)
{
  g_autoptr (GString) name = NULL;

  if (!is_ascii (wire))
    return g_utf8_validate (wire, -1, NULL) ? g_strdup (wire) : NULL;

  name = g_string_new (NULL);
  if (!decode_utf7 (wire, name))
    return NULL;

  return g_strdup (name->str);
}

gboolean
bell_imap_mailbox_name_is_inbox (const char *name)
{
  return g_ascii_strcasecmp (name, "INBOX") == 0;
}
