/* SPDX-License-Identifier: GPL-3.0-or-later */
/* https.c: what is asked, and who is believed; https-send.c asks. */

#include "account/https.h"

/* As libsoup wants them. */
#define FLAGS                                                                                      \
  (G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY |               \
   G_URI_FLAGS_ENCODED_FRAGMENT | G_URI_FLAGS_SCHEME_NORMALIZE)

static GTlsDatabase *shared_trust;

void
bell_https_set_trust (GTlsDatabase *trust)
{
  g_set_object (&shared_trust, trust);
}

GTlsDatabase *
bell_https_get_trust (void)
{
  return shared_trust;
}

GUri *
bell_https_parse (const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, FLAGS, NULL);

  if (uri == NULL || g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 ||
      g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      g_uri_get_userinfo (uri) != NULL)
    return NULL;
  return g_steal_pointer (&uri);
}

gboolean
bell_https_is_allowed (const char *uri)
{
  g_autoptr (GUri) parsed = bell_https_parse (uri);

  return parsed != NULL;
}
