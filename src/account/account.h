/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account.h: the settings of one account, live: a GObject over its relocatable GSettings.
 * Properties (readable, notify on change): "address", "name", "enabled", "host", "port",
 * "security", "user", "folders", "pin", "mechanism", "client-certificate", "notify", "credential"
 * (this one for all the settings that say where the secret comes from).
 * Signals: "connection-changed" when a setting changed that asks for a new connection (host, port,
 *          security, user, folders, pin, mechanism, client-certificate, credential, enabled); emitted
 *          once per batch of changes. */

#pragma once

#include <gio/gio.h>

#include "base/security.h"

G_BEGIN_DECLS

/* Where the secret that signs an account in comes from. The values are those of the schema. */
typedef enum {
  BELL_CREDENTIAL_PASSWORD,       /* the Secret Service */
  BELL_CREDENTIAL_OAUTH2,         /* a sign-in at the provider */
  BELL_CREDENTIAL_ONLINE_ACCOUNT, /* GNOME Online Accounts */
  BELL_CREDENTIAL_COMMAND,        /* a program of the user's that prints a token */
} BellCredential;

#define BELL_TYPE_ACCOUNT (bell_account_get_type ())
G_DECLARE_FINAL_TYPE (BellAccount, bell_account, BELL, ACCOUNT, GObject)

/* TRUE for what may be an identifier: short, of lower-case letters, digits and dashes only, so that
 * it can stand in a settings path, a file name and an object path. Settings may hold anything. */
gboolean bell_account_id_is_valid (const char *id);

/* ID: valid. (transfer full) */
BellAccount *bell_account_new (const char *id);

const char        *bell_account_get_id (BellAccount *self);
const char        *bell_account_get_address (BellAccount *self);
const char        *bell_account_get_name (BellAccount *self); /* falls back to the address */
gboolean           bell_account_get_enabled (BellAccount *self);
const char        *bell_account_get_host (BellAccount *self);
guint16            bell_account_get_port (BellAccount *self);
BellSecurity       bell_account_get_security (BellAccount *self);
const char        *bell_account_get_user (BellAccount *self); /* falls back to the address */
const char *const *bell_account_get_folders (
  BellAccount *self); /* UTF-8; none: the choice is automatic */

/* (nullable) 64 lower-case hex digits. A setting that is no fingerprint is passed on as it is: it
 * matches no certificate, which is safer than trusting without it. */
const char *bell_account_get_pin (BellAccount *self);
const char *bell_account_get_mechanism (BellAccount *self);          /* (nullable) */
const char *bell_account_get_client_certificate (BellAccount *self); /* (nullable) path or URI */
gboolean    bell_account_get_notify (BellAccount *self);

/* Its details ("oauth-provider", "online-account", "token-command" …) are read from the settings by
 * who deals with that kind. */
BellCredential bell_account_get_credential (BellAccount *self);

/* Whether its settings were erased, while whoever asks still holds it: an account has an address. */
gboolean bell_account_is_erased (BellAccount *self);

/* The settings themselves, for `set` and for binding. (transfer none) */
GSettings *bell_account_get_settings (BellAccount *self);

G_END_DECLS
