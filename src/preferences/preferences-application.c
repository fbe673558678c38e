/* SPDX-License-Identifier: GPL-3.0-or-later */
/* preferences-application.c: the program, its actions and its one window. Started once more, the
 * running program does what the new one was asked for. */

#include "preferences/preferences-application.h"

#include "account/https.h"
#include "io/tls-trust.h"
#include "preferences/account-removal.h"
#include "preferences/help-opener.h"
#include "preferences/preferences-window.h"

#include <glib/gi18n-lib.h>

struct _BellPreferencesApplication {
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (BellPreferencesApplication, bell_preferences_application, ADW_TYPE_APPLICATION)

/* (nullable) (transfer none): there is none while what was asked for in it is brought to its end. */
static BellPreferencesWindow *
find_window (BellPreferencesApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  while (window != NULL && gtk_window_get_transient_for (window) != NULL)
    window = gtk_window_get_transient_for (window);
  return window != NULL && BELL_IS_PREFERENCES_WINDOW (window) ? BELL_PREFERENCES_WINDOW (window)
                                                               : NULL;
}

/* (transfer none) */
static BellPreferencesWindow *
ensure_window (BellPreferencesApplication *self)
{
  BellPreferencesWindow *window = find_window (self);

  return window != NULL ? window : bell_preferences_window_new (GTK_APPLICATION (self));
}

static void
on_show_account_activated (G_GNUC_UNUSED GSimpleAction *action, GVariant *name, gpointer user_data)
{
  BellPreferencesWindow *window = ensure_window (user_data);

  bell_preferences_window_show_account (window, g_variant_get_string (name, NULL));
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_add_account_activated (G_GNUC_UNUSED GSimpleAction *action,
                          G_GNUC_UNUSED GVariant      *parameter,
                          gpointer                     user_data)
{
  BellPreferencesWindow *window = ensure_window (user_data);

  gtk_window_present (GTK_WINDOW (window));
  bell_preferences_window_add_account (window);
}

static void
on_help_activated (G_GNUC_UNUSED GSimpleAction *action,
                   G_GNUC_UNUSED GVariant      *parameter,
                   gpointer                     user_data)
{
  bell_help_opener_open (ensure_window (user_data));
}

static void
on_quit_activated (G_GNUC_UNUSED GSimpleAction *action,
                   G_GNUC_UNUSED GVariant      *parameter,
                   gpointer                     user_data)
{
  BellPreferencesWindow *window = find_window (user_data);

  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
}

static void
on_about_activated (G_GNUC_UNUSED GSimpleAction *action,
                    G_GNUC_UNUSED GVariant      *parameter,
                    gpointer                     user_data)
{
  BellPreferencesWindow *window = ensure_window (user_data);
  g_autofree char       *debug_info = bell_preferences_window_describe_state (window);

  adw_show_about_window (
    GTK_WINDOW (window), "application-name", "Mailbell", "application-icon", BELL_APPLICATION_ID,
    "version", BELL_VERSION, "license-type", GTK_LICENSE_GPL_3_0, "comments",
    _ ("Rings when new mail arrives. It waits at your mail server and needs neither your mail "
       "program nor your attention until then."),
    "website", "https://github.com/mailbell/mailbell", "issue-url",
    "https://github.com/mailbell/mailbell/issues", "debug-info", debug_info, "debug-info-filename",
    "mailbell.txt", NULL);
}

static void
add_actions (BellPreferencesApplication *self)
{
  static const GActionEntry entries[] = {
    { .name = "show-account", .activate = on_show_account_activated, .parameter_type = "s" },
    { .name = "add-account", .activate = on_add_account_activated },
    { .name = "help", .activate = on_help_activated },
    { .name = "about", .activate = on_about_activated },
    { .name = "quit", .activate = on_quit_activated },
  };
  GtkApplication *application = GTK_APPLICATION (self);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  gtk_application_set_accels_for_action (application, "app.add-account",
                                         (const char *[]){ "<Control>n", NULL });
  gtk_application_set_accels_for_action (application, "app.help", (const char *[]){ "F1", NULL });
  gtk_application_set_accels_for_action (application, "app.quit",
                                         (const char *[]){ "<Control>q", NULL });
  gtk_application_set_accels_for_action (application, "win.move-account-up",
                                         (const char *[]){ "<Alt>Up", NULL });
  gtk_application_set_accels_for_action (application, "win.move-account-down",
                                         (const char *[]){ "<Alt>Down", NULL });
  gtk_application_set_accels_for_action (application, "window.close",
                                         (const char *[]){ "<Control>w", NULL });
}

static void
bell_preferences_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (bell_preferences_application_parent_class)->startup (application);
  bell_https_set_trust (bell_tls_trust_get_database ());
  gtk_window_set_default_icon_name (BELL_APPLICATION_ID);
  add_actions (BELL_PREFERENCES_APPLICATION (application));
  bell_account_removal_finish_earlier ();
}

static void
bell_preferences_application_activate (GApplication *application)
{
  BellPreferencesWindow *window = ensure_window (BELL_PREFERENCES_APPLICATION (application));

  gtk_window_present (GTK_WINDOW (window));
}

/* What is asked for is an action of the program that runs, be it this one or an earlier one; the
 * activation that follows brings the window to the front. */
static int
bell_preferences_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  g_autoptr (GError) error = NULL;
  const char *name;

  if (g_variant_dict_contains (options, "version")) {
    g_print ("mailbell-preferences %s\n", BELL_VERSION);
    return 0;
  }
  if (!g_application_register (application, NULL, &error)) {
    g_printerr ("mailbell-preferences: %s\n", error->message);
    return 1;
  }
  if (g_variant_dict_lookup (options, "account", "&s", &name))
    g_action_group_activate_action (G_ACTION_GROUP (application), "show-account",
                                    g_variant_new_string (name));
  if (g_variant_dict_contains (options, "add"))
    g_action_group_activate_action (G_ACTION_GROUP (application), "add-account", NULL);
  return -1;
}

static void
bell_preferences_application_class_init (BellPreferencesApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = bell_preferences_application_startup;
  application_class->activate = bell_preferences_application_activate;
  application_class->handle_local_options = bell_preferences_application_handle_local_options;
}

static void
bell_preferences_application_init (BellPreferencesApplication *self)
{
  const GOptionEntry entries[] = {
    { "account", 0, 0, G_OPTION_ARG_STRING, NULL,
      N_ ("Show the account with this address or identifier"), N_ ("ACCOUNT") },
    { "add", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Add an account"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), entries);
}

BellPreferencesApplication *
bell_preferences_application_new (void)
{
  return g_object_new (BELL_TYPE_PREFERENCES_APPLICATION, "application-id", BELL_PREFERENCES_ID,
                       "resource-base-path", "/io/github/mailbell/Mailbell/Preferences", NULL);
}
