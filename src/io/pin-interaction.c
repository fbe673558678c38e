/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GIO asks in the main loop while the handshake waits in its thread. */

#include "io/pin-interaction.h"

struct _BellPinInteraction {
  GTlsInteraction parent_instance;
  BellSecretText *pin; /* (owned) (nullable) */
  gboolean        failed;
};

G_DEFINE_FINAL_TYPE (BellPinInteraction, bell_pin_interaction, G_TYPE_TLS_INTERACTION)

/* Some tokens ask for the same PIN again for each use of the key. One that asks because it was wrong,
 * or for the last time before it locks itself, gets none. */
static GTlsInteractionResult
bell_pin_interaction_ask_password (GTlsInteraction            *interaction,
                                   GTlsPassword               *password,
                                   G_GNUC_UNUSED GCancellable *cancellable,
                                   GError                    **error)
{
  BellPinInteraction *self = BELL_PIN_INTERACTION (interaction);
  GTlsPasswordFlags   flags = g_tls_password_get_flags (password);

  if (self->pin == NULL || (flags & (G_TLS_PASSWORD_RETRY | G_TLS_PASSWORD_FINAL_TRY))) {
    self->failed = TRUE;
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "no PIN, or a wrong one");
    return G_TLS_INTERACTION_FAILED;
  }
  g_tls_password_set_value (password, (const guchar *) bell_secret_text_peek (self->pin),
                            (gssize) bell_secret_text_get_length (self->pin));
  return G_TLS_INTERACTION_HANDLED;
}

static void
bell_pin_interaction_finalize (GObject *object)
{
  g_clear_pointer (&BELL_PIN_INTERACTION (object)->pin, bell_secret_text_unref);
  G_OBJECT_CLASS (bell_pin_interaction_parent_class)->finalize (object);
}

static void
bell_pin_interaction_class_init (BellPinInteractionClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bell_pin_interaction_finalize;
  G_TLS_INTERACTION_CLASS (class)->ask_password = bell_pin_interaction_ask_password;
}

static void
bell_pin_interaction_init (G_GNUC_UNUSED BellPinInteraction *self)
{
}

GTlsInteraction *
bell_pin_interaction_new (BellSecretText *pin)
{
  BellPinInteraction *self = g_object_new (BELL_TYPE_PIN_INTERACTION, NULL);

  self->pin = pin != NULL ? bell_secret_text_ref (pin) : NULL;
  return G_TLS_INTERACTION (self);
}

gboolean
bell_pin_interaction_has_failed (BellPinInteraction *self)
{
  return self->failed;
}
