/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hook-environment.h: the surroundings in which the command of an account runs.
 * Outside of a sandbox: the environment of the session. In a Flatpak: the host, if that is permitted;
 * what stands in the sandbox is of no use to the user. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* SESSION without what was meant for this process alone (its start-up notification, its sockets from
 * a service manager, its debug settings), and with FACTS ("NAME=value"), which nothing else may
 * set. (transfer full) */
char **bell_hook_environment_new (const char *const *session, const char *const *facts);

/* INFO: the file that describes the sandbox. G_IO_ERROR_PERMISSION_DENIED with a sentence that says how
 * to give the permission. */
gboolean bell_hook_sandbox_check (const char *info, GError **error);

/* COMMAND as it is run on the host: with the environment that is read from ENVIRONMENT_FD, and ended
 * there after LIMIT_S seconds. (transfer full) */
char **bell_hook_sandbox_wrap (const char *const *command, guint limit_s, int environment_fd);

/* The exit status of the wrapped command that says so. */
#define BELL_HOOK_SANDBOX_TIMED_OUT 124

G_END_DECLS
