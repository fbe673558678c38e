/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked for when a secret is taken, refused, over, or not to be had. The secrets are tokens of
 * a command that counts how often it ran, or prints what a file has. */

#include "watch/sign-in.h"

#include "imap/imap-error.h"
#include "io/client-certificate.h"
#include "io/refused-pins.h"

#include <glib/gstdio.h>
#include <unistd.h>

typedef struct {
  BellAccount *account; /* (owned) */
  BellSignIn  *sign_in; /* (owned) */
  char        *path;    /* (owned) what the command prints is in it */
  char        *token;   /* (owned) (nullable) got last */
  guint        n_got;
  guint        n_failed;
  GError      *error;       /* (owned) (nullable) told last */
  gint64       retry_at_us; /* with it */
} Fixture;

static void
on_got (BellSignInSecret *secret, gpointer user_data)
{
  Fixture *self = user_data;

  g_free (self->token);
  self->token = g_strdup (bell_secret_text_peek (secret->token));
  self->n_got++;
}

static void
on_failed (const GError *error, gint64 retry_at_us, gpointer user_data)
{
  Fixture *self = user_data;

  g_clear_error (&self->error);
  self->error = g_error_copy (error);
  self->retry_at_us = retry_at_us;
  self->n_failed++;
}

static void
set_token (Fixture *self, const char *text)
{
  g_assert_true (g_file_set_contents (self->path, text, -1, NULL));
}

static void
set_up (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  const BellSignInCalls calls = { .got = on_got, .failed = on_failed };
  const char           *command[] = { "cat", NULL, NULL };
  int                   file = g_file_open_tmp ("mailbell-XXXXXX", &self->path, NULL);
  GSettings            *settings;

  g_assert_cmpint (file, >=, 0);
  close (file);
  set_token (self, "ONE\n");
  command[1] = self->path;
  self->account = bell_account_new ("signin");
  settings = bell_account_get_settings (self->account);
  g_settings_set_string (settings, "credential", "command");
  g_settings_set_strv (settings, "token-command", command);
  self->sign_in = bell_sign_in_new (self->account, &calls, self);
}

static void
tear_down (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  bell_sign_in_free (self->sign_in);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_remove (self->path);
  g_object_unref (self->account);
  g_free (self->path);
  g_free (self->token);
  g_clear_error (&self->error);
}

