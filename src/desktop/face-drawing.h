/* SPDX-License-Identifier: GPL-3.0-or-later */
/* face-drawing.h: a sender's initials on a coloured disc. The colour is the address's, so that the
 * same person always has the same one. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The value of the hint "image-data" (Desktop Notifications Specification 1.2, §"Icons and Images").
 * (transfer floating) (nullable): NULL if NAME has no letters to draw. */
GVariant *bell_face_draw_hint (const char *name, const char *address);

/* The same as a picture. (transfer full) (nullable) */
GIcon *bell_face_draw_icon (const char *name, const char *address);

G_END_DECLS
