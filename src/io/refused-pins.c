/* SPDX-License-Identifier: GPL-3.0-or-later */
/* refused-pins.c: a table of the PINs that were refused last. */

#include "io/refused-pins.h"

typedef struct {
  char           *source; /* (owned) */
  BellSecretText *pin;    /* (owned) (nullable) */
} Refusal;

/* (owned) (nullable) of Refusal, by account. */
static GHashTable *refusals;

static void
refusal_free (gpointer data)
{
  Refusal *self = data;

  g_free (self->source);
  g_clear_pointer (&self->pin, bell_secret_text_unref);
  g_free (self);
}

/* (nullable) */
static const Refusal *
find (const char *account_id, const char *source)
{
  const Refusal *self = refusals != NULL ? g_hash_table_lookup (refusals, account_id) : NULL;

  return self != NULL && g_str_equal (self->source, source) ? self : NULL;
}

void
bell_refused_pins_add (const char *account_id, const char *source, BellSecretText *pin)
{
  Refusal *self;

  if (pin == NULL && find (account_id, source) != NULL)
    return;
  if (refusals == NULL)
    refusals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, refusal_free);
  self = g_new0 (Refusal, 1);
  self->source = g_strdup (source);
  self->pin = pin != NULL ? bell_secret_text_ref (pin) : NULL;
  g_hash_table_replace (refusals, g_strdup (account_id), self);
}

void
bell_refused_pins_forget (const char *account_id)
{
  if (refusals != NULL)
    g_hash_table_remove (refusals, account_id);
}

gboolean
bell_refused_pins_has (const char *account_id, const char *source)
{
  return find (account_id, source) != NULL;
}

gboolean
bell_refused_pins_has_pin (const char *account_id, const char *source, const BellSecretText *pin)
{
  const Refusal *self = find (account_id, source);

  return self != NULL && (pin == NULL || bell_secret_text_is_same (pin, self->pin));
}
