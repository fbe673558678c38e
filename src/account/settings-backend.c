/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing is the backend's business; this only asks it afterwards. */

#include "account/settings-backend.h"

GSettings *
bell_settings_reread (GSettings *settings)
{
  g_autofree char *schema = NULL;
  g_autofree char *path = NULL;

  g_object_get (settings, "schema-id", &schema, "path", &path, NULL);
  g_settings_sync ();
  return g_settings_new_with_path (schema, path);
}
