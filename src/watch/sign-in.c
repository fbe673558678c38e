/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A question under way holds a reference; what was stopped or freed meanwhile does not hear of its
 * answer. */

#include "watch/sign-in.h"

#include "imap/imap-error.h"
#include "io/client-certificate.h"
#include "io/clock.h"
#include "io/failure.h"
#include "io/refused-pins.h"
#include "policy/backoff.h"
#include "watch/log-words.h"

/* When this much of a token's life is over there is a fresh one, in percent. */
#define GOOD_LIFE 80

/* Whatever a provider says of its tokens: no more often than this. */
#define SHORTEST_RENEWAL (5 * BELL_SECOND)

struct _BellSignIn {
  BellAccount    *account; /* (owned) */
  BellSignInCalls calls;
  gpointer        user_data;

  GCancellable     *cancellable; /* (owned) (nullable) of the question under way */
  BellAlarm        *alarm;       /* (owned) (nullable): NULL once it is freed; the next question */
  guint             attempt;
  BellSignInSecret *secret;   /* (owned) (nullable) the one in use */
  gboolean          stands;   /* the server has taken it, and not said BYE */
  BellSignInSecret *refused;  /* (owned) (nullable) the last that the server did not take */
  GError           *refusal;  /* (owned) (nullable) how it was refused */
  gboolean          insisted; /* a fresh one was asked for since the server last took one */
};

static void ask (BellSignIn *self);

static void
forget_refused (BellSignIn *self)
{
  g_clear_pointer (&self->refused, bell_sign_in_secret_unref);
  g_clear_error (&self->refusal);
}

static void
sign_in_clear (gpointer data)
{
  BellSignIn *self = data;

  g_clear_pointer (&self->secret, bell_sign_in_secret_unref);
  forget_refused (self);
  g_object_unref (self->account);
}

static void
release (BellSignIn *self)
{
  g_rc_box_release_full (self, sign_in_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellSignIn, release)

static void
drop_question (BellSignIn *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  bell_alarm_set (self->alarm, BELL_NEVER);
}

/* SECRET (transfer full). */
static void
take (BellSignIn *self, BellSignInSecret *secret)
{
  gint64 now_us = bell_clock_now ();
  gint64 left_us = secret->expires_at_us - now_us;

  g_clear_pointer (&self->secret, bell_sign_in_secret_unref);
  self->secret = secret;
  self->attempt = 0;
  if (secret->expires_at_us != BELL_NEVER)
    bell_alarm_set (self->alarm,
                    now_us + MAX (left_us / 100 * GOOD_LIFE + BELL_SECOND, SHORTEST_RENEWAL));
}

static void
tell_failed (BellSignIn *self, const GError *error, gint64 retry_at_us)
{
  g_autofree char *words = bell_log_words_for_error (self->account, error);

  g_debug ("%s: nothing to sign in with: %s", bell_account_get_id (self->account), words);
  self->calls.failed (error, retry_at_us, self->user_data);
}

/* There is still only the one that the server did not take. */
static void
refuse_again (BellSignIn *self)
{
  g_autoptr (GError) error = g_error_copy (self->refusal);

  tell_failed (self, error, BELL_NEVER);
}

/* What stands is good for as long as the server likes; meanwhile it is tried again in silence. */
static void
fail (BellSignIn *self, const GError *error)
{
  BellFailure kind = bell_failure_sort (error);
  gboolean    mends = kind != BELL_FAILURE_ASK_USER;
  gint64      retry_at_us = BELL_NEVER;

  if (mends && (kind != BELL_FAILURE_WAIT_FOR_SECRETS || self->stands))
    retry_at_us = bell_clock_now () +
                  bell_backoff_delay (BELL_BACKOFF_ORDINARY, self->attempt++, g_random_int ());
  bell_alarm_set (self->alarm, retry_at_us);
  if (!mends || !self->stands)
    tell_failed (self, error, retry_at_us);
}

static void
on_answer (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellSignIn) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellSignInSecret) secret = bell_sign_in_secret_ask_finish (result, &error);
  gboolean is_new;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (secret == NULL) {
    fail (self, error);
    return;
  }
  if (bell_sign_in_secret_is_same (secret, self->refused)) {
    refuse_again (self);
    return;
  }
  is_new = !self->stands || !bell_sign_in_secret_is_same (secret, self->secret);
  self->stands = self->stands && (secret->token != NULL || !is_new);
  take (self, g_steal_pointer (&secret));
  if (is_new)
    self->calls.got (self->secret, self->user_data);
}

