/* SPDX-License-Identifier: GPL-3.0-or-later */
/* token-command.h: a program of the user's that prints an OAuth 2 access token on its first line.
 * It is a setting like any other, so who can write the settings can run programs by it. That is no
 * more than they can do without us: in the same database stand the programs of keyboard shortcuts
 * and of terminals. So its token is not bound to a server either: the program could be changed to
 * send it anywhere. A program from which nothing is to be had should ask before it prints.
 * Runs without a shell, with nothing on standard input; what it says on standard error is dropped.
 * Limits: 64 KiB of output, 60 s; after that it is killed, with all that it started.
 * Errors: BELL_OAUTH_ERROR_COMMAND, BELL_OAUTH_ERROR_NO_COMMAND, G_IO_ERROR_CANCELLED. */

#pragma once

#include <gio/gio.h>

#include "account/oauth-error.h"
#include "base/secret-text.h"

G_BEGIN_DECLS

void            bell_token_command_run_async (const char *const  *command,
                                              GCancellable       *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer            user_data);
BellSecretText *bell_token_command_run_finish (GAsyncResult *result,
                                               GError      **error); /* (transfer full) */

/* How long it may take, for tests. */
void bell_token_command_set_limit (guint limit_ms);

G_END_DECLS
