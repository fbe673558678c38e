/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The account is looked at, made sure of, and asked for its secret: three calls one after another.
 * The copies of the secret that GDBus made on the way are its own and are not wiped. */

#include "account/online-accounts-private.h"

#include "account/server-name.h"
#include "base/time-units.h"

#include <string.h>

/* Online Accounts asks the provider, and the provider may be far. */
#define LIMIT_MS (60 * 1000)

#define SECRET_BYTES (16 * 1024)

#define ACCOUNT_INTERFACE BELL_ONLINE_ACCOUNTS_NAME ".Account"
#define PASSWORD_INTERFACE BELL_ONLINE_ACCOUNTS_NAME ".PasswordBased"
#define TOKEN_INTERFACE BELL_ONLINE_ACCOUNTS_NAME ".OAuth2Based"

typedef struct {
  char            *id;     /* (owned) */
  char            *server; /* (owned) of server-name.h */
  gboolean         force_refresh;
  GDBusConnection *connection; /* (owned) (nullable) */
  char            *path;       /* (owned) (nullable) */
  gboolean         is_token;
  gint64           expires_at_us;
} Question;

static void
question_free (Question *self)
{
  g_clear_object (&self->connection);
  g_free (self->id);
  g_free (self->server);
  g_free (self->path);
  g_free (self);
}

static void
fail (GTask *task, BellOnlineAccountsErrorCode code, const char *message)
{
  g_task_return_new_error (task, BELL_ONLINE_ACCOUNTS_ERROR, (int) code, "%s", message);
}

GError *
bell_online_account_get_obstacle (const BellOnlineAccount *account)
{
  if (account->use == BELL_ONLINE_ACCOUNT_NO_IMAP)
    return g_error_new_literal (BELL_ONLINE_ACCOUNTS_ERROR, BELL_ONLINE_ACCOUNTS_ERROR_NO_IMAP,
                                "the account does not serve IMAP");
  if (account->use == BELL_ONLINE_ACCOUNT_MAIL_OFF)
    return g_error_new_literal (BELL_ONLINE_ACCOUNTS_ERROR, BELL_ONLINE_ACCOUNTS_ERROR_MAIL_OFF,
                                "mail is switched off");
  if (account->attention_needed)
    return g_error_new_literal (BELL_ONLINE_ACCOUNTS_ERROR, BELL_ONLINE_ACCOUNTS_ERROR_ATTENTION,
                                "attention is needed");
  return NULL;
}

static void
call (GTask              *task,
      const char         *interface,
      const char         *method,
      GVariant           *parameters,
      const char         *answer_type,
      GAsyncReadyCallback callback)
{
  Question *self = g_task_get_task_data (task);

  g_dbus_connection_call (self->connection, BELL_ONLINE_ACCOUNTS_NAME, self->path, interface,
                          method, parameters, G_VARIANT_TYPE (answer_type), G_DBUS_CALL_FLAGS_NONE,
                          LIMIT_MS, g_task_get_cancellable (task), callback, g_object_ref (task));
}

/* A token goes into one line of IMAP between control characters (RFC 6750 §2.1, RFC 7628 §3.1): one
 * with a space or a control character in it would be something else. */
static gboolean
is_good_secret (const char *text, gboolean is_token)
{
  gsize length = strlen (text);

  if (length == 0 || length > SECRET_BYTES)
    return FALSE;
  for (const char *c = text; is_token && *c != '\0'; c++)
    if (!g_ascii_isgraph (*c))
      return FALSE;
  return TRUE;
}

static void
on_secret_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Question *self = g_task_get_task_data (task);
  g_autoptr (GVariant) answer =
    g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  const char *text;
  gint32      expires_in_s = 0;

  if (answer == NULL) {
    g_task_return_error (task, bell_online_accounts_translate_error (error));
    return;
  }
  g_variant_get_child (answer, 0, "&s", &text);
  if (self->is_token)
    g_variant_get_child (answer, 1, "i", &expires_in_s);
  if (!is_good_secret (text, self->is_token)) {
    fail (task, BELL_ONLINE_ACCOUNTS_ERROR_FAILED, "an empty or impossible secret");
    return;
  }
  if (expires_in_s > 0) /* 0: it is not known */
    self->expires_at_us = g_get_monotonic_time () + expires_in_s * BELL_SECOND;
  g_task_return_pointer (task, bell_secret_text_new (text, -1),
                         (GDestroyNotify) bell_secret_text_unref);
}

