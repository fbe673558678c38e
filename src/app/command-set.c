/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command-set.c: mailbell set.
 * A table gives the names of the settings and the checks that the schema does not know; types and
 * ranges are the schema's. */

#include "account/https.h"
#include "account/settings-backend.h"
#include "app/command.h"
#include "app/password-prompt.h"
#include "base/sandbox.h"
#include "imap/imap-auth.h"
#include "io/tls-trust.h"
#include "policy/quiet-hours.h"
#include "setup/account-input.h"

#include <glib/gi18n-lib.h>

/* Words that are taken as they are: commas belong to them. */
static const char *const word_keys[] = { "token-command", "mail-client-command", "command",
                                         "quiet-hours", NULL };

/* Turns what was typed into what is stored; NULL if it cannot be. (transfer full) */
typedef char *(*Normalise) (const char *text);

typedef struct {
  const char *name;
  const char *key; /* in the schema */
  Normalise   normalise;
  const char *expected; /* (nullable): what was wrong when NORMALISE gave NULL */
} Setting;

static char *
accept_any_line (const char *text)
{
  return *text == '\0' || bell_input_is_line (text) ? g_strdup (text) : NULL;
}

static char *
accept_address (const char *text)
{
  return bell_input_is_address (text) ? g_strdup (text) : NULL;
}

static char *
accept_host (const char *text)
{
  return bell_input_is_host (text) ? g_strdup (text) : NULL;
}

static char *
accept_pin (const char *text)
{
  return *text == '\0' ? g_strdup ("") : bell_tls_trust_normalise_pin (text);
}

static char *
accept_client_certificate (const char *text)
{
  return *text == '\0' ? g_strdup ("") : bell_input_normalise_client_certificate (text);
}

static char *
accept_mechanism (const char *text)
{
  if (*text != '\0' && !bell_imap_auth_is_known (text))
    return NULL;
  return g_ascii_strup (text, -1);
}

static char *
accept_https (const char *text)
{
  return *text == '\0' || bell_https_is_allowed (text) ? g_strdup (text) : NULL;
}

/* An application's desktop id, or where the mail is read in a browser. */
static char *
accept_client (const char *text)
{
  gboolean known =
    *text == '\0' || g_str_has_suffix (text, ".desktop") || g_str_has_prefix (text, "https://");

  return known ? accept_any_line (text) : NULL;
}

static char *
accept_button (const char *text)
{
  static const char *const names[] = { "open", "mark-read", "archive", "delete",
                                       "junk", "copy-code", NULL };
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  for (char **part = parts; *part != NULL; part++)
    if (!g_strv_contains (names, g_strstrip (*part)))
      return NULL;
  return g_strdup (text);
}

static char *
accept_quiet_span (const char *text)
{
  BellQuietSpan span;

  if (*text == '\0')
    return g_strdup ("");
  return bell_quiet_span_parse (text, &span) ? bell_quiet_span_to_text (&span) : NULL;
}

static char *
accept_anything (const char *text)
{
  return g_strdup (text);
}

/* The schema's word for automatic is 0. */
static char *
accept_renewal (const char *text)
{
  if (g_str_equal (text, "automatic"))
    return g_strdup ("0");
  return g_str_equal (text, "0") ? NULL : g_strdup (text);
}

/* Of an account; -1 is the schema's word for what is set for all of them. */
static char *
accept_own_renewal (const char *text)
{
  if (g_str_equal (text, "general"))
    return g_strdup ("-1");
  return g_str_equal (text, "-1") ? NULL : accept_renewal (text);
}

/* The schema's words are 0 and -1. */
static char *
accept_duration (const char *text)
{
  if (g_str_equal (text, "desktop"))
    return g_strdup ("0");
  if (g_str_equal (text, "until-closed"))
    return g_strdup ("-1");
  return g_str_equal (text, "0") || *text == '-' ? NULL : g_strdup (text);
}

