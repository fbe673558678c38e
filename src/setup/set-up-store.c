/* SPDX-License-Identifier: GPL-3.0-or-later */
/* set-up-store.c: an account and its secret are stored, both or neither. */

#include "setup/set-up-store.h"

#include "account/credentials.h"
#include "account/server-name.h"

typedef struct {
  BellAccountList *accounts; /* (owned) */
  char            *id;       /* (owned) */
  char            *address;  /* (owned) */
  char            *name;     /* (owned) (nullable) */
  char            *host;     /* (owned) */
  guint16          port;
  BellSecurity     security;
  char            *user;      /* (owned) (nullable) */
  char            *pin;       /* (owned) (nullable) */
  char            *mechanism; /* (owned) (nullable) */
  BellCredential   credential;
  GStrv            details; /* (owned) (nullable) */
} Store;

static void
store_free (gpointer data)
{
  Store *self = data;

  g_object_unref (self->accounts);
  g_free (self->id);
  g_free (self->address);
  g_free (self->name);
  g_free (self->host);
  g_free (self->user);
  g_free (self->pin);
  g_free (self->mechanism);
  g_strfreev (self->details);
  g_free (self);
}

/* The secret goes again. ERROR (transfer full) */
static void
fail (GTask *task, GError *error)
{
  const Store *self = g_task_get_task_data (task);

  if (self->credential != BELL_CREDENTIAL_ONLINE_ACCOUNT)
    bell_credentials_clear_async (self->id, NULL, NULL, NULL);
  g_task_return_error (task, error);
}

static void
take_back (BellAccountList *accounts, BellAccount *account)
{
  bell_account_list_set_aside_async (accounts, account, NULL, NULL);
  bell_account_list_erase (account);
}

/* It may have been cancelled, or the account removed, since the account was in the list. */
static void
on_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BellAccountList *accounts = BELL_ACCOUNT_LIST (source);
  const Store     *self = g_task_get_task_data (task);
  BellAccount     *found = bell_account_list_find_by_id (accounts, self->id);
  g_autoptr (BellAccount) account = found != NULL ? g_object_ref (found) : NULL;
  GError *error = NULL;

  if (!bell_account_list_change_finish (accounts, result, &error)) {
    fail (task, error);
    return;
  }
  if (account == NULL)
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "removed meanwhile");
  else if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    take_back (accounts, account);
  if (error != NULL)
    fail (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&account), g_object_unref);
}

static void
add_account (GTask *task)
{
  const Store              *self = g_task_get_task_data (task);
  const BellAccountSettings settings = {
    .id = self->id,
    .address = self->address,
    .name = self->name,
    .host = self->host,
    .port = self->port,
    .security = self->security,
    .user = self->user,
    .pin = self->pin,
    .mechanism = self->mechanism,
    .credential = self->credential,
    .details = self->details,
  };

  bell_account_list_add_async (self->accounts, &settings, on_added, g_object_ref (task));
}

/* Takes over the reference to TASK. The secret is where it belongs. */
static void
finish (GTask *task)
{
  G_GNUC_UNUSED g_autoptr (GTask) last = task;
  GError       *error = NULL;

  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    fail (task, error);
  else
    add_account (task);
}

static void
on_stored (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (bell_credentials_store_finish (result, &error))
    finish (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static Store *
store_new (BellAccountList            *accounts,
           const BellAccountSettings  *settings,
           const BellSignInFlowResult *flow)
{
  Store *self = g_new0 (Store, 1);

  self->accounts = g_object_ref (accounts);
  self->id = bell_account_list_invent_id (accounts);
  self->address = g_strdup (settings->address);
  self->name = g_strdup (settings->name);
  self->host = g_strdup (settings->host);
  self->port = settings->port;
  self->security = settings->security;
  self->user = g_strdup (settings->user);
  self->pin = g_strdup (settings->pin);
  self->mechanism = g_strdup (settings->mechanism);
  self->credential = flow != NULL ? BELL_CREDENTIAL_OAUTH2 : settings->credential;
  self->details =
    flow != NULL ? bell_oauth_provider_to_settings (flow->provider) : g_strdupv (settings->details);
  return self;
}

void
bell_set_up_store_async (BellAccountList            *accounts,
                         const BellAccountSettings  *settings,
                         BellSecretText             *password,
                         const BellSignInFlowResult *flow,
                         GCancellable               *cancellable,
                         GAsyncReadyCallback         callback,
                         gpointer                    user_data)
{
  GTask           *task = g_task_new (NULL, cancellable, callback, user_data);
  Store           *self = store_new (accounts, settings, flow);
  g_autofree char *mail_server = bell_server_name_new (self->host, self->port);

  /* Once the account is there it is too late, and the caller hears of it. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, store_free);
  if (flow != NULL)
    bell_credentials_store_refresh_token_async (
      self->id, self->address, mail_server, flow->provider->token_endpoint,
      flow->provider->client_id, flow->tokens->refresh_token, NULL, on_stored, task);
  else if (self->credential == BELL_CREDENTIAL_ONLINE_ACCOUNT)
    finish (task);
  else
    bell_credentials_store_async (self->id, self->address, self->host, self->port,
                                  self->user != NULL ? self->user : self->address, password, NULL,
                                  on_stored, task);
}

BellAccount *
bell_set_up_store_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
