/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which mechanism is chosen, what is never chosen, and what may follow a refusal. */

#include "imap/imap-auth.h"

#include "imap/imap-error.h"

#include <string.h>

#define SCRAM "AUTH=SCRAM-SHA-1 AUTH=SCRAM-SHA-256"
#define PLUS "AUTH=SCRAM-SHA-1-PLUS AUTH=SCRAM-SHA-256-PLUS"
#define WEAK "AUTH=CRAM-MD5 AUTH=LOGIN AUTH=PLAIN"

typedef struct {
  const char *offer;  /* capabilities */
  const char *has;    /* letters: p password, t token, c certificate, b binding, x binding broken */
  const char *wanted; /* (nullable) the user's choice */
  const char *before; /* (nullable) the strongest so far */
  const char *expected; /* a name; "none"; "downgrade" */
} Choice;

/* clang-format off */
static const Choice choices[] = {
  /* The strongest that both have. */
  { WEAK " " SCRAM " " PLUS, "pb", NULL, NULL, "SCRAM-SHA-256-PLUS" },
  { SCRAM " AUTH=SCRAM-SHA-1-PLUS", "pb", NULL, NULL, "SCRAM-SHA-1-PLUS" },
  { WEAK " " SCRAM " " PLUS, "p", NULL, NULL, "SCRAM-SHA-256" },
  { WEAK " " SCRAM " " PLUS, "pbx", NULL, NULL, "SCRAM-SHA-256" },
  { WEAK " AUTH=SCRAM-SHA-1", "p", NULL, NULL, "SCRAM-SHA-1" },
  { WEAK " AUTH=EXTERNAL", "pc", NULL, NULL, "EXTERNAL" },
  { WEAK " AUTH=EXTERNAL", "p", NULL, NULL, "CRAM-MD5" },
  { "AUTH=LOGIN AUTH=PLAIN", "p", NULL, NULL, "PLAIN" },
  { "AUTH=LOGIN", "p", NULL, NULL, "LOGIN" },
  { "IMAP4rev1", "p", NULL, NULL, "LOGIN" },
  { "LOGINDISABLED AUTH=GSSAPI AUTH=NTLM", "p", NULL, NULL, "none" },
  { "AUTH=SCRAM-SHA-512", "", NULL, NULL, "none" },
  { "auth=plain auth=scram-sha-1", "p", NULL, NULL, "SCRAM-SHA-1" },

  /* A token is for two mechanisms, and those are for tokens. */
  { WEAK " " SCRAM " AUTH=XOAUTH2 AUTH=OAUTHBEARER", "pt", NULL, NULL, "OAUTHBEARER" },
  { WEAK " " SCRAM " AUTH=XOAUTH2", "pt", NULL, NULL, "XOAUTH2" },
  { WEAK " " SCRAM " " PLUS, "ptbc", NULL, NULL, "none" },
  { WEAK, "t", "PLAIN", NULL, "none" },
  { "AUTH=XOAUTH2 LOGINDISABLED", "p", NULL, NULL, "none" },
  { "AUTH=XOAUTH2", "p", "XOAUTH2", NULL, "none" },

  /* The user's word. */
  { WEAK " " SCRAM " " PLUS, "pb", "plain", NULL, "PLAIN" },
  { WEAK " " SCRAM " " PLUS, "pb", "SCRAM-SHA-1", NULL, "SCRAM-SHA-1" },
  { WEAK " " SCRAM " " PLUS, "pbx", "SCRAM-SHA-256-PLUS", NULL, "SCRAM-SHA-256-PLUS" },
  { SCRAM " " PLUS, "p", "SCRAM-SHA-256-PLUS", NULL, "none" },
  { WEAK " AUTH=GSSAPI", "p", NULL, NULL, "CRAM-MD5" },
  { WEAK " AUTH=GSSAPI", "", "GSSAPI", NULL, "GSSAPI" },
  { WEAK, "", "EXTERNAL", NULL, "none" },
  { WEAK, "p", "SCRAM-SHA-256", "SCRAM-SHA-256", "none" },

  /* Protocol row A1. */
  { WEAK, "p", NULL, "SCRAM-SHA-1", "downgrade" },
  { "AUTH=PLAIN", "p", NULL, "SCRAM-SHA-256-PLUS", "downgrade" },
  { "IMAP4rev1", "p", NULL, "SCRAM-SHA-256", "downgrade" },
  { WEAK, "p", "PLAIN", "SCRAM-SHA-256", "PLAIN" },
  { SCRAM, "pb", NULL, "SCRAM-SHA-256-PLUS", "downgrade" },
  { SCRAM " " PLUS, "p", NULL, "SCRAM-SHA-1-PLUS", "downgrade" },
  { "AUTH=SCRAM-SHA-1", "p", NULL, "SCRAM-SHA-256", "SCRAM-SHA-1" },
  { "AUTH=SCRAM-SHA-1-PLUS", "pb", NULL, "SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS" },
  { "AUTH=PLAIN", "p", NULL, "CRAM-MD5", "downgrade" },
  { WEAK, "pc", NULL, "EXTERNAL", "downgrade" },
  { WEAK, "p", NULL, "EXTERNAL", "CRAM-MD5" },       /* the certificate was taken away */
  { "AUTH=XOAUTH2", "t", NULL, "SCRAM-SHA-256", "XOAUTH2" },
  { "AUTH=PLAIN", "p", NULL, "OAUTHBEARER", "PLAIN" },
  { "AUTH=PLAIN", "p", NULL, "SOMETHING-NEW", "PLAIN" },
  { "AUTH=PLAIN", "p", NULL, "", "PLAIN" },
};
/* clang-format on */

