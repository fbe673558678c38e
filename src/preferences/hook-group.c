/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hook-group.c: the command on new mail. The applet runs it, as it does when mail comes, and tells how it
 * went. */

#include "preferences/hook-group.h"

#include "preferences/command-text.h"
#include "preferences/entry-binding.h"

#include <glib/gi18n-lib.h>

#define COMMAND "command"

struct _BellHookGroup {
  AdwPreferencesGroup parent_instance;

  GSettings       *settings; /* (owned) */
  BellLiveAccount *live;     /* (owned) */
  GCancellable    *asking;   /* (owned) (nullable): the applet, to run it */
  char            *refused;  /* (owned) (nullable) why it was not */
  gboolean         asked;

  AdwEntryRow  *command_row;
  BellHintRow  *command_hint;
  AdwActionRow *run_row;
  GtkButton    *run_button;
  GtkSpinner   *spinner;
};

G_DEFINE_FINAL_TYPE (BellHookGroup, bell_hook_group, ADW_TYPE_PREFERENCES_GROUP)

static gboolean
is_running (BellBusAccount *bus)
{
  g_autoptr (GVariant) running =
    g_dbus_proxy_get_cached_property (G_DBUS_PROXY (bus), "CommandRunning");

  return running != NULL && g_variant_is_of_type (running, G_VARIANT_TYPE_BOOLEAN) &&
         g_variant_get_boolean (running);
}

/* Why it failed the last time; empty if it did not. (transfer full) */
static char *
get_failure (BellBusAccount *bus)
{
  g_autoptr (GVariant) failure =
    g_dbus_proxy_get_cached_property (G_DBUS_PROXY (bus), "CommandError");

  if (failure == NULL || !g_variant_is_of_type (failure, G_VARIANT_TYPE_STRING))
    return g_strdup ("");
  return g_variant_dup_string (failure, NULL);
}

static void
show_outcome (BellHookGroup *self, BellBusAccount *bus, gboolean running)
{
  g_autofree char *failure = bus != NULL ? get_failure (bus) : g_strdup ("");
  const char      *text = failure;

  if (running)
    text = _ ("The command is running…");
  else if (self->refused != NULL)
    text = self->refused;
  else if (*failure == '\0' && self->asked)
    text = _ ("The command has run.");
  adw_action_row_set_subtitle (self->run_row, text);
}

static void
show_state (BellHookGroup *self)
{
  g_auto (GStrv) command = g_settings_get_strv (self->settings, COMMAND);
  BellBusAccount *bus = bell_live_account_get_bus (self->live);
  gboolean        running = self->asking != NULL || (bus != NULL && is_running (bus));

  gtk_widget_set_visible (GTK_WIDGET (self->run_row), command[0] != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->run_button), bus != NULL && !running);
  gtk_spinner_set_spinning (self->spinner, running);
  show_outcome (self, bus, running);
}

/* What was said concerned the command before. */
static void
on_command_changed (BellHookGroup *self)
{
  g_clear_pointer (&self->refused, g_free);
  self->asked = FALSE;
  show_state (self);
}

/* The applet's own errors are sentences for people; those of the bus are not. (transfer full) */
static char *
describe_refusal (GError *error)
{
  gboolean own = g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_FAILED) ||
                 (error->domain == G_IO_ERROR && g_dbus_error_is_remote_error (error));

  if (!own)
    return g_strdup (_ ("Mailbell is not running. Start it and try again."));
  g_dbus_error_strip_remote_error (error);
  return g_strdup (error->message);
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellHookGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_proxy_call_finish (G_DBUS_PROXY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* SELF is disposed of */
  g_clear_object (&self->asking);
  if (answer == NULL)
    self->refused = describe_refusal (error);
  self->asked = answer != NULL;
  show_state (self);
}

static void
on_run_clicked (BellHookGroup *self)
{
  BellBusAccount *bus = bell_live_account_get_bus (self->live);

  if (bus == NULL || self->asking != NULL)
    return;
  g_clear_pointer (&self->refused, g_free);
  self->asking = g_cancellable_new ();
  show_state (self);
  g_dbus_proxy_call (G_DBUS_PROXY (bus), "RunCommand", NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                     self->asking, on_asked, g_object_ref (self));
}

static void
bell_hook_group_dispose (GObject *object)
{
  BellHookGroup *self = BELL_HOOK_GROUP (object);

  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_clear_pointer (&self->refused, g_free);
  g_clear_object (&self->live);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (bell_hook_group_parent_class)->dispose (object);
}

static void
bell_hook_group_class_init (BellHookGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_hook_group_dispose;
  g_type_ensure (BELL_TYPE_HINT_ROW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/hook-group.ui");
  gtk_widget_class_bind_template_child (widget_class, BellHookGroup, command_row);
  gtk_widget_class_bind_template_child (widget_class, BellHookGroup, command_hint);
  gtk_widget_class_bind_template_child (widget_class, BellHookGroup, run_row);
  gtk_widget_class_bind_template_child (widget_class, BellHookGroup, run_button);
  gtk_widget_class_bind_template_child (widget_class, BellHookGroup, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_run_clicked);
}

static void
bell_hook_group_init (BellHookGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
bell_hook_group_set_account (BellHookGroup *self, GSettings *settings, BellLiveAccount *live)
{
  self->settings = g_object_ref (settings);
  self->live = g_object_ref (live);
  bell_entry_binding_new (self->command_row, self->command_hint, settings, COMMAND,
                          bell_command_text_check, NULL);
  g_signal_connect_object (settings, "changed::" COMMAND, G_CALLBACK (on_command_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (live, "changed", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  show_state (self);
}
