/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lookup-environment.c: look-ups on loopback, as the environment says. */

#include "lookup-environment.h"

#include "base/time-units.h"
#include "io/tls-trust.h"

#include "fake-resolver.h"

#include <stdlib.h>

static GStrv
get_words (const char *name)
{
  const char *text = g_getenv (name);

  return g_strsplit (text != NULL ? text : "", " ", -1);
}

static guint16
get_port (const char *name)
{
  const char *text = g_getenv (name);

  return text != NULL ? (guint16) g_ascii_strtoull (text, NULL, 10) : 1;
}

static void
read_names (void)
{
  g_auto (GStrv) hosts = get_words ("LOOKUP_HOSTS");
  g_auto (GStrv) services = get_words ("LOOKUP_SERVICES");
  g_auto (GStrv) exchangers = get_words ("LOOKUP_MX");

  for (guint i = 0; hosts[i] != NULL; i++)
    fake_resolver_add_host (hosts[i]);
  for (guint i = 0; services[i] != NULL; i++) {
    g_auto (GStrv) parts = g_strsplit_set (services[i], "=:", 3);

    fake_resolver_add_service (parts[0], parts[1], (guint16) g_ascii_strtoull (parts[2], NULL, 10),
                               0, 0);
  }
  for (guint i = 0; exchangers[i] != NULL; i++) {
    g_auto (GStrv) parts = g_strsplit (exchangers[i], "=", 2);

    fake_resolver_add_mx (parts[0], 10, parts[1]);
  }
}

static void
trust (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) anchors = g_tls_file_database_new (path, &error);

  g_assert_no_error (error);
  bell_tls_trust_set_anchors (anchors);
}

const BellLookupPlaces *
lookup_environment_use (void)
{
  static BellLookupPlaces places;

  fake_resolver_set ();
  read_names ();
  if (g_getenv ("LOOKUP_TRUST") != NULL)
    trust (g_getenv ("LOOKUP_TRUST"));
  places = bell_lookup_places_usual;
  places.ispdb = g_getenv ("LOOKUP_ISPDB");
  places.https_port = get_port ("LOOKUP_HTTPS_PORT");
  places.tls_port = get_port ("LOOKUP_TLS_PORT");
  places.starttls_port = get_port ("LOOKUP_STARTTLS_PORT");
  if (g_getenv ("LOOKUP_LIMIT_S") != NULL)
    places.limit_us = atoi (g_getenv ("LOOKUP_LIMIT_S")) * BELL_SECOND;
  return &places;
}
