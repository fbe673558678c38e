/* SPDX-License-Identifier: GPL-3.0-or-later */
/* refused-pins.h: what did not open the client certificate of an account, so that it is not tried
 * again of itself: three wrong PINs lock a token. The last one for each account, for as long as the
 * program runs.
 * In: SOURCE, the path or the URI of the certificate; PIN (nullable), NULL: there was none. A PIN that
 *     was refused stays so while none is to be had. */

#pragma once

#include "base/secret-text.h"

G_BEGIN_DECLS

void bell_refused_pins_add (const char *account_id, const char *source, BellSecretText *pin);

/* It may have opened since, or the user insists. */
void bell_refused_pins_forget (const char *account_id);

/* TRUE if SOURCE did not open. */
gboolean bell_refused_pins_has (const char *account_id, const char *source);

/* TRUE if SOURCE would not open by PIN either: it is the same one, or none. */
gboolean bell_refused_pins_has_pin (const char           *account_id,
                                    const char           *source,
                                    const BellSecretText *pin);

G_END_DECLS
