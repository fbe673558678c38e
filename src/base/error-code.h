/* SPDX-License-Identifier: GPL-3.0-or-later */
/* error-code.h: an error for the log, which is made to be shown to others. Libraries put names of hosts
 * and paths below the user's home into their messages, servers what they like. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "g-io-error-quark 39". (transfer full) */
char *bell_error_get_code (const GError *error);

G_END_DECLS