static void
identity_init (BellImapIdentity *identity,
               const char       *has,
               const char       *wanted,
               const char       *before,
               const char       *password)
{
  g_autoptr (GBytes) binding = g_bytes_new_static ("binding", 7);

  *identity = (BellImapIdentity){ .user = g_strdup ("bob"),
                                  .mechanism = g_strdup (wanted),
                                  .strongest = g_strdup (before),
                                  .external = strchr (has, 'c') != NULL,
                                  .plus_broken = strchr (has, 'x') != NULL };
  if (strchr (has, 'p') != NULL)
    identity->password = bell_secret_text_new (password, -1);
  if (strchr (has, 't') != NULL)
    identity->token = bell_secret_text_new ("token", -1);
  if (strchr (has, 'b') != NULL)
    bell_imap_identity_set_binding (identity, "tls-exporter", binding);
}

static void
assert_choice (const Choice *choice, const char *password)
{
  g_autoptr (BellImapCapabilities) offer = bell_imap_capabilities_parse (choice->offer);
  g_autoptr (GError) error = NULL;
  BellImapIdentity         identity;
  const BellImapMechanism *mechanism;
  const char              *got;

  identity_init (&identity, choice->has, choice->wanted, choice->before, password);
  mechanism = bell_imap_auth_choose (offer, &identity, &error);
  if (mechanism != NULL) {
    g_assert_no_error (error);
    got = bell_imap_mechanism_get_name (mechanism);
  } else {
    g_assert_true (error->domain == BELL_IMAP_ERROR);
    got = error->code == BELL_IMAP_ERROR_DOWNGRADE ? "downgrade" : "none";
    g_assert_cmpint (error->code, ==,
                     g_str_equal (got, "none") ? BELL_IMAP_ERROR_NO_MECHANISM
                                               : BELL_IMAP_ERROR_DOWNGRADE);
  }
  if (!g_str_equal (got, choice->expected)) {
    g_test_message ("offer “%s”, account “%s”, wanted %s, before %s: %s instead of %s",
                    choice->offer, choice->has, choice->wanted, choice->before, got,
                    choice->expected);
    g_test_fail ();
  }
  bell_imap_identity_clear (&identity);
}

static void
test_choice (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    assert_choice (&choices[i], "secret");
}

/* RFC 4013 has no form for some passwords; PLAIN carries any. */
static void
test_password_that_cannot_be_prepared (void)
{
  static const char *const passwords[] = { "p\xe4ss", "p\001ss", "p\xf0\x9f\x98\x80ss" };
  const Choice             choice = { WEAK " " SCRAM, "p", NULL, NULL, "PLAIN" };
  const Choice             before = { WEAK " " SCRAM, "p", NULL, "SCRAM-SHA-256", "PLAIN" };
  const Choice             umlaut = { WEAK " " SCRAM, "p", NULL, NULL, "SCRAM-SHA-256" };

  for (guint i = 0; i < G_N_ELEMENTS (passwords); i++) {
    assert_choice (&choice, passwords[i]);
    assert_choice (&before, passwords[i]);
  }
  assert_choice (&umlaut, "pässword");
}