static void
get_secret (GTask *task)
{
  Question *self = g_task_get_task_data (task);

  if (self->is_token)
    call (task, TOKEN_INTERFACE, "GetAccessToken", NULL, "(si)", on_secret_ready);
  else
    call (task, PASSWORD_INTERFACE, "GetPassword", g_variant_new ("(s)", "imap-password"), "(s)",
          on_secret_ready);
}

/* A provider that cannot be reached says nothing of the secret: an account with a password is also
 * tried on its SMTP server, which is none of our business. */
static void
on_ensured (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) ours = NULL;
  Question *self = g_task_get_task_data (task);
  g_autoptr (GVariant) answer =
    g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer == NULL)
    ours = bell_online_accounts_translate_error (error);
  if (ours == NULL || (!self->force_refresh && g_error_matches (ours, BELL_ONLINE_ACCOUNTS_ERROR,
                                                                BELL_ONLINE_ACCOUNTS_ERROR_FAILED)))
    get_secret (task);
  else
    g_task_return_error (task, g_steal_pointer (&ours));
}

/* (transfer none) (nullable) */
static const BellOnlineAccount *
find (GPtrArray *accounts, const char *id)
{
  for (guint i = 0; i < accounts->len; i++) {
    const BellOnlineAccount *account = g_ptr_array_index (accounts, i);

    if (g_str_equal (account->id, id))
      return account;
  }
  return NULL;
}

static gboolean
is_for_server (const BellOnlineAccount *account, const char *server)
{
  g_autofree char *name = bell_server_name_new (account->host, account->port);

  return g_str_equal (name, server);
}

/* Where attention is needed nothing is asked: Online Accounts would try the password that it knows
 * to be wrong once more, and a few of these lock an account. */
static void
on_accounts_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Question *self = g_task_get_task_data (task);
  g_autoptr (GPtrArray) accounts =
    bell_online_accounts_read_finish (result, &self->connection, &error);
  const BellOnlineAccount *account = accounts != NULL ? find (accounts, self->id) : NULL;

  if (accounts == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  if (account == NULL) {
    fail (task, BELL_ONLINE_ACCOUNTS_ERROR_REMOVED, "there is no such account");
    return;
  }
  error = bell_online_account_get_obstacle (account);
  if (error != NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  if (!is_for_server (account, self->server)) {
    fail (task, BELL_ONLINE_ACCOUNTS_ERROR_OTHER_SERVER, "the account is for another server");
    return;
  }
  self->path = g_strdup (account->path);
  self->is_token = account->has_token;
  call (task, ACCOUNT_INTERFACE, "EnsureCredentials", NULL, "(i)", on_ensured);
}

void
bell_online_accounts_ask_async (const char         *goa_id,
                                const char         *host,
                                guint16             port,
                                gboolean            force_refresh,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Question *self = g_new0 (Question, 1);

  self->id = g_strdup (goa_id);
  self->server = bell_server_name_new (host, port);
  self->force_refresh = force_refresh;
  self->expires_at_us = BELL_NEVER;
  g_task_set_task_data (task, self, (GDestroyNotify) question_free);
  bell_online_accounts_read_async (NULL, G_DBUS_CALL_FLAGS_NONE, cancellable, on_accounts_ready,
                                   g_object_ref (task));
}

BellSecretText *
bell_online_accounts_ask_finish (GAsyncResult *result,
                                 gboolean     *is_token,
                                 gint64       *expires_at_us,
                                 GError      **error)
{
  Question       *self = g_task_get_task_data (G_TASK (result));
  BellSecretText *secret = g_task_propagate_pointer (G_TASK (result), error);

  if (secret == NULL)
    return NULL;
  *is_token = self->is_token;
  *expires_at_us = self->expires_at_us;
  return secret;
}
