/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign-in-source-row.c: who signs an account in, and the way there. */

#include "preferences/sign-in-source-row.h"

#include "preferences/command-text.h"
#include "preferences/online-settings.h"

#include <glib/gi18n-lib.h>

struct _BellSignInSourceRow {
  AdwActionRow parent_instance;

  BellAccount *account; /* (owned) */

  GtkWidget *settings_button;
};

G_DEFINE_FINAL_TYPE (BellSignInSourceRow, bell_sign_in_source_row, ADW_TYPE_ACTION_ROW)

/* (transfer full) (nullable) */
static char *
describe (BellAccount *account)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *command = NULL;

  switch (bell_account_get_credential (account)) {
  case BELL_CREDENTIAL_ONLINE_ACCOUNT:
    return g_strdup (_ ("The system's Online Accounts"));
  case BELL_CREDENTIAL_COMMAND:
    words = g_settings_get_strv (bell_account_get_settings (account), "token-command");
    command = bell_command_text_join ((const char *const *) words);
    /* Translators: what signs an account in; a command line. */
    return g_strdup_printf (_ ("A command: %s"), command);
  case BELL_CREDENTIAL_PASSWORD:
  case BELL_CREDENTIAL_OAUTH2:
  default:
    return NULL;
  }
}

static void
show (BellSignInSourceRow *self)
{
  gboolean online = bell_account_get_credential (self->account) == BELL_CREDENTIAL_ONLINE_ACCOUNT;
  g_autofree char *text = describe (self->account);

  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text != NULL ? text : "");
  gtk_widget_set_visible (self->settings_button, online && bell_online_settings_are_there ());
}

static void
on_settings_clicked (BellSignInSourceRow *self)
{
  bell_online_settings_open (GTK_WIDGET (self));
}

static void
bell_sign_in_source_row_dispose (GObject *object)
{
  g_clear_object (&BELL_SIGN_IN_SOURCE_ROW (object)->account);
  G_OBJECT_CLASS (bell_sign_in_source_row_parent_class)->dispose (object);
}

static void
bell_sign_in_source_row_class_init (BellSignInSourceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_sign_in_source_row_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/sign-in-source-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BellSignInSourceRow, settings_button);
  gtk_widget_class_bind_template_callback (widget_class, on_settings_clicked);
}

static void
bell_sign_in_source_row_init (BellSignInSourceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
bell_sign_in_source_row_set_account (BellSignInSourceRow *self, BellAccount *account)
{
  self->account = g_object_ref (account);
  show (self);
  g_signal_connect_object (account, "notify::credential", G_CALLBACK (show), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (bell_account_get_settings (account), "changed::token-command",
                           G_CALLBACK (show), self, G_CONNECT_SWAPPED);
}
