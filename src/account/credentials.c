/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every operation is a request that is answered once: by libsecret, by the caller's cancellation or
 * by its time limit. Each libsecret call holds a reference to the request, so an answer that comes
 * late, or never, finds it or leaves it alone. */

#include "account/credentials.h"

#include "account/bounded-wait.h"
#include "account/bus-absence.h"
#include "account/secret-service-restart.h"
#include "account/server-name.h"
#include "imap/imap-auth.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#define LIMIT_S 25

/* The keyring may have to ask a person for its password first. */
#define PROMPT_LIMIT_S 300

/* What a secret is for. */
#define PASSWORD "imap"
#define REFRESH_TOKEN "oauth2"
#define CLIENT_CERTIFICATE "client-certificate"

/* clang-format off */
G_DEFINE_QUARK (bell-credentials-error-quark, bell_credentials_error)
/* clang-format on */

static const SecretSchema schema = {
  .name = BELL_APPLICATION_ID,
  .flags = SECRET_SCHEMA_NONE,
  .attributes = {
    { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "server", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "user", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "protocol", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "mail-server", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

typedef struct {
  GTask           *task;      /* (owned) (nullable): NULL once it is answered */
  BellBoundedWait *wait;      /* (owned) (nullable): as TASK */
  GCancellable    *libsecret; /* (owned) (nullable): NULL where a cancelled prompt would do harm */
  GHashTable      *wanted;    /* (owned) attributes that decide */
  char            *bound_to;  /* (owned) (nullable) the only server that the secret may go to */
  const char      *binding;   /* (nullable) the attribute that says which one that is */
  char            *user;      /* (owned) (nullable) preferred */
} Request;

static void
request_clear (gpointer data)
{
  Request *self = data;

  g_clear_object (&self->libsecret);
  g_hash_table_unref (self->wanted);
  g_free (self->bound_to);
  g_free (self->user);
}

static void
request_unref (Request *self)
{
  g_rc_box_release_full (self, request_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_unref)

/* The task, to be returned by the caller; nothing answers it any more. (transfer full) (nullable) */
static GTask *
request_take_task (Request *self)
{
  g_clear_pointer (&self->wait, bell_bounded_wait_free);
  return g_steal_pointer (&self->task);
}

static gboolean
is_no_service (const GError *error)
{
  /* What GIO says of a bus that is not there, cannot be started, or went away. */
  static const int io_codes[] = {
    G_IO_ERROR_FAILED, G_IO_ERROR_NOT_FOUND,         G_IO_ERROR_INVALID_ARGUMENT,
    G_IO_ERROR_CLOSED, G_IO_ERROR_CONNECTION_CLOSED, G_IO_ERROR_CONNECTION_REFUSED,
  };

  if (bell_bus_absence_is_told (error))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (io_codes); i++)
    if (g_error_matches (error, G_IO_ERROR, io_codes[i]))
      return TRUE;
  return FALSE;
}

static BellCredentialsErrorCode
sort_error (const GError *error)
{
  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return BELL_CREDENTIALS_ERROR_LOCKED;
  if (is_no_service (error))
    return BELL_CREDENTIALS_ERROR_NO_SERVICE;
  return BELL_CREDENTIALS_ERROR_REFUSED;
}

static void
fail (Request *self, BellCredentialsErrorCode code, const char *message)
{
  g_autoptr (GTask) task = request_take_task (self);

  g_task_return_new_error (task, BELL_CREDENTIALS_ERROR, (int) code, "%s", message);
}

static void
fail_with (Request *self, const GError *error)
{
  fail (self, sort_error (error), error->message);
}

static void
on_late (gpointer user_data)
{
  g_autoptr (Request) self = g_rc_box_acquire (user_data);

  g_cancellable_cancel (self->libsecret);
  fail (self, BELL_CREDENTIALS_ERROR_REFUSED, "the secret store did not answer in time");
}

static void
on_cancelled (gpointer user_data)
{
  g_autoptr (Request) self = g_rc_box_acquire (user_data);
  g_autoptr (GTask) task = request_take_task (self);

  g_cancellable_cancel (self->libsecret);
  g_task_return_error_if_cancelled (task);
}

/* A request that TASK waits for, for the account ACCOUNT_ID and secrets for PROTOCOL (nullable).
 * (transfer full) */
static Request *
request_new (GTask *task, guint limit_s, const char *account_id, const char *protocol)
{
  Request *self = g_rc_box_new0 (Request);

  bell_secret_service_heed_restarts ();
  self->task = g_object_ref (task);
  self->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_hash_table_insert (self->wanted, (char *) "account", g_strdup (account_id));
  if (protocol != NULL)
    g_hash_table_insert (self->wanted, (char *) "protocol", g_strdup (protocol));
  self->wait = bell_bounded_wait_new (task, "mailbell secret store limit", limit_s * 1000, on_late,
                                      on_cancelled, self);
  return self;
}

static GHashTable *
get_attributes (gpointer item)
{
  return secret_retrievable_get_attributes (SECRET_RETRIEVABLE (item));
}

/* How well ITEM fits; 0: not at all, for whoever can change the settings cannot change what is
 * stored, and must not get it sent to a server of his own. */
static guint
rate (Request *self, gpointer item)
{
  g_autoptr (GHashTable) attributes = get_attributes (item);

  if (self->binding != NULL &&
      g_strcmp0 (g_hash_table_lookup (attributes, self->binding), self->bound_to) != 0)
    return 0;
  return g_strcmp0 (g_hash_table_lookup (attributes, "user"), self->user) == 0 ? 2 : 1;
}

/* Of those that fit equally well, the newest. (transfer none) (nullable) */
static SecretRetrievable *
choose (Request *self, GList *items)
{
  SecretRetrievable *best = NULL;
  guint              best_points = 0;
  guint64            best_time = 0;

  for (GList *i = items; i != NULL; i = i->next) {
    guint   points = rate (self, i->data);
    guint64 time = secret_retrievable_get_modified (i->data);

    if (points == 0 || points < best_points || (points == best_points && time < best_time))
      continue;
    best = i->data;
    best_points = points;
    best_time = time;
  }
  return best;
}

/* libsecret's file backend has items that are no SecretItem; they are open if the file is. */
static gboolean
is_locked (SecretRetrievable *item)
{
  return SECRET_IS_ITEM (item) && secret_item_get_locked (SECRET_ITEM (item));
}

static void
free_items (GList *items)
{
  g_list_free_full (items, g_object_unref);
}

static void
on_retrieve_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  SecretValue *value;
  const char  *bytes;
  gsize        length;

  value = secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (object), result, &error);
  if (self->task != NULL && value != NULL) {
    task = request_take_task (self);
    bytes = secret_value_get (value, &length);
    g_task_return_pointer (task, bell_secret_text_new (bytes, (gssize) length),
                           (GDestroyNotify) bell_secret_text_unref);
  } else if (self->task != NULL && error != NULL) {
    fail_with (self, error);
  } else if (self->task != NULL) {
    fail (self, BELL_CREDENTIALS_ERROR_LOCKED, "the secret store gave no secret");
  }
  /* The last reference wipes libsecret's copy. */
  g_clear_pointer (&value, secret_value_unref);
}

static void
on_look_up_search_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) self = user_data;
  g_autoptr (GError) error = NULL;
  GList             *items = secret_password_search_finish (result, &error);
  SecretRetrievable *item;

  if (self->task == NULL) {
    free_items (items);
    return;
  }
  item = choose (self, items);
  if (error != NULL)
    fail_with (self, error);
  else if (item == NULL && items != NULL)
    fail (self, BELL_CREDENTIALS_ERROR_OTHER_SERVER, "the secret is stored for another server");
  else if (item == NULL)
    fail (self, BELL_CREDENTIALS_ERROR_MISSING, "no secret is stored");
  else if (is_locked (item))
    fail (self, BELL_CREDENTIALS_ERROR_LOCKED, "the secret store is locked");
  else
    secret_retrievable_retrieve_secret (item, self->libsecret, on_retrieve_ready,
                                        g_rc_box_acquire (self));
  free_items (items);
}

