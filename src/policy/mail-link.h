/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mail-link.h: how a mail client is told which message to show. Pure.
 * In:     a Message-ID as message-summary.h has it: printable ASCII without angle brackets.
 * Source: RFC 2392 (mid:); the search of Gmail by "rfc822msgid:". */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What stands for the Message-ID in an address or a command of the user's. */
#define BELL_MAIL_LINK_MARK "{message-id}"

/* That an account's mail program is an address. */
gboolean bell_mail_link_is_web (const char *client);

/* "mid:…". (transfer full) */
char *bell_mail_link_mid (const char *message_id);

/* TEMPLATE: "https://mail.example.org/search?q={message-id}". Gmail needs no mark. Without a
 * MESSAGE_ID (nullable) or a place for it: the address where the mail is read. (transfer full) */
char *bell_mail_link_web (const char *template, const char *message_id);

/* The words of COMMAND, with the mark replaced; without a MESSAGE_ID (nullable), or where it would
 * be taken for an option, words with the mark are left out. (transfer full) */
char **bell_mail_link_command (const char *const *command, const char *message_id);

G_END_DECLS
