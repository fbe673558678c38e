/* SPDX-License-Identifier: GPL-3.0-or-later */
/* COMPRESS=DEFLATE (RFC 4978), between sign-in and the first flight: compressed secrets would show in
 * their length how much they resemble what else is said. It costs a flight of its own at every
 * connection, for nothing may follow the command before its answer, and a state of some 300 KiB.
 *
 * The stream is the caller's: here is only the one point at which it begins. What lies behind the
 * tagged OK is compressed already, and goes to the caller as it came. */

#include "imap/imap-client-private.h"

void
bell_imap_client_begin_watch (BellImapClient *self, gint64 now_us)
{
  if (!self->compress || !bell_imap_client_has (self, "COMPRESS=DEFLATE")) {
    bell_imap_client_open (self, now_us);
    return;
  }
  bell_imap_client_send (self, BELL_IMAP_COMMAND_COMPRESS, BELL_IMAP_FOLLOW_NONE, NULL,
                         "COMPRESS DEFLATE");
  bell_imap_client_set_state (self, BELL_IMAP_STATE_COMPRESS, now_us);
}

/* NO and BAD: the server compresses elsewhere already, or cannot (RFC 4978 §3). */
void
bell_imap_client_done_compress (BellImapClient                  *self,
                                const BellImapCompleted *command G_GNUC_UNUSED,
                                const BellImapResponse          *response,
                                gint64                           now_us)
{
  if (response->type != BELL_IMAP_RESPONSE_OK) {
    bell_imap_client_open (self, now_us);
    return;
  }
  bell_imap_client_tell (self, BELL_IMAP_EVENT_START_COMPRESSION, NULL);
  bell_imap_client_set_state (self, BELL_IMAP_STATE_DEFLATE, now_us);
}

GBytes *
bell_imap_client_take_compressed (BellImapClient *self)
{
  if (self->state != BELL_IMAP_STATE_DEFLATE)
    return g_bytes_new_static (NULL, 0);
  return bell_imap_framer_take_unread (self->framer);
}

void
bell_imap_client_compressed (BellImapClient *self, gint64 now_us)
{
  g_return_if_fail (self->state == BELL_IMAP_STATE_DEFLATE);
  bell_imap_client_open (self, now_us);
}
