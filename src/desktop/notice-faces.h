/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice-faces.h: gives a notice the sender's name and picture from the address book, if there are
 * any, before it is shown. A notice that is withdrawn, or replaced, meanwhile is not shown. */

#pragma once

#include <gio/gio.h>

#include "policy/notice.h"

G_BEGIN_DECLS

typedef struct _BellNoticeFaces BellNoticeFaces;

/* SHOW is called once for each notice, from the main loop. */
BellNoticeFaces *bell_notice_faces_new (GDBusConnection *session,
                                        void (*show) (const BellNotice *notice, gpointer user_data),
                                        gpointer user_data);
void             bell_notice_faces_free (BellNoticeFaces *self);

/* NOTICE has an address. */
void bell_notice_faces_show (BellNoticeFaces *self, const BellNotice *notice);
void bell_notice_faces_withdraw (BellNoticeFaces *self, const char *notice_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellNoticeFaces, bell_notice_faces_free)

G_END_DECLS
