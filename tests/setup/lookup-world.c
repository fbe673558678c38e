/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lookup-world.c: all that a look-up can ask, on loopback. */

#include "lookup-world.h"

#include "base/time-units.h"

#include "fake-resolver.h"

#include <string.h>

void
lookup_world_start (LookupWorld  *self,
                    LoopbackServe serve,
                    const char   *certificate,
                    gint64        grace_us)
{
  memset (self, 0, sizeof *self);
  fake_resolver_set ();
  https_server_start (&self->https);
  https_server_trust (TRUE);
  loopback_server_start (&self->imap, serve, certificate);
  self->ispdb = g_strdup_printf ("https://ispdb.example.net:%u/v1.1/", self->https.port);
  self->places = (BellLookupPlaces){
    .ispdb = self->ispdb,
    .https_port = self->https.port,
    .tls_port = self->imap.port,
    .starttls_port = 1,
    .limit_us = BELL_HOUR,
    .grace_us = grace_us,
  };
  fake_resolver_add_host ("example.org");
}

void
lookup_world_stop (LookupWorld *self)
{
  loopback_server_stop (&self->imap);
  https_server_trust (FALSE);
  https_server_stop (&self->https);
  fake_resolver_unset ();
  g_free (self->ispdb);
}

void
lookup_world_write (GIOStream *tls, const char *text)
{
  g_output_stream_write_all (g_io_stream_get_output_stream (tls), text, strlen (text), NULL, NULL,
                             NULL);
}

static void
greet (GIOStream *tls, const char *capabilities)
{
  g_autofree char *greeting = g_strdup_printf ("* OK [CAPABILITY %s] ready\r\n", capabilities);

  lookup_world_write (tls, greeting);
}

static void
say_done (GIOStream *tls, const char *const *line)
{
  g_autofree char *done = g_strconcat (line[0], " OK done\r\n", NULL);

  if (g_strcmp0 (line[1], "LOGOUT") == 0)
    lookup_world_write (tls, "* BYE goodbye\r\n");
  lookup_world_write (tls, done);
}

void
lookup_world_serve (GSocketConnection *tcp,
                    const char        *certificate,
                    const char        *capabilities,
                    LookupWorldAnswer  answer)
{
  g_autofree char *path = loopback_certificate_path (certificate);
  g_autoptr (GTlsCertificate) own = g_tls_certificate_new_from_file (path, NULL);
  g_autoptr (GIOStream) tls = g_tls_server_connection_new (G_IO_STREAM (tcp), own, NULL);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_io_stream_get_input_stream (tls));

  g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (tls), FALSE);
  g_data_input_stream_set_newline_type (lines, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  greet (tls, capabilities);
  for (;;) {
    g_autofree char *text = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
    g_auto (GStrv) line = NULL;

    if (text == NULL)
      return;
    line = g_strsplit (text, " ", 4);
    if (!answer (tls, (const char *const *) line))
      say_done (tls, (const char *const *) line);
  }
}
