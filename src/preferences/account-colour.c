/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-colour.c: the colour that an account is told by. The colours themselves are in style.css. */

#include "preferences/account-colour.h"

#define KEY "colour"
#define STYLE_KEY "bell-account-colour"

static void
show_colour (AdwAvatar *avatar, G_GNUC_UNUSED const char *key, GSettings *settings)
{
  g_autofree char *colour = g_settings_get_string (settings, KEY);
  g_autofree char *style = *colour != '\0' ? g_strconcat ("account-", colour, NULL) : NULL;
  const char      *before = g_object_get_data (G_OBJECT (avatar), STYLE_KEY);

  if (before != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (avatar), before);
  if (style != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (avatar), style);
  g_object_set_data_full (G_OBJECT (avatar), STYLE_KEY, g_steal_pointer (&style), g_free);
}

void
bell_account_colour_bind (GSettings *settings, AdwAvatar *avatar)
{
  g_signal_connect_object (settings, "changed::" KEY, G_CALLBACK (show_colour), avatar,
                           G_CONNECT_SWAPPED);
  show_colour (avatar, KEY, settings);
}
