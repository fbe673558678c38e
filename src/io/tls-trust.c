/* SPDX-License-Identifier: GPL-3.0-or-later */
/* glib-networking copies the system's certificates, 3.7 MiB, into every connection whose database
 * is its own. Ours only passes the question on to one that all share, which is loaded for the first
 * handshake and dropped when none has been going on for a while. GIO asks in the main loop or in a
 * thread, so what is shared stands behind a lock. */

#include "io/tls-trust.h"

#include "io/certificate-purpose.h"
#include "io/clock.h"

#include <malloc.h>

/* Long enough for all accounts to connect after a start, short enough to be gone afterwards. */
#define KEPT_US (20 * BELL_SECOND)

/* An internal name of glib-networking: a new one of these can be freed again, while the default
 * database of the backend stays for ever. Another backend does not have it. */
#define GNUTLS_DATABASE "GTlsDatabaseGnutls"

#define FINGERPRINT_DIGITS 64

#define BELL_TYPE_TLS_TRUST (bell_tls_trust_get_type ())
G_DECLARE_FINAL_TYPE (BellTlsTrust, bell_tls_trust, BELL, TLS_TRUST, GTlsDatabase)

struct _BellTlsTrust {
  GTlsDatabase  parent_instance;
  GMutex        lock;       /* guards the three below */
  GTlsDatabase *system;     /* (owned) (nullable): not loaded */
  guint         n_askers;   /* threads that are using it */
  gboolean      kept;       /* it was given to us, and is not to be dropped */
  BellAlarm    *drop_alarm; /* (owned) */
};

G_DEFINE_FINAL_TYPE (BellTlsTrust, bell_tls_trust, G_TYPE_TLS_DATABASE)

static GTlsDatabase *
load_system (void)
{
  GTlsBackend *backend = g_tls_backend_get_default ();
  /* Its derived type is known, which makes it known as well. */
  GType type = g_type_parent (g_tls_backend_get_file_database_type (backend));
  g_autoptr (GError) error = NULL;
  GTlsDatabase *database = NULL;

  if (g_str_equal (g_type_name (type), GNUTLS_DATABASE))
    database = g_initable_new (type, NULL, &error, NULL);
  if (error != NULL)
    g_warning ("cannot load the system's certificates: %s", error->message);
  /* Not what GIO has for it: that may be ours. */
  return database != NULL ? database
                          : G_TLS_BACKEND_GET_INTERFACE (backend)->get_default_database (backend);
}

/* To be given back. (transfer full) */
static GTlsDatabase *
borrow (BellTlsTrust *self)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->system == NULL)
    self->system = load_system ();
  self->n_askers++;
  return g_object_ref (self->system);
}

static void
give_back (BellTlsTrust *self, GTlsDatabase *database)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_object_unref (database);
  if (--self->n_askers == 0)
    bell_alarm_set (self->drop_alarm, bell_clock_now () + KEPT_US);
}

static void
on_drop_alarm (gpointer user_data)
{
  BellTlsTrust *self = user_data;
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->n_askers > 0 || self->kept)
    return;
  g_clear_object (&self->system);
  malloc_trim (0);
}

static gboolean
allows_server (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;

  g_object_get (certificate, "certificate", &der, NULL);
  return der != NULL && bell_certificate_allows_server (der->data, der->len);
}

static GTlsCertificateFlags
bell_tls_trust_verify_chain (GTlsDatabase           *database,
                             GTlsCertificate        *chain,
                             const char             *purpose,
                             GSocketConnectable     *identity,
                             GTlsInteraction        *interaction,
                             GTlsDatabaseVerifyFlags verify_flags,
                             GCancellable           *cancellable,
                             GError                **error)
{
  BellTlsTrust        *self = BELL_TLS_TRUST (database);
  GTlsDatabase        *system = borrow (self);
  GTlsCertificateFlags flags;

  flags = g_tls_database_verify_chain (system, chain, purpose, identity, interaction, verify_flags,
                                       cancellable, error);
  give_back (self, system);
  if (g_strcmp0 (purpose, G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER) == 0 &&
      !allows_server (chain))
    flags |= G_TLS_CERTIFICATE_GENERIC_ERROR;
  return flags;
}

