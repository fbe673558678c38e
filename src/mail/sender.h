/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sender.h: who wrote, as one line for people, from a raw From header.
 * A name that holds an "@" or mixes scripts is shown together with the real address
 * (protocol row M3). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RAW: bytes behind "From:". NAME and ADDRESS receive safe text, perhaps empty. (out) (transfer full) */
void bell_sender_parse (const char *raw, char **name, char **address);

G_END_DECLS
