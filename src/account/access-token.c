/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A refresh that has begun goes on though nobody waits for it any more: the provider may have put
 * another refresh token in the place of ours, which is lost unless it is stored. One that could not be
 * is kept until it can: the stored one is worth nothing any more, and some providers take the use of
 * it for theft and withdraw all (RFC 9700, section 4.14.2). */

#include "account/access-token.h"

#include "account/credentials.h"
#include "account/oauth-client.h"
#include "account/server-name.h"

/* Refreshed when this much of its life is over, in percent. */
#define GOOD_LIFE 80

/* One for each account, mail server and client. */
typedef struct {
  char              *account_id;  /* (owned) */
  char              *address;     /* (owned) */
  char              *mail_server; /* (owned) */
  BellOAuthProvider *provider;    /* (owned) */
  GPtrArray         *waiting;     /* (owned) of GTask; none: nothing is going on */
  BellAccount       *account;     /* (owned) (nullable) while something is */
  gboolean           force;       /* somebody had a token refused */

  BellSignInSecret *secret;   /* (owned) (nullable) */
  char             *grant;    /* (owned) (nullable) hash of the refresh token it came from */
  char             *refused;  /* (owned) (nullable) hash of the refresh token that was refused, */
  GError           *refusal;  /* (owned) (nullable) and how */
  BellSecretText   *unsaved;  /* (owned) (nullable) refresh token that is not stored yet */
  char             *replaced; /* (owned) (nullable) hash of the stored one it replaces */
  gint64            refresh_at_us;      /* monotonic */
  gint64            refresh_at_real_us; /* the monotonic clock stands still in sleep */
} Keeper;

/* (owned) of Keeper, by account, mail server, endpoint and client. */
static GHashTable *keepers;

static void
forget_refusal (Keeper *self)
{
  g_clear_pointer (&self->refused, g_free);
  g_clear_error (&self->refusal);
}

static void
keeper_free (gpointer data)
{
  Keeper *self = data;

  g_free (self->account_id);
  g_free (self->address);
  g_free (self->mail_server);
  bell_oauth_provider_free (self->provider);
  g_ptr_array_unref (self->waiting);
  g_clear_object (&self->account);
  forget_refusal (self);
  g_clear_pointer (&self->secret, bell_sign_in_secret_unref);
  g_free (self->grant);
  g_clear_pointer (&self->unsaved, bell_secret_text_unref);
  g_free (self->replaced);
  g_free (self);
}

/* A changed server, endpoint or client id is another keeper: no token goes the way of another's.
 * (transfer none) */
static Keeper *
find_keeper (BellAccount *account, const BellOAuthProvider *provider)
{
  g_autofree char *mail_server =
    bell_server_name_new (bell_account_get_host (account), bell_account_get_port (account));
  g_autofree char *key = g_strjoin ("\n", bell_account_get_id (account), mail_server,
                                    provider->token_endpoint, provider->client_id, NULL);
  Keeper          *self;

  if (keepers == NULL)
    keepers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, keeper_free);
  self = g_hash_table_lookup (keepers, key);
  if (self == NULL) {
    self = g_new0 (Keeper, 1);
    self->account_id = g_strdup (bell_account_get_id (account));
    self->address = g_strdup (bell_account_get_address (account));
    self->mail_server = g_steal_pointer (&mail_server);
    self->provider = bell_oauth_provider_copy (provider);
    self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
    g_hash_table_insert (keepers, g_steal_pointer (&key), self);
  }
  return self;
}

/* Nobody is waiting any more when the first of them hears it: one of them may ask anew, or drop what is
 * kept. */
static GPtrArray *
take_waiting (Keeper *self)
{
  GPtrArray *waiting = self->waiting;

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_clear_object (&self->account);
  self->force = FALSE;
  return waiting;
}

static void
answer (Keeper *self)
{
  g_autoptr (GPtrArray) waiting = take_waiting (self);
  g_autoptr (BellSignInSecret) secret = bell_sign_in_secret_ref (self->secret);

  for (guint i = 0; i < waiting->len; i++)
    g_task_return_pointer (g_ptr_array_index (waiting, i), bell_sign_in_secret_ref (secret),
                           (GDestroyNotify) bell_sign_in_secret_unref);
}

