/* SPDX-License-Identifier: GPL-3.0-or-later */
/* autostart-row.c: whether Mailbell starts with the session. The switch moves at once; its state, the
 * colour, follows when the desktop has agreed. */

#include "preferences/autostart-row.h"

#include "setup/autostart.h"

struct _BellAutostartRow {
  AdwActionRow parent_instance;

  BellHintRow  *hint;     /* (unowned): a sibling */
  GCancellable *changing; /* (owned) (nullable) */
  GCancellable *looking;  /* (owned) (nullable) how things are */
  gboolean      showing;  /* the switch changes by our hand */

  GtkSwitch *toggle;
};

G_DEFINE_FINAL_TYPE (BellAutostartRow, bell_autostart_row, ADW_TYPE_ACTION_ROW)

static void
show_state (BellAutostartRow *self, gboolean on)
{
  self->showing = TRUE;
  gtk_switch_set_active (self->toggle, on);
  gtk_switch_set_state (self->toggle, on);
  self->showing = FALSE;
}

static void
on_looked (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellAutostartRow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean on = bell_autostart_get_finish (result, &error);

  if (error != NULL)
    return; /* by a wish or a later look, or with SELF disposed of */
  g_clear_object (&self->looking);
  show_state (self, on);
}

static void
stop_looking (BellAutostartRow *self)
{
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
}

static void
look (BellAutostartRow *self)
{
  stop_looking (self);
  self->looking = g_cancellable_new ();
  bell_autostart_get_async (self->looking, on_looked, g_object_ref (self));
}

static void
on_autostart_set (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellAutostartRow) self = user_data;
  g_autoptr (GError) error = NULL;

  bell_autostart_set_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* by a later wish, or with SELF disposed of */
  g_clear_object (&self->changing);
  bell_hint_row_set_error (self->hint, error != NULL ? error->message : NULL);
  look (self);
}

static gboolean
on_state_set (G_GNUC_UNUSED GtkSwitch *toggle, gboolean on, gpointer user_data)
{
  BellAutostartRow *self = user_data;
  GApplication     *application = g_application_get_default ();

  if (self->showing)
    return GDK_EVENT_PROPAGATE;
  stop_looking (self);
  if (self->changing != NULL)
    g_cancellable_cancel (self->changing);
  g_clear_object (&self->changing);
  self->changing = g_cancellable_new ();
  bell_hint_row_set_error (self->hint, NULL);
  bell_autostart_set_async (g_application_get_dbus_connection (application), on, self->changing,
                            on_autostart_set, g_object_ref (self));
  return GDK_EVENT_STOP;
}

/* Others may have changed it since it was last looked at. */
static void
on_mapped (BellAutostartRow *self, G_GNUC_UNUSED gpointer user_data)
{
  if (self->changing == NULL)
    look (self);
}

static void
bell_autostart_row_dispose (GObject *object)
{
  BellAutostartRow *self = BELL_AUTOSTART_ROW (object);

  if (self->changing != NULL)
    g_cancellable_cancel (self->changing);
  g_clear_object (&self->changing);
  stop_looking (self);
  G_OBJECT_CLASS (bell_autostart_row_parent_class)->dispose (object);
}

static void
bell_autostart_row_class_init (BellAutostartRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_autostart_row_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/autostart-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BellAutostartRow, toggle);
  gtk_widget_class_bind_template_callback (widget_class, on_mapped);
  gtk_widget_class_bind_template_callback (widget_class, on_state_set);
}

static void
bell_autostart_row_init (BellAutostartRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
bell_autostart_row_set_hint (BellAutostartRow *self, BellHintRow *hint)
{
  self->hint = hint;
  bell_hint_row_set_field (hint, GTK_WIDGET (self->toggle));
}