static char *
bell_tls_trust_create_certificate_handle (GTlsDatabase *database, GTlsCertificate *certificate)
{
  BellTlsTrust *self = BELL_TLS_TRUST (database);
  GTlsDatabase *system = borrow (self);
  char         *handle = g_tls_database_create_certificate_handle (system, certificate);

  give_back (self, system);
  return handle;
}

static GTlsCertificate *
bell_tls_trust_lookup_certificate_for_handle (GTlsDatabase           *database,
                                              const char             *handle,
                                              GTlsInteraction        *interaction,
                                              GTlsDatabaseLookupFlags flags,
                                              GCancellable           *cancellable,
                                              GError                **error)
{
  BellTlsTrust    *self = BELL_TLS_TRUST (database);
  GTlsDatabase    *system = borrow (self);
  GTlsCertificate *certificate = g_tls_database_lookup_certificate_for_handle (
    system, handle, interaction, flags, cancellable, error);

  give_back (self, system);
  return certificate;
}

static GTlsCertificate *
bell_tls_trust_lookup_certificate_issuer (GTlsDatabase           *database,
                                          GTlsCertificate        *certificate,
                                          GTlsInteraction        *interaction,
                                          GTlsDatabaseLookupFlags flags,
                                          GCancellable           *cancellable,
                                          GError                **error)
{
  BellTlsTrust    *self = BELL_TLS_TRUST (database);
  GTlsDatabase    *system = borrow (self);
  GTlsCertificate *issuer = g_tls_database_lookup_certificate_issuer (
    system, certificate, interaction, flags, cancellable, error);

  give_back (self, system);
  return issuer;
}

static GList *
bell_tls_trust_lookup_certificates_issued_by (GTlsDatabase           *database,
                                              GByteArray             *issuer,
                                              GTlsInteraction        *interaction,
                                              GTlsDatabaseLookupFlags flags,
                                              GCancellable           *cancellable,
                                              GError                **error)
{
  BellTlsTrust *self = BELL_TLS_TRUST (database);
  GTlsDatabase *system = borrow (self);
  GList *certificates = g_tls_database_lookup_certificates_issued_by (system, issuer, interaction,
                                                                      flags, cancellable, error);

  give_back (self, system);
  return certificates;
}

static void
bell_tls_trust_finalize (GObject *object)
{
  BellTlsTrust *self = BELL_TLS_TRUST (object);

  bell_alarm_free (self->drop_alarm);
  g_clear_object (&self->system);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (bell_tls_trust_parent_class)->finalize (object);
}

/* The asynchronous forms of GTlsDatabase run these in a thread. */
static void
bell_tls_trust_class_init (BellTlsTrustClass *class)
{
  GTlsDatabaseClass *database_class = G_TLS_DATABASE_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = bell_tls_trust_finalize;
  database_class->verify_chain = bell_tls_trust_verify_chain;
  database_class->create_certificate_handle = bell_tls_trust_create_certificate_handle;
  database_class->lookup_certificate_for_handle = bell_tls_trust_lookup_certificate_for_handle;
  database_class->lookup_certificate_issuer = bell_tls_trust_lookup_certificate_issuer;
  database_class->lookup_certificates_issued_by = bell_tls_trust_lookup_certificates_issued_by;
}

static void
bell_tls_trust_init (BellTlsTrust *self)
{
  g_mutex_init (&self->lock);
  self->drop_alarm = bell_alarm_new (on_drop_alarm, self);
}

GTlsDatabase *
bell_tls_trust_get_database (void)
{
  static GTlsDatabase *shared;

  if (shared == NULL)
    shared = g_object_new (BELL_TYPE_TLS_TRUST, NULL);
  return shared;
}

void
bell_tls_trust_set_anchors (GTlsDatabase *anchors)
{
  BellTlsTrust *self = BELL_TLS_TRUST (bell_tls_trust_get_database ());
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_set_object (&self->system, anchors);
  self->kept = anchors != NULL;
}

char *
bell_tls_trust_fingerprint (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;

  g_object_get (certificate, "certificate", &der, NULL);
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
}

char *
bell_tls_trust_normalise_pin (const char *text)
{
  g_autoptr (GString) pin = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c++) {
    if (g_ascii_isxdigit (*c))
      g_string_append_c (pin, g_ascii_tolower (*c));
    else if (*c != ':' && !g_ascii_isspace (*c))
      return NULL;
  }
  return pin->len == FINGERPRINT_DIGITS ? g_strdup (pin->str) : NULL;
}
