/* SPDX-License-Identifier: GPL-3.0-or-later */
/* address-book.h: who an address belongs to, asked of Evolution Data Server, the address book of GNOME
 * and others. Only its books on this computer are asked, only while it runs anyway, and never for
 * longer than BELL_ADDRESS_BOOK_MS: a notification waits for the answer.
 * Errors: those of GIO; G_IO_ERROR_NOT_FOUND if nobody there knows the address. */

#pragma once

#include <gio/gio.h>

#include "policy/contact-card.h"

G_BEGIN_DECLS

#define BELL_ADDRESS_BOOK_MS 1500

/* Pictures larger than this are not read. */
#define BELL_ADDRESS_BOOK_PICTURE_BYTES (1024 * 1024)

/* Instead of BELL_ADDRESS_BOOK_MS; for tests, where only the book decides who is first. */
void bell_address_book_set_patience (guint patience_ms);

void bell_address_book_find_async (GDBusConnection    *session,
                                   const char         *address,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);

/* Its picture, if any, has been read from its file. (transfer full) (nullable) */
BellContact *bell_address_book_find_finish (GAsyncResult *result, GError **error);

G_END_DECLS
