/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All settings are read again whenever one changes, and compared with what was known: so the
 * fallbacks (name and user default to the address) notify as well, and only real changes count. */

#include "account/account.h"

#include "account/settings-backend.h"

#include <string.h>

#define ID_LENGTH_LIMIT 32

enum {
  PROP_0,
  PROP_ID,
  PROP_ADDRESS,
  PROP_NAME,
  PROP_ENABLED,
  PROP_HOST,
  PROP_PORT,
  PROP_SECURITY,
  PROP_USER,
  PROP_FOLDERS,
  PROP_PIN,
  PROP_MECHANISM,
  PROP_CLIENT_CERTIFICATE,
  PROP_NOTIFY,
  PROP_CREDENTIAL,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

/* A change of these asks for a new connection. */
static const gboolean concerns_connection[N_PROPERTIES] = {
  [PROP_ENABLED] = TRUE,    [PROP_HOST] = TRUE,
  [PROP_PORT] = TRUE,       [PROP_SECURITY] = TRUE,
  [PROP_USER] = TRUE,       [PROP_FOLDERS] = TRUE,
  [PROP_PIN] = TRUE,        [PROP_MECHANISM] = TRUE,
  [PROP_CREDENTIAL] = TRUE, [PROP_CLIENT_CERTIFICATE] = TRUE,
};

/* Where the account's secret comes from; each of them alone says nothing. */
static const char *const credential_keys[] = {
  "credential",           "oauth-provider",        "oauth-client-id",
  "oauth-client-secret",  "oauth-issuer",          "oauth-authorization-endpoint",
  "oauth-token-endpoint", "oauth-device-endpoint", "oauth-scopes",
  "online-account",       "token-command",
};

struct _BellAccount {
  GObject    parent_instance;
  char      *id;       /* (owned) */
  GSettings *settings; /* (owned) */
  guint      signal_source;

  char        *address;            /* (owned) */
  char        *name;               /* (owned) */
  char        *host;               /* (owned) */
  char        *user;               /* (owned) */
  char        *pin;                /* (owned) (nullable) */
  char        *mechanism;          /* (owned) (nullable) */
  char        *client_certificate; /* (owned) (nullable) */
  char       **folders;            /* (owned) */
  guint        port;
  BellSecurity security;
  gboolean     enabled;
  gboolean     notify;
  GVariant    *credential; /* (owned) the keys of credential_keys together */
};

G_DEFINE_FINAL_TYPE (BellAccount, bell_account, G_TYPE_OBJECT)

static gboolean
on_signal_due (gpointer user_data)
{
  BellAccount *self = user_data;

  self->signal_source = 0;
  g_signal_emit_by_name (self, "connection-changed");
  return G_SOURCE_REMOVE;
}

static void
report_change (BellAccount *self, int property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
  if (concerns_connection[property] && self->signal_source == 0)
    self->signal_source = g_idle_add_full (G_PRIORITY_DEFAULT, on_signal_due, self, NULL);
}

/* TEXT (transfer full) (nullable). */
static void
take_text (BellAccount *self, char **field, char *text, int property)
{
  g_autofree char *value = text;

  if (g_strcmp0 (*field, value) == 0)
    return;
  g_free (*field);
  *field = g_steal_pointer (&value);
  report_change (self, property);
}

static void
take_folders (BellAccount *self, char **folders)
{
  g_auto (GStrv) value = folders;

  if (self->folders != NULL &&
      g_strv_equal ((const char *const *) self->folders, (const char *const *) value))
    return;
  g_strfreev (self->folders);
  self->folders = g_steal_pointer (&value);
  report_change (self, PROP_FOLDERS);
}

static void
take_number (BellAccount *self, guint *field, guint value, int property)
{
  if (*field == value)
    return;
  *field = value;
  report_change (self, property);
}

static void
take_switch (BellAccount *self, gboolean *field, gboolean value, int property)
{
  if (*field == value)
    return;
  *field = value;
  report_change (self, property);
}

static void
take_security (BellAccount *self, BellSecurity value)
{
  if (self->security == value)
    return;
  self->security = value;
  report_change (self, PROP_SECURITY);
}

/* (transfer full) (nullable): NULL for an empty TEXT. */
static char *
read_optional (BellAccount *self, const char *key)
{
  g_autofree char *text = g_settings_get_string (self->settings, key);

  return *text == '\0' ? NULL : g_steal_pointer (&text);
}

/* As read_optional(), with a default. */
static char *
read_text (BellAccount *self, const char *key, const char *otherwise)
{
  char *text = read_optional (self, key);

  return text != NULL ? text : g_strdup (otherwise);
}

static guint
read_port (BellAccount *self)
{
  guint16 port;

  g_settings_get (self->settings, "port", "q", &port);
  return port;
}

/* Settings may name the inbox in any case: it is one folder (RFC 9051 §5.1), and watching it twice
 * would count its messages twice. */
static const char *
folder_key (const char *name)
{
  return g_ascii_strcasecmp (name, "INBOX") == 0 ? "INBOX" : name;
}

/* Each once, none empty. */
static char **
read_folders (BellAccount *self)
{
  g_auto (GStrv) all = g_settings_get_strv (self->settings, "folders");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; all[i] != NULL; i++)
    if (*all[i] != '\0' && g_hash_table_add (seen, (char *) folder_key (all[i])))
      g_strv_builder_add (builder, all[i]);
  return g_strv_builder_end (builder);
}

