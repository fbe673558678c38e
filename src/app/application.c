/* SPDX-License-Identifier: GPL-3.0-or-later */
/* application.c: the life of the resident program. */

#include "app/application.h"

#include "app/application-private.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (BellApplication, bell_application, G_TYPE_APPLICATION)

void
bell_application_check_now (BellApplication *self, const char *account_id)
{
  if (self->watch != NULL)
    bell_watch_list_check_now (self->watch, account_id);
}

static void
apply_pause (BellApplication *self)
{
  gint64 until = bell_pause_get_until (self->pause);

  bell_watch_list_set_paused (self->watch, until != 0);
  bell_bus_service_set_paused_until (self->bus, until);
}

static void
on_pause_changed (gpointer user_data)
{
  apply_pause (user_data);
  bell_application_show_statuses (user_data);
}

void
bell_application_pause_until (BellApplication *self, gint64 until)
{
  if (self->pause != NULL)
    bell_pause_set_until (self->pause, until);
}

void
bell_application_pause_for (BellApplication *self, guint seconds)
{
  if (self->pause != NULL)
    bell_pause_set_for (self->pause, seconds);
}

static void
on_notifier_flushed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GApplication) application = user_data;

  bell_notifier_flush_finish (BELL_NOTIFIER (source), result);
  g_application_quit (application);
}

static void
on_digests_flushed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellApplication) self = user_data;

  bell_digest_store_flush_finish (BELL_DIGEST_STORE (source), result);
  if (self->notifier != NULL)
    bell_notifier_flush_async (self->notifier, on_notifier_flushed, g_object_ref (self));
}

/* Nothing new is shown any more. What is shown can be withdrawn by the next run if that finds both on
 * disk: what a notification tells of, and the daemon's number of it. */
static void
on_watch_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellApplication) self = user_data;

  bell_watch_list_stop_finish (BELL_WATCH_LIST (source), result, NULL);
  if (self->digests != NULL)
    bell_digest_store_flush_async (self->digests, on_digests_flushed, g_object_ref (self));
}

void
bell_application_quit (BellApplication *self)
{
  if (self->stopping || self->watch == NULL) {
    g_application_quit (G_APPLICATION (self));
    return;
  }
  self->stopping = TRUE;
  bell_watch_list_stop_async (self->watch, on_watch_stopped, g_object_ref (self));
}

static gboolean
on_unix_signal (gpointer user_data)
{
  bell_application_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static void
watch_unix_signals (BellApplication *self)
{
  static const int numbers[] = { SIGTERM, SIGINT, SIGHUP };

  G_STATIC_ASSERT (G_N_ELEMENTS (numbers) == G_N_ELEMENTS (self->signal_sources));
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    self->signal_sources[i] = g_unix_signal_add (numbers[i], on_unix_signal, self);
}

static void
start_watching (BellApplication *self)
{
  self->accounts = bell_account_list_new ();
  self->watch = bell_watch_list_new (self->accounts);
  self->pause =
    bell_pause_new (bell_account_list_get_settings (self->accounts), on_pause_changed, self);
  apply_pause (self);
  bell_application_follow_watch (self);
}

static void
on_digests_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellApplication) self = user_data;

  if (self->shown != NULL)
    bell_digest_store_load_finish (BELL_DIGEST_STORE (source), result, self->shown);
}

static void
on_hooks_changed (gpointer user_data)
{
  bell_application_show_statuses (user_data);
}

static void
bell_application_startup (GApplication *application)
{
  BellApplication *self = BELL_APPLICATION (application);

  G_APPLICATION_CLASS (bell_application_parent_class)->startup (application);

  bell_application_add_actions (self);
  watch_unix_signals (self);
  self->shown = bell_shown_notices_new ();
  self->digests = bell_digest_store_new (NULL);
  bell_digest_store_load_async (self->digests, on_digests_loaded, g_object_ref (self));
  self->notifier = bell_notifier_new (application);
  self->newest = bell_newest_messages_new ();
  start_watching (self);
  self->own =
    bell_own_notices_new (bell_account_list_get_settings (self->accounts), self->notifier);
  self->attention = bell_attention_notices_new (self->own);
  self->hooks = bell_hooks_new (self->accounts, self->own, on_hooks_changed, self);
  self->mark_all =
    bell_mark_all_commands_new (G_ACTION_MAP (application), self->watch, self->notifier);
  self->commands = bell_message_commands_new (G_ACTION_MAP (application), self->watch,
                                              self->notifier, self->newest);
  bell_application_start_tray (self);

  bell_application_show_statuses (self);
  bell_watch_list_start (self->watch);
  g_application_hold (application);
}