/* The name of the schema first, then the shorter ones that the options of "add" have. */
static const Setting account_settings[] = {
  { "address", "address", accept_address, N_ ("a mail address such as you@example.org") },
  { "name", "name", accept_any_line, N_ ("a line of text") },
  { "colour", "colour", accept_anything,
    N_ ("blue, green, yellow, orange, red, purple, brown, grey, or “” for one of its own") },
  { "enabled", "enabled", accept_anything, NULL },
  { "host", "host", accept_host, N_ ("the name of a server such as imap.example.org") },
  { "port", "port", accept_anything, NULL },
  { "security", "security", accept_anything, NULL },
  { "user", "user", accept_any_line, N_ ("a line of text") },
  { "folders", "folders", accept_any_line, N_ ("names of folders") },
  { "folder", "folders", accept_any_line, N_ ("names of folders") },
  { "pin", "pin", accept_pin, N_ ("64 hexadecimal digits, a SHA-256 fingerprint") },
  { "mechanism", "mechanism", accept_mechanism,
    N_ ("a mechanism such as SCRAM-SHA-256 or PLAIN, or “” for the strongest") },
  { "auth", "mechanism", accept_mechanism,
    N_ ("a mechanism such as SCRAM-SHA-256 or PLAIN, or “” for the strongest") },
  { "renewal-minutes", "renewal-minutes", accept_own_renewal,
    N_ ("a number from 1 to 29, “automatic”, or “general” for what is set for all accounts") },
  { "renewal", "renewal-minutes", accept_own_renewal,
    N_ ("a number from 1 to 29, “automatic”, or “general” for what is set for all accounts") },
  { "client-certificate", "client-certificate", accept_client_certificate,
    N_ ("the path of a PEM or PKCS #12 file, a pkcs11: URI without PIN, or “” for none") },
  { "notify", "notify", accept_anything, NULL },
  { "notification-content", "notification-content", accept_anything, NULL },
  { "archive-folder", "archive-folder", accept_any_line, N_ ("the name of a folder") },
  { "trash-folder", "trash-folder", accept_any_line, N_ ("the name of a folder") },
  { "junk-folder", "junk-folder", accept_any_line, N_ ("the name of a folder") },
  { "mail-client", "mail-client", accept_client,
    N_ ("the desktop id of an application such as org.gnome.Geary.desktop, an https:// address, or "
        "“” for the default") },
  { "mail-client-command", "mail-client-command", accept_any_line,
    N_ ("a program and its arguments") },
  { "command", "command", accept_any_line, N_ ("a program and its arguments") },
  { "command-timeout-seconds", "command-timeout-seconds", accept_anything, NULL },
  { "credential", "credential", accept_anything, NULL },
  { "token-command", "token-command", accept_any_line, N_ ("a program and its arguments") },
  { "oauth-provider", "oauth-provider", accept_any_line, N_ ("a line of text") },
  { "oauth-client-id", "oauth-client-id", accept_any_line, N_ ("a line of text") },
  { "oauth-client-secret", "oauth-client-secret", accept_any_line, N_ ("a line of text") },
  { "oauth-issuer", "oauth-issuer", accept_https, N_ ("an address that begins with https://") },
  { "oauth-authorization-endpoint", "oauth-authorization-endpoint", accept_https,
    N_ ("an address that begins with https://") },
  { "oauth-token-endpoint", "oauth-token-endpoint", accept_https,
    N_ ("an address that begins with https://") },
  { "oauth-device-endpoint", "oauth-device-endpoint", accept_https,
    N_ ("an address that begins with https://") },
  { "oauth-scopes", "oauth-scopes", accept_any_line, N_ ("a line of text") },
};

static const Setting general_settings[] = {
  { "renewal-minutes", "renewal-minutes", accept_renewal,
    N_ ("a number from 1 to 29, or “automatic”") },
  { "renewal", "renewal-minutes", accept_renewal, N_ ("a number from 1 to 29, or “automatic”") },
  { "polling-minutes", "polling-minutes", accept_anything, NULL },
  { "polling", "polling-minutes", accept_anything, NULL },
  { "metered", "metered", accept_anything, NULL },
  { "compress", "compress", accept_anything, NULL },
  { "digest-above", "digest-above", accept_anything, NULL },
  { "notification-content", "notification-content", accept_anything, NULL },
  { "notification-buttons", "notification-buttons", accept_button,
    N_ ("some of open, mark-read, archive, delete, junk, copy-code") },
  { "notification-face", "notification-face", accept_anything, NULL },
  { "notification-duration", "notification-duration", accept_duration,
    N_ ("a number of seconds from 1 to 3600, “until-closed”, or “desktop” for as the desktop has "
        "it") },
  { "notification-sound", "notification-sound", accept_anything, NULL },
  { "quiet-hours", "quiet-hours", accept_quiet_span,
    N_ ("times such as “mon-fri 22:00-07:00”, “sat,sun 00:00-24:00” or “22:00-07:00”") },
  { "quiet-notifications", "quiet-notifications", accept_anything, NULL },
  { "quiet-exceptions", "quiet-exceptions", accept_any_line,
    N_ ("addresses, or domains such as @example.org") },
  { "tray-count", "tray-count", accept_anything, NULL },
  { "tray-hide-when-nothing-new", "tray-hide-when-nothing-new", accept_anything, NULL },
  { "badge-count", "badge-count", accept_anything, NULL },
  { "background-status", "background-status", accept_anything, NULL },
};