/* Fingerprints are copied from programs that print them with colons and in capitals. */
static char *
read_pin (BellAccount *self)
{
  g_autofree char *text = read_optional (self, "pin");
  GString         *pin;

  if (text == NULL)
    return NULL;
  pin = g_string_new (NULL);
  for (const char *c = text; *c != '\0'; c++)
    if (*c != ':' && !g_ascii_isspace (*c))
      g_string_append_c (pin, g_ascii_tolower (*c));
  return g_string_free (pin, FALSE);
}

static void
read_credential (BellAccount *self)
{
  GVariantBuilder builder;
  g_autoptr (GVariant) value = NULL;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("av"));
  for (guint i = 0; i < G_N_ELEMENTS (credential_keys); i++) {
    g_autoptr (GVariant) one = g_settings_get_value (self->settings, credential_keys[i]);

    g_variant_builder_add (&builder, "v", one);
  }
  value = g_variant_ref_sink (g_variant_builder_end (&builder));
  if (self->credential != NULL && g_variant_equal (self->credential, value))
    return;
  g_clear_pointer (&self->credential, g_variant_unref);
  self->credential = g_steal_pointer (&value);
  report_change (self, PROP_CREDENTIAL);
}

static void
read_settings (BellAccount *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  take_text (self, &self->address, read_text (self, "address", self->id), PROP_ADDRESS);
  take_text (self, &self->name, read_text (self, "name", self->address), PROP_NAME);
  take_switch (self, &self->enabled, g_settings_get_boolean (self->settings, "enabled"),
               PROP_ENABLED);
  take_text (self, &self->host, g_settings_get_string (self->settings, "host"), PROP_HOST);
  take_number (self, &self->port, read_port (self), PROP_PORT);
  take_security (self, (BellSecurity) g_settings_get_enum (self->settings, "security"));
  take_text (self, &self->user, read_text (self, "user", self->address), PROP_USER);
  take_folders (self, read_folders (self));
  take_text (self, &self->pin, read_pin (self), PROP_PIN);
  take_text (self, &self->mechanism, read_optional (self, "mechanism"), PROP_MECHANISM);
  take_text (self, &self->client_certificate, read_optional (self, "client-certificate"),
             PROP_CLIENT_CERTIFICATE);
  take_switch (self, &self->notify, g_settings_get_boolean (self->settings, "notify"), PROP_NOTIFY);
  read_credential (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/* The last of what "mailbell set" does: from here on it is so. */
static void
on_setting_changed (BellAccount *self, const char *key)
{
  read_settings (self);
  g_debug ("account %s: the setting “%s” has changed", self->id, key);
}

static void
bell_account_constructed (GObject *object)
{
  BellAccount     *self = BELL_ACCOUNT (object);
  g_autofree char *path = g_strconcat (BELL_SETTINGS_ACCOUNT_PATH, self->id, "/", NULL);

  G_OBJECT_CLASS (bell_account_parent_class)->constructed (object);
  self->settings = g_settings_new_with_path (BELL_SETTINGS_ACCOUNT_SCHEMA, path);
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (on_setting_changed), self,
                           G_CONNECT_SWAPPED);
  read_settings (self);
  g_clear_handle_id (&self->signal_source, g_source_remove);
}

static void
bell_account_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BellAccount *self = BELL_ACCOUNT (object);

  switch (id) {
  case PROP_ID:
    g_value_set_string (value, self->id);
    break;
  case PROP_ADDRESS:
    g_value_set_string (value, self->address);
    break;
  case PROP_NAME:
    g_value_set_string (value, self->name);
    break;
  case PROP_ENABLED:
    g_value_set_boolean (value, self->enabled);
    break;
  case PROP_HOST:
    g_value_set_string (value, self->host);
    break;
  case PROP_PORT:
    g_value_set_uint (value, self->port);
    break;
  case PROP_SECURITY:
    g_value_set_int (value, (int) self->security);
    break;
  case PROP_USER:
    g_value_set_string (value, self->user);
    break;
  case PROP_FOLDERS:
    g_value_set_boxed (value, self->folders);
    break;
  case PROP_PIN:
    g_value_set_string (value, self->pin);
    break;
  case PROP_MECHANISM:
    g_value_set_string (value, self->mechanism);
    break;
  case PROP_CLIENT_CERTIFICATE:
    g_value_set_string (value, self->client_certificate);
    break;
  case PROP_NOTIFY:
    g_value_set_boolean (value, self->notify);
    break;
  case PROP_CREDENTIAL:
    g_value_set_int (value, (int) bell_account_get_credential (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
bell_account_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BellAccount *self = BELL_ACCOUNT (object);

  if (id == PROP_ID)
    self->id = g_value_dup_string (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
bell_account_dispose (GObject *object)
{
  BellAccount *self = BELL_ACCOUNT (object);

  g_clear_handle_id (&self->signal_source, g_source_remove);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (bell_account_parent_class)->dispose (object);
}

static void
bell_account_finalize (GObject *object)
{
  BellAccount *self = BELL_ACCOUNT (object);

  g_free (self->id);
  g_free (self->address);
  g_free (self->name);
  g_free (self->host);
  g_free (self->user);
  g_free (self->pin);
  g_free (self->mechanism);
  g_free (self->client_certificate);
  g_strfreev (self->folders);
  g_clear_pointer (&self->credential, g_variant_unref);
  G_OBJECT_CLASS (bell_account_parent_class)->finalize (object);
}

static void
define_text (int property, const char *name)
{
  properties[property] =
    g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
define_switch (int property, const char *name)
{
  properties[property] =
    g_param_spec_boolean (name, NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
bell_account_class_init (BellAccountClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->constructed = bell_account_constructed;
  object_class->get_property = bell_account_get_property;
  object_class->set_property = bell_account_set_property;
  object_class->dispose = bell_account_dispose;
  object_class->finalize = bell_account_finalize;

  properties[PROP_ID] = g_param_spec_string (
    "id", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  define_text (PROP_ADDRESS, "address");
  define_text (PROP_NAME, "name");
  define_switch (PROP_ENABLED, "enabled");
  define_text (PROP_HOST, "host");
  properties[PROP_PORT] = g_param_spec_uint ("port", NULL, NULL, 0, G_MAXUINT16, 0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SECURITY] = g_param_spec_int ("security", NULL, NULL, 0, G_MAXINT, 0,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  define_text (PROP_USER, "user");
  properties[PROP_FOLDERS] = g_param_spec_boxed ("folders", NULL, NULL, G_TYPE_STRV,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  define_text (PROP_PIN, "pin");
  define_text (PROP_MECHANISM, "mechanism");
  define_text (PROP_CLIENT_CERTIFICATE, "client-certificate");
  define_switch (PROP_NOTIFY, "notify");
  properties[PROP_CREDENTIAL] = g_param_spec_int ("credential", NULL, NULL, 0, G_MAXINT, 0,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  g_signal_new ("connection-changed", BELL_TYPE_ACCOUNT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
bell_account_init (G_GNUC_UNUSED BellAccount *self)
{
}

gboolean
bell_account_id_is_valid (const char *id)
{
  gsize length = strlen (id);

  return length > 0 && length <= ID_LENGTH_LIMIT &&
         strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

BellAccount *
bell_account_new (const char *id)
{
  g_return_val_if_fail (bell_account_id_is_valid (id), NULL);
  return g_object_new (BELL_TYPE_ACCOUNT, "id", id, NULL);
}

const char *
bell_account_get_id (BellAccount *self)
{
  return self->id;
}

const char *
bell_account_get_address (BellAccount *self)
{
  return self->address;
}

const char *
bell_account_get_name (BellAccount *self)
{
  return self->name;
}

gboolean
bell_account_get_enabled (BellAccount *self)
{
  return self->enabled;
}

const char *
bell_account_get_host (BellAccount *self)
{
  return self->host;
}

guint16
bell_account_get_port (BellAccount *self)
{
  return (guint16) self->port;
}

BellSecurity
bell_account_get_security (BellAccount *self)
{
  return self->security;
}

const char *
bell_account_get_user (BellAccount *self)
{
  return self->user;
}

const char *const *
bell_account_get_folders (BellAccount *self)
{
  return (const char *const *) self->folders;
}

const char *
bell_account_get_pin (BellAccount *self)
{
  return self->pin;
}

const char *
bell_account_get_mechanism (BellAccount *self)
{
  return self->mechanism;
}

const char *
bell_account_get_client_certificate (BellAccount *self)
{
  return self->client_certificate;
}

gboolean
bell_account_get_notify (BellAccount *self)
{
  return self->notify;
}

BellCredential
bell_account_get_credential (BellAccount *self)
{
  return (BellCredential) g_settings_get_enum (self->settings, "credential");
}

gboolean
bell_account_is_erased (BellAccount *self)
{
  g_autofree char *address = g_settings_get_string (self->settings, "address");

  return *address == '\0';
}

GSettings *
bell_account_get_settings (BellAccount *self)
{
  return self->settings;
}
