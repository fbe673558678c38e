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

/* It is loaded for its first question; this one has no answer. */
static void
load (GTask                      *task,
      gpointer                    trust,
      G_GNUC_UNUSED gpointer      task_data,
      G_GNUC_UNUSED GCancellable *cancellable)
{
  g_autoptr (GByteArray) nobody = g_byte_array_new ();
  GList *nothing = g_tls_database_lookup_certificates_issued_by (
    trust, nobody, NULL, G_TLS_DATABASE_LOOKUP_NONE, NULL, NULL);

  g_list_free_full (nothing, g_object_unref);
  g_task_return_boolean (task, TRUE);
}

void
bell_https_use_trust (GTlsDatabase *trust)
{
  g_autoptr (GTask) task = NULL;

  g_tls_backend_set_default_database (g_tls_backend_get_default (), trust);
  if (trust == NULL)
    return;
  /* The handshake would ask it in the main loop first. */
  task = g_task_new (trust, NULL, NULL, NULL);
  g_task_run_in_thread (task, load);
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
