/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file is read without a password first: a PEM file needs none, and asking the Secret Service
 * may take its time. Whether a token wants its PIN shows only in the handshake, so it is looked up
 * beforehand. */

#include "io/client-certificate.h"

#include "account/credentials.h"
#include "io/pin-interaction.h"
#include "io/refused-pins.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define URI_SCHEME "pkcs11:"

/* clang-format off */
G_DEFINE_QUARK (bell-client-certificate-error-quark, bell_client_certificate_error)
/* clang-format on */

struct _BellClientCertificate {
  GTlsCertificate *certificate; /* (owned) */
  GTlsInteraction *interaction; /* (owned) (nullable): NULL for a file */
  char            *source;      /* (owned) */
  char            *account_id;  /* (owned) (nullable) */
  BellSecretText  *pin;         /* (owned) (nullable) */
};

typedef struct {
  char           *source;     /* (owned) */
  char           *account_id; /* (owned) (nullable) */
  BellSecretText *password;   /* (owned) (nullable) */
  GError         *not_found;  /* (owned) (nullable): why there is no password */
} Loading;

/* (owned) (nullable) */
static BellSecretText *given_password;

static void
loading_free (Loading *self)
{
  g_free (self->source);
  g_free (self->account_id);
  g_clear_pointer (&self->password, bell_secret_text_unref);
  g_clear_error (&self->not_found);
  g_free (self);
}

gboolean
bell_client_certificate_is_uri (const char *source)
{
  return g_ascii_strncasecmp (source, URI_SCHEME, strlen (URI_SCHEME)) == 0;
}

gboolean
bell_client_certificate_is_safe (const char *source)
{
  g_autofree char *lower = g_ascii_strdown (source, -1);

  return !bell_client_certificate_is_uri (source) ||
         (strstr (lower, "pin-value") == NULL && strstr (lower, "pin-source") == NULL);
}

static void
set_error (GError **error, BellClientCertificateErrorCode code, const char *message)
{
  g_set_error_literal (error, BELL_CLIENT_CERTIFICATE_ERROR, (int) code, message);
}

/* Files. */

/* A pipe would be waited for, and /dev/zero read for ever. */
static gboolean
is_good_file (int fd)
{
  struct stat facts;

  return fstat (fd, &facts) == 0 && S_ISREG (facts.st_mode) && facts.st_size > 0 &&
         facts.st_size <= BELL_CLIENT_CERTIFICATE_BYTES;
}

/* To be wiped. (transfer full) (nullable) */
static char *
read_all (int fd, gsize *length)
{
  char   *contents = g_malloc (BELL_CLIENT_CERTIFICATE_BYTES + 1);
  ssize_t n;

  *length = 0;
  do {
    n = read (fd, contents + *length, BELL_CLIENT_CERTIFICATE_BYTES - *length);
    *length += n > 0 ? (gsize) n : 0;
  } while (n > 0 || (n < 0 && errno == EINTR));
  contents[*length] = '\0';
  return contents;
}

static char *
read_file (const char *path, gsize *length, GError **error)
{
  int   fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  char *contents = NULL;

  if (fd < 0) {
    set_error (error,
               errno == ENOENT || errno == ENOTDIR ? BELL_CLIENT_CERTIFICATE_ERROR_MISSING
                                                   : BELL_CLIENT_CERTIFICATE_ERROR_UNREADABLE,
               g_strerror (errno));
    return NULL;
  }
  if (is_good_file (fd))
    contents = read_all (fd, length);
  else
    set_error (error, BELL_CLIENT_CERTIFICATE_ERROR_UNREADABLE, "not a file of a usual size");
  close (fd);
  return contents;
}

/* What GIO makes of it as one of ours. TLS_ERROR (transfer full). */
static void
translate_error (GError **error, GError *tls_error)
{
  g_autoptr (GError) cause = tls_error;
  gboolean wrong_password =
    g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE_PASSWORD);

  set_error (error,
             wrong_password ? BELL_CLIENT_CERTIFICATE_ERROR_PASSWORD
                            : BELL_CLIENT_CERTIFICATE_ERROR_UNREADABLE,
             cause->message);
}

