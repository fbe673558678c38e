/* SPDX-License-Identifier: GPL-3.0-or-later */
/* connection-check.h: connects once, looks at what the server can do, and leaves.
 * Owns: a report owns its strings. */

#pragma once

#include "imap/imap-capabilities.h"
#include "policy/metered-policy.h"
#include "setup/one-off-session.h"

G_BEGIN_DECLS

typedef struct {
  char                 *host; /* (owned) */
  guint16               port;
  BellSecurity          security;
  char                 *tls_version; /* (owned) (nullable) "TLS 1.3"; NULL: cleartext */
  char                 *fingerprint; /* (owned) (nullable) SHA-256 of the server's certificate, also
                                       * when it was refused */
  gboolean              signed_in;   /* the capabilities are those after sign-in */
  BellImapCapabilities *capabilities; /* (owned) (nullable) */
  char **mechanisms; /* (owned) (nullable) those that the server offers to sign in by */
  const char
        *mechanism;   /* (nullable) static: by which we have signed in, or would with a password */
  gint64 duration_us; /* from the first packet to the answer */
  BellCompress compress; /* when Mailbell would compress: for the caller to say */
} BellConnectionReport;

void bell_connection_report_free (BellConnectionReport *report);

/* USER (nullable): with one it signs in as well, for many servers tell all of what they can do only
 * then. */
void bell_connection_check_async (const BellEndpoint       *endpoint,
                                  const BellConnectionUser *user,
                                  GCancellable             *cancellable,
                                  GAsyncReadyCallback       callback,
                                  gpointer                  user_data);

/* (transfer full) (nullable): NULL with ERROR. REPORT_ON_ERROR (out) (optional) (transfer full)
 * (nullable) is what was known when it failed: the certificate's fingerprint above all. */
BellConnectionReport *bell_connection_check_finish (GAsyncResult          *result,
                                                    BellConnectionReport **report_on_error,
                                                    GError               **error);

/* One thing the server can or cannot do, in words, with the capability behind it. */
typedef struct {
  char       *text;       /* (owned) translated sentence */
  const char *capability; /* (unowned) "IDLE" */
  gboolean    offered;
} BellCapabilitySentence;

/* Of BellCapabilitySentence: push, folders, counts, previews, compression, sign-in. (transfer full) */
GPtrArray *bell_connection_report_explain (const BellConnectionReport *report);

/* TRUE if new mail comes by itself: IDLE or NOTIFY. */
gboolean bell_connection_report_can_push (const BellConnectionReport *report);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellConnectionReport, bell_connection_report_free)

G_END_DECLS
