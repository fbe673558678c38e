/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bounded-wait.h: the end of a wait for somebody who may never answer: its time is up, or its caller
 * cancels it.
 * Owns: nothing of what it tells; freed, it tells nothing. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BellBoundedWait BellBoundedWait;

/* For TASK, in its context: LATE after LIMIT_MS, CANCELLED when the task's caller cancels. NAME: of the
 * source, static. */
BellBoundedWait *bell_bounded_wait_new (GTask      *task,
                                        const char *name,
                                        guint       limit_ms,
                                        void (*late) (gpointer user_data),
                                        void (*cancelled) (gpointer user_data),
                                        gpointer user_data);

/* Also while it tells. */
void bell_bounded_wait_free (BellBoundedWait *self);

G_END_DECLS