static GTlsCertificate *
parse_pem (const char *contents, gsize length, GError **error)
{
  GError          *tls_error = NULL;
  GTlsCertificate *certificate;

  if (strstr (contents, "-----BEGIN ENCRYPTED PRIVATE KEY-----") != NULL ||
      strstr (contents, "Proc-Type: 4,ENCRYPTED") != NULL) {
    set_error (error, BELL_CLIENT_CERTIFICATE_ERROR_ENCRYPTED, "the key is encrypted");
    return NULL;
  }
  if (strstr (contents, "PRIVATE KEY-----") == NULL) {
    set_error (error, BELL_CLIENT_CERTIFICATE_ERROR_NO_KEY, "no private key");
    return NULL;
  }
  certificate = g_tls_certificate_new_from_pem (contents, (gssize) length, &tls_error);
  if (certificate == NULL)
    translate_error (error, tls_error);
  return certificate;
}

static gboolean
has_key (GTlsCertificate *certificate)
{
  GByteArray *key = NULL;

  g_object_get (certificate, "private-key", &key, NULL);
  if (key == NULL)
    return FALSE;
  bell_secret_wipe (key->data, key->len);
  g_byte_array_unref (key);
  return TRUE;
}

static GTlsCertificate *
parse_pkcs12 (const char *contents, gsize length, BellSecretText *password, GError **error)
{
  GError *tls_error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_pkcs12 (
    (const guint8 *) contents, length, password != NULL ? bell_secret_text_peek (password) : NULL,
    &tls_error);

  if (certificate == NULL) {
    translate_error (error, tls_error);
    return NULL;
  }
  if (has_key (certificate))
    return g_steal_pointer (&certificate);
  set_error (error, BELL_CLIENT_CERTIFICATE_ERROR_NO_KEY, "no private key");
  return NULL;
}

static GTlsCertificate *
load_file (const Loading *self, GError **error)
{
  gsize            length;
  char            *contents = read_file (self->source, &length, error);
  GTlsCertificate *certificate;

  if (contents == NULL)
    return NULL;
  if (strstr (contents, "-----BEGIN ") != NULL)
    certificate = parse_pem (contents, length, error);
  else
    certificate = parse_pkcs12 (contents, length, self->password, error);
  bell_secret_wipe (contents, length);
  g_free (contents);
  return certificate;
}

/* Tokens. */

/* A URI that was copied from a list names one object, the certificate; its key has the same
 * identifier and another type. (transfer full) */
static char *
make_key_uri (const char *uri)
{
  GString *key = g_string_new (uri);

  g_string_replace (key, ";type=cert", ";type=private", 1);
  g_string_replace (key, "pkcs11:type=cert", "pkcs11:type=private", 1);
  return g_string_free (key, FALSE);
}

static GTlsCertificate *
load_from_token (const Loading *self, GError **error)
{
  g_autofree char *key_uri = make_key_uri (self->source);
  g_autoptr (GError) tls_error = NULL;
  GTlsCertificate *certificate =
    g_tls_certificate_new_from_pkcs11_uris (self->source, key_uri, &tls_error);

  if (certificate == NULL)
    set_error (error, BELL_CLIENT_CERTIFICATE_ERROR_MISSING, tls_error->message);
  return certificate;
}

