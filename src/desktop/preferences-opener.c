/* SPDX-License-Identifier: GPL-3.0-or-later */
/* preferences-opener.c: starts the preferences. As a process and not by D-Bus: what D-Bus starts may not
 * know of the display, which many small desktops do not tell it. */

#include "desktop/preferences-opener.h"

#include "desktop/mail-opener.h"
#include "io/sibling-program.h"

#include <glib/gi18n-lib.h>

#include <sys/stat.h>

#define PROGRAM "mailbell-preferences"

/* In the child, between fork() and exec(). */
static void
set_program_umask (G_GNUC_UNUSED gpointer user_data)
{
  umask (bell_mail_opener_get_program_umask ());
}

static gboolean
has_display (void)
{
  return g_getenv ("WAYLAND_DISPLAY") != NULL || g_getenv ("DISPLAY") != NULL;
}

gboolean
bell_preferences_opener_open (const char *account_id, const char *activation_token, GError **error)
{
  g_autofree char *program = bell_sibling_program_find (PROGRAM);
  g_autofree char *account = NULL;
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) preferences = NULL;

  if (program == NULL) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                         _ ("The preferences window is not installed. In a terminal, “mailbell "
                            "status” tells what is to be done, and “mailbell add”, “mailbell "
                            "list” and “mailbell set” do what the window does."));
    return FALSE;
  }
  if (!has_display ()) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                         _ ("The preferences window needs a display, and there is none here. In "
                            "a terminal, “mailbell status” tells what is to be done, and “mailbell "
                            "add”, “mailbell list” and “mailbell set” do what the window does."));
    return FALSE;
  }
  /* Who waits for the end of a command's output does not wait for the window to be closed. */
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_set_child_setup (launcher, set_program_umask, NULL, NULL);
  if (activation_token != NULL && *activation_token != '\0') {
    g_subprocess_launcher_setenv (launcher, "XDG_ACTIVATION_TOKEN", activation_token, TRUE);
    g_subprocess_launcher_setenv (launcher, "DESKTOP_STARTUP_ID", activation_token, TRUE);
  }
  if (account_id != NULL && *account_id != '\0')
    account = g_strconcat ("--account=", account_id, NULL);
  preferences = g_subprocess_launcher_spawn (launcher, error, program, account, NULL);
  return preferences != NULL;
}
