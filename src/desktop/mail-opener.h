/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mail-opener.h: opens the desktop's mail client: the default application for
 * x-scheme-handler/mailto, launched without a URI so that nothing is composed. A handler that only
 * composes (balsa-mailto-handler.desktop) is replaced by its program. */

#pragma once

#include <gio/gio.h>

#include <sys/types.h>

G_BEGIN_DECLS

/* ACTIVATION_TOKEN (nullable): of the click, so that the window may come to the front. */
void     bell_mail_opener_open_async (const char         *activation_token,
                                      GCancellable       *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data);
gboolean bell_mail_opener_open_finish (GAsyncResult *result, GError **error);

/* The file mode mask that the started program gets: the user's, where ours is stricter. */
void   bell_mail_opener_set_program_umask (mode_t mask);
mode_t bell_mail_opener_get_program_umask (void);

G_END_DECLS
