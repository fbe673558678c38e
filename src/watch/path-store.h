/* SPDX-License-Identifier: GPL-3.0-or-later */
/* path-store.h: on disk, what was learnt of each path: the renewal interval, by network and server.
 * File:   $XDG_STATE_HOME/mailbell/paths, a key file with a version, replaced atomically in a worker
 *         thread. One for all accounts: two of one server share what they learn.
 * Limits: 200 paths; the one that was used least recently goes first. One that was not used for 30
 *         days is forgotten.
 * Errors: none for the user: what is lost here is learnt again within hours. A damaged file is set
 *         aside as paths.corrupt, a damaged entry counts as unknown. */

#pragma once

#include <gio/gio.h>

#include "policy/renewal.h"

G_BEGIN_DECLS

#define BELL_TYPE_PATH_STORE (bell_path_store_get_type ())
G_DECLARE_FINAL_TYPE (BellPathStore, bell_path_store, BELL, PATH_STORE, GObject)

/* DIRECTORY (nullable): NULL for $XDG_STATE_HOME/mailbell. */
BellPathStore *bell_path_store_new (const char *directory);

/* Reads the file; to be finished before the first get. Never fails. */
void bell_path_store_load_async (BellPathStore      *self,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);
void bell_path_store_load_finish (BellPathStore *self, GAsyncResult *result);

/* NETWORK: see io/network-identity.h. NOW_S: Unix seconds. RENEWAL (out): as after
 * bell_renewal_init(), which is told whether HOST is short-lived, if the path is not known. */
void bell_path_store_get (BellPathStore *self,
                          const char    *network,
                          const char    *host,
                          guint16        port,
                          gint64         now_s,
                          BellRenewal   *renewal);

/* Remembers it as used now, and writes soon. */
void bell_path_store_set (BellPathStore     *self,
                          const char        *network,
                          const char        *host,
                          guint16            port,
                          gint64             now_s,
                          const BellRenewal *renewal);

/* Done once all that was set is on disk, or cannot be. */
void bell_path_store_flush_async (BellPathStore      *self,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);
void bell_path_store_flush_finish (BellPathStore *self, GAsyncResult *result);

G_END_DECLS
