/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reference-counted, NUL-terminated copy of a secret; the last reference wipes it. */

#include "base/secret-text.h"

#include <string.h>

struct _BellSecretText {
  gatomicrefcount references;
  gsize           length;
  char            bytes[];
};

void
bell_secret_wipe (void *bytes, gsize length)
{
  if (length > 0) /* else BYTES may be NULL */
    explicit_bzero (bytes, length);
}

BellSecretText *
bell_secret_text_new (const char *text, gssize length)
{
  gsize           n;
  BellSecretText *self;

  g_return_val_if_fail (text != NULL, NULL);

  n = length < 0 ? strlen (text) : (gsize) length;
  self = g_malloc (sizeof *self + n + 1);
  g_atomic_ref_count_init (&self->references);
  self->length = n;
  memcpy (self->bytes, text, n);
  self->bytes[n] = '\0';
  return self;
}

BellSecretText *
bell_secret_text_ref (BellSecretText *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
bell_secret_text_unref (BellSecretText *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  bell_secret_wipe (self->bytes, self->length);
  g_free (self);
}

const char *
bell_secret_text_peek (const BellSecretText *self)
{
  return self->bytes;
}

gsize
bell_secret_text_get_length (const BellSecretText *self)
{
  return self->length;
}

gboolean
bell_secret_text_is_same (const BellSecretText *a, const BellSecretText *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->length == b->length && memcmp (a->bytes, b->bytes, a->length) == 0;
}
