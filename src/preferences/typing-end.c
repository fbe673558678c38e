/* SPDX-License-Identifier: GPL-3.0-or-later */
/* typing-end.c: a field loses the keyboard with the window it is in as well, but then it is still the
 * one of that window that has the focus. When the window is closed the field is unmapped before it is
 * left, if it is left at all. */

#include "preferences/typing-end.h"

typedef struct {
  GtkWidget    *field; /* (unowned): it owns us */
  BellTypingEnd on_left;
  BellTypingEnd on_closed; /* (nullable) */
  gpointer      user_data;
  gboolean      typing; /* not left since the focus came */
} Watch;

static void
on_enter (Watch *self)
{
  self->typing = TRUE;
}

static gboolean
keeps_focus (Watch *self)
{
  GtkRoot   *root = gtk_widget_get_root (self->field);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == self->field || gtk_widget_is_ancestor (focus, self->field));
}

static void
on_leave (Watch *self)
{
  if (!self->typing || keeps_focus (self))
    return;
  self->typing = FALSE;
  self->on_left (self->user_data);
}

static void
on_unmap (Watch *self)
{
  if (!self->typing)
    return;
  self->typing = FALSE;
  if (self->on_closed != NULL)
    self->on_closed (self->user_data);
}

void
bell_typing_end_watch (GtkWidget    *field,
                       BellTypingEnd on_left,
                       BellTypingEnd on_closed,
                       gpointer      user_data)
{
  Watch              *self = g_new0 (Watch, 1);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->field = field;
  self->on_left = on_left;
  self->on_closed = on_closed;
  self->user_data = user_data;
  g_object_set_data_full (G_OBJECT (field), "bell-typing-end", self, g_free);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (on_enter), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect_swapped (field, "unmap", G_CALLBACK (on_unmap), self);
  gtk_widget_add_controller (field, focus);
}
