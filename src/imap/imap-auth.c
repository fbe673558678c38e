/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table, and how a row of it is chosen.
 *
 * Channel binding. A SCRAM whose name ends in -PLUS proves that both ends see the same TLS connection.
 * Some servers offer it and cannot do what they offer: Cyrus knows tls-unique alone, which TLS 1.3 does
 * not have, and ends such an exchange with a NO that says no more. Then the same hash without -PLUS is
 * tried in a new exchange, and that is remembered. What if it is not the server who refuses?
 *  - Only a refusal that does not name the password as its reason is taken for a broken binding. One
 *    that does so before it has seen a proof cannot mean it.
 *  - No SCRAM shows the password, or anything that can be used twice, to whoever is in between.
 *  - Once -PLUS has worked for the account at this server, it is not given up again.
 *  - Without -PLUS we say "n" to a server that offers it, as RFC 5802 §6 wants ("y" would call the offer
 *    a forgery), and "y" to one that does not, which refuses if its offer was hidden from us. A user
 *    who has chosen the mechanism does not want binding: "n".
 *
 * EXTERNAL. A server may ask for a certificate and offer EXTERNAL without taking any for a name, so that a
 * refusal need not be about the account; where there is a password too, that is tried then, and the
 * refusal is remembered. Whoever poses as the server could as well have left EXTERNAL out of what it
 * offers, so it gains nothing by the refusal: once EXTERNAL, or anything as strong, has worked for the
 * account at this server, no mechanism that exposes the password comes in its place. */

#include "imap/imap-auth.h"

#include "imap/imap-bearer.h"
#include "imap/imap-error.h"
#include "imap/imap-gsasl.h"
#include "imap/imap-scram.h"

#include <string.h>

/* What a mechanism takes. */
typedef enum {
  PASSWORD = 1 << 0,
  PREPARED = 1 << 1, /* a password that can be brought into the form of RFC 4013 */
  TOKEN = 1 << 2,
  CERTIFICATE = 1 << 3,
  BINDING = 1 << 4,
  CHOICE =
    1 << 5, /* only if the user names it: nobody else knows that there is a Kerberos ticket */
} Needs;

/* What a mechanism keeps from whoever poses as the server. No account goes back to a lower one
 * unless the user says so. */
typedef enum {
  EXPOSED,   /* the password or the token, neither of which takes the other's place */
  GUESSABLE, /* enough to guess the password by */
  SECRET,    /* nothing that can be used again */
  BOUND,     /* nor can the sign-in be relayed */
} Protection;

struct _BellImapMechanism {
  const char                 *name;
  Needs                       needs;
  Protection                  protection;
  const BellImapExchangeForm *form; /* NULL: the LOGIN command */
};

/* clang-format off */
static const BellImapMechanism mechanisms[] = {
  { "SCRAM-SHA-256-PLUS", PASSWORD | PREPARED | BINDING, BOUND,   &bell_imap_scram },
  { "SCRAM-SHA-1-PLUS",   PASSWORD | PREPARED | BINDING, BOUND,   &bell_imap_scram },
  { "SCRAM-SHA-256",      PASSWORD | PREPARED,           SECRET,  &bell_imap_scram },
  { "SCRAM-SHA-1",        PASSWORD | PREPARED,           SECRET,  &bell_imap_scram },
  { "EXTERNAL",           CERTIFICATE,                   SECRET,  &bell_imap_gsasl_client_first },
  { "GSSAPI",             CHOICE,                        SECRET,  &bell_imap_gsasl_ticket },
  { "OAUTHBEARER",        TOKEN,                         EXPOSED, &bell_imap_oauthbearer },
  { "XOAUTH2",            TOKEN,                         EXPOSED, &bell_imap_xoauth2 },
  { "CRAM-MD5",           PASSWORD | PREPARED,           GUESSABLE, &bell_imap_gsasl_server_first },
  { "PLAIN",              PASSWORD,                      EXPOSED, &bell_imap_gsasl_client_first },
  { "LOGIN",              PASSWORD,                      EXPOSED, &bell_imap_gsasl_server_first },
  /* After AUTHENTICATE LOGIN, because 8-bit characters are undefined in it (RFC 3501). */
  { "LOGIN",              PASSWORD,                      EXPOSED, NULL },
};
/* clang-format on */

/* (nullable) */
static const BellImapMechanism *
find (const char *name)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (mechanisms); i++)
    if (g_ascii_strcasecmp (name, mechanisms[i].name) == 0)
      return &mechanisms[i];
  return NULL;
}

/* TRUE if the account has what the mechanism takes. With a token a password is not even thought of, and
 * the other way round. */
static gboolean
has_what_it_takes (const BellImapMechanism *self, const BellImapIdentity *identity)
{
  gboolean has_password =
    identity->password != NULL && bell_secret_text_get_length (identity->password) > 0;

  if ((identity->token != NULL) != ((self->needs & TOKEN) != 0))
    return FALSE;
  if ((self->needs & PASSWORD) != 0 && !has_password)
    return FALSE;
  if ((self->needs & PREPARED) != 0 && !bell_imap_gsasl_can_prepare (identity->password))
    return FALSE;
  if ((self->needs & CERTIFICATE) != 0 && !identity->external)
    return FALSE;
  return (self->needs & CHOICE) == 0 || identity->mechanism != NULL;
}

static gboolean
is_offered (const BellImapMechanism *self, const BellImapCapabilities *capabilities)
{
  if (self->form == NULL)
    return !bell_imap_capabilities_has (capabilities, "LOGINDISABLED");
  return bell_imap_capabilities_has_mechanism (capabilities, self->name);
}

