/* SPDX-License-Identifier: GPL-3.0-or-later */
/* password-prompt.h: a password from standard input if that is no terminal (one line), else asked on
 * the terminal without echo.
 * Limits: BELL_PASSWORD_BYTES of UTF-8; an empty one, or one with a NUL, is refused.
 * Owns:   every buffer is wiped. */

#pragma once

#include "base/secret-text.h"

G_BEGIN_DECLS

#define BELL_PASSWORD_BYTES 4096

/* PROMPT: a translated question. (transfer full) (nullable): NULL with ERROR (G_IO_ERROR), a
 * translated sentence. */
BellSecretText *bell_password_read (const char *prompt, GError **error);

/* One line of FD, for tests and the above. */
BellSecretText *bell_password_read_line (int fd, GError **error);

G_END_DECLS