void
bell_credentials_lookup_async (BellAccount        *account,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request;

  if (bell_imap_auth_is_without_secret (bell_account_get_mechanism (account))) {
    g_task_return_pointer (task, bell_secret_text_new ("", 0),
                           (GDestroyNotify) bell_secret_text_unref);
    return;
  }
  request = request_new (task, LIMIT_S, bell_account_get_id (account), PASSWORD);
  request->libsecret = g_cancellable_new ();
  request->binding = "server";
  request->bound_to =
    bell_server_name_new (bell_account_get_host (account), bell_account_get_port (account));
  request->user = g_strdup (bell_account_get_user (account));
  secret_password_searchv (&schema, request->wanted, SECRET_SEARCH_ALL, request->libsecret,
                           on_look_up_search_ready, request);
}

void
bell_credentials_lookup_refresh_token_async (const char         *account_id,
                                             const char         *mail_server,
                                             const char         *token_endpoint,
                                             const char         *client_id,
                                             GCancellable       *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request;

  request = request_new (task, LIMIT_S, account_id, REFRESH_TOKEN);
  request->libsecret = g_cancellable_new ();
  request->binding = "mail-server";
  request->bound_to = g_strdup (mail_server);
  g_hash_table_insert (request->wanted, (char *) "server", g_strdup (token_endpoint));
  g_hash_table_insert (request->wanted, (char *) "user", g_strdup (client_id));
  secret_password_searchv (&schema, request->wanted, SECRET_SEARCH_ALL, request->libsecret,
                           on_look_up_search_ready, request);
}

