/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-message.h: the message that tests the bell. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Unlike any other's; without angle brackets. (transfer full) */
char *bell_test_message_new_id (void);

/* A whole message to ADDRESS, seven-bit, with CRLF (RFC 5322). An ADDRESS that does not fit into a
 * header is left out. (transfer full) */
char *bell_test_message_write (const char *address, const char *id, GDateTime *now);

G_END_DECLS
