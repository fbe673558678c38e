/* SPDX-License-Identifier: GPL-3.0-or-later */
/* secret-text.h: a password or token that wipes itself and that no printf format takes.
 * Owns: a copy of the bytes; every copy is overwritten before its memory is given back. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BellSecretText BellSecretText;

/* Copies LENGTH bytes of TEXT; LENGTH -1 means that TEXT ends with a NUL. (transfer full) */
BellSecretText *bell_secret_text_new (const char *text, gssize length);
BellSecretText *bell_secret_text_ref (BellSecretText *self);
void            bell_secret_text_unref (BellSecretText *self);

/* The bytes, NUL-terminated. The pointer is good for as long as the caller holds a reference;
 * whoever copies them wipes the copy with bell_secret_wipe(). (transfer none) */
const char *bell_secret_text_peek (const BellSecretText *self);
gsize       bell_secret_text_get_length (const BellSecretText *self);

/* Each (nullable). */
gboolean bell_secret_text_is_same (const BellSecretText *a, const BellSecretText *b);

/* Overwrites LENGTH bytes in a way that the compiler does not drop. */
void bell_secret_wipe (void *bytes, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellSecretText, bell_secret_text_unref)

G_END_DECLS
