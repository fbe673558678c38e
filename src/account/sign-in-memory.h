/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign-in-memory.h: what an account's earlier sign-ins teach the next: not to take a weaker way than the
 * strongest that has worked at this host (protocol row A1), and not to try a channel binding, or a
 * client certificate, that the server asks for and does not take.
 * File:   a group for each host, in the file of watch/seen-store.h, which alone writes it. Whoever signs in
 *         beside the applet, for a check or to try a password, reads it here.
 * Errors: a file that is missing or damaged: nothing is known. */

#pragma once

#include <gio/gio.h>

#include "imap/imap-client.h"

G_BEGIN_DECLS

/* What the group of a host begins with. */
#define BELL_SIGN_IN_MEMORY_PREFIX "sign-in:"

typedef struct {
  char   mechanism[32];      /* its name; empty: none is known */
  gint64 plus_broken_at;     /* Unix seconds; 0: channel binding is not known to be broken there */
  gint64 external_broken_at; /* the same of EXTERNAL */
} BellSignInMemory;

/* HOST is the same in any case. (transfer full) */
char *bell_sign_in_memory_get_group (const char *host);

/* FALSE, and SELF untouched, if the group is damaged. */
gboolean bell_sign_in_memory_read (BellSignInMemory *self, GKeyFile *file, const char *group);
void bell_sign_in_memory_write (const BellSignInMemory *self, GKeyFile *file, const char *group);

/* Fills in what CONFIG wants to know of it. SELF must outlive CONFIG. NOW_S: Unix seconds. */
void bell_sign_in_memory_apply (const BellSignInMemory *self,
                                gint64                  now_s,
                                BellImapClientConfig   *config);

/* CHOSEN: the user has named the mechanism. READY: the event of that type. */
void bell_sign_in_memory_learn (BellSignInMemory    *self,
                                gboolean             chosen,
                                gint64               now_s,
                                const BellImapEvent *ready);

/* DIRECTORY (nullable): NULL for $XDG_STATE_HOME/mailbell. (transfer full) */
char *bell_sign_in_memory_get_path (const char *directory, const char *account_id);

/* What the account knows of HOST. */
void bell_sign_in_memory_load_async (const char         *account_id,
                                     const char         *host,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);
/* FALSE with G_IO_ERROR_CANCELLED alone. */
gboolean bell_sign_in_memory_load_finish (GAsyncResult     *result,
                                          BellSignInMemory *memory, /* (out) */
                                          GError          **error);

G_END_DECLS