static const Setting *
find_setting (const Setting *settings, gsize n_settings, const char *name)
{
  for (gsize i = 0; i < n_settings; i++)
    if (g_str_equal (settings[i].name, name))
      return &settings[i];
  return NULL;
}

static char *
list_settings (const Setting *settings, gsize n_settings)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (gsize i = 0; i < n_settings; i++)
    if (g_str_equal (settings[i].name, settings[i].key))
      g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", settings[i].name);
  return g_string_free (g_steal_pointer (&list), FALSE);
}

/* "1 to 29", "tls, starttls, none": what the schema allows for KEY. */
static char *
describe_range (GSettingsSchemaKey *key)
{
  g_autoptr (GVariant) range = g_settings_schema_key_get_range (key);
  g_autoptr (GVariant) limits = NULL;
  g_autoptr (GVariant) least = NULL;
  g_autoptr (GVariant) most = NULL;
  g_autofree char *least_text = NULL;
  g_autofree char *most_text = NULL;
  const char      *kind;

  g_variant_get (range, "(&sv)", &kind, &limits);
  if (g_str_equal (kind, "enum")) {
    g_autofree const char **words = g_variant_get_strv (limits, NULL);
    return g_strjoinv (", ", (char **) words);
  }
  if (!g_str_equal (kind, "range"))
    return g_strdup (_ ("on or off"));
  least = g_variant_get_child_value (limits, 0);
  most = g_variant_get_child_value (limits, 1);
  least_text = g_variant_print (least, FALSE);
  most_text = g_variant_print (most, FALSE);
  return g_strdup_printf (_ ("a number from %s to %s"), least_text, most_text);
}

static GVariant *
parse_number (const char *text, const GVariantType *type)
{
  gint64 number;

  if (!g_ascii_string_to_signed (text, 10, G_MININT32, G_MAXUINT32, &number, NULL))
    return NULL;
  if (g_variant_type_equal (type, G_VARIANT_TYPE_INT32))
    return number <= G_MAXINT32 ? g_variant_new_int32 ((gint32) number) : NULL;
  if (number < 0)
    return NULL;
  if (g_variant_type_equal (type, G_VARIANT_TYPE_UINT16))
    return number <= G_MAXUINT16 ? g_variant_new_uint16 ((guint16) number) : NULL;
  return g_variant_new_uint32 ((guint32) number);
}

/* "INBOX,Lists" or several values; "automatic" for the empty list, which leaves the choice to
 * Mailbell. (nullable): a name was empty, or there was none. */
static GVariant *
parse_list (char **texts)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  if (g_strcmp0 (texts[0], "automatic") == 0 && texts[1] == NULL)
    return g_variant_new_strv (NULL, 0);
  for (; *texts != NULL; texts++) {
    g_auto (GStrv) parts = g_strsplit (*texts, ",", -1);
    for (char **part = parts; *part != NULL; part++)
      g_strv_builder_add (builder, g_strstrip (*part));
  }
  names = g_strv_builder_end (builder);
  for (char **name = names; *name != NULL; name++)
    if (**name == '\0')
      return NULL;
  return g_variant_new_strv ((const char *const *) names, -1);
}

/* One empty word for the empty list. */
static GVariant *
parse_words (char **texts)
{
  gboolean none = *texts[0] == '\0' && texts[1] == NULL;

  return g_variant_new_strv ((const char *const *) texts, none ? 0 : -1);
}

