/* SPDX-License-Identifier: GPL-3.0-or-later */
/* find-server.c: the look-up of an address's server for a command. */

#include "app/find-server.h"

#include "app/command.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <unistd.h>

#define CLEAR_LINE "\r\033[K"

static const BellLookupPlaces *places;

void
bell_find_server_set_places (const BellLookupPlaces *new_places)
{
  places = new_places;
}

static void
on_progress (const char *sentence, G_GNUC_UNUSED gpointer user_data)
{
  g_printerr (CLEAR_LINE "%s", sentence);
}

static gboolean
on_interrupt (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_CONTINUE;
}

static BellServerFound *
look_up (const char *address, const char *pin, BellServerFound **on_error, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gboolean terminal = isatty (STDERR_FILENO);
  guint    interrupt = g_unix_signal_add (SIGINT, on_interrupt, cancellable);

  bell_server_lookup_async (address, places, pin, terminal ? on_progress : NULL, NULL, cancellable,
                            bell_command_on_ready, &result);
  bell_command_wait (&result);
  g_source_remove (interrupt);
  if (terminal)
    g_printerr (CLEAR_LINE);
  return bell_server_lookup_finish (result, on_error, error);
}

static void
print_found (const BellServerFound *found)
{
  /* Translators: a host, a port, "tls" or "starttls", a user name. */
  g_print (_ ("Found %s, port %u (%s), user name %s.\n"), found->host, found->port,
           bell_security_to_nick (found->security), found->user);
  g_print ("%s\n", found->how);
  if (bell_server_found_is_doubtful (found) && !found->other_domain)
    g_print ("%s\n",
             _ ("Only DNS says so, and its answers can be forged: go on only if you know that "
                "your mail is there."));
  else if (bell_server_found_is_doubtful (found))
    g_print ("%s\n", _ ("It does not belong to the domain of your address: go on only if you know "
                        "that your mail is there."));
  if (found->advice != NULL)
    g_print ("%s\n", found->advice);
}

static void
tell_failure (const char *address, const BellServerFound *on_error, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    bell_command_fail ("%s", _ ("Stopped; nothing was changed."));
  else if (on_error != NULL)
    bell_command_fail_to_connect (error, on_error->host, on_error->port);
  else if (g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    bell_command_fail (_ ("No mail server was found for %s. Check the address, or give the name of "
                          "the server."),
                       address);
  else
    bell_command_fail ("%s", error->message);
}

BellServerFound *
bell_find_server (const char *address, const char *pin, BellFindManner manner)
{
  g_autoptr (BellServerFound) on_error = NULL;
  g_autoptr (GError) error = NULL;
  BellServerFound       *found = look_up (address, pin, &on_error, &error);
  const BellServerFound *told = found != NULL ? found : on_error;

  if (told != NULL && manner == BELL_FIND_AND_TELL)
    print_found (told);
  if (found == NULL)
    tell_failure (address, on_error, error);
  return found;
}
