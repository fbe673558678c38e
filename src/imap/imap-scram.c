/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The messages are ours, the derivation of the keys is libgsasl's. Its own client (2.2.0) knows
 * neither tls-server-end-point nor the "y" that tells a server of a stripped -PLUS, and counts
 * iterations in a number that wraps, so that none of these could be as RFC 5802 wants them. */

#include "imap/imap-scram.h"

#include "imap/imap-error.h"
#include "imap/imap-limits.h"

#include <gsasl.h>
#include <string.h>

/* As libgsasl and RFC 5802 §5 have it: 24 characters of base64. */
#define NONCE_BYTES 18

typedef struct {
  GChecksumType checksum;
  Gsasl_hash    hash;
  gsize         length; /* of a key, in bytes */
} Hash;

static const Hash hashes[] = {
  [BELL_IMAP_SCRAM_SHA_1] = { G_CHECKSUM_SHA1, GSASL_HASH_SHA1, GSASL_HASH_SHA1_SIZE },
  [BELL_IMAP_SCRAM_SHA_256] = { G_CHECKSUM_SHA256, GSASL_HASH_SHA256, GSASL_HASH_SHA256_SIZE },
};

typedef struct {
  guint8 salted[GSASL_HASH_MAX_SIZE];
  guint8 client[GSASL_HASH_MAX_SIZE];
  guint8 server[GSASL_HASH_MAX_SIZE];
  guint8 stored[GSASL_HASH_MAX_SIZE];
} Keys;

/* What the server's first message says. */
typedef struct {
  char   *nonce; /* (owned) both halves */
  guchar *salt;  /* (owned) */
  gsize   n_salt;
  guint   iterations;
} Terms;

typedef enum {
  BEGIN,    /* nothing has been said */
  PROVE,    /* the server's salt and iterations come next */
  VERIFY,   /* its signature comes next */
  COMPLETE, /* it was the right one */
  BROKEN,
} Step;

struct _BellImapScram {
  const Hash             *hash;
  const BellImapIdentity *identity; /* (unowned) */
  Step                    step;
  GString                *binding;    /* (owned) gs2-header and, if bound, the binding's data */
  char                   *gs2_header; /* (owned) */
  char                   *bare;       /* (owned) client-first-message-bare */
  char                   *nonce;      /* (owned) our half */
  guint8                  signature[GSASL_HASH_MAX_SIZE]; /* the server's, as it must be */
};

static void
terms_clear (Terms *terms)
{
  g_free (terms->nonce);
  g_free (terms->salt);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Terms, terms_clear)

static gboolean
refuse (BellImapScram *self, GError **error, BellImapErrorCode code, const char *why)
{
  self->step = BROKEN;
  g_set_error_literal (error, BELL_IMAP_ERROR, (int) code, why);
  return FALSE;
}

/* The first message. */

/* RFC 5802 §5.1: "," and "=" in a user name. (transfer full) (nullable) */
static char *
prepare_user (const char *user, GError **error)
{
  char    *prepared = NULL;
  GString *escaped;

  if (gsasl_saslprep (user, GSASL_ALLOW_UNASSIGNED, &prepared, NULL) != GSASL_OK) {
    g_set_error_literal (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_SIGN_IN_INVALID,
                         "the user name is not valid for SCRAM");
    return NULL;
  }
  escaped = g_string_new (prepared);
  gsasl_free (prepared);
  g_string_replace (escaped, "=", "=3D", 0);
  g_string_replace (escaped, ",", "=2C", 0);
  return g_string_free (escaped, FALSE);
}

static char *
make_nonce (const BellImapIdentity *identity)
{
  guchar bytes[NONCE_BYTES];

  if (identity->nonce != NULL)
    return g_strdup (identity->nonce);
  if (gsasl_nonce ((char *) bytes, sizeof bytes) != GSASL_OK)
    g_error ("no random numbers"); /* nothing on this computer is safe then */
  return g_base64_encode (bytes, sizeof bytes);
}

static char *
make_gs2_header (const BellImapIdentity *identity, BellImapScramBinding binding)
{
  switch (binding) {
  case BELL_IMAP_SCRAM_BOUND:
    return g_strdup_printf ("p=%s,,", identity->binding_type);
  case BELL_IMAP_SCRAM_NOT_BOUND:
    return g_strdup ("y,,");
  case BELL_IMAP_SCRAM_UNBOUND:
  default:
    return g_strdup ("n,,");
  }
}

/* Terms. */

/* The value of the attribute NAME at *AT, which moves behind it and its comma. (transfer full)
 * (nullable) */
static char *
read_attribute (const char **at, char name)
{
  const char *value = *at + 2;
  gsize       n;

  if ((*at)[0] != name || (*at)[1] != '=')
    return NULL;
  n = strcspn (value, ",");
  *at = value + n + (value[n] == ',' ? 1 : 0);
  return g_strndup (value, n);
}