void
bell_credentials_lookup_certificate_async (const char         *account_id,
                                           GCancellable       *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request;

  request = request_new (task, LIMIT_S, account_id, CLIENT_CERTIFICATE);
  request->libsecret = g_cancellable_new ();
  secret_password_searchv (&schema, request->wanted, SECRET_SEARCH_ALL, request->libsecret,
                           on_look_up_search_ready, request);
}

BellSecretText *
bell_credentials_lookup_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_store_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean stored = secret_password_store_finish (result, &error);
  g_autoptr (GTask) task = NULL;

  if (self->task == NULL)
    return;
  if (error != NULL) {
    fail_with (self, error);
  } else if (!stored) {
    fail (self, BELL_CREDENTIALS_ERROR_LOCKED, "the secret store was not unlocked");
  } else {
    task = request_take_task (self);
    g_task_return_boolean (task, TRUE);
  }
}

/* Takes REQUEST. */
static void
store (
  Request *request, const char *label, const char *server, const char *user, BellSecretText *secret)
{
  g_hash_table_insert (request->wanted, (char *) "server", g_strdup (server));
  g_hash_table_insert (request->wanted, (char *) "user", g_strdup (user));
  /* Without a cancellable: gnome-keyring 42 aborts if it is used while its prompt is open. */
  secret_password_storev (&schema, request->wanted, SECRET_COLLECTION_DEFAULT, label,
                          bell_secret_text_peek (secret), NULL, on_store_ready, request);
}

void
bell_credentials_store_async (const char         *account_id,
                              const char         *address,
                              const char         *host,
                              guint16             port,
                              const char         *user,
                              BellSecretText     *password,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *label = g_strdup_printf ("Mailbell: %s", address);
  g_autofree char *server = bell_server_name_new (host, port);

  store (request_new (task, PROMPT_LIMIT_S, account_id, PASSWORD), label, server, user, password);
}

void
bell_credentials_store_refresh_token_async (const char         *account_id,
                                            const char         *address,
                                            const char         *mail_server,
                                            const char         *token_endpoint,
                                            const char         *client_id,
                                            BellSecretText     *refresh_token,
                                            GCancellable       *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *label = g_strdup_printf ("Mailbell: %s (OAuth 2)", address);
  Request         *request = request_new (task, PROMPT_LIMIT_S, account_id, REFRESH_TOKEN);

  g_hash_table_insert (request->wanted, (char *) "mail-server", g_strdup (mail_server));
  store (request, label, token_endpoint, client_id, refresh_token);
}

/* One for each account, whatever file or token it opens: so the attributes say no more than that. */
void
bell_credentials_store_certificate_async (const char         *account_id,
                                          const char         *address,
                                          BellSecretText     *password,
                                          GCancellable       *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *label = g_strdup_printf ("Mailbell: %s (TLS)", address);

  store (request_new (task, PROMPT_LIMIT_S, account_id, CLIENT_CERTIFICATE), label, "", "",
         password);
}

gboolean
bell_credentials_store_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Clearing skips what is locked without a word. */
static void
on_left_over_search_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  GList *items = secret_password_search_finish (result, &error);

  if (self->task != NULL && error != NULL) {
    fail_with (self, error);
  } else if (self->task != NULL && items != NULL) {
    fail (self, BELL_CREDENTIALS_ERROR_LOCKED, "the secret store is locked");
  } else if (self->task != NULL) {
    task = request_take_task (self);
    g_task_return_boolean (task, TRUE);
  }
  free_items (items);
}

static void
on_clear_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) self = user_data;
  g_autoptr (GError) error = NULL;

  secret_password_clear_finish (result, &error);
  if (self->task == NULL)
    return;
  if (error != NULL) {
    fail_with (self, error);
    return;
  }
  secret_password_searchv (&schema, self->wanted, SECRET_SEARCH_ALL, self->libsecret,
                           on_left_over_search_ready, g_rc_box_acquire (self));
}

void
bell_credentials_clear_async (const char         *account_id,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request;

  request = request_new (task, LIMIT_S, account_id, NULL);
  request->libsecret = g_cancellable_new ();
  secret_password_clearv (&schema, request->wanted, request->libsecret, on_clear_ready, request);
}

gboolean
bell_credentials_clear_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

char *
bell_credentials_describe_not_stored (const GError *error)
{
  if (g_error_matches (error, BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_LOCKED))
    return g_strdup (_ ("The keyring is locked, so the password was not stored and nothing was "
                        "changed. Unlock it, and try again."));
  if (g_error_matches (error, BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_NO_SERVICE))
    return g_strdup (_ ("There is no keyring (Secret Service) in this session to hold the "
                        "password, so nothing was changed. Start GNOME Keyring, KWallet or "
                        "KeePassXC, and try again."));
  if (g_error_matches (error, BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_REFUSED))
    return g_strdup (_ ("The keyring did not take the password, so nothing was changed. Check that "
                        "it works, for example by opening it in its own program."));
  return g_strdup (error->message);
}
