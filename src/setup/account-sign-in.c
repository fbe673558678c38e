/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First what is remembered, then the secret, which may take a person. */

#include "setup/account-sign-in.h"

typedef struct {
  BellAccount       *account; /* (owned) */
  BellAccountSignIn *sign_in; /* (owned) (nullable): handed over */
} Question;

static void
question_free (Question *self)
{
  g_object_unref (self->account);
  g_clear_pointer (&self->sign_in, bell_account_sign_in_free);
  g_free (self);
}

void
bell_account_sign_in_free (BellAccountSignIn *self)
{
  g_clear_pointer (&self->user.secret, bell_sign_in_secret_unref);
  g_free (self->name);
  g_free (self->address);
  g_free (self->mechanism);
  g_free (self);
}

static BellAccountSignIn *
sign_in_new (BellAccount *account)
{
  BellAccountSignIn *self = g_new0 (BellAccountSignIn, 1);

  self->name = g_strdup (bell_account_get_user (account));
  self->address = g_strdup (bell_account_get_address (account));
  self->mechanism = g_strdup (bell_account_get_mechanism (account));
  self->user.user = self->name;
  self->user.address = self->address;
  self->user.mechanism = self->mechanism;
  return self;
}

static void
answer (GTask *task)
{
  Question *self = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&self->sign_in),
                         (GDestroyNotify) bell_account_sign_in_free);
}

static void
on_secret (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question         *self = g_task_get_task_data (task);
  GError           *error = NULL;
  BellSignInSecret *secret = bell_sign_in_secret_ask_finish (result, &error);

  if (secret == NULL) {
    g_task_return_error (task, error);
    return;
  }
  self->sign_in->user.secret = secret;
  answer (task);
}

static void
on_remembered (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question            *self = g_task_get_task_data (task);
  BellSignInMemory    *memory = &self->sign_in->memory;
  BellConnectionUser  *user = &self->sign_in->user;
  BellImapClientConfig config = { 0 };
  GError              *error = NULL;

  if (!bell_sign_in_memory_load_finish (result, memory, &error)) {
    g_task_return_error (task, error);
    return;
  }
  bell_sign_in_memory_apply (memory, g_get_real_time () / G_USEC_PER_SEC, &config);
  user->strongest = config.strongest;
  user->plus_broken = config.plus_broken;
  user->external_broken = config.external_broken;
  if (user->secret != NULL)
    answer (task);
  else
    bell_sign_in_secret_ask_async (self->account, FALSE, g_task_get_cancellable (task), on_secret,
                                   g_object_ref (task));
}

void
bell_account_sign_in_ask_async (BellAccount        *account,
                                BellSignInSecret   *secret,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  GTask    *task = g_task_new (NULL, cancellable, callback, user_data);
  Question *self = g_new0 (Question, 1);

  self->account = g_object_ref (account);
  self->sign_in = sign_in_new (account);
  if (secret != NULL)
    self->sign_in->user.secret = bell_sign_in_secret_ref (secret);
  else
    bell_sign_in_secret_forget_refusal (account);
  g_task_set_task_data (task, self, (GDestroyNotify) question_free);
  bell_sign_in_memory_load_async (bell_account_get_id (account), bell_account_get_host (account),
                                  cancellable, on_remembered, task);
}

BellAccountSignIn *
bell_account_sign_in_ask_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
