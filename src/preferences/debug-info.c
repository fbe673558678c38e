/* SPDX-License-Identifier: GPL-3.0-or-later */
/* debug-info.c: what belongs into a report of a fault. Who reads it there may speak any language, so that
 * only what is asked of the person is translated. */

#include "preferences/debug-info.h"

#include "base/sandbox.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

static void
append_variable (GString *text, const char *name)
{
  const char *value = g_getenv (name);

  g_string_append_printf (text, "%s: %s\n", name, value != NULL ? value : "-");
}

static void
append_versions (GString *text)
{
  g_string_append_printf (text, "Mailbell %s%s\n", BELL_VERSION,
                          bell_is_in_sandbox () ? " (Flatpak)" : "");
  g_string_append_printf (text, "GLib %u.%u.%u\n", glib_major_version, glib_minor_version,
                          glib_micro_version);
  g_string_append_printf (text, "GTK %u.%u.%u\n", gtk_get_major_version (),
                          gtk_get_minor_version (), gtk_get_micro_version ());
  g_string_append_printf (text, "libadwaita %u.%u.%u\n", adw_get_major_version (),
                          adw_get_minor_version (), adw_get_micro_version ());
}

static void
append_account (GString *text, guint number, BellAccount *account, BellBusAccount *bus)
{
  g_string_append_printf (text, "Account %u: %s, port %u", number,
                          bell_security_to_nick (bell_account_get_security (account)),
                          bell_account_get_port (account));
  if (bus == NULL)
    g_string_append (text, ", not known to the applet\n");
  else
    g_string_append_printf (text, ", %s, push %s, %s, renewed every %u s, polled because: %s\n",
                            bell_bus_account_get_state (bus), bell_bus_account_get_push (bus),
                            bell_bus_account_get_mechanism (bus),
                            bell_bus_account_get_renewal (bus),
                            bell_bus_account_get_poll_reason (bus));
}

char *
bell_debug_info_describe (BellAccountList *accounts, BellAppletLink *applet)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean running = bell_applet_link_get_state (applet) == BELL_APPLET_RUNNING;

  append_versions (text);
  append_variable (text, "XDG_CURRENT_DESKTOP");
  append_variable (text, "XDG_SESSION_TYPE");
  append_variable (text, "LANG");
  g_string_append_printf (text, "Applet: %s\n", running ? "running" : "not running");
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (accounts)); i++) {
    g_autoptr (BellAccount) account = g_list_model_get_item (G_LIST_MODEL (accounts), i);

    append_account (text, i + 1, account,
                    bell_applet_link_get_account (applet, bell_account_get_id (account)));
  }
  g_string_append_printf (text, "\n%s\n",
                          _ ("What the applet is doing, without mail and passwords, can be "
                             "recorded: the help tells how, under “Report a problem”."));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
