/* SPDX-License-Identifier: GPL-3.0-or-later */
/* operation.h: one step of a connection that ends early when its caller cancels it, when the
 * connection closes, or when its time is up; all three through one GCancellable. */

#pragma once

#include <gio/gio.h>

#include "base/time-units.h"

G_BEGIN_DECLS

typedef struct _BellOperation BellOperation;

/* CALLER (nullable). LIMIT_US: how long it may take, or BELL_NEVER. (transfer full) */
BellOperation *bell_operation_new (GCancellable *caller, gint64 limit_us);
void           bell_operation_free (BellOperation *self);

/* For the GIO call. (transfer none) */
GCancellable *bell_operation_get_cancellable (BellOperation *self);

void bell_operation_cancel (BellOperation *self);

/* TRUE if it was ended because its time was up. */
gboolean bell_operation_is_late (const BellOperation *self);

G_END_DECLS
