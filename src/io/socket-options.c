/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kernel headers instead of netinet/tcp.h: only they have the byte counts of tcp_info. */

#include "io/socket-options.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#define USER_TIMEOUT_MS 30000

/* TCP_CLOSE_WAIT, which only netinet/tcp.h has: the peer has said that it sends no more. */
#define STATE_CLOSE_WAIT 8

void
bell_socket_prepare (GSocket *socket)
{
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_USER_TIMEOUT, USER_TIMEOUT_MS, NULL);
  g_socket_set_keepalive (socket, TRUE);
}

void
bell_socket_want_quick_acknowledgement (GSocket *socket)
{
  /* Cyrus and Courier write in small pieces with Nagle on: our delayed acknowledgement would cost
   * 40 ms for each answer. */
  g_socket_set_option (socket, IPPROTO_TCP, TCP_QUICKACK, TRUE, NULL);
}

gboolean
bell_socket_get_bytes (GSocket *socket, guint64 *in, guint64 *out)
{
  struct tcp_info info;
  socklen_t       length = sizeof info;

  memset (&info, 0, sizeof info);
  if (getsockopt (g_socket_get_fd (socket), IPPROTO_TCP, TCP_INFO, &info, &length) != 0)
    return FALSE;
  /* The kernel counts the peer's FIN as a byte. */
  *in = info.tcpi_bytes_received - (info.tcpi_state == STATE_CLOSE_WAIT ? 1 : 0);
  *out = info.tcpi_bytes_sent;
  return TRUE;
}

gboolean
bell_socket_address_is_loopback (GSocketAddress *address)
{
  return G_IS_INET_SOCKET_ADDRESS (address) &&
         g_inet_address_get_is_loopback (
           g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}
