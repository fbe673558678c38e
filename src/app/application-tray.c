/* SPDX-License-Identifier: GPL-3.0-or-later */
/* application-tray.c: what shows the state on the desktop: the icon and its menu, the number on the
 * mail program's launcher, the line in GNOME's list of background apps. */

#include "app/application-private.h"
#include "base/sandbox.h"
#include "desktop/tray-style.h"
#include "policy/pause-text.h"

#include <string.h>

/* The settings that change what is shown. */
static const char *const keys[] = { "tray-count", "tray-hide-when-nothing-new", "badge-count",
                                    "background-status", "notification-content" };

/* Those of an account. */
static const char *const account_signals[] = { "changed::mail-client",
                                               "changed::mail-client-command",
                                               "changed::notification-content" };

/* GTK 3 reads it once, when it is initialised. */
#define GL_MODE "GDK_GL"

/* TRUE while GL_MODE is ours. */
static gboolean gl_disabled;

/* The first program with GTK 3 on an X display looks for visuals that suit OpenGL, and loads the driver
 * of the graphics card for it: some 30 MB with Mesa's. Nothing here draws with it. */
void
bell_application_leave_out_opengl (void)
{
  gl_disabled = g_getenv (GL_MODE) == NULL && g_setenv (GL_MODE, "disable", TRUE);
}

/* What Mailbell starts may well draw with it. GTK changes the environment likewise when it opens a
 * display (DESKTOP_STARTUP_ID). */
static void
restore_environment (void)
{
  if (gl_disabled)
    g_unsetenv (GL_MODE);
  gl_disabled = FALSE;
}

static void
on_setting_changed (BellApplication *self)
{
  bell_application_show_statuses (self);
}

static void
unfollow_account (BellApplication *self, BellAccount *account)
{
  g_signal_handlers_disconnect_by_data (bell_account_get_settings (account), self);
}

static void
follow_account (BellApplication *self, BellAccount *account)
{
  for (guint i = 0; i < G_N_ELEMENTS (account_signals); i++)
    g_signal_connect_object (bell_account_get_settings (account), account_signals[i],
                             G_CALLBACK (on_setting_changed), self, G_CONNECT_SWAPPED);
}

/* One that has only been moved is among them, and followed already. */
static void
on_accounts_changed (GListModel         *accounts,
                     guint               position,
                     G_GNUC_UNUSED guint n_removed,
                     guint               n_added,
                     BellApplication    *self)
{
  for (guint i = position; i < position + n_added; i++) {
    g_autoptr (BellAccount) account = g_list_model_get_item (accounts, i);

    unfollow_account (self, account);
    follow_account (self, account);
  }
}

static void
follow_accounts (BellApplication *self)
{
  GListModel *accounts = G_LIST_MODEL (self->accounts);

  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (on_accounts_changed), self, 0);
  on_accounts_changed (accounts, 0, 0, g_list_model_get_n_items (accounts), self);
}

static void
unfollow_accounts (BellApplication *self)
{
  GListModel *accounts = G_LIST_MODEL (self->accounts);

  g_signal_handlers_disconnect_by_data (accounts, self);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++) {
    g_autoptr (BellAccount) account = g_list_model_get_item (accounts, i);

    unfollow_account (self, account);
  }
}

static void
show_pause (BellApplication *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  bell_tray_menu_set_pause (self->menu, bell_watch_list_get_paused (self->watch),
                            bell_pause_get_until (self->pause), now);
}

void
bell_application_start_tray (BellApplication *self)
{
  GDBusConnection *session = g_application_get_dbus_connection (G_APPLICATION (self));
  GSettings       *settings = bell_account_list_get_settings (self->accounts);

  self->menu = bell_tray_menu_new ();
  if (session != NULL) {
    self->tray = bell_tray_indicator_new (session, bell_tray_menu_get_model (self->menu),
                                          G_ACTION_GROUP (self));
    /* In a sandbox a click can start no program, and which one is the default is not to be seen. */
    if (bell_is_in_sandbox ())
      self->background = bell_background_status_new (session);
    else
      self->badge = bell_launcher_badge_new (session);
  }
  restore_environment ();
  if (self->tray == NULL)
    g_message ("No display: running without an icon");
  else
    g_signal_connect_object (self->tray, "opened", G_CALLBACK (show_pause), self,
                             G_CONNECT_SWAPPED);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autofree char *signal = g_strconcat ("changed::", keys[i], NULL);

    g_signal_connect_object (settings, signal, G_CALLBACK (on_setting_changed), self,
                             G_CONNECT_SWAPPED);
  }
  follow_accounts (self);
}

void
bell_application_stop_tray (BellApplication *self)
{
  if (self->accounts != NULL) {
    g_signal_handlers_disconnect_by_data (bell_account_list_get_settings (self->accounts), self);
    unfollow_accounts (self);
  }
  g_clear_pointer (&self->badge, bell_launcher_badge_free);
  g_clear_pointer (&self->background, bell_background_status_free);
  g_clear_object (&self->tray);
  g_clear_object (&self->menu);
}

/* The desktop id of what a click on the account opens, "" for the default program; NULL if it is
 * none that has a launcher. (transfer full) (nullable) */
static char *
find_launcher (BellApplication *self, const char *account_id)
{
  BellAccount     *account = bell_account_list_find_by_id (self->accounts, account_id);
  g_autofree char *client = NULL;
  g_auto (GStrv) command = NULL;

  if (account == NULL)
    return NULL;
  client = g_settings_get_string (bell_account_get_settings (account), "mail-client");
  command = g_settings_get_strv (bell_account_get_settings (account), "mail-client-command");
  return command[0] == NULL && strchr (client, ':') == NULL ? g_steal_pointer (&client) : NULL;
}

static void
show_badges (BellApplication *self, GPtrArray *statuses)
{
  GSettings *settings = bell_account_list_get_settings (self->accounts);
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean wanted = g_settings_get_boolean (settings, "badge-count");

  for (guint i = 0; wanted && i < statuses->len; i++) {
    const BellAccountStatus *status = g_ptr_array_index (statuses, i);
    char                    *id = find_launcher (self, status->id);
    guint                    before;

    if (id == NULL)
      continue;
    before = GPOINTER_TO_UINT (g_hash_table_lookup (counts, id));
    g_hash_table_replace (counts, id, GUINT_TO_POINTER (before + MIN (status->unread, ~before)));
  }
  bell_launcher_badge_set_counts (self->badge, counts);
}

static void
read_style (GSettings *settings, BellTrayStyle *style)
{
  bell_tray_style_set_host (style, g_getenv ("XDG_CURRENT_DESKTOP"));
  style->count = g_settings_get_boolean (settings, "tray-count");
  style->hide = g_settings_get_boolean (settings, "tray-hide-when-nothing-new");
}

void
bell_application_show_in_tray (BellApplication *self, GPtrArray *statuses, gboolean paused)
{
  GSettings    *settings = bell_account_list_get_settings (self->accounts);
  BellTrayStyle style;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *pause =
    paused ? bell_pause_to_text (bell_pause_get_until (self->pause), now) : NULL;
  g_autoptr (BellSummary) summary = NULL;

  read_style (settings, &style);
  summary = bell_summary_new (statuses, pause, &style);
  bell_tray_menu_set_statuses (self->menu, statuses);
  show_pause (self);
  if (self->tray != NULL)
    bell_tray_indicator_set_summary (self->tray, summary);
  if (self->badge != NULL)
    show_badges (self, statuses);
  if (self->background != NULL)
    bell_background_status_set (
      self->background,
      g_settings_get_boolean (settings, "background-status") ? summary->brief : NULL);
}
