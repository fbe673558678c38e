/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command.h: what the subcommands share: their names, their exit statuses, one line per failure, and
 * waiting for an asynchronous call, which is allowed in these short-lived processes only. */

#pragma once

#include <gio/gio.h>

#include "account/account-list.h"
#include "base/secret-text.h"

G_BEGIN_DECLS

#define BELL_EXIT_DONE 0
#define BELL_EXIT_FAILED 1 /* one line on standard error says why and what to do */
#define BELL_EXIT_USAGE 2

/* ARGV[0] is the name of the command; both are changed. */
typedef int (*BellCommand) (int argc, char **argv);

int bell_command_add (int argc, char **argv);
int bell_command_list (int argc, char **argv);
int bell_command_remove (int argc, char **argv);
int bell_command_set (int argc, char **argv);
int bell_command_sign_in (int argc, char **argv);
int bell_command_check (int argc, char **argv);
int bell_command_status (int argc, char **argv);
int bell_command_history (int argc, char **argv);
int bell_command_run (int argc, char **argv);
int bell_command_pause (int argc, char **argv);
int bell_command_resume (int argc, char **argv);
int bell_command_quit (int argc, char **argv);
int bell_command_autostart (int argc, char **argv);
int bell_command_preferences (int argc, char **argv);

/* "mailbell: SENTENCE" on standard error. Returns BELL_EXIT_FAILED. */
int bell_command_fail (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* The same, with the command's help recommended. Returns BELL_EXIT_USAGE. */
int bell_command_misused (const char *command, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Takes ENTRIES (nullable) out of the arguments and sees that LEAST to MOST others remain behind
 * ARGV[0]. ARGUMENTS: how the help calls them, translated. FALSE: the failure has been told. All
 * options are of type FILENAME, so that they stay UTF-8 in every locale. */
gboolean bell_command_parse (int                *argc,
                             char             ***argv,
                             const GOptionEntry *entries,
                             const char         *arguments,
                             const char         *summary,
                             int                 least,
                             int                 most);

/* Why the server could not be used, and how to trust its certificate if that is the reason. Returns
 * BELL_EXIT_FAILED. */
int bell_command_fail_to_connect (const GError *error, const char *host, guint16 port);

/* A GAsyncReadyCallback whose user data is a GAsyncResult *, NULL at first. */
void bell_command_on_ready (GObject *source, GAsyncResult *result, gpointer slot);

/* Runs the main loop until SLOT is filled. (transfer none): the caller frees what SLOT holds. */
GAsyncResult *bell_command_wait (GAsyncResult **slot);

/* The account, or NULL: the failure has been told. (transfer none) */
BellAccount *bell_command_find_account (BellAccountList *accounts, const char *address);

/* "tls", "starttls" or "none". FALSE, SECURITY untouched: the failure has been told. */
gboolean bell_command_parse_security (const char *text, BellSecurity *security);

/* No encryption is for this computer itself alone. FALSE: it has been told that it is refused. */
gboolean bell_command_allow_security (BellSecurity security, const char *host);

/* SOURCE (in, out): a path, which becomes absolute, or a pkcs11: URI. FALSE: the failure has been
 * told. */
gboolean bell_command_normalise_client_certificate (char **source);

/* Stores the password of the account ID that SETTINGS describe. FALSE: the failure has been told. */
gboolean bell_command_store_password (const char                *id,
                                      const BellAccountSettings *settings,
                                      BellSecretText            *password);

/* The same of what opens the client certificate of ACCOUNT. */
gboolean bell_command_store_certificate_password (BellAccount *account, BellSecretText *password);

gboolean bell_command_clear_password (const char *id, GError **error);

/* Whether the applet runs in this session. */
gboolean bell_command_is_running (void);

/* Prints what an applet that runs does when it is started once more. */
void bell_command_tell_running (void);

/* The same as is_running; FALSE: it has been told that it does not. */
gboolean bell_command_require_running (void);

/* "SCRAM-SHA-256-PLUS, …, PLAIN, LOGIN": the names of the ways to sign in. (transfer full) */
char *bell_command_list_mechanisms (void);

G_END_DECLS
