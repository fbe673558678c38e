/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command.c: what the subcommands share. */

#include "app/command.h"

#include "account/credentials.h"
#include "imap/imap-auth.h"
#include "io/client-certificate.h"
#include "io/connection-error.h"
#include "io/failure.h"
#include "setup/account-input.h"

#include <glib/gi18n-lib.h>

/* Sentences that other parts made, and words that were typed, may hold line breaks or worse; a
 * failure is one line. */
static void
print_line (const char *text)
{
  g_autofree char *line = g_strdup (text);

  for (char *c = line; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  g_printerr ("mailbell: %s\n", line);
}

int
bell_command_fail (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list          arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  print_line (text);
  return BELL_EXIT_FAILED;
}

int
bell_command_misused (const char *command, const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  va_list          arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  /* Translators: what is wrong with a command line, then the command that shows its help. */
  line = g_strdup_printf (_ ("%s See “mailbell %s --help”."), text, command);
  print_line (line);
  return BELL_EXIT_USAGE;
}

int
bell_command_fail_to_connect (const GError *error, const char *host, guint16 port)
{
  const BellCertificateFacts *certificate = bell_connection_error_get_certificate (error);
  g_autofree char            *text = NULL;

  /* What is wrong, without the advice to run “mailbell check”. */
  if (certificate != NULL)
    /* Translators: what is wrong with a certificate, then its fingerprint. */
    return bell_command_fail (_ ("%s If you know that this is your server's certificate, trust it "
                                 "with --pin %s"),
                              certificate->reason, certificate->fingerprint);
  text = bell_failure_describe_for_terminal (error, host, port);
  return bell_command_fail ("%s", text);
}

/* Behind ARGV[0], which may be the "--" that ended the options. */
static gboolean
check_number (
  int argc, char **argv, int least, int most, const char *command, const char *arguments)
{
  const char      *space = *arguments != '\0' ? " " : "";
  g_autofree char *synopsis = g_strconcat ("mailbell ", command, space, arguments, NULL);

  if (argc - 1 >= least && argc - 1 <= most)
    return TRUE;
  if (argc - 1 < least)
    /* Translators: how a command is written, such as “mailbell remove ADDRESS”. */
    bell_command_misused (command, _ ("Something is missing: the command is “%s”."), synopsis);
  else
    /* Translators: a word that was typed, then how the command is written. */
    bell_command_misused (command, _ ("“%s” is too much: the command is “%s”."), argv[most + 1],
                          synopsis);
  return FALSE;
}

gboolean
bell_command_parse (int                *argc,
                    char             ***argv,
                    const GOptionEntry *entries,
                    const char         *arguments,
                    const char         *summary,
                    int                 least,
                    int                 most)
{
  g_autofree char *command = g_strdup ((*argv)[0]);
  g_autofree char *program = g_strconcat ("mailbell ", command, NULL);
  g_autoptr (GOptionContext) context = g_option_context_new (arguments);
  g_autoptr (GError) error = NULL;

  /* The help begins with it. */
  g_set_prgname (program);
  g_option_context_set_summary (context, summary);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  else /* the words of another program, given to "set", may look like options */
    g_option_context_set_strict_posix (context, TRUE);
  if (!g_option_context_parse (context, argc, argv, &error)) {
    bell_command_misused (command, "%s.", error->message);
    return FALSE;
  }
  /* What GOption leaves of a "--" that ended the options. */
  if (*argc > 1 && g_str_equal ((*argv)[1], "--")) {
    *argc -= 1;
    *argv += 1;
  }
  return check_number (*argc, *argv, least, most, command, arguments);
}

void
bell_command_on_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer slot)
{
  *(GAsyncResult **) slot = g_object_ref (result);
}

GAsyncResult *
bell_command_wait (GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *slot;
}

BellAccount *
bell_command_find_account (BellAccountList *accounts, const char *address)
{
  BellAccount *account = bell_account_list_find_by_address (accounts, address);

  if (account == NULL)
    bell_command_fail (_ ("There is no account “%s”. “mailbell list” shows all accounts."),
                       address);
  return account;
}

gboolean
bell_command_parse_security (const char *text, BellSecurity *security)
{
  if (bell_security_from_nick (text, security))
    return TRUE;
  bell_command_fail (_ ("“%s” is not a kind of protection. Give tls, starttls or none."), text);
  return FALSE;
}

gboolean
bell_command_allow_security (BellSecurity security, const char *host)
{
  if (security != BELL_SECURITY_NONE || bell_input_is_loopback (host))
    return TRUE;
  bell_command_fail (_ ("Without encryption the password could be read on the way to %s. Use tls "
                        "or starttls; none is for this computer itself alone."),
                     host);
  return FALSE;
}

gboolean
bell_command_normalise_client_certificate (char **source)
{
  g_autofree char *text = g_steal_pointer (source);

  *source = bell_input_normalise_client_certificate (text);
  if (*source != NULL)
    return TRUE;
  bell_command_fail (
    "%s",
    bell_client_certificate_is_safe (text)
      ? _ ("The client certificate is the path of a file or a pkcs11: URI.")
      : _ ("A PIN in the URI could be seen by others. Leave it out, and set it with “mailbell "
           "set ADDRESS client-certificate-password”."));
  return FALSE;
}

static gboolean
tell_whether_stored (GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (bell_credentials_store_finish (result, &error))
    return TRUE;
  text = bell_credentials_describe_not_stored (error);
  bell_command_fail ("%s", text);
  return FALSE;
}

gboolean
bell_command_store_password (const char                *id,
                             const BellAccountSettings *settings,
                             BellSecretText            *password)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_credentials_store_async (id, settings->address, settings->host, settings->port,
                                settings->user != NULL ? settings->user : settings->address,
                                password, NULL, bell_command_on_ready, &result);
  return tell_whether_stored (bell_command_wait (&result));
}

gboolean
bell_command_store_certificate_password (BellAccount *account, BellSecretText *password)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_credentials_store_certificate_async (bell_account_get_id (account),
                                            bell_account_get_address (account), password, NULL,
                                            bell_command_on_ready, &result);
  return tell_whether_stored (bell_command_wait (&result));
}

gboolean
bell_command_clear_password (const char *id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_credentials_clear_async (id, NULL, bell_command_on_ready, &result);
  return bell_credentials_clear_finish (bell_command_wait (&result), error);
}

gboolean
bell_command_is_running (void)
{
  gboolean running = FALSE;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GDBusConnection) session = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  if (session == NULL)
    return FALSE;
  answer = g_dbus_connection_call_sync (
    session, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
    "NameHasOwner", g_variant_new ("(s)", BELL_APPLICATION_ID), G_VARIANT_TYPE ("(b)"),
    G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  if (answer != NULL)
    g_variant_get (answer, "(b)", &running);
  return running;
}

gboolean
bell_command_require_running (void)
{
  if (bell_command_is_running ())
    return TRUE;
  bell_command_fail ("%s",
                     _ ("Mailbell is not running in this session. Start it with “mailbell”."));
  return FALSE;
}

char *
bell_command_list_mechanisms (void)
{
  g_autofree const char **names = bell_imap_auth_list_names ();

  return g_strjoinv (", ", (char **) names);
}