/* TEXTS as a value of the key's type, floating; NULL if they are none. */
static GVariant *
parse_value (GSettingsSchemaKey *key, char **texts)
{
  const GVariantType *type = g_settings_schema_key_get_value_type (key);
  gboolean            on;

  if (g_strv_contains (word_keys, g_settings_schema_key_get_name (key)))
    return parse_words (texts);
  if (g_variant_type_equal (type, G_VARIANT_TYPE_STRING_ARRAY))
    return parse_list (texts);
  if (texts[1] != NULL)
    return NULL;
  if (g_variant_type_equal (type, G_VARIANT_TYPE_BOOLEAN))
    return bell_input_parse_switch (texts[0], &on) ? g_variant_new_boolean (on) : NULL;
  if (g_variant_type_equal (type, G_VARIANT_TYPE_STRING))
    return g_variant_new_string (texts[0]);
  return parse_number (texts[0], type);
}

/* Writes it and looks whether it stayed. */
static int
store (GSettings *settings, const char *key, GVariant *value)
{
  g_autoptr (GSettings) stored = NULL;
  g_autoptr (GVariant) read_back = NULL;

  if (g_settings_is_writable (settings, key)) {
    g_settings_set_value (settings, key, value);
    stored = bell_settings_reread (settings);
    read_back = g_settings_get_value (stored, key);
    if (g_variant_equal (read_back, value))
      return BELL_EXIT_DONE;
  }
  return bell_command_fail (
    _ ("The setting “%s” was not stored. Check that your home directory can "
       "be written and that no policy locks it."),
    key);
}

static int
refuse_value (const Setting *setting, GSettingsSchemaKey *key)
{
  g_autofree char *range =
    setting->expected != NULL ? g_strdup (_ (setting->expected)) : describe_range (key);

  /* Translators: the name of a setting, then what it may be: "a number from 1 to 29". */
  return bell_command_fail (_ ("The setting “%s” takes: %s."), setting->name, range);
}

static int
set (GSettings *settings, const Setting *setting, char **texts)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsSchemaKey) key = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) normalised = NULL;
  g_autoptr (GVariant) value = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  key = g_settings_schema_get_key (schema, setting->key);
  for (char **text = texts; *text != NULL; text++) {
    g_autofree char *word = setting->normalise (*text);

    if (word == NULL)
      return refuse_value (setting, key);
    g_strv_builder_add (builder, word);
  }
  normalised = g_strv_builder_end (builder);

  value = parse_value (key, normalised);
  if (value != NULL)
    g_variant_ref_sink (value);
  if (value == NULL || !g_settings_schema_key_range_check (key, value))
    return refuse_value (setting, key);
  return store (settings, setting->key, value);
}

static int
set_password (BellAccount *account)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BellSecretText) password = NULL;
  /* Translators: a mail address, then the host that the password is for. */
  g_autofree char *prompt =
    g_strdup_printf (_ ("Password for %s at %s: "), bell_account_get_address (account),
                     bell_account_get_host (account));
  BellAccountSettings settings = {
    .address = bell_account_get_address (account),
    .host = bell_account_get_host (account),
    .port = bell_account_get_port (account),
    .user = bell_account_get_user (account),
  };

  password = bell_password_read (prompt, &error);
  if (password == NULL)
    return bell_command_fail ("%s", error->message);
  if (!bell_command_store_password (bell_account_get_id (account), &settings, password))
    return BELL_EXIT_FAILED;
  g_print (_ ("The password of %s is stored.\n"), settings.address);
  return BELL_EXIT_DONE;
}

static int
set_certificate_password (BellAccount *account)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BellSecretText) password = NULL;
  g_autofree char *prompt = g_strdup_printf (
    _ ("Password or PIN of the client certificate of %s: "), bell_account_get_address (account));

  password = bell_password_read (prompt, &error);
  if (password == NULL)
    return bell_command_fail ("%s", error->message);
  if (!bell_command_store_certificate_password (account, password))
    return BELL_EXIT_FAILED;
  g_print (_ ("The password of the client certificate of %s is stored.\n"),
           bell_account_get_address (account));
  return BELL_EXIT_DONE;
}

typedef struct {
  const char *name;
  int (*set) (BellAccount *account);
} Secret;

/* These are read, not given. */
static const Secret secrets[] = {
  { "password", set_password },
  { "client-certificate-password", set_certificate_password },
};

/* (nullable) */
static const Secret *
find_secret (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    if (g_str_equal (secrets[i].name, name))
      return &secrets[i];
  return NULL;
}

/* TRUE, and told, if the account would then be read from afar without encryption, or have the
 * address of another. */
