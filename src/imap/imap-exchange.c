/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all mechanisms have in common: base64, bounds, and whose turn it is. */

#include "imap/imap-exchange.h"

#include "imap/imap-error.h"
#include "imap/imap-limits.h"

#include <string.h>

struct _BellImapExchange {
  const BellImapExchangeForm *form;
  gpointer                    mechanism; /* (owned) by the form */
  guint                       n_answers;
  gboolean                    broken;
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

static BellSecretText *
refuse (BellImapExchange *self, GError **error, const char *why)
{
  self->broken = TRUE;
  g_set_error_literal (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_SIGN_IN_INVALID, why);
  return NULL;
}

static BellSecretText *
step (BellImapExchange *self, const char *message, gsize length, GError **error)
{
  g_autoptr (BellSecretText) answer = NULL;

  answer = self->form->step (self->mechanism, message, length, error);
  if (answer == NULL) {
    self->broken = TRUE;
    return NULL;
  }
  self->n_answers++;
  return encode (answer);
}

BellSecretText *
bell_imap_exchange_begin (BellImapExchange *self, GError **error)
{
  return self->form->client_first ? step (self, "", 0, error) : NULL;
}

BellSecretText *
bell_imap_exchange_answer (BellImapExchange *self, const char *challenge, GError **error)
{
  g_autofree guchar *message = NULL;
  gsize              length = 0;

  if (self->broken)
    return refuse (self, error, "a challenge after the end");
  if (self->n_answers >= BELL_IMAP_LIMIT_CHALLENGES)
    return refuse (self, error, "too many challenges");
  if (challenge != NULL && strlen (challenge) / 4 * 3 > BELL_IMAP_LIMIT_CHALLENGE_BYTES)
    return refuse (self, error, "a challenge that is too long");
  message = decode (challenge != NULL ? challenge : "", &length);
  if (message == NULL)
    return refuse (self, error, "a challenge that is no base64");
  return step (self, (const char *) message, length, error);
}

gboolean
bell_imap_exchange_is_complete (const BellImapExchange *self)
{
  return !self->broken && self->form->is_complete (self->mechanism);
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
  gpointer          started = form->start (mechanism, identity, plus_offered, error);
  BellImapExchange *self;

  if (started == NULL)
    return NULL;
  self = g_new0 (BellImapExchange, 1);
  self->form = form;
  self->mechanism = started;
  return self;
}

void
bell_imap_exchange_free (BellImapExchange *self)
{
  if (self == NULL)
    return;
  self->form->free (self->mechanism);
  g_free (self);
}
