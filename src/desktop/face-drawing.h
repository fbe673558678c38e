/* SPDX-License-Identifier: GPL-3.0-or-later */
/* face-drawing.h: a sender's picture, or else their initials on a coloured disc. The colour is the
 * address's, so that the same person always has the same one.
 * Limits: pictures in PNG or JPEG of at most 4096 by 4096. */

#pragma once

#include <gio/gio.h>

#include "policy/notice.h"

G_BEGIN_DECLS

/* NOTICE has an address. The value of the hint "image-data" (Desktop Notifications Specification 1.2,
 * §"Icons and Images"). (transfer floating) (nullable): NULL if there is nothing to draw. */
GVariant *bell_face_draw_hint (const BellNotice *notice);

/* The same as a picture. (transfer full) (nullable) */
GIcon *bell_face_draw_icon (const BellNotice *notice);

G_END_DECLS
