/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wire-log.h: the conversation in the debug log, domain "mailbell-wire". It is fed with what the
 * core marks as fit to be shown: secrets never get here (imap-writer.h), message content is
 * replaced by its size, and everything is escaped to printable ASCII. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean bell_wire_log_is_enabled (void);

/* As it may be shown: printable ASCII, cut. (transfer full) */
char *bell_wire_log_escape (const char *text);

/* DIRECTION: 'C' or 'S'. LABEL: the account's identifier, never its address. */
void bell_wire_log (char direction, const char *label, const char *text);

G_END_DECLS
