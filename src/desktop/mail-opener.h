/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mail-opener.h: opens a mail client, and in it that very message where there is a way:
 *  - the user's command, with "{message-id}" replaced;
 *  - a web address, likewise; Gmail's search by Message-ID needs no mark;
 *  - an application, or the desktop's default one (of x-scheme-handler/mailto): by "mid:" if it takes
 *    that, else launched without a URI so that nothing is composed. A handler that only composes
 *    (balsa-mailto-handler.desktop) is replaced by its program.
 * From inside a Flatpak the portal opens addresses, "mid:" too; it can start no program, so that without
 * an address of either kind there is G_IO_ERROR_NOT_SUPPORTED (see policy/mail-choice.h). */

#pragma once

#include <gio/gio.h>

#include <sys/types.h>

G_BEGIN_DECLS

typedef struct {
  const char        *client;     /* (nullable) "": the default; a desktop id; an https:// address */
  const char *const *command;    /* (nullable) if there are words: instead of CLIENT */
  const char        *message_id; /* (nullable) of the message to show */
} BellMailWish;

/* ACTIVATION_TOKEN (nullable): of the click, so that the window may come to the front. */
void     bell_mail_opener_open_async (const BellMailWish *wish,
                                      const char         *activation_token,
                                      GCancellable       *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data);
gboolean bell_mail_opener_open_finish (GAsyncResult *result, GError **error);

/* The program behind HANDLER, of mailto:, that only composes; or HANDLER itself. (transfer full) */
GAppInfo *bell_mail_opener_replace_composer (GAppInfo *handler);

/* The file mode mask that the started program gets: the user's, where ours is stricter. */
void   bell_mail_opener_set_program_umask (mode_t mask);
mode_t bell_mail_opener_get_program_umask (void);

G_END_DECLS
