/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks from the certificate to its extensions, element by element. */

#include "io/certificate-purpose.h"

#include <string.h>

enum {
  TAG_OBJECT_IDENTIFIER = 0x06,
  TAG_OCTET_STRING = 0x04,
  TAG_SEQUENCE = 0x30,
  TAG_EXTENSIONS = 0xa3, /* [3] of TBSCertificate */
};

/* A part of the certificate that has not been read yet. */
typedef struct {
  const guint8 *data;
  gsize         length;
} Span;

static const guint8 extended_key_usage[] = { 0x55, 0x1d, 0x25 };       /* 2.5.29.37 */
static const guint8 any_purpose[] = { 0x55, 0x1d, 0x25, 0x00 };        /* 2.5.29.37.0 */
static const guint8 server_purpose[] = { 0x2b, 0x06, 0x01, 0x05, 0x05, /* 1.3.6.1.5.5.7.3.1 */
                                         0x07, 0x03, 0x01 };

static gboolean
take_byte (Span *from, guint8 *byte)
{
  if (from->length == 0)
    return FALSE;
  *byte = *from->data;
  from->data++;
  from->length--;
  return TRUE;
}

static gboolean
take_length (Span *from, gsize *length)
{
  guint8 first;
  guint8 byte;

  if (!take_byte (from, &first))
    return FALSE;
  *length = first;
  if (first < 0x80)
    return TRUE;
  if (first == 0x80 || first > 0x84) /* indefinite, or 4 GiB and more */
    return FALSE;
  *length = 0;
  for (guint i = 0; i < (first & 0x7fu); i++) {
    if (!take_byte (from, &byte))
      return FALSE;
    *length = *length << 8 | byte;
  }
  return TRUE;
}

/* Moves FROM behind its first element, whose tag and content are given out. */
static gboolean
take_element (Span *from, guint8 *tag, Span *content)
{
  gsize length;

  if (!take_byte (from, tag) || !take_length (from, &length) || length > from->length)
    return FALSE;
  content->data = from->data;
  content->length = length;
  from->data += length;
  from->length -= length;
  return TRUE;
}

/* The content of the first element of FROM, which must have TAG. */
static gboolean
take (Span *from, guint8 tag, Span *content)
{
  guint8 found;

  return take_element (from, &found, content) && found == tag;
}

static gboolean
equals (const Span *span, const guint8 *bytes, gsize length)
{
  return span->length == length && memcmp (span->data, bytes, length) == 0;
}

/* EXTENSIONS is left empty if there are none. FALSE: not a certificate. */
static gboolean
find_extensions (Span der, Span *extensions)
{
  Span   certificate;
  Span   body;
  Span   content;
  guint8 tag;

  if (!take (&der, TAG_SEQUENCE, &certificate) || !take (&certificate, TAG_SEQUENCE, &body))
    return FALSE;
  while (body.length > 0) {
    if (!take_element (&body, &tag, &content))
      return FALSE;
    if (tag == TAG_EXTENSIONS)
      return take (&content, TAG_SEQUENCE, extensions);
  }
  return TRUE;
}

static gboolean
purposes_allow_server (Span value)
{
  Span purposes;
  Span purpose;

  if (!take (&value, TAG_SEQUENCE, &purposes))
    return FALSE;
  while (take (&purposes, TAG_OBJECT_IDENTIFIER, &purpose))
    if (equals (&purpose, server_purpose, sizeof server_purpose) ||
        equals (&purpose, any_purpose, sizeof any_purpose))
      return TRUE;
  return FALSE;
}

gboolean
bell_certificate_allows_server (const guint8 *der, gsize length)
{
  Span   extensions = { NULL, 0 };
  Span   extension;
  Span   name;
  Span   value;
  guint8 tag;

  if (!find_extensions ((Span){ der, length }, &extensions))
    return FALSE;
  while (extensions.length > 0) {
    if (!take (&extensions, TAG_SEQUENCE, &extension) ||
        !take (&extension, TAG_OBJECT_IDENTIFIER, &name))
      return FALSE;
    if (!equals (&name, extended_key_usage, sizeof extended_key_usage))
      continue;
    /* Between the name and the value there may be a boolean: critical. */
    do {
      if (!take_element (&extension, &tag, &value))
        return FALSE;
    } while (tag != TAG_OCTET_STRING);
    return purposes_allow_server (value);
  }
  return TRUE;
}
