/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mechanisms message by message: the RFCs' examples, libgsasl on the server's side, and servers that
 * mean no good. */

#include "imap/imap-auth.h"
#include "imap/imap-error.h"
#include "imap/imap-limits.h"

#include <gsasl.h>
#include <string.h>

#define USER "user"
#define PASSWORD "pencil"

#define NONCE_256 "rOprNGfwEbeRWgbNEkqO"
#define SALT_256 "W22ZaJ0SNY7soEsUEjb6gQ=="
#define FIRST_256 "r=" NONCE_256 "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=" SALT_256 ",i=4096"
#define FINAL_256 "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="

typedef struct {
  BellImapIdentity  identity;
  BellImapExchange *exchange; /* (owned) */
} Fixture;

static void
start (Fixture *fixture, const char *mechanism, const char *nonce)
{
  g_autofree char *word = g_strconcat ("AUTH=", mechanism, NULL);
  g_autoptr (BellImapCapabilities) offer = bell_imap_capabilities_parse (word);
  g_autoptr (GError) error = NULL;
  const BellImapMechanism *chosen;

  memset (fixture, 0, sizeof *fixture);
  fixture->identity.user = g_strdup (USER);
  fixture->identity.password = bell_secret_text_new (PASSWORD, -1);
  fixture->identity.nonce = g_strdup (nonce);
  chosen = bell_imap_auth_choose (offer, &fixture->identity, &error);
  g_assert_no_error (error);
  fixture->exchange = bell_imap_auth_start (chosen, offer, &fixture->identity, &error);
  g_assert_no_error (error);
}

static void
clear (Fixture *fixture)
{
  g_clear_pointer (&fixture->exchange, bell_imap_exchange_unref);
  bell_imap_identity_clear (&fixture->identity);
}

static void
assert_says (BellSecretText *answer, const char *expected)
{
  gsize            length;
  g_autofree char *text = NULL;

  g_assert_nonnull (answer);
  text = (char *) g_base64_decode (bell_secret_text_peek (answer), &length);
  g_assert_cmpmem (text, length, expected, strlen (expected));
  bell_secret_text_unref (answer);
}

/* CHALLENGE (nullable) in base64. */
static BellSecretText *
say (BellImapExchange *exchange, const char *challenge, GError **error)
{
  if (!bell_imap_exchange_put (exchange, challenge, error))
    return NULL;
  bell_imap_exchange_compute (exchange);
  return bell_imap_exchange_take (exchange, error);
}

/* (nullable): NULL without ERROR if the server speaks first. */
static BellSecretText *
begin (BellImapExchange *exchange, GError **error)
{
  return bell_imap_exchange_is_client_first (exchange) ? say (exchange, NULL, error) : NULL;
}

static BellSecretText *
answer (Fixture *fixture, const char *challenge, GError **error)
{
  g_autofree char *coded = g_base64_encode ((const guchar *) challenge, strlen (challenge));

  return say (fixture->exchange, coded, error);
}

static void
assert_refuses (Fixture *fixture, const char *challenge, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (answer (fixture, challenge, &error));
  g_assert_error (error, BELL_IMAP_ERROR, code);
  g_assert_false (bell_imap_exchange_is_complete (fixture->exchange));
  g_clear_error (&error);
  /* And nothing that comes behind it mends it. */
  g_assert_null (answer (fixture, FINAL_256, &error));
  g_assert_nonnull (error);
  g_assert_false (bell_imap_exchange_is_complete (fixture->exchange));
}

