/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exceptions-row.h: the senders whose messages are told of in quiet hours too. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BELL_TYPE_EXCEPTIONS_ROW (bell_exceptions_row_get_type ())
G_DECLARE_FINAL_TYPE (BellExceptionsRow, bell_exceptions_row, BELL, EXCEPTIONS_ROW, AdwExpanderRow)

/* SETTINGS: the general ones. Once. */
void bell_exceptions_row_set_settings (BellExceptionsRow *self, GSettings *settings);

G_END_DECLS
