/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pin-interaction.h: answers a token that asks for its PIN, once. */

#pragma once

#include <gio/gio.h>

#include "base/secret-text.h"

G_BEGIN_DECLS

#define BELL_TYPE_PIN_INTERACTION (bell_pin_interaction_get_type ())
G_DECLARE_FINAL_TYPE (
  BellPinInteraction, bell_pin_interaction, BELL, PIN_INTERACTION, GTlsInteraction)

/* PIN (nullable): there is none to give. */
GTlsInteraction *bell_pin_interaction_new (BellSecretText *pin);

/* TRUE if the token wanted one that we have not got: another, or any. */
gboolean bell_pin_interaction_has_failed (BellPinInteraction *self);

G_END_DECLS