/* g_base64_decode() skips what is no base64; a server that sends such a thing is not let off. */
static guchar *
decode_base64 (const char *text, gsize *length)
{
  g_autofree guchar *bytes = g_base64_decode (text, length);
  g_autofree char   *again = g_base64_encode (bytes, *length);

  return g_str_equal (again, text) ? g_steal_pointer (&bytes) : NULL;
}

/* A counter as the grammar has it, without a leading zero; 0 if it is none, or out of bounds. */
static guint
read_iterations (const char *text)
{
  guint64 iterations;

  if (text == NULL || *text == '0' ||
      !g_ascii_string_to_unsigned (text, 10, BELL_IMAP_LIMIT_LEAST_ITERATIONS,
                                   BELL_IMAP_LIMIT_MOST_ITERATIONS, &iterations, NULL))
    return 0;
  return (guint) iterations;
}

/* The server's half must be there, and ours unchanged: else an old answer could be played again. */
static gboolean
is_nonce (const BellImapScram *self, const char *nonce)
{
  gsize n = strlen (self->nonce);

  if (nonce == NULL || strncmp (nonce, self->nonce, n) != 0 || nonce[n] == '\0')
    return FALSE;
  for (const char *at = nonce; *at != '\0'; at++)
    if (!g_ascii_isgraph (*at))
      return FALSE;
  return TRUE;
}

/* server-first-message. Extensions behind it are ignored, one that must be understood (m=) comes
 * first and is refused with everything else that is not r=. */
static gboolean
read_terms (BellImapScram *self, const char *message, Terms *terms, GError **error)
{
  const char      *at = message;
  g_autofree char *salt = NULL;
  g_autofree char *iterations = NULL;

  if (g_str_has_prefix (message, "e="))
    return refuse (self, error, BELL_IMAP_ERROR_SIGN_IN_REFUSED, "the server refused our message");
  terms->nonce = read_attribute (&at, 'r');
  if (!is_nonce (self, terms->nonce))
    return refuse (self, error, BELL_IMAP_ERROR_SIGN_IN_INVALID, "not an answer to our nonce");
  salt = read_attribute (&at, 's');
  terms->salt = salt != NULL ? decode_base64 (salt, &terms->n_salt) : NULL;
  if (terms->salt == NULL || terms->n_salt < BELL_IMAP_LIMIT_LEAST_SALT_BYTES ||
      terms->n_salt > BELL_IMAP_LIMIT_MOST_SALT_BYTES)
    return refuse (self, error, BELL_IMAP_ERROR_SIGN_IN_INVALID, "the salt is none");
  iterations = read_attribute (&at, 'i');
  terms->iterations = read_iterations (iterations);
  if (terms->iterations == 0)
    return refuse (self, error, BELL_IMAP_ERROR_SIGN_IN_INVALID,
                   "the iterations are out of bounds");
  return TRUE;
}

/* Proof. */

static void
sign (const Hash *hash, const guint8 *key, const char *message, guint8 *signature)
{
  g_autoptr (GHmac) hmac = g_hmac_new (hash->checksum, key, hash->length);
  gsize length = GSASL_HASH_MAX_SIZE;

  g_hmac_update (hmac, (const guchar *) message, -1);
  g_hmac_get_digest (hmac, signature, &length);
}

static gboolean
derive (BellImapScram *self, const Terms *terms, Keys *keys, GError **error)
{
  int status = gsasl_scram_secrets_from_password (
    self->hash->hash, bell_secret_text_peek (self->identity->password), terms->iterations,
    (const char *) terms->salt, terms->n_salt, (char *) keys->salted, (char *) keys->client,
    (char *) keys->server, (char *) keys->stored);

  if (status != GSASL_OK)
    return refuse (self, error, BELL_IMAP_ERROR_SIGN_IN_INVALID, gsasl_strerror (status));
  return TRUE;
}

/* ClientProof, and what the server's signature must be. (transfer full) */
static BellSecretText *
prove (BellImapScram *self, const Terms *terms, const Keys *keys, const char *server_first)
{
  g_autofree char *binding =
    g_base64_encode ((const guchar *) self->binding->str, self->binding->len);
  g_autofree char *final = g_strdup_printf ("c=%s,r=%s", binding, terms->nonce);
  g_autofree char *all = g_strdup_printf ("%s,%s,%s", self->bare, server_first, final);
  g_autofree char *proof = NULL;
  g_autofree char *message = NULL;
  guint8           bytes[GSASL_HASH_MAX_SIZE];

  sign (self->hash, keys->server, all, self->signature);
  sign (self->hash, keys->stored, all, bytes);
  for (gsize i = 0; i < self->hash->length; i++)
    bytes[i] ^= keys->client[i];
  proof = g_base64_encode (bytes, self->hash->length);
  message = g_strdup_printf ("%s,p=%s", final, proof);
  return bell_secret_text_new (message, -1);
}

