/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AUTHENTICATE PLAIN, else LOGIN. PLAIN comes first because it carries any password: LOGIN with
 * 8-bit characters is undefined in RFC 3501. */

#include "imap/imap-auth.h"

#include <string.h>

struct _BellImapMechanism {
  const char *name;
  gboolean (*is_offered) (const BellImapCapabilities *capabilities);
  GPtrArray *(*write) (BellImapWriter             *writer,
                       const BellImapCapabilities *capabilities,
                       const char                 *user,
                       BellSecretText             *password);
};

static gboolean
plain_is_offered (const BellImapCapabilities *capabilities)
{
  return bell_imap_capabilities_has_mechanism (capabilities, "PLAIN");
}

/* authzid NUL authcid NUL password, in base64, ended by CRLF if ALONE on its line. */
static BellSecretText *
plain_message (const char *user, BellSecretText *password, gboolean alone)
{
  gsize           n_user = strlen (user);
  gsize           n_password = bell_secret_text_get_length (password);
  gsize           n = n_user + n_password + 2;
  gsize           n_coded = 4 * ((n + 2) / 3);
  char           *clear = g_malloc0 (n);
  char           *coded = g_malloc (n_coded + 2);
  int             state = 0, save = 0;
  gsize           written;
  BellSecretText *message;

  memcpy (clear + 1, user, n_user);
  memcpy (clear + 2 + n_user, bell_secret_text_peek (password), n_password);
  written = g_base64_encode_step ((const guchar *) clear, n, FALSE, coded, &state, &save);
  written += g_base64_encode_close (FALSE, coded + written, &state, &save);
  if (alone) {
    coded[written++] = '\r';
    coded[written++] = '\n';
  }
  message = bell_secret_text_new (coded, (gssize) written);
  bell_secret_wipe (clear, n);
  bell_secret_wipe (coded, n_coded + 2);
  bell_secret_wipe (&save, sizeof save);
  g_free (clear);
  g_free (coded);
  return message;
}

static GPtrArray *
plain_write (BellImapWriter             *writer,
             const BellImapCapabilities *capabilities,
             const char                 *user,
             BellSecretText             *password)
{
  gboolean initial = bell_imap_capabilities_has (capabilities, "SASL-IR");
  g_autoptr (BellSecretText) message = plain_message (user, password, !initial);
  GPtrArray *chunks;

  bell_imap_writer_add_raw (writer, "AUTHENTICATE PLAIN");
  if (initial) {
    bell_imap_writer_add_raw (writer, " ");
    bell_imap_writer_add_secret_raw (writer, message);
    return bell_imap_writer_finish (writer);
  }
  chunks = bell_imap_writer_finish (writer);
  g_ptr_array_add (chunks, bell_imap_chunk_new (bell_secret_text_peek (message),
                                                bell_secret_text_get_length (message), TRUE, TRUE));
  return chunks;
}

static gboolean
login_is_offered (const BellImapCapabilities *capabilities)
{
  return !bell_imap_capabilities_has (capabilities, "LOGINDISABLED");
}

static GPtrArray *
login_write (BellImapWriter                          *writer,
             const BellImapCapabilities *capabilities G_GNUC_UNUSED,
             const char                              *user,
             BellSecretText                          *password)
{
  bell_imap_writer_add_raw (writer, "LOGIN ");
  bell_imap_writer_add_string (writer, user);
  bell_imap_writer_add_raw (writer, " ");
  bell_imap_writer_add_secret_string (writer, password);
  return bell_imap_writer_finish (writer);
}

/* clang-format off */
static const BellImapMechanism mechanisms[] = {
  { "PLAIN", plain_is_offered, plain_write },
  { "LOGIN", login_is_offered, login_write },
};
/* clang-format on */

const BellImapMechanism *
bell_imap_auth_choose (const BellImapCapabilities *capabilities, const char *wanted)
{
  for (guint i = 0; i < G_N_ELEMENTS (mechanisms); i++) {
    const BellImapMechanism *mechanism = &mechanisms[i];

    if (wanted != NULL && g_ascii_strcasecmp (wanted, mechanism->name) != 0)
      continue;
    if (mechanism->is_offered (capabilities))
      return mechanism;
  }
  return NULL;
}

GPtrArray *
bell_imap_auth_write (const BellImapMechanism    *mechanism,
                      BellImapWriter             *writer,
                      const BellImapCapabilities *capabilities,
                      const char                 *user,
                      BellSecretText             *password)
{
  return mechanism->write (writer, capabilities, user, password);
}
