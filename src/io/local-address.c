/* SPDX-License-Identifier: GPL-3.0-or-later */
/* local-address.c: whether an address is still one of this computer's. */

#include "io/local-address.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

/* (transfer full) (nullable): NULL if it is of another family. */
static GInetAddress *
read_address (const struct sockaddr *address)
{
  if (address == NULL)
    return NULL;
  if (address->sa_family == AF_INET)
    return g_inet_address_new_from_bytes (
      (const guint8 *) &((const struct sockaddr_in *) (gconstpointer) address)->sin_addr,
      G_SOCKET_FAMILY_IPV4);
  if (address->sa_family == AF_INET6)
    return g_inet_address_new_from_bytes (
      (const guint8 *) &((const struct sockaddr_in6 *) (gconstpointer) address)->sin6_addr,
      G_SOCKET_FAMILY_IPV6);
  return NULL;
}

gboolean
bell_local_address_exists (GInetAddress *address)
{
  struct ifaddrs *interfaces;
  gboolean        found = FALSE;

  if (getifaddrs (&interfaces) != 0)
    return TRUE;
  for (struct ifaddrs *i = interfaces; i != NULL && !found; i = i->ifa_next) {
    g_autoptr (GInetAddress) own = read_address (i->ifa_addr);

    found = own != NULL && (i->ifa_flags & IFF_UP) != 0 && g_inet_address_equal (own, address);
  }
  freeifaddrs (interfaces);
  return found;
}