/* Runs in a thread of its own; LOADING is not touched elsewhere meanwhile. */
static void
load (GTask                      *task,
      G_GNUC_UNUSED gpointer      source,
      gpointer                    loading,
      G_GNUC_UNUSED GCancellable *none)
{
  const Loading   *self = loading;
  GError          *error = NULL;
  GTlsCertificate *certificate = bell_client_certificate_is_uri (self->source)
                                   ? load_from_token (self, &error)
                                   : load_file (self, &error);

  if (certificate != NULL)
    g_task_return_pointer (task, certificate, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void on_loaded (GObject *source, GAsyncResult *result, gpointer user_data);

/* A task within TASK, which has to look at the outcome first. */
static void
load_in_thread (GTask *task)
{
  g_autoptr (GTask) thread =
    g_task_new (NULL, g_task_get_cancellable (task), on_loaded, g_object_ref (task));

  g_task_set_task_data (thread, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (thread, load);
}

static void
fail_for_password (GTask *task, const char *why)
{
  const Loading *self = g_task_get_task_data (task);

  bell_refused_pins_add (self->account_id, self->source, NULL);
  g_task_return_new_error (task, BELL_CLIENT_CERTIFICATE_ERROR,
                           BELL_CLIENT_CERTIFICATE_ERROR_PASSWORD, "%s", why);
}

/* What a token wants shows in the handshake, at the price of an attempt if it is a PIN that it has
 * refused. A file costs nothing to be tried, and may be another one by now. */
static gboolean
is_worth_trying (const Loading *self)
{
  if (!bell_client_certificate_is_uri (self->source))
    return self->password != NULL;
  return !bell_refused_pins_has_pin (self->account_id, self->source, self->password);
}

static void
on_password_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Loading *self = g_task_get_task_data (task);

  self->password = bell_credentials_lookup_finish (result, &self->not_found);
  if (is_worth_trying (self))
    load_in_thread (task);
  else if (self->password != NULL)
    fail_for_password (task, "this one was refused");
  else if (g_error_matches (self->not_found, BELL_CREDENTIALS_ERROR,
                            BELL_CREDENTIALS_ERROR_MISSING))
    fail_for_password (task, "no password is stored");
  else
    g_task_return_error (task, g_steal_pointer (&self->not_found));
}

static void
look_up_password (GTask *task)
{
  Loading *self = g_task_get_task_data (task);

  bell_credentials_lookup_certificate_async (self->account_id, g_task_get_cancellable (task),
                                             on_password_ready, g_object_ref (task));
}

static void
return_certificate (GTask *task, GTlsCertificate *certificate)
{
  Loading               *loading = g_task_get_task_data (task);
  BellClientCertificate *self = g_new0 (BellClientCertificate, 1);

  self->certificate = certificate;
  self->source = g_strdup (loading->source);
  self->account_id = g_strdup (loading->account_id);
  if (bell_client_certificate_is_uri (loading->source)) {
    self->interaction = bell_pin_interaction_new (loading->password);
    self->pin = loading->password != NULL ? bell_secret_text_ref (loading->password) : NULL;
  }
  g_task_return_pointer (task, self, (GDestroyNotify) bell_client_certificate_free);
}

static void
on_loaded (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Loading         *self = g_task_get_task_data (task);
  GTlsCertificate *certificate = g_task_propagate_pointer (G_TASK (result), &error);

  if (certificate != NULL)
    return_certificate (task, certificate);
  else if (g_error_matches (error, BELL_CLIENT_CERTIFICATE_ERROR,
                            BELL_CLIENT_CERTIFICATE_ERROR_PASSWORD) &&
           self->account_id != NULL) {
    if (self->password == NULL)
      look_up_password (task);
    else
      fail_for_password (task, error->message);
  } else {
    g_task_return_error (task, g_steal_pointer (&error));
  }
}

void
bell_client_certificate_load_async (const char         *source,
                                    const char         *account_id,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Loading *self = g_new0 (Loading, 1);

  self->source = g_strdup (source);
  self->account_id = g_strdup (account_id);
  if (account_id == NULL && given_password != NULL)
    self->password = bell_secret_text_ref (given_password);
  g_task_set_task_data (task, self, (GDestroyNotify) loading_free);
  if (!bell_client_certificate_is_safe (source))
    g_task_return_new_error (task, BELL_CLIENT_CERTIFICATE_ERROR,
                             BELL_CLIENT_CERTIFICATE_ERROR_PIN_IN_URI, "a PIN in the URI");
  else if (account_id != NULL && bell_client_certificate_is_uri (source))
    look_up_password (task);
  else
    load_in_thread (task);
}

void
bell_client_certificate_set_password (BellSecretText *password)
{
  g_clear_pointer (&given_password, bell_secret_text_unref);
  given_password = password != NULL ? bell_secret_text_ref (password) : NULL;
}

BellClientCertificate *
bell_client_certificate_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
bell_client_certificate_free (BellClientCertificate *self)
{
  g_object_unref (self->certificate);
  g_clear_object (&self->interaction);
  g_free (self->source);
  g_free (self->account_id);
  g_clear_pointer (&self->pin, bell_secret_text_unref);
  g_free (self);
}

void
bell_client_certificate_give (BellClientCertificate *self, GTlsConnection *tls)
{
  g_tls_connection_set_certificate (tls, self->certificate);
  if (self->interaction != NULL)
    g_tls_connection_set_interaction (tls, self->interaction);
}

gboolean
bell_client_certificate_check (BellClientCertificate *self, gboolean done, GError **error)
{
  gboolean wants_pin = !done && self->interaction != NULL &&
                       bell_pin_interaction_has_failed (BELL_PIN_INTERACTION (self->interaction));

  if (wants_pin) {
    set_error (error, BELL_CLIENT_CERTIFICATE_ERROR_PASSWORD, "the token wants another PIN");
    if (self->account_id != NULL)
      bell_refused_pins_add (self->account_id, self->source, self->pin);
  } else if (done && self->account_id != NULL) {
    bell_refused_pins_forget (self->account_id);
  }
  return !wants_pin;
}