static gboolean
refuse_combination (BellAccountList *accounts,
                    BellAccount     *account,
                    const Setting   *setting,
                    const char      *text)
{
  const char  *host = bell_account_get_host (account);
  BellSecurity security = bell_account_get_security (account);

  if (g_str_equal (setting->key, "address")) {
    BellAccount *other = bell_account_list_find_by_address (accounts, text);

    if (other == NULL || other == account)
      return FALSE;
    bell_command_fail (_ ("There is another account %s already."), text);
    return TRUE;
  }
  if (g_str_equal (setting->key, "host"))
    host = text;
  else if (g_str_equal (setting->key, "security"))
    bell_security_from_nick (text, &security);
  else
    return FALSE;
  return !bell_command_allow_security (security, host);
}

/* The words of another program may stand behind "--". */
static char **
skip_dashes (char **texts)
{
  return g_strcmp0 (texts[0], "--") == 0 ? texts + 1 : texts;
}

static int
set_of_account (const char *address, const char *name, char **texts)
{
  const Setting *setting = find_setting (account_settings, G_N_ELEMENTS (account_settings), name);
  g_autoptr (BellAccountList) accounts = NULL;
  g_autofree char *names = NULL;
  BellAccount     *account;
  const Secret    *secret = find_secret (name);

  if (setting == NULL && secret == NULL) {
    names = list_settings (account_settings, G_N_ELEMENTS (account_settings));
    return bell_command_misused (
      "set",
      _ ("There is no setting “%s”; an account has %s, password and client-certificate-password."),
      name, names);
  }
  if (secret != NULL && texts[0] != NULL)
    return bell_command_misused (
      "set", "%s",
      _ (
        "A password on the command line could be seen by others: type it when asked, or pipe it."));
  if (secret == NULL && texts[0] == NULL)
    return bell_command_misused ("set", "%s", _ ("The value is missing."));

  accounts = bell_account_list_new ();
  account = bell_command_find_account (accounts, address);
  if (account == NULL)
    return BELL_EXIT_FAILED;
  if (secret != NULL)
    return secret->set (account);
  if (refuse_combination (accounts, account, setting, texts[0]))
    return BELL_EXIT_FAILED;
  return set (bell_account_get_settings (account), setting, texts);
}

static int
set_general (const char *name, char **texts)
{
  const Setting *setting = find_setting (general_settings, G_N_ELEMENTS (general_settings), name);
  g_autoptr (BellAccountList) accounts = NULL;
  g_autofree char *names = NULL;

  if (setting == NULL) {
    names = list_settings (general_settings, G_N_ELEMENTS (general_settings));
    return bell_command_misused ("set",
                                 _ ("“%s” is neither the address of an account nor a "
                                    "general setting, which are %s."),
                                 name, names);
  }
  accounts = bell_account_list_new ();
  return set (bell_account_list_get_settings (accounts), setting, texts);
}

/* A sandbox has no manual pages. */
static const char *
tell_values (void)
{
  return bell_is_in_sandbox () ? _ ("A wrong value is answered with those that the setting takes.")
                               : _ ("“man mailbell” tells what each of them takes.");
}

static char *
describe (void)
{
  g_autofree char *of_account = list_settings (account_settings, G_N_ELEMENTS (account_settings));
  g_autofree char *general = list_settings (general_settings, G_N_ELEMENTS (general_settings));

  /* Translators: the first two %s are names of settings, separated by commas, the last a sentence. */
  return g_strdup_printf (_ ("Changes a setting of an account, or a general one. “set ADDRESS "
                             "password” reads the password from standard input, and so does “set "
                             "ADDRESS client-certificate-password”.\n"
                             "\n"
                             "Of an account: %s, password, client-certificate-password.\n"
                             "General: %s.\n"
                             "%s"),
                          of_account, general, tell_values ());
}

int
bell_command_set (int argc, char **argv)
{
  g_autofree char *description = describe ();

  if (!bell_command_parse (&argc, &argv, NULL, _ ("[ADDRESS] KEY VALUE…"), description, 2,
                           G_MAXINT - 1))
    return BELL_EXIT_USAGE;
  if (bell_input_is_address (argv[1]))
    return set_of_account (argv[1], argv[2], skip_dashes (argv + 3));
  return set_general (argv[1], argv + 2);
}