/* Without an account there is one thing to do. Without a tray there is nothing else to be seen; the
 * first start does not know of that yet. */
static gboolean
shows_preferences (BellApplication *self)
{
  return self->tray != NULL && (bell_tray_indicator_is_out_of_sight (self->tray) ||
                                g_list_model_get_n_items (G_LIST_MODEL (self->accounts)) == 0);
}

/* Somebody has started us once more, or for the first time: then nothing is connected yet that could
 * be checked. A session that starts us, with --quiet, does not come here. */
static void
bell_application_activate (GApplication *application)
{
  BellApplication *self = BELL_APPLICATION (application);

  if (shows_preferences (self))
    g_action_group_activate_action (G_ACTION_GROUP (self), "preferences", NULL);
  bell_application_check_now (self, NULL);
}

static void
bell_application_shutdown (GApplication *application)
{
  BellApplication *self = BELL_APPLICATION (application);

  for (guint i = 0; i < G_N_ELEMENTS (self->signal_sources); i++)
    g_clear_handle_id (&self->signal_sources[i], g_source_remove);
  if (self->mark_all != NULL)
    bell_mark_all_commands_stop (self->mark_all);
  g_clear_object (&self->mark_all);
  if (self->commands != NULL)
    bell_message_commands_stop (self->commands);
  g_clear_object (&self->commands);
  g_clear_pointer (&self->hooks, bell_hooks_free);
  bell_application_stop_tray (self);
  g_clear_pointer (&self->attention, bell_attention_notices_free);
  g_clear_pointer (&self->own, bell_own_notices_free);
  g_clear_object (&self->notifier);
  g_clear_pointer (&self->pause, bell_pause_free);
  g_clear_object (&self->watch);
  g_clear_object (&self->accounts);
  g_clear_pointer (&self->newest, bell_newest_messages_free);
  g_clear_object (&self->digests);
  g_clear_pointer (&self->shown, bell_shown_notices_free);
  G_APPLICATION_CLASS (bell_application_parent_class)->shutdown (application);
}

static gboolean
bell_application_dbus_register (GApplication    *application,
                                GDBusConnection *connection,
                                const char      *object_path,
                                GError         **error)
{
  GApplicationClass *parent = G_APPLICATION_CLASS (bell_application_parent_class);

  return parent->dbus_register (application, connection, object_path, error) &&
         bell_bus_service_export (BELL_APPLICATION (application)->bus, connection, error);
}

static void
bell_application_dbus_unregister (GApplication    *application,
                                  GDBusConnection *connection,
                                  const char      *object_path)
{
  bell_bus_service_unexport (BELL_APPLICATION (application)->bus);
  G_APPLICATION_CLASS (bell_application_parent_class)
    ->dbus_unregister (application, connection, object_path);
}

/* A click on a notification of GNOME Shell arrives as a call with its activation token. */
static void
bell_application_before_emit (GApplication *application, GVariant *platform_data)
{
  BellApplication *self = BELL_APPLICATION (application);

  g_clear_pointer (&self->token, g_free);
  if (!g_variant_lookup (platform_data, "activation-token", "s", &self->token))
    g_variant_lookup (platform_data, "desktop-startup-id", "s", &self->token);
}

static void
bell_application_after_emit (GApplication *application, G_GNUC_UNUSED GVariant *platform_data)
{
  g_clear_pointer (&BELL_APPLICATION (application)->token, g_free);
}

static void
bell_application_dispose (GObject *object)
{
  BellApplication *self = BELL_APPLICATION (object);

  g_clear_object (&self->bus);
  g_clear_pointer (&self->token, g_free);
  G_OBJECT_CLASS (bell_application_parent_class)->dispose (object);
}

static void
bell_application_class_init (BellApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_application_dispose;
  application_class->startup = bell_application_startup;
  application_class->activate = bell_application_activate;
  application_class->shutdown = bell_application_shutdown;
  application_class->dbus_register = bell_application_dbus_register;
  application_class->dbus_unregister = bell_application_dbus_unregister;
  application_class->before_emit = bell_application_before_emit;
  application_class->after_emit = bell_application_after_emit;
}

static void
bell_application_init (BellApplication *self)
{
  self->bus = bell_bus_service_new ();
  bell_application_connect_bus (self);
}

BellApplication *
bell_application_new (GApplicationFlags flags)
{
  return g_object_new (BELL_TYPE_APPLICATION, "application-id", BELL_APPLICATION_ID, "flags", flags,
                       NULL);
}