/* RFC 7677 §3. */
static void
test_scram_sha_256 (void)
{
  Fixture fixture;

  start (&fixture, "SCRAM-SHA-256", NONCE_256);
  assert_says (begin (fixture.exchange, NULL), "n,,n=user,r=" NONCE_256);
  assert_says (answer (&fixture, FIRST_256, NULL),
               "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
               "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
  g_assert_false (bell_imap_exchange_is_complete (fixture.exchange));
  assert_says (answer (&fixture, FINAL_256, NULL), "");
  g_assert_true (bell_imap_exchange_is_complete (fixture.exchange));
  g_assert_cmpuint (bell_imap_exchange_get_n_answers (fixture.exchange), ==, 3);
  clear (&fixture);
}

/* RFC 5802 §5. */
static void
test_scram_sha_1 (void)
{
  Fixture fixture;

  start (&fixture, "SCRAM-SHA-1", "fyko+d2lbbFgONRv9qkxdawL");
  assert_says (begin (fixture.exchange, NULL), "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
  assert_says (answer (&fixture,
                       "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
                       NULL),
               "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,"
               "p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");
  assert_says (answer (&fixture, "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=", NULL), "");
  g_assert_true (bell_imap_exchange_is_complete (fixture.exchange));
  clear (&fixture);
}

/* RFC 5802 §5.1: extensions behind what we know are ignored. */
static void
test_scram_extensions (void)
{
  Fixture fixture;

  start (&fixture, "SCRAM-SHA-256", NONCE_256);
  bell_secret_text_unref (begin (fixture.exchange, NULL));
  bell_secret_text_unref (answer (&fixture, FIRST_256 ",x=new", NULL));
  assert_refuses (&fixture, FINAL_256, BELL_IMAP_ERROR_SERVER_UNPROVEN); /* it signs them as well */
  clear (&fixture);
}

/* Each is a server's first message that must not be answered. */
static void
test_scram_hostile_first_messages (void)
{
  static const char *const messages[] = {
    "",
    ",",
    "r=",
    "r=" NONCE_256,
    "r=" NONCE_256 ",s=" SALT_256 ",i=4096", /* no nonce of its own */
    "r=rOprNGfwEbeRWgbNEkq"
    "Xmore,s=" SALT_256 ",i=4096",
    "r=more" NONCE_256 ",s=" SALT_256 ",i=4096",
    "r=" NONCE_256 "m\001re,s=" SALT_256 ",i=4096",
    "r=" NONCE_256 "m\303\244re,s=" SALT_256 ",i=4096",
    "m=must," FIRST_256,
    "s=" SALT_256 ",r=" NONCE_256 "more,i=4096",
    "r=" NONCE_256 "more,i=4096,s=" SALT_256,
    "r=" NONCE_256 "more,s=,i=4096",
    "r=" NONCE_256 "more,s=====,i=4096",
    "r=" NONCE_256 "more,s=W22Z!aJ0SNY7soEsUEjb6gQ==,i=4096",
    "r=" NONCE_256 "more,s=W22ZaJ0SNY7soEsUEjb6gQ,i=4096",
    "r=" NONCE_256 "more,s=AAAA,i=4096", /* three bytes */
    "r=" NONCE_256 "more,s=" SALT_256,
    "r=" NONCE_256 "more,s=" SALT_256 ",i=",
    "r=" NONCE_256 "more,s=" SALT_256 ",i=1",
    "r=" NONCE_256 "more,s=" SALT_256 ",i=4095",
    "r=" NONCE_256 "more,s=" SALT_256 ",i=04096",
    "r=" NONCE_256 "more,s=" SALT_256 ",i=+4096",
    "r=" NONCE_256 "more,s=" SALT_256 ",i=-4096",
    "r=" NONCE_256 "more,s=" SALT_256 ",i=4096x",
    "r=" NONCE_256 "more,s=" SALT_256 ",i= 4096",
    "r=" NONCE_256 "more,s=" SALT_256 ",i=0x4096",
    "r=" NONCE_256 "more,s=" SALT_256 ",i=1000001",
    "r=" NONCE_256 "more,s=" SALT_256 ",i=1000000000",
    "r=" NONCE_256 "more,s=" SALT_256 ",i=4294971392",           /* 2^32 + 4096 */
    "r=" NONCE_256 "more,s=" SALT_256 ",i=18446744073709555712", /* 2^64 + 4096 */
    "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
  };

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++) {
    Fixture fixture;

    start (&fixture, "SCRAM-SHA-256", NONCE_256);
    bell_secret_text_unref (begin (fixture.exchange, NULL));
    assert_refuses (&fixture, messages[i], BELL_IMAP_ERROR_SIGN_IN_INVALID);
    clear (&fixture);
  }
}

static void
test_scram_salt_too_long (void)
{
  g_autofree guchar *salt = g_malloc0 (BELL_IMAP_LIMIT_MOST_SALT_BYTES + 1);
  g_autofree char   *coded = g_base64_encode (salt, BELL_IMAP_LIMIT_MOST_SALT_BYTES + 1);
  g_autofree char   *message = g_strdup_printf ("r=" NONCE_256 "more,s=%s,i=4096", coded);
  Fixture            fixture;

  start (&fixture, "SCRAM-SHA-256", NONCE_256);
  bell_secret_text_unref (begin (fixture.exchange, NULL));
  assert_refuses (&fixture, message, BELL_IMAP_ERROR_SIGN_IN_INVALID);
  clear (&fixture);
}

static void
test_scram_hostile_last_messages (void)
{
  static const struct {
    const char *message;
    int         code;
  } messages[] = {
    { "", BELL_IMAP_ERROR_SERVER_UNPROVEN },
    { "v=", BELL_IMAP_ERROR_SERVER_UNPROVEN },
    { "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G5=", BELL_IMAP_ERROR_SERVER_UNPROVEN },
    { "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95A==", BELL_IMAP_ERROR_SERVER_UNPROVEN },
    { "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=", BELL_IMAP_ERROR_SERVER_UNPROVEN },
    { "V=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", BELL_IMAP_ERROR_SERVER_UNPROVEN },
    { FIRST_256, BELL_IMAP_ERROR_SERVER_UNPROVEN },
    { "e=invalid-proof", BELL_IMAP_ERROR_SIGN_IN_REFUSED },
    { "e=channel-bindings-dont-match", BELL_IMAP_ERROR_SIGN_IN_REFUSED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++) {
    Fixture fixture;

    start (&fixture, "SCRAM-SHA-256", NONCE_256);
    bell_secret_text_unref (begin (fixture.exchange, NULL));
    bell_secret_text_unref (answer (&fixture, FIRST_256, NULL));
    assert_refuses (&fixture, messages[i].message, messages[i].code);
    clear (&fixture);
  }
}

/* A NUL would hide what stands behind it from one of the two readers. */
static void
test_scram_nul (void)
{
  static const char message[] = FIRST_256 "\0,i=1";
  g_autofree char  *coded = g_base64_encode ((const guchar *) message, sizeof message - 1);
  g_autoptr (GError) error = NULL;
  Fixture fixture;

  start (&fixture, "SCRAM-SHA-256", NONCE_256);
  bell_secret_text_unref (begin (fixture.exchange, NULL));
  g_assert_null (say (fixture.exchange, coded, &error));
  g_assert_error (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_SIGN_IN_INVALID);
  clear (&fixture);
}

/* Every cut of an honest message, and every byte of it changed: refused, or else it does not pass the
 * signature. */
static void
test_scram_mutations (void)
{
  static const guint8 bytes[] = { 0x01, ',', '=', '0', 0xff };
  gsize               length = strlen (FIRST_256);

  for (gsize i = 0; i < length * (G_N_ELEMENTS (bytes) + 1); i++) {
    g_autofree char *message = g_strdup (FIRST_256);
    BellSecretText  *said;
    Fixture          fixture;

    if (i < length)
      message[i] = '\0';
    else
      message[i % length] = (char) bytes[i / length - 1];
    if (g_str_equal (message, FIRST_256))
      continue;
    start (&fixture, "SCRAM-SHA-256", NONCE_256);
    bell_secret_text_unref (begin (fixture.exchange, NULL));
    said = answer (&fixture, message, NULL);
    if (said != NULL)
      assert_refuses (&fixture, FINAL_256, BELL_IMAP_ERROR_SERVER_UNPROVEN);
    g_clear_pointer (&said, bell_secret_text_unref);
    clear (&fixture);
  }
}

static void
test_challenges_that_are_none (void)
{
  g_autofree char *huge = g_strnfill (BELL_IMAP_LIMIT_CHALLENGE_BYTES * 2, 'A');
  const char      *challenges[] = { "!", "A", "AA", "AAA", "=", "AAAA=", "QQ==\n", "QR==", huge };

  for (guint i = 0; i < G_N_ELEMENTS (challenges); i++) {
    g_autoptr (GError) error = NULL;
    Fixture fixture;

    start (&fixture, "CRAM-MD5", NULL);
    g_assert_null (say (fixture.exchange, challenges[i], &error));
    g_assert_error (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_SIGN_IN_INVALID);
    clear (&fixture);
  }
}

static void
test_challenge_after_the_end (void)
{
  static const char *const mechanisms[] = { "PLAIN", "LOGIN", "CRAM-MD5" };

  for (guint i = 0; i < G_N_ELEMENTS (mechanisms); i++) {
    g_autoptr (GError) error = NULL;
    Fixture         fixture;
    BellSecretText *said = NULL;

    start (&fixture, mechanisms[i], NULL);
    said = begin (fixture.exchange, NULL);
    for (guint round = 0; round < 5 && !bell_imap_exchange_is_complete (fixture.exchange);
         round++) {
      g_clear_pointer (&said, bell_secret_text_unref);
      said = answer (&fixture, "<1.2@example.org>", &error);
      g_assert_no_error (error);
    }
    g_clear_pointer (&said, bell_secret_text_unref);
    g_assert_true (bell_imap_exchange_is_complete (fixture.exchange));
    assert_refuses (&fixture, "more", BELL_IMAP_ERROR_SIGN_IN_INVALID);
    clear (&fixture);
  }
}

/* The thread may still be at it when nobody waits for it any longer. */
static void
test_challenge_too_soon (void)
{
  g_autofree char *first = g_base64_encode ((const guchar *) FIRST_256, strlen (FIRST_256));
  g_autoptr (BellImapExchange) kept = NULL;
  g_autoptr (GError) error = NULL;
  Fixture fixture;

  start (&fixture, "SCRAM-SHA-256", NONCE_256);
  bell_secret_text_unref (begin (fixture.exchange, NULL));
  g_assert_true (bell_imap_exchange_put (fixture.exchange, first, NULL));
  g_assert_true (bell_imap_exchange_takes_time (fixture.exchange));
  g_assert_false (bell_imap_exchange_put (fixture.exchange, first, &error));
  g_assert_error (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_SIGN_IN_INVALID);
  g_assert_false (bell_imap_exchange_is_complete (fixture.exchange));
  kept = bell_imap_exchange_ref (fixture.exchange);
  clear (&fixture);
  bell_imap_exchange_compute (kept);
  g_assert_false (bell_imap_exchange_is_complete (kept));
}

static void
test_names_with_commas (void)
{
  BellImapIdentity identity = { .user = (char *) "a,b=c",
                                .host = (char *) "imap.example.org",
                                .port = 993,
                                .nonce = (char *) "nonce" };
  g_autoptr (BellSecretText) password = bell_secret_text_new (PASSWORD, -1);
  g_autoptr (BellSecretText) token = bell_secret_text_new ("token", -1);
  const struct {
    const char *name, *expected;
  } cases[] = {
    { "SCRAM-SHA-256", "n,,n=a=2Cb=3Dc,r=nonce" },
    { "OAUTHBEARER",
      "n,a=a=2Cb=3Dc,\001host=imap.example.org\001port=993\001auth=Bearer token\001\001" },
    { "XOAUTH2", "user=a,b=c\001auth=Bearer token\001\001" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *word = g_strconcat ("AUTH=", cases[i].name, NULL);
    g_autoptr (BellImapCapabilities) offer = bell_imap_capabilities_parse (word);
    g_autoptr (BellImapExchange) exchange = NULL;

    identity.password = i == 0 ? password : NULL;
    identity.token = i == 0 ? NULL : token;
    exchange =
      bell_imap_auth_start (bell_imap_auth_choose (offer, &identity, NULL), offer, &identity, NULL);
    assert_says (begin (exchange, NULL), cases[i].expected);
  }
}

/* Without a ticket nothing is said. */
static void
test_gssapi_without_a_ticket (void)
{
  BellImapIdentity identity = { .user = (char *) USER,
                                .mechanism = (char *) "GSSAPI",
                                .host = (char *) "imap.example.org" };
  g_autoptr (BellImapCapabilities) offer = bell_imap_capabilities_parse ("AUTH=GSSAPI");
  const BellImapMechanism *chosen = bell_imap_auth_choose (offer, &identity, NULL);
  g_autoptr (BellImapExchange) exchange = NULL;
  g_autoptr (GError) error = NULL;

  if (chosen == NULL) {
    g_test_skip ("libgsasl was built without GSSAPI");
    return;
  }
  exchange = bell_imap_auth_start (chosen, offer, &identity, &error);
  g_assert_no_error (error);
  g_assert_null (begin (exchange, &error));
  g_assert_error (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_NO_TICKET);
}

/* Another's implementation of the server's side, with nonces of chance. */

static int
on_server_asks (G_GNUC_UNUSED Gsasl *library, Gsasl_session *session, Gsasl_property property)
{
  switch ((int) property) {
  case GSASL_PASSWORD:
    return gsasl_property_set (session, property, PASSWORD);
  case GSASL_SCRAM_ITER:
    return gsasl_property_set (session, property, "5000");
  case GSASL_CB_TLS_EXPORTER:
    return gsasl_property_set (session, property, "AAECAwQFBgc=");
  case GSASL_VALIDATE_SIMPLE:
    return g_strcmp0 (gsasl_property_fast (session, GSASL_PASSWORD), PASSWORD) == 0 &&
               g_strcmp0 (gsasl_property_fast (session, GSASL_AUTHID), USER) == 0
             ? GSASL_OK
             : GSASL_AUTHENTICATION_ERROR;
  default:
    return GSASL_NO_CALLBACK;
  }
}

/* The status of the server in the end. */
static int
talk (Fixture *fixture, Gsasl_session *server)
{
  g_autoptr (BellSecretText) said = begin (fixture->exchange, NULL);
  int status;

  for (;;) {
    char            *challenge = NULL;
    g_autofree char *text = NULL;

    status = gsasl_step64 (server, said != NULL ? bell_secret_text_peek (said) : "", &challenge);
    text = g_strdup (challenge);
    gsasl_free (challenge);
    if (status != GSASL_NEEDS_MORE && (status != GSASL_OK || text == NULL || *text == '\0'))
      return status;
    g_clear_pointer (&said, bell_secret_text_unref);
    said = say (fixture->exchange, text, NULL);
    if (status == GSASL_OK || said == NULL)
      return said != NULL ? status : -1;
  }
}

static void
assert_agrees (const char *mechanism, const char *password, int expected)
{
  static const guint8 data[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
  g_autoptr (GBytes) binding = g_bytes_new_static (data, sizeof data);
  g_autofree char *word = g_strconcat ("AUTH=", mechanism, NULL);
  g_autoptr (BellImapCapabilities) offer = bell_imap_capabilities_parse (word);
  Fixture        fixture = { 0 };
  Gsasl         *library;
  Gsasl_session *server;
  int            status;

  g_assert_cmpint (gsasl_init (&library), ==, GSASL_OK);
  gsasl_callback_set (library, on_server_asks);
  g_assert_cmpint (gsasl_server_start (library, mechanism, &server), ==, GSASL_OK);
  fixture.identity.user = g_strdup (USER);
  fixture.identity.password = bell_secret_text_new (password, -1);
  if (g_str_has_suffix (mechanism, "-PLUS"))
    bell_imap_identity_set_binding (&fixture.identity, "tls-exporter", binding);
  fixture.exchange = bell_imap_auth_start (bell_imap_auth_choose (offer, &fixture.identity, NULL),
                                           offer, &fixture.identity, NULL);
  status = talk (&fixture, server);
  g_assert_cmpint (status, ==, expected);
  if (expected == GSASL_OK)
    g_assert_true (bell_imap_exchange_is_complete (fixture.exchange));
  gsasl_finish (server);
  gsasl_done (library);
  clear (&fixture);
}

static void
test_another_implementation (void)
{
  static const char *const mechanisms[] = { "SCRAM-SHA-256-PLUS",
                                            "SCRAM-SHA-1-PLUS",
                                            "SCRAM-SHA-256",
                                            "SCRAM-SHA-1",
                                            "CRAM-MD5",
                                            "PLAIN",
                                            "LOGIN" };

  for (guint i = 0; i < G_N_ELEMENTS (mechanisms); i++) {
    assert_agrees (mechanisms[i], PASSWORD, GSASL_OK);
    assert_agrees (mechanisms[i], "crayon", GSASL_AUTHENTICATION_ERROR);
  }
}

int
main (int argc, char **argv)
{
  g_setenv ("KRB5_CONFIG", "/dev/null", TRUE);
  g_setenv ("KRB5CCNAME", "FILE:/nonexistent", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap-exchange/scram-sha-256", test_scram_sha_256);
  g_test_add_func ("/imap-exchange/scram-sha-1", test_scram_sha_1);
  g_test_add_func ("/imap-exchange/scram-extensions", test_scram_extensions);
  g_test_add_func ("/imap-exchange/scram-hostile-first-messages",
                   test_scram_hostile_first_messages);
  g_test_add_func ("/imap-exchange/scram-salt-too-long", test_scram_salt_too_long);
  g_test_add_func ("/imap-exchange/scram-hostile-last-messages", test_scram_hostile_last_messages);
  g_test_add_func ("/imap-exchange/scram-nul", test_scram_nul);
  g_test_add_func ("/imap-exchange/scram-mutations", test_scram_mutations);
  g_test_add_func ("/imap-exchange/challenges-that-are-none", test_challenges_that_are_none);
  g_test_add_func ("/imap-exchange/challenge-after-the-end", test_challenge_after_the_end);
  g_test_add_func ("/imap-exchange/challenge-too-soon", test_challenge_too_soon);
  g_test_add_func ("/imap-exchange/names-with-commas", test_names_with_commas);
  g_test_add_func ("/imap-exchange/gssapi-without-a-ticket", test_gssapi_without_a_ticket);
  g_test_add_func ("/imap-exchange/another-implementation", test_another_implementation);
  return g_test_run ();
}