/* TRUE if the channel permits it: a binding that is known not to work is used only if the user asks. */
static gboolean
can_bind (const BellImapMechanism *self, const BellImapIdentity *identity)
{
  if ((self->needs & BINDING) == 0)
    return TRUE;
  return identity->binding != NULL && (!identity->plus_broken || identity->mechanism != NULL);
}

/* The same of a certificate. */
static gboolean
can_show (const BellImapMechanism *self, const BellImapIdentity *identity)
{
  return (self->needs & CERTIFICATE) == 0 || !identity->external_broken ||
         identity->mechanism != NULL;
}

static gboolean
is_usable (const BellImapMechanism    *self,
           const BellImapCapabilities *capabilities,
           const BellImapIdentity     *identity)
{
  return is_offered (self, capabilities) && can_bind (self, identity) &&
         can_show (self, identity) && has_what_it_takes (self, identity) &&
         ((self->needs & CHOICE) == 0 || bell_imap_gsasl_supports (self->name));
}

/* What the account has had before counts only if it could have it still: who takes the certificate or
 * the password away has decided so. */
static gboolean
is_downgrade (const BellImapMechanism *self, const BellImapIdentity *identity)
{
  const BellImapMechanism *strongest = find (identity->strongest);

  return identity->mechanism == NULL && strongest != NULL &&
         self->protection < strongest->protection && has_what_it_takes (strongest, identity);
}

static void
refuse_downgrade (GError **error)
{
  g_set_error_literal (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_DOWNGRADE,
                       "a weaker sign-in than before");
}

const BellImapMechanism *
bell_imap_auth_choose (const BellImapCapabilities *capabilities,
                       const BellImapIdentity     *identity,
                       GError                    **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (mechanisms); i++) {
    const BellImapMechanism *mechanism = &mechanisms[i];

    if (identity->mechanism != NULL &&
        g_ascii_strcasecmp (identity->mechanism, mechanism->name) != 0)
      continue;
    if (!is_usable (mechanism, capabilities, identity))
      continue;
    if (!is_downgrade (mechanism, identity))
      return mechanism;
    refuse_downgrade (error);
    return NULL;
  }
  g_set_error_literal (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_NO_MECHANISM,
                       "no usable sign-in method");
  return NULL;
}

static const BellImapMechanism *
without_binding (const BellImapMechanism    *mechanism,
                 const BellImapCapabilities *capabilities,
                 const BellImapIdentity     *identity,
                 GError                    **error)
{
  g_autofree char         *name = g_strdup (mechanism->name);
  const BellImapMechanism *unbound;

  *strrchr (name, '-') = '\0';
  unbound = find (name);
  if (!is_offered (unbound, capabilities))
    return NULL;
  if (!is_downgrade (unbound, identity))
    return unbound;
  refuse_downgrade (error);
  return NULL;
}

const BellImapMechanism *
bell_imap_auth_fall_back (const BellImapMechanism    *mechanism,
                          const BellImapCapabilities *capabilities,
                          const BellImapIdentity     *identity,
                          GError                    **error)
{
  BellImapIdentity without_certificate = *identity;

  if (identity->mechanism != NULL)
    return NULL;
  if ((mechanism->needs & BINDING) != 0)
    return without_binding (mechanism, capabilities, identity, error);
  if ((mechanism->needs & CERTIFICATE) == 0)
    return NULL;
  /* What the server says of the certificate tells more than that nothing else may be used. */
  without_certificate.external_broken = TRUE;
  return bell_imap_auth_choose (capabilities, &without_certificate, NULL);
}

static gboolean
is_plus_offered (const BellImapCapabilities *capabilities)
{
  return bell_imap_capabilities_has_mechanism (capabilities, "SCRAM-SHA-256-PLUS") ||
         bell_imap_capabilities_has_mechanism (capabilities, "SCRAM-SHA-1-PLUS");
}

BellImapExchange *
bell_imap_auth_start (const BellImapMechanism    *mechanism,
                      const BellImapCapabilities *capabilities,
                      const BellImapIdentity     *identity,
                      GError                    **error)
{
  return bell_imap_exchange_new (mechanism->form, mechanism->name, identity,
                                 is_plus_offered (capabilities), error);
}

const char *
bell_imap_mechanism_get_name (const BellImapMechanism *self)
{
  return self->name;
}

gboolean
bell_imap_mechanism_is_command (const BellImapMechanism *self)
{
  return self->form == NULL;
}

gboolean
bell_imap_mechanism_is_external (const BellImapMechanism *self)
{
  return (self->needs & CERTIFICATE) != 0;
}

const char **
bell_imap_auth_list_names (void)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (find (mechanisms[i].name) == &mechanisms[i])
      g_ptr_array_add (names, (gpointer) mechanisms[i].name);
  g_ptr_array_add (names, NULL);
  return (const char **) g_ptr_array_free (names, FALSE);
}

gboolean
bell_imap_auth_is_known (const char *name)
{
  return find (name) != NULL;
}

gboolean
bell_imap_auth_is_stronger (const char *a, const char *b)
{
  const BellImapMechanism *first = find (a), *second = find (b);

  return first != NULL && (second == NULL || first < second);
}

gboolean
bell_imap_auth_is_without_secret (const char *mechanism)
{
  const BellImapMechanism *found = find (mechanism);

  return found != NULL && (found->needs & (PASSWORD | TOKEN)) == 0;
}