/* An empty one stands for none. */
static void
test_empty_password (void)
{
  const Choice password = { WEAK, "p", NULL, NULL, "none" };
  const Choice certificate = { WEAK " AUTH=EXTERNAL", "pc", NULL, NULL, "EXTERNAL" };

  assert_choice (&password, "");
  assert_choice (&certificate, "");
}

static void
assert_fall_back (
  const char *offer, const char *has, const char *wanted, const char *before, const char *expected)
{
  g_autoptr (BellImapCapabilities) capabilities = bell_imap_capabilities_parse (offer);
  g_autoptr (GError) error = NULL;
  BellImapIdentity         identity;
  const BellImapMechanism *mechanism;
  const BellImapMechanism *next;

  identity_init (&identity, has, wanted, before, "secret");
  mechanism = bell_imap_auth_choose (capabilities, &identity, NULL);
  next = bell_imap_auth_fall_back (mechanism, capabilities, &identity, &error);
  if (next != NULL)
    g_assert_cmpstr (bell_imap_mechanism_get_name (next), ==, expected);
  else if (error != NULL)
    g_assert_error (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_DOWNGRADE);
  if (next == NULL)
    g_assert_cmpstr (error != NULL ? "downgrade" : NULL, ==, expected);
  bell_imap_identity_clear (&identity);
}

static void
test_fall_back (void)
{
  assert_fall_back (SCRAM " " PLUS, "pb", NULL, NULL, "SCRAM-SHA-256");
  assert_fall_back ("AUTH=SCRAM-SHA-1-PLUS " SCRAM, "pb", NULL, NULL, "SCRAM-SHA-1");
  assert_fall_back (SCRAM " " PLUS, "pb", NULL, "SCRAM-SHA-256", "SCRAM-SHA-256");
  assert_fall_back (SCRAM " " PLUS, "pb", NULL, "SCRAM-SHA-1-PLUS", "downgrade");
  assert_fall_back (SCRAM " " PLUS, "pb", "SCRAM-SHA-256-PLUS", NULL, NULL);
  assert_fall_back (PLUS " AUTH=PLAIN", "pb", NULL, NULL, NULL);
  assert_fall_back (SCRAM " AUTH=PLAIN", "p", NULL, NULL, NULL);
  assert_fall_back ("AUTH=PLAIN AUTH=LOGIN", "p", NULL, NULL, NULL);
}

static void
test_names (void)
{
  g_autofree const char **names = bell_imap_auth_list_names ();
  guint                   n = g_strv_length ((char **) names);

  g_assert_cmpuint (n, ==, 11);
  g_assert_cmpstr (names[0], ==, "SCRAM-SHA-256-PLUS");
  g_assert_cmpstr (names[n - 1], ==, "LOGIN");
  for (guint i = 0; i < n; i++) {
    g_assert_true (bell_imap_auth_is_known (names[i]));
    g_assert_true (i == 0 || bell_imap_auth_is_stronger (names[i - 1], names[i]));
    g_assert_false (bell_imap_auth_is_stronger (names[i], names[i]));
    g_assert_true (bell_imap_auth_is_stronger (names[i], ""));
    g_assert_true (bell_imap_auth_is_stronger (names[i], NULL));
  }
  g_assert_true (bell_imap_auth_is_known ("scram-sha-1"));
  g_assert_false (bell_imap_auth_is_known ("NTLM"));
  g_assert_false (bell_imap_auth_is_known (""));
  g_assert_false (bell_imap_auth_is_stronger (NULL, NULL));
  g_assert_true (bell_imap_auth_is_without_secret ("EXTERNAL"));
  g_assert_true (bell_imap_auth_is_without_secret ("GSSAPI"));
  g_assert_false (bell_imap_auth_is_without_secret ("XOAUTH2"));
  g_assert_false (bell_imap_auth_is_without_secret ("PLAIN"));
  g_assert_false (bell_imap_auth_is_without_secret (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap-auth/choice", test_choice);
  g_test_add_func ("/imap-auth/password-that-cannot-be-prepared",
                   test_password_that_cannot_be_prepared);
  g_test_add_func ("/imap-auth/empty-password", test_empty_password);
  g_test_add_func ("/imap-auth/fall-back", test_fall_back);
  g_test_add_func ("/imap-auth/names", test_names);
  return g_test_run ();
}
