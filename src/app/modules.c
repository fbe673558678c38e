/* SPDX-License-Identifier: GPL-3.0-or-later */
/* modules.c: finds a module beside the program that was built with it, or where it was installed. */

#include "app/modules.h"

#include <glib/gi18n-lib.h>
#include <gmodule.h>

static GModule *
open_in (const char *folder, const char *name)
{
  g_autofree char *path = g_strdup_printf ("%s/%s.so", folder, name);

  return g_module_open (path, G_MODULE_BIND_LOCAL);
}

/* The prefix is where the program is, not where it was meant to be: it may run from a staging tree. */
static GModule *
open_module (const char *name)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;
  g_autofree char *prefix = folder != NULL ? g_path_get_dirname (folder) : NULL;
  g_autofree char *installed = NULL;

  if (prefix == NULL)
    return open_in (BELL_MODULEDIR, name);
  if (g_str_has_suffix (folder, "/src/app"))
    return open_in (folder, name);
  installed = g_canonicalize_filename (BELL_MODULEDIR, prefix);
  return open_in (installed, name);
}

gconstpointer
bell_modules_get (const char *name, GError **error)
{
  GModule *module = open_module (name);
  gpointer symbol = NULL;
  gboolean is_ours = FALSE;

  if (module == NULL)
    g_info ("%s", g_module_error ());
  else if (g_module_symbol (module, BELL_MODULE_SYMBOL, &symbol))
    is_ours = g_str_equal (((const BellModule *) symbol)->version, BELL_VERSION);
  if (is_ours) {
    /* Types that a module has registered cannot be taken back. */
    g_module_make_resident (module);
    return ((const BellModule *) symbol)->table;
  }
  g_clear_pointer (&module, g_module_close);
  g_set_error (
    error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
    _ ("A part of Mailbell is missing or has been updated (%s). Quit Mailbell and start it "
       "again; if that does not help, install it again."),
    name);
  return NULL;
}
