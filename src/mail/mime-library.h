/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mime-library.h: starts GMime, once, when something of it is first needed. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void bell_mime_library_need (void);

G_END_DECLS
