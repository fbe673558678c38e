/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one place that knows all kinds of credentials; each has a file of its own. */

#include "account/sign-in-secret.h"

#include "account/access-token.h"
#include "account/credentials.h"
#include "account/online-accounts.h"
#include "account/token-command.h"

static void
sign_in_secret_clear (gpointer data)
{
  BellSignInSecret *self = data;

  g_clear_pointer (&self->password, bell_secret_text_unref);
  g_clear_pointer (&self->token, bell_secret_text_unref);
}

BellSignInSecret *
bell_sign_in_secret_new_password (BellSecretText *password)
{
  BellSignInSecret *self = g_rc_box_new0 (BellSignInSecret);

  self->password = bell_secret_text_ref (password);
  self->expires_at_us = BELL_NEVER;
  return self;
}

BellSignInSecret *
bell_sign_in_secret_new_token (BellSecretText *token, gint64 expires_at_us)
{
  BellSignInSecret *self = g_rc_box_new0 (BellSignInSecret);

  self->token = bell_secret_text_ref (token);
  self->expires_at_us = expires_at_us;
  return self;
}

BellSignInSecret *
bell_sign_in_secret_ref (BellSignInSecret *self)
{
  return g_rc_box_acquire (self);
}

void
bell_sign_in_secret_unref (BellSignInSecret *self)
{
  g_rc_box_release_full (self, sign_in_secret_clear);
}

gboolean
bell_sign_in_secret_is_same (const BellSignInSecret *a, const BellSignInSecret *b)
{
  return a != NULL && b != NULL && bell_secret_text_is_same (a->password, b->password) &&
         bell_secret_text_is_same (a->token, b->token);
}

/* SECRET (transfer full) (nullable), ERROR (transfer full) (nullable): one of the two. */
static void
answer (GTask *task, BellSignInSecret *secret, GError *error)
{
  if (secret != NULL)
    g_task_return_pointer (task, secret, (GDestroyNotify) bell_sign_in_secret_unref);
  else
    g_task_return_error (task, error);
}

static void
on_password (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (BellSecretText) password = bell_credentials_lookup_finish (result, &error);

  answer (task, password != NULL ? bell_sign_in_secret_new_password (password) : NULL, error);
}

static void
on_access_token (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError           *error = NULL;
  BellSignInSecret *secret = bell_access_token_ask_finish (result, &error);

  answer (task, secret, error);
}

static void
on_command_token (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (BellSecretText) token = bell_token_command_run_finish (result, &error);

  answer (task, token != NULL ? bell_sign_in_secret_new_token (token, BELL_NEVER) : NULL, error);
}

static void
on_online_secret (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError           *error = NULL;
  gboolean          is_token;
  gint64            expires_at_us;
  BellSignInSecret *answered = NULL;
  g_autoptr (BellSecretText) secret =
    bell_online_accounts_ask_finish (result, &is_token, &expires_at_us, &error);

  if (secret != NULL)
    answered = is_token ? bell_sign_in_secret_new_token (secret, expires_at_us)
                        : bell_sign_in_secret_new_password (secret);
  answer (task, answered, error);
}

static void
ask_online (BellAccount *account, gboolean refused_before, GTask *task)
{
  g_autofree char *id =
    g_settings_get_string (bell_account_get_settings (account), "online-account");

  bell_online_accounts_ask_async (id, bell_account_get_host (account),
                                  bell_account_get_port (account), refused_before,
                                  g_task_get_cancellable (task), on_online_secret, task);
}

static void
run_command (BellAccount *account, GTask *task)
{
  g_auto (GStrv) command =
    g_settings_get_strv (bell_account_get_settings (account), "token-command");

  bell_token_command_run_async ((const char *const *) command, g_task_get_cancellable (task),
                                on_command_token, task);
}

void
bell_sign_in_secret_ask_async (BellAccount        *account,
                               gboolean            refused_before,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  switch (bell_account_get_credential (account)) {
  case BELL_CREDENTIAL_OAUTH2:
    bell_access_token_ask_async (account, refused_before, cancellable, on_access_token, task);
    break;
  case BELL_CREDENTIAL_ONLINE_ACCOUNT:
    ask_online (account, refused_before, task);
    break;
  case BELL_CREDENTIAL_COMMAND:
    run_command (account, task);
    break;
  case BELL_CREDENTIAL_PASSWORD:
  default:
    bell_credentials_lookup_async (account, cancellable, on_password, task);
    break;
  }
}

BellSignInSecret *
bell_sign_in_secret_ask_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
bell_sign_in_secret_forget_refusal (BellAccount *account)
{
  bell_access_token_forget_refusal (bell_account_get_id (account));
}
