/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One libgsasl session for each exchange. The library copies what it is given and does not wipe it:
 * we wipe its copy of the password, and what it hands to us. */

#include "imap/imap-gsasl.h"

#include "imap/imap-error.h"

#include <gsasl.h>
#include <string.h>

typedef struct {
  Gsasl         *library; /* (owned) */
  Gsasl_session *session; /* (owned) (nullable) */
  gboolean       complete;
} Dialogue;

static void
dialogue_free (gpointer data)
{
  Dialogue *self = data;

  if (self->session != NULL) {
    const char *password = gsasl_property_fast (self->session, GSASL_PASSWORD);

    if (password != NULL)
      bell_secret_wipe ((char *) password, strlen (password));
    gsasl_finish (self->session);
  }
  gsasl_done (self->library);
  g_free (self);
}

/* The library of Kerberos says no more than which of its calls failed; without a ticket it is the
 * first one that needs it. */
static void
fail (GError **error, int status)
{
  BellImapErrorCode code = BELL_IMAP_ERROR_SIGN_IN_INVALID;

  if (status == GSASL_GSSAPI_INIT_SEC_CONTEXT_ERROR)
    code = BELL_IMAP_ERROR_NO_TICKET;
  g_set_error_literal (error, BELL_IMAP_ERROR, (int) code, gsasl_strerror (status));
}

/* The identity that EXTERNAL and GSSAPI prove is the server's to derive: no AUTHZID. */
static int
set_properties (Gsasl_session *session, const BellImapIdentity *identity)
{
  const struct {
    Gsasl_property property;
    const char    *value;
  } properties[] = {
    { GSASL_AUTHID, identity->user },
    { GSASL_PASSWORD,
      identity->password != NULL ? bell_secret_text_peek (identity->password) : NULL },
    { GSASL_SERVICE, "imap" },
    { GSASL_HOSTNAME, identity->host },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (properties); i++) {
    int status = gsasl_property_set (session, properties[i].property, properties[i].value);

    if (status != GSASL_OK)
      return status;
  }
  return GSASL_OK;
}

static gpointer
dialogue_new (const char             *mechanism,
              const BellImapIdentity *identity,
              gboolean plus_offered   G_GNUC_UNUSED,
              GError                **error)
{
  Dialogue *self = g_new0 (Dialogue, 1);
  int       status = gsasl_init (&self->library);

  if (status != GSASL_OK) {
    fail (error, status);
    g_free (self);
    return NULL;
  }
  status = gsasl_client_start (self->library, mechanism, &self->session);
  if (status == GSASL_OK)
    status = set_properties (self->session, identity);
  if (status != GSASL_OK) {
    fail (error, status);
    dialogue_free (self);
    return NULL;
  }
  return self;
}

static gboolean
dialogue_takes_time (gpointer data G_GNUC_UNUSED)
{
  return TRUE;
}

static BellSecretText *
dialogue_step (gpointer data, const char *message, gsize length, GError **error)
{
  Dialogue       *self = data;
  char           *output = NULL;
  size_t          n_output = 0;
  int             status;
  BellSecretText *answer;

  if (self->complete) {
    fail (error, GSASL_MECHANISM_CALLED_TOO_MANY_TIMES);
    return NULL;
  }
  status = gsasl_step (self->session, message, length, &output, &n_output);
  if (status != GSASL_OK && status != GSASL_NEEDS_MORE) {
    fail (error, status);
    return NULL;
  }
  self->complete = status == GSASL_OK;
  answer = bell_secret_text_new (output != NULL ? output : "", (gssize) n_output);
  if (output != NULL)
    bell_secret_wipe (output, n_output);
  gsasl_free (output);
  return answer;
}

static gboolean
dialogue_is_complete (gpointer data)
{
  return ((Dialogue *) data)->complete;
}

/* clang-format off */
const BellImapExchangeForm bell_imap_gsasl_client_first = {
  TRUE, dialogue_new, NULL, dialogue_step, dialogue_is_complete, dialogue_free
};
const BellImapExchangeForm bell_imap_gsasl_server_first = {
  FALSE, dialogue_new, NULL, dialogue_step, dialogue_is_complete, dialogue_free
};
const BellImapExchangeForm bell_imap_gsasl_ticket = {
  TRUE, dialogue_new, dialogue_takes_time, dialogue_step, dialogue_is_complete, dialogue_free
};
/* clang-format on */

gboolean
bell_imap_gsasl_supports (const char *mechanism)
{
  Gsasl   *library;
  gboolean supported;

  if (gsasl_init (&library) != GSASL_OK)
    return FALSE;
  supported = gsasl_client_support_p (library, mechanism) != 0;
  gsasl_done (library);
  return supported;
}

static gboolean
is_printable_ascii (const char *text)
{
  for (; *text != '\0'; text++)
    if (!g_ascii_isprint (*text))
      return FALSE;
  return TRUE;
}

gboolean
bell_imap_gsasl_can_prepare (const BellSecretText *password)
{
  const char *text = bell_secret_text_peek (password);
  char       *prepared = NULL;

  if (is_printable_ascii (text))
    return TRUE;
  /* With the flag that the library's own mechanisms give; in 2.2.0 it refuses what it says it allows:
   * characters younger than Unicode 3.2. */
  if (gsasl_saslprep (text, GSASL_ALLOW_UNASSIGNED, &prepared, NULL) != GSASL_OK)
    return FALSE;
  bell_secret_wipe (prepared, strlen (prepared));
  gsasl_free (prepared);
  return TRUE;
}
