/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks GIO for one kind after the other. */

#include "io/channel-binding.h"

static GBytes *
get (GTlsConnection *tls, GTlsChannelBindingType type)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();

  if (!g_tls_connection_get_channel_binding_data (tls, type, data, NULL) || data->len == 0)
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&data));
}

GBytes *
bell_channel_binding_get (GIOStream *stream, const char **type)
{
  GBytes *data = NULL;

  *type = NULL;
  if (!G_IS_TLS_CONNECTION (stream))
    return NULL;
  /* Before TLS 1.3 the exporter is unique only with an extension that we cannot ask GIO about. */
  if (g_tls_connection_get_protocol_version (G_TLS_CONNECTION (stream)) >=
      G_TLS_PROTOCOL_VERSION_TLS_1_3)
    data = get (G_TLS_CONNECTION (stream), G_TLS_CHANNEL_BINDING_TLS_EXPORTER);
  if (data != NULL) {
    *type = "tls-exporter";
    return data;
  }
  data = get (G_TLS_CONNECTION (stream), G_TLS_CHANNEL_BINDING_TLS_SERVER_END_POINT);
  if (data != NULL)
    *type = "tls-server-end-point";
  return data;
}
