/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keyring-prompt.h: asks the Secret Service to unlock what it holds for an account, which shows the
 * person a prompt. Only on their wish: see credentials.h.
 * Nothing waits for the prompt: that the secrets are open is seen by who watches them
 * (BellCredentialsWatch). It is left alone however it ends, since gnome-keyring 42 aborts when a prompt
 * is cancelled by its caller.
 * Source: the Secret Service specification of freedesktop.org. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Returns at once. Does nothing where nothing is locked, or there is no Secret Service. */
void bell_keyring_prompt_show (GDBusConnection *session, const char *account_id);

G_END_DECLS