static void
fail (Keeper *self, const GError *error)
{
  g_autoptr (GPtrArray) waiting = take_waiting (self);

  for (guint i = 0; i < waiting->len; i++)
    g_task_return_error (g_ptr_array_index (waiting, i), g_error_copy (error));
}

static gboolean
is_idle_keeper_of (G_GNUC_UNUSED gpointer key, gpointer keeper, gpointer account_id)
{
  const Keeper *self = keeper;

  return self->waiting->len == 0 && g_str_equal (self->account_id, account_id);
}

void
bell_access_token_drop (const char *account_id)
{
  if (keepers != NULL)
    g_hash_table_foreach_remove (keepers, is_idle_keeper_of, (gpointer) account_id);
}

/* Nobody would find what was stored for an erased account, or clear it. */
static void
let_go (Keeper *self)
{
  g_autofree char *account_id = g_strdup (self->account_id);
  g_autoptr (GError) error =
    g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the account is removed");

  g_debug ("%s: nothing is stored any more, the account is removed", account_id);
  fail (self, error);
  bell_access_token_drop (account_id);
}

static char *
hash (const BellSecretText *text)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, bell_secret_text_peek (text),
                                        (gssize) bell_secret_text_get_length (text));
}

static gboolean
is_good (const Keeper *self, const char *grant)
{
  return self->secret != NULL && g_strcmp0 (self->grant, grant) == 0 &&
         g_get_monotonic_time () < self->refresh_at_us &&
         g_get_real_time () < self->refresh_at_real_us;
}

static void
keep (Keeper *self, const BellOAuthTokens *tokens)
{
  gint64 now_us = g_get_monotonic_time ();
  gint64 life_us = tokens->lifetime_us;
  gint64 good_us = life_us == BELL_NEVER ? BELL_NEVER : life_us / 100 * GOOD_LIFE;

  g_clear_pointer (&self->secret, bell_sign_in_secret_unref);
  self->secret = bell_sign_in_secret_new_token (
    tokens->access_token, life_us == BELL_NEVER ? BELL_NEVER : now_us + life_us);
  self->refresh_at_us = good_us == BELL_NEVER ? BELL_NEVER : now_us + good_us;
  self->refresh_at_real_us = good_us == BELL_NEVER ? BELL_NEVER : g_get_real_time () + good_us;
}

static void
forget_unsaved (Keeper *self)
{
  g_clear_pointer (&self->unsaved, bell_secret_text_unref);
  g_clear_pointer (&self->replaced, g_free);
}

static void
on_stored (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  Keeper *self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean stored = bell_credentials_store_finish (result, &error);

  if (bell_account_is_erased (self->account)) {
    /* Whoever has removed it may have cleared the keyring before this was in it. */
    bell_credentials_clear_async (self->account_id, NULL, NULL, NULL);
    let_go (self);
    return;
  }
  if (stored)
    forget_unsaved (self);
  else
    g_message ("the new refresh token was not stored: %s", error->message);
  answer (self);
}

static void
store_and_answer (Keeper *self)
{
  if (self->unsaved == NULL) {
    answer (self);
    return;
  }
  bell_credentials_store_refresh_token_async (
    self->account_id, self->address, self->mail_server, self->provider->token_endpoint,
    self->provider->client_id, self->unsaved, NULL, on_stored, self);
}

static void
take_new_grant (Keeper *self, BellSecretText *refresh_token)
{
  g_autofree char *grant = hash (refresh_token);

  if (g_strcmp0 (grant, self->grant) == 0)
    return;
  if (self->unsaved == NULL)
    self->replaced = g_steal_pointer (&self->grant);
  g_clear_pointer (&self->unsaved, bell_secret_text_unref);
  self->unsaved = bell_secret_text_ref (refresh_token);
  g_free (self->grant);
  self->grant = g_steal_pointer (&grant);
}

/* What another attempt does not change. */
static gboolean
is_final (const GError *error)
{
  return g_error_matches (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_SIGN_IN_AGAIN) ||
         g_error_matches (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_DENIED) ||
         g_error_matches (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_REFUSED);
}

