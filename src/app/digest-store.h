/* SPDX-License-Identifier: GPL-3.0-or-later */
/* digest-store.h: on disk, which messages the digests on the screen tell of, so that they shrink and are
 * withdrawn after a restart too.
 * File: mailbell/digests in the user's runtime directory, which lasts as long as notifications do:
 *       UIDs and numbers, nothing of what messages say. What cannot be read or written is withdrawn
 *       later than it could be. */

#pragma once

#include <gio/gio.h>

#include "policy/shown-notices.h"

G_BEGIN_DECLS

#define BELL_TYPE_DIGEST_STORE (bell_digest_store_get_type ())
G_DECLARE_FINAL_TYPE (BellDigestStore, bell_digest_store, BELL, DIGEST_STORE, GObject)

/* DIRECTORY (nullable): NULL for the usual one. */
BellDigestStore *bell_digest_store_new (const char *directory);

/* Reads what earlier runs have shown; finish adds it to SHOWN. Never fails. */
void bell_digest_store_load_async (BellDigestStore    *self,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);
void bell_digest_store_load_finish (BellDigestStore  *self,
                                    GAsyncResult     *result,
                                    BellShownNotices *shown);

/* Writes the digests of SHOWN soon, if they have changed. */
void bell_digest_store_update (BellDigestStore *self, BellShownNotices *shown);

/* Done once all that has changed is on disk, or cannot be. */
void bell_digest_store_flush_async (BellDigestStore    *self,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
void bell_digest_store_flush_finish (BellDigestStore *self, GAsyncResult *result);

G_END_DECLS