static void
ask_for_secret (BellSignIn *self)
{
  bell_sign_in_secret_ask_async (self->account, self->insisted && !self->stands, self->cancellable,
                                 on_answer, g_rc_box_acquire (self));
}

static void
on_certificate_opened (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellSignIn) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellClientCertificate) certificate =
    bell_client_certificate_load_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (certificate != NULL) {
    ask_for_secret (self);
    return;
  }
  g_clear_object (&self->cancellable);
  fail (self, error);
}

/* A client certificate that did not open is tried before anything else, since the connection would
 * only fail of it. */
static void
ask (BellSignIn *self)
{
  const char *id = bell_account_get_id (self->account);
  const char *source = bell_account_get_client_certificate (self->account);

  drop_question (self);
  self->cancellable = g_cancellable_new ();
  if (source != NULL && bell_refused_pins_has (id, source))
    bell_client_certificate_load_async (source, id, self->cancellable, on_certificate_opened,
                                        g_rc_box_acquire (self));
  else
    ask_for_secret (self);
}

static void
on_alarm (gpointer user_data)
{
  ask (user_data);
}

BellSignIn *
bell_sign_in_new (BellAccount *account, const BellSignInCalls *calls, gpointer user_data)
{
  BellSignIn *self = g_rc_box_new0 (BellSignIn);

  self->account = g_object_ref (account);
  self->calls = *calls;
  self->user_data = user_data;
  self->alarm = bell_alarm_new (on_alarm, self);
  return self;
}

void
bell_sign_in_free (BellSignIn *self)
{
  bell_sign_in_stop (self);
  g_clear_pointer (&self->alarm, bell_alarm_free);
  release (self);
}

void
bell_sign_in_ask (BellSignIn *self)
{
  self->stands = FALSE;
  ask (self);
}

void
bell_sign_in_renew (BellSignIn *self)
{
  self->stands = FALSE;
  if (self->cancellable == NULL)
    ask (self);
}

BellSignInSecret *
bell_sign_in_get_secret (BellSignIn *self)
{
  return self->secret;
}

void
bell_sign_in_taken (BellSignIn *self)
{
  self->stands = TRUE;
  self->insisted = FALSE;
  forget_refused (self);
}

gboolean
bell_sign_in_stands (BellSignIn *self)
{
  return self->stands;
}

static gboolean
is_unexplained (const GError *error)
{
  return g_error_matches (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_UNEXPLAINED);
}

gboolean
bell_sign_in_is_concerned (const GError *error)
{
  return is_unexplained (error) ||
         g_error_matches (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_SIGN_IN_REFUSED) ||
         g_error_matches (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_SIGN_IN_UNCLEAR) ||
         g_error_matches (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_TOKEN_REFUSED);
}

gboolean
bell_sign_in_may_be_mended (const GError *error)
{
  return bell_sign_in_is_concerned (error) ||
         bell_failure_sort (error) == BELL_FAILURE_WAIT_FOR_SECRETS;
}

gboolean
bell_sign_in_refused (BellSignIn *self, const GError *error)
{
  gboolean first_time = !self->insisted;

  self->stands = FALSE;
  if (!bell_sign_in_is_concerned (error) || self->secret == NULL)
    return FALSE;
  forget_refused (self);
  self->refused = g_steal_pointer (&self->secret);
  self->refusal = g_error_copy (error);
  if (self->refused->token == NULL || !first_time)
    return FALSE;
  self->insisted = TRUE;
  ask (self);
  return TRUE;
}

gboolean
bell_sign_in_has_refused (BellSignIn *self)
{
  return self->refused != NULL;
}

void
bell_sign_in_network_changed (BellSignIn *self)
{
  if (is_unexplained (self->refusal))
    forget_refused (self);
}

void
bell_sign_in_forget_refused (BellSignIn *self)
{
  forget_refused (self);
  self->insisted = FALSE;
  bell_sign_in_secret_forget_refusal (self->account);
  bell_refused_pins_forget (bell_account_get_id (self->account));
}

void
bell_sign_in_stop (BellSignIn *self)
{
  drop_question (self);
  self->stands = FALSE;
  g_clear_pointer (&self->secret, bell_sign_in_secret_unref);
}