static void
take_refusal (Keeper *self, const GError *error)
{
  forget_refusal (self);
  if (!is_final (error))
    return;
  self->refused = g_strdup (self->grant);
  self->refusal = g_error_copy (error);
}

static void
on_refreshed (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  Keeper *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellOAuthTokens) tokens = bell_oauth_client_tokens_finish (result, &error);

  if (bell_account_is_erased (self->account)) {
    let_go (self);
    return;
  }
  if (tokens == NULL) {
    take_refusal (self, error);
    fail (self, error);
    return;
  }
  forget_refusal (self);
  keep (self, tokens);
  if (tokens->refresh_token != NULL)
    take_new_grant (self, tokens->refresh_token);
  store_and_answer (self);
}

/* What only another sign-in mends is said in the words for that. */
static void
translate (GError **error)
{
  BellOAuthErrorCode code;

  if (g_error_matches (*error, BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_MISSING))
    code = BELL_OAUTH_ERROR_SIGN_IN_AGAIN;
  else if (g_error_matches (*error, BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_OTHER_SERVER))
    code = BELL_OAUTH_ERROR_OTHER_SERVER;
  else
    return;
  g_clear_error (error);
  g_set_error_literal (error, BELL_OAUTH_ERROR, code, "no refresh token is stored for this server");
}

/* What STORED stands for: the one that took its place, if that could not be stored. libsecret's file
 * may say in memory what it could not write. (transfer none) */
static BellSecretText *
get_current (Keeper *self, BellSecretText *stored)
{
  g_autofree char *unsaved = self->unsaved != NULL ? hash (self->unsaved) : NULL;
  g_autofree char *grant = hash (stored);

  if (unsaved != NULL && (g_str_equal (grant, unsaved) || g_strcmp0 (grant, self->replaced) == 0))
    return self->unsaved;
  forget_unsaved (self); /* somebody has signed in again meanwhile */
  return stored;
}

static void
on_looked_up (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  Keeper *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellSecretText) stored = bell_credentials_lookup_finish (result, &error);
  g_autofree char *grant = NULL;
  BellSecretText  *refresh_token;

  if (bell_account_is_erased (self->account)) {
    let_go (self);
    return;
  }
  if (stored == NULL) {
    translate (&error);
    fail (self, error);
    return;
  }
  refresh_token = get_current (self, stored);
  grant = hash (refresh_token);
  if (self->refusal != NULL && g_str_equal (grant, self->refused)) {
    error = g_error_copy (self->refusal);
    fail (self, error);
    return;
  }
  if (!self->force && is_good (self, grant)) {
    store_and_answer (self);
    return;
  }
  g_free (self->grant);
  self->grant = g_steal_pointer (&grant);
  g_clear_pointer (&self->secret, bell_sign_in_secret_unref);
  bell_oauth_client_refresh_async (self->provider, refresh_token, NULL, on_refreshed, self);
}

void
bell_access_token_ask_async (BellAccount        *account,
                             gboolean            refused_before,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GError *error = NULL;
  g_autoptr (BellOAuthProvider) provider = bell_oauth_provider_new_for_account (account, &error);
  Keeper *keeper;

  if (provider == NULL || !bell_oauth_provider_check (provider, &error)) {
    g_task_return_error (task, error);
    return;
  }
  keeper = find_keeper (account, provider);
  keeper->force |= refused_before;
  g_set_object (&keeper->account, account);
  g_ptr_array_add (keeper->waiting, g_steal_pointer (&task));
  if (keeper->waiting->len > 1)
    return;
  bell_credentials_lookup_refresh_token_async (keeper->account_id, keeper->mail_server,
                                               provider->token_endpoint, provider->client_id, NULL,
                                               on_looked_up, keeper);
}

BellSignInSecret *
bell_access_token_ask_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
bell_access_token_forget_refusal (const char *account_id)
{
  GHashTableIter iter;
  gpointer       keeper;

  if (keepers == NULL)
    return;
  g_hash_table_iter_init (&iter, keepers);
  while (g_hash_table_iter_next (&iter, NULL, &keeper))
    if (g_str_equal (((Keeper *) keeper)->account_id, account_id))
      forget_refusal (keeper);
}