static void
wait_for_got (Fixture *self, guint n)
{
  while (self->n_got < n)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_failed (Fixture *self, guint n)
{
  while (self->n_failed < n)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
refuse_with (Fixture *self, BellImapErrorCode code)
{
  g_autoptr (GError) error = g_error_new_literal (BELL_IMAP_ERROR, (int) code, "refused");

  return bell_sign_in_refused (self->sign_in, error);
}

static gboolean
refuse (Fixture *self)
{
  return refuse_with (self, BELL_IMAP_ERROR_TOKEN_REFUSED);
}

/* A fresh one is asked for once; when that is refused as well, the user has to. */
static void
test_refused (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  bell_sign_in_ask (self->sign_in);
  wait_for_got (self, 1);
  set_token (self, "TWO\n");
  g_assert_true (refuse (self));
  wait_for_got (self, 2);
  g_assert_cmpstr (self->token, ==, "TWO");
  g_assert_false (refuse (self));
  g_assert_true (bell_sign_in_has_refused (self->sign_in));
  g_assert_cmpuint (self->n_failed, ==, 0);
}

/* Where there is no other, it is not given out again. */
static void
test_refused_again (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  bell_sign_in_ask (self->sign_in);
  wait_for_got (self, 1);
  g_assert_true (refuse (self));
  wait_for_failed (self, 1);
  g_assert_error (self->error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_TOKEN_REFUSED);
  g_assert_cmpint (self->retry_at_us, ==, BELL_NEVER);
  bell_sign_in_ask (self->sign_in);
  wait_for_failed (self, 2);
  g_assert_cmpuint (self->n_got, ==, 1);

  bell_sign_in_forget_refused (self->sign_in);
  bell_sign_in_ask (self->sign_in);
  wait_for_got (self, 2);
}

/* After a token was taken the next refusal is the first again. */
static void
test_taken (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  bell_sign_in_ask (self->sign_in);
  wait_for_got (self, 1);
  set_token (self, "TWO\n");
  g_assert_true (refuse (self));
  wait_for_got (self, 2);
  bell_sign_in_taken (self->sign_in);
  g_assert_false (bell_sign_in_has_refused (self->sign_in));
  set_token (self, "THREE\n");
  g_assert_true (refuse (self));
  wait_for_got (self, 3);
}

/* The server has said BYE: even the same token is given out, for a new session. */
static void
test_renew (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  bell_sign_in_ask (self->sign_in);
  wait_for_got (self, 1);
  bell_sign_in_taken (self->sign_in);
  bell_sign_in_renew (self->sign_in);
  wait_for_got (self, 2);
  g_assert_cmpstr (self->token, ==, "ONE");
}

/* Nobody knows whether it was the secret: it is given out again on another network, and another one at
 * once. */
static void
test_unexplained (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  bell_sign_in_ask (self->sign_in);
  wait_for_got (self, 1);
  g_assert_true (refuse_with (self, BELL_IMAP_ERROR_UNEXPLAINED));
  wait_for_failed (self, 1);
  g_assert_error (self->error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_UNEXPLAINED);
  g_assert_true (bell_sign_in_has_refused (self->sign_in));
  set_token (self, "TWO\n");
  bell_sign_in_ask (self->sign_in);
  wait_for_got (self, 2);
  g_assert_cmpstr (self->token, ==, "TWO");

  g_assert_false (refuse_with (self, BELL_IMAP_ERROR_UNEXPLAINED));
  bell_sign_in_ask (self->sign_in);
  wait_for_failed (self, 2);
  bell_sign_in_network_changed (self->sign_in);
  g_assert_false (bell_sign_in_has_refused (self->sign_in));
  bell_sign_in_ask (self->sign_in);
  wait_for_got (self, 3);
  g_assert_cmpstr (self->token, ==, "TWO");
}

/* What was refused for a reason stays so, on whatever network. */
static void
test_refused_on_every_network (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  bell_sign_in_ask (self->sign_in);
  wait_for_got (self, 1);
  g_assert_true (refuse (self));
  wait_for_failed (self, 1);
  bell_sign_in_network_changed (self->sign_in);
  bell_sign_in_ask (self->sign_in);
  wait_for_failed (self, 2);
  g_assert_cmpuint (self->n_got, ==, 1);
}

/* A certificate says nothing of the secret. */
static void
test_not_concerned (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error =
    g_error_new_literal (BELL_IMAP_ERROR, BELL_IMAP_ERROR_NOT_IMAP, "something else");

  bell_sign_in_ask (self->sign_in);
  wait_for_got (self, 1);
  g_assert_false (bell_sign_in_refused (self->sign_in, error));
  g_assert_false (bell_sign_in_has_refused (self->sign_in));
}

/* It is looked at before anything else, until the user insists or it opens. */
static void
test_certificate (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *good =
    g_build_filename (g_getenv ("TEST_CERTIFICATES"), "client-only.pem", NULL);
  GSettings *settings = bell_account_get_settings (self->account);

  g_settings_set_string (settings, "client-certificate", "/nonexistent/client.p12");
  bell_refused_pins_add ("signin", "/nonexistent/client.p12", NULL);
  bell_sign_in_ask (self->sign_in);
  wait_for_failed (self, 1);
  g_assert_error (self->error, BELL_CLIENT_CERTIFICATE_ERROR,
                  BELL_CLIENT_CERTIFICATE_ERROR_MISSING);
  g_assert_cmpint (self->retry_at_us, ==, BELL_NEVER);
  g_assert_cmpuint (self->n_got, ==, 0);
  bell_sign_in_forget_refused (self->sign_in);
  g_assert_false (bell_refused_pins_has ("signin", "/nonexistent/client.p12"));
  bell_sign_in_ask (self->sign_in);
  wait_for_got (self, 1);

  g_settings_set_string (settings, "client-certificate", good);
  bell_refused_pins_add ("signin", good, NULL);
  bell_sign_in_ask (self->sign_in);
  wait_for_got (self, 2);
  g_assert_cmpuint (self->n_failed, ==, 1);
  bell_refused_pins_forget ("signin");
}

static void
test_certificate_freed (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_settings_set_string (bell_account_get_settings (self->account), "client-certificate", "/none");
  bell_refused_pins_add ("signin", "/none", NULL);
  bell_sign_in_ask (self->sign_in);
  bell_sign_in_stop (self->sign_in);
  bell_sign_in_ask (self->sign_in);
  bell_refused_pins_forget ("signin");
  /* tear_down() frees it while the file is read. */
}

static void
test_failing (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  gint64 now_us = g_get_monotonic_time ();

  set_token (self, "");
  bell_sign_in_ask (self->sign_in);
  wait_for_failed (self, 1);
  g_assert_cmpint (self->retry_at_us, >, now_us);
  g_assert_cmpint (self->retry_at_us, <, BELL_NEVER);
}

static void
test_freed (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  bell_sign_in_ask (self->sign_in);
  bell_sign_in_stop (self->sign_in);
  bell_sign_in_ask (self->sign_in);
  /* tear_down() frees it while the command runs. */
}

static void
add (const char *name, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/sign-in/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("refused", test_refused);
  add ("refused-again", test_refused_again);
  add ("taken", test_taken);
  add ("renew", test_renew);
  add ("unexplained", test_unexplained);
  add ("refused-on-every-network", test_refused_on_every_network);
  add ("not-concerned", test_not_concerned);
  add ("certificate", test_certificate);
  add ("certificate-freed", test_certificate_freed);
  add ("failing", test_failing);
  add ("freed", test_freed);
  return g_test_run ();
}
