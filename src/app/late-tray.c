/* SPDX-License-Identifier: GPL-3.0-or-later */
/* late-tray.c: stands for the icon in the program, and for what else is drawn, and loads it where there is
 * a display. */

#include "app/modules.h"

/* Set once it is loaded, also where it then found no display to make an icon on. */
static const BellTrayModule *tray;

/* GTK would find out in the end, but has to be loaded for it. It tries wayland-0 unasked. */
static gboolean
may_have_display (void)
{
  static const char *const names[] = { "DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET" };
  g_autofree char         *socket = g_build_filename (g_get_user_runtime_dir (), "wayland-0", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_getenv (names[i]) != NULL)
      return TRUE;
  }
  return g_file_test (socket, G_FILE_TEST_EXISTS);
}

BellTrayIndicator *
bell_tray_indicator_new (GDBusConnection *session, GMenuModel *menu, GActionGroup *actions)
{
  g_autoptr (GError) error = NULL;

  if (!may_have_display ())
    return NULL;
  tray = bell_modules_get ("tray", &error);
  if (tray == NULL) {
    g_warning ("%s", error->message);
    return NULL;
  }
  return tray->indicator_new (session, menu, actions);
}

void
bell_tray_indicator_set_summary (BellTrayIndicator *self, const BellSummary *summary)
{
  tray->indicator_set_summary (self, summary);
}

gboolean
bell_tray_indicator_is_out_of_sight (BellTrayIndicator *self)
{
  return tray->indicator_is_out_of_sight (self);
}

char *
bell_tray_indicator_take_activation_token (BellTrayIndicator *self)
{
  return tray->indicator_take_activation_token (self);
}

gboolean
bell_tray_clipboard_is_there (void)
{
  return tray != NULL && tray->clipboard_is_there ();
}

void
bell_tray_clipboard_set (const char *text)
{
  if (tray != NULL)
    tray->clipboard_set (text);
}

GVariant *
bell_face_draw_hint (const BellNotice *notice)
{
  return tray != NULL ? tray->face_draw_hint (notice) : NULL;
}

GIcon *
bell_face_draw_icon (const BellNotice *notice)
{
  return tray != NULL ? tray->face_draw_icon (notice) : NULL;
}
