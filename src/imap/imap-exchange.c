/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all mechanisms have in common: base64, bounds, and whose turn it is. */

#include "imap/imap-exchange.h"

#include "imap/imap-error.h"
#include "imap/imap-limits.h"

#include <string.h>

struct _BellImapExchange {
  gatomicrefcount             references;
  const BellImapExchangeForm *form;
  BellImapIdentity            identity;
  guint                       n_answers;
  gboolean                    broken;
  gboolean                    was_complete;
  gboolean                    computing; /* from put() to take() */

  /* Of compute() while that goes on, in whatever thread. */
  gpointer        mechanism; /* (owned) by the form */
  guchar         *message;   /* (owned) (nullable) */
  gsize           length;
  BellSecretText *answer; /* (owned) (nullable) */
  GError         *error;  /* (owned) (nullable) */
};

/* In one piece, because a buffer that grows leaves copies behind that nobody wipes. */
static BellSecretText *
encode (const BellSecretText *answer)
{
  gsize           n = bell_secret_text_get_length (answer);
  gsize           n_coded = 4 * ((n + 2) / 3) + 1;
  char           *coded = g_malloc (n_coded);
  int             state = 0, save = 0;
  gsize           written;
  BellSecretText *text;

  written = g_base64_encode_step ((const guchar *) bell_secret_text_peek (answer), n, FALSE, coded,
                                  &state, &save);
  written += g_base64_encode_close (FALSE, coded + written, &state, &save);
  text = bell_secret_text_new (coded, (gssize) written);
  bell_secret_wipe (coded, n_coded);
  bell_secret_wipe (&save, sizeof save);
  g_free (coded);
  return text;
}

/* g_base64_decode() skips what is no base64, so a second look is needed. (transfer full) (nullable) */
static guchar *
decode (const char *challenge, gsize *length)
{
  g_autofree guchar *bytes = g_base64_decode (challenge, length);
  g_autofree char   *again = g_base64_encode (bytes, *length);

  return g_str_equal (again, challenge) ? g_steal_pointer (&bytes) : NULL;
}

static gboolean
refuse (BellImapExchange *self, GError **error, const char *why)
{
  self->broken = TRUE;
  g_set_error_literal (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_SIGN_IN_INVALID, why);
  return FALSE;
}

gboolean
bell_imap_exchange_put (BellImapExchange *self, const char *challenge, GError **error)
{
  g_autofree guchar *message = NULL;
  gsize              length = 0;

  self->was_complete = bell_imap_exchange_is_complete (self);
  if (self->computing)
    return refuse (self, error, "a challenge before the answer to the last");
  if (self->broken)
    return refuse (self, error, "a challenge after the end");
  if (self->n_answers >= BELL_IMAP_LIMIT_CHALLENGES)
    return refuse (self, error, "too many challenges");
  if (challenge != NULL && strlen (challenge) / 4 * 3 > BELL_IMAP_LIMIT_CHALLENGE_BYTES)
    return refuse (self, error, "a challenge that is too long");
  message = decode (challenge != NULL ? challenge : "", &length);
  if (message == NULL)
    return refuse (self, error, "a challenge that is no base64");
  self->message = g_steal_pointer (&message);
  self->length = length;
  self->computing = TRUE;
  return TRUE;
}

void
bell_imap_exchange_compute (BellImapExchange *self)
{
  g_autoptr (BellSecretText) answer = NULL;

  answer =
    self->form->step (self->mechanism, (const char *) self->message, self->length, &self->error);
  g_clear_pointer (&self->message, g_free);
  if (answer != NULL)
    self->answer = encode (answer);
}

BellSecretText *
bell_imap_exchange_take (BellImapExchange *self, GError **error)
{
  self->computing = FALSE;
  if (self->answer == NULL) {
    self->broken = TRUE;
    g_propagate_error (error, g_steal_pointer (&self->error));
    return NULL;
  }
  self->n_answers++;
  return g_steal_pointer (&self->answer);
}

gboolean
bell_imap_exchange_is_client_first (const BellImapExchange *self)
{
  return self->form->client_first;
}

gboolean
bell_imap_exchange_takes_time (const BellImapExchange *self)
{
  return self->form->takes_time != NULL && self->form->takes_time (self->mechanism);
}

gboolean
bell_imap_exchange_is_complete (const BellImapExchange *self)
{
  return !self->broken && !self->computing && self->form->is_complete (self->mechanism);
}

gboolean
bell_imap_exchange_was_complete (const BellImapExchange *self)
{
  return self->was_complete;
}

guint
bell_imap_exchange_get_n_answers (const BellImapExchange *self)
{
  return self->n_answers;
}

BellImapExchange *
bell_imap_exchange_new (const BellImapExchangeForm *form,
                        const char                 *mechanism,
                        const BellImapIdentity     *identity,
                        gboolean                    plus_offered,
                        GError                    **error)
{
  g_autoptr (BellImapExchange) self = g_new0 (BellImapExchange, 1);

  g_atomic_ref_count_init (&self->references);
  self->form = form;
  bell_imap_identity_copy (&self->identity, identity);
  self->mechanism = form->start (mechanism, &self->identity, plus_offered, error);
  return self->mechanism != NULL ? g_steal_pointer (&self) : NULL;
}

BellImapExchange *
bell_imap_exchange_ref (BellImapExchange *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
bell_imap_exchange_unref (BellImapExchange *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  if (self->mechanism != NULL)
    self->form->free (self->mechanism);
  bell_imap_identity_clear (&self->identity);
  g_free (self->message);
  g_clear_pointer (&self->answer, bell_secret_text_unref);
  g_clear_error (&self->error);
  g_free (self);
}
