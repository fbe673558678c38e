/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One message of key-value pairs, and at most one acknowledgement. */

#include "imap/imap-bearer.h"

#include "imap/imap-error.h"

#include <string.h>

#define SEPARATOR "\001"

typedef struct {
  const BellImapIdentity *identity; /* (unowned) */
  guint                   n_steps;
} Bearer;

static gpointer
start (const char *mechanism   G_GNUC_UNUSED,
       const BellImapIdentity *identity,
       gboolean plus_offered   G_GNUC_UNUSED,
       GError **error          G_GNUC_UNUSED)
{
  Bearer *self = g_new0 (Bearer, 1);

  self->identity = identity;
  return self;
}

/* HEAD, "auth=Bearer ", the token, two separators; in one piece, so that no copy stays behind. */
static BellSecretText *
make_message (const char *head, const BellSecretText *token)
{
  static const char before[] = "auth=Bearer ";
  static const char after[] = SEPARATOR SEPARATOR;
  gsize                                 n =
    strlen (head) + strlen (before) + bell_secret_text_get_length (token) + strlen (after) + 1;
  char           *text = g_malloc (n);
  BellSecretText *message;

  g_snprintf (text, n, "%s%s%s%s", head, before, bell_secret_text_peek (token), after);
  message = bell_secret_text_new (text, -1);
  bell_secret_wipe (text, n);
  g_free (text);
  return message;
}

/* RFC 5801 §4: "," and "=" in the name of a user. */
static char *
escape (const char *user)
{
  GString *text = g_string_new (user);

  g_string_replace (text, "=", "=3D", 0);
  g_string_replace (text, ",", "=2C", 0);
  return g_string_free (text, FALSE);
}

static char *
make_oauthbearer_head (const BellImapIdentity *identity)
{
  g_autofree char *user = escape (identity->user);
  GString         *head = g_string_new (NULL);

  g_string_append_printf (head, "n,a=%s," SEPARATOR, user);
  if (identity->host != NULL)
    g_string_append_printf (head, "host=%s" SEPARATOR, identity->host);
  if (identity->port != 0)
    g_string_append_printf (head, "port=%u" SEPARATOR, identity->port);
  return g_string_free (head, FALSE);
}

static char *
make_xoauth2_head (const BellImapIdentity *identity)
{
  return g_strconcat ("user=", identity->user, SEPARATOR, NULL);
}

/* ACKNOWLEDGEMENT: what the server's error is answered with. */
static BellSecretText *
say (Bearer *self,
     char *(*make_head) (const BellImapIdentity *identity),
     const char *acknowledgement,
     GError    **error)
{
  g_autofree char *head = NULL;

  switch (self->n_steps++) {
  case 0:
    head = make_head (self->identity);
    return make_message (head, self->identity->token);
  case 1:
    return bell_secret_text_new (acknowledgement, -1);
  default:
    g_set_error_literal (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_TOKEN_REFUSED,
                         "one challenge more than there are");
    return NULL;
  }
}

static BellSecretText *
step_oauthbearer (gpointer            self,
                  const char *message G_GNUC_UNUSED,
                  gsize length        G_GNUC_UNUSED,
                  GError            **error)
{
  return say (self, make_oauthbearer_head, SEPARATOR, error);
}

static BellSecretText *
step_xoauth2 (gpointer            self,
              const char *message G_GNUC_UNUSED,
              gsize length        G_GNUC_UNUSED,
              GError            **error)
{
  return say (self, make_xoauth2_head, "", error);
}

/* After an error only a NO can follow. */
static gboolean
is_complete (gpointer self)
{
  return ((Bearer *) self)->n_steps == 1;
}

/* clang-format off */
const BellImapExchangeForm bell_imap_oauthbearer = {
  TRUE, start, NULL, step_oauthbearer, is_complete, g_free
};
const BellImapExchangeForm bell_imap_xoauth2 = {
  TRUE, start, NULL, step_xoauth2, is_complete, g_free
};
/* clang-format on */