static BellSecretText *
answer_terms (BellImapScram *self, const char *message, GError **error)
{
  g_auto (Terms) terms = { 0 };
  Keys            keys = { 0 };
  BellSecretText *answer = NULL;

  if (!read_terms (self, message, &terms, error))
    return NULL;
  if (derive (self, &terms, &keys, error)) {
    answer = prove (self, &terms, &keys, message);
    self->step = VERIFY;
  }
  bell_secret_wipe (&keys, sizeof keys);
  return answer;
}

static BellSecretText *
verify (BellImapScram *self, const char *message, GError **error)
{
  const char        *at = message;
  g_autofree char   *text = read_attribute (&at, 'v');
  gsize              length = 0;
  g_autofree guchar *signature = text != NULL ? decode_base64 (text, &length) : NULL;

  if (g_str_has_prefix (message, "e=")) {
    refuse (self, error, BELL_IMAP_ERROR_SIGN_IN_REFUSED, "the server refused our proof");
    return NULL;
  }
  if (signature == NULL || length != self->hash->length ||
      memcmp (signature, self->signature, length) != 0) {
    refuse (self, error, BELL_IMAP_ERROR_SERVER_UNPROVEN, "the server's signature is wrong");
    return NULL;
  }
  self->step = COMPLETE;
  return bell_secret_text_new ("", 0);
}

BellSecretText *
bell_imap_scram_step (BellImapScram *self, const char *message, gsize length, GError **error)
{
  g_autofree char *text = g_strndup (message != NULL ? message : "", length);
  g_autofree char *first = NULL;

  if (strlen (text) != length)
    self->step = BROKEN; /* NUL */
  switch (self->step) {
  case BEGIN:
    first = g_strconcat (self->gs2_header, self->bare, NULL);
    self->step = PROVE;
    return bell_secret_text_new (first, -1);
  case PROVE:
    return answer_terms (self, text, error);
  case VERIFY:
    return verify (self, text, error);
  case COMPLETE:
  case BROKEN:
  default:
    refuse (self, error, BELL_IMAP_ERROR_SIGN_IN_INVALID, "a message out of turn");
    return NULL;
  }
}

gboolean
bell_imap_scram_is_complete (const BellImapScram *self)
{
  return self->step == COMPLETE;
}

BellImapScram *
bell_imap_scram_new (const BellImapIdentity *identity,
                     BellImapScramHash       hash,
                     BellImapScramBinding    binding,
                     GError                **error)
{
  g_autofree char *user = prepare_user (identity->user, error);
  BellImapScram   *self;

  if (user == NULL)
    return NULL;
  self = g_new0 (BellImapScram, 1);
  self->hash = &hashes[hash];
  self->identity = identity;
  self->nonce = make_nonce (identity);
  self->bare = g_strdup_printf ("n=%s,r=%s", user, self->nonce);
  self->gs2_header = make_gs2_header (identity, binding);
  self->binding = g_string_new (self->gs2_header);
  if (binding == BELL_IMAP_SCRAM_BOUND)
    g_string_append_len (self->binding, g_bytes_get_data (identity->binding, NULL),
                         (gssize) g_bytes_get_size (identity->binding));
  return self;
}

void
bell_imap_scram_free (BellImapScram *self)
{
  if (self == NULL)
    return;
  g_string_free (self->binding, TRUE);
  g_free (self->gs2_header);
  g_free (self->bare);
  g_free (self->nonce);
  bell_secret_wipe (self->signature, sizeof self->signature);
  g_free (self);
}

/* The form. */

static gpointer
start (const char             *mechanism,
       const BellImapIdentity *identity,
       gboolean                plus_offered,
       GError                **error)
{
  BellImapScramHash hash =
    strstr (mechanism, "256") != NULL ? BELL_IMAP_SCRAM_SHA_256 : BELL_IMAP_SCRAM_SHA_1;
  BellImapScramBinding binding = BELL_IMAP_SCRAM_UNBOUND;

  if (g_str_has_suffix (mechanism, "-PLUS"))
    binding = BELL_IMAP_SCRAM_BOUND;
  else if (identity->binding != NULL && !plus_offered && !identity->plus_broken &&
           identity->mechanism == NULL)
    binding = BELL_IMAP_SCRAM_NOT_BOUND;
  return bell_imap_scram_new (identity, hash, binding, error);
}

static gboolean
takes_time (gpointer self)
{
  return ((BellImapScram *) self)->step == PROVE;
}

static BellSecretText *
step (gpointer self, const char *message, gsize length, GError **error)
{
  return bell_imap_scram_step (self, message, length, error);
}

static gboolean
is_complete (gpointer self)
{
  return bell_imap_scram_is_complete (self);
}

static void
scram_free (gpointer self)
{
  bell_imap_scram_free (self);
}

const BellImapExchangeForm bell_imap_scram = { TRUE, start,       takes_time,
                                               step, is_complete, scram_free };
