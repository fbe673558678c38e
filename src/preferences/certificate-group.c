/* SPDX-License-Identifier: GPL-3.0-or-later */
/* certificate-group.c: a file is opened before it is taken, and one that cannot be is refused. A file
 * that a password protects is taken, and the field for the password appears. */

#include "preferences/certificate-group.h"

#include "account/credentials.h"
#include "io/client-certificate.h"
#include "io/failure.h"
#include "io/refused-pins.h"
#include "preferences/hint-row.h"
#include "setup/account-input.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define KEY "client-certificate"

/* No password is longer; what is was pasted by mistake. */
#define PASSWORD_BYTES 1024

struct _BellCertificateGroup {
  AdwPreferencesGroup parent_instance;

  BellAccount          *account; /* (owned) */
  GCancellable         *opening; /* (owned) (nullable) of the file that is being opened */
  char                 *source;  /* (owned) (nullable) that file */
  GtkFileChooserNative *chooser; /* (owned) (nullable) */

  AdwActionRow *file_row;
  GtkButton    *remove_button;
  GtkButton    *choose_button;
  BellHintRow  *file_hint;
  AdwEntryRow  *password_row;
};

G_DEFINE_FINAL_TYPE (BellCertificateGroup, bell_certificate_group, ADW_TYPE_PREFERENCES_GROUP)

static guint told_signal;

static void
stop_opening (BellCertificateGroup *self)
{
  if (self->opening == NULL)
    return;
  g_application_release (g_application_get_default ());
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  g_clear_pointer (&self->source, g_free);
}

static gboolean
wants_password (const GError *error)
{
  return g_error_matches (error, BELL_CLIENT_CERTIFICATE_ERROR,
                          BELL_CLIENT_CERTIFICATE_ERROR_PASSWORD);
}

/* What a password protects, or a store that is locked now, may well be good. */
static gboolean
may_be_good (const GError *error)
{
  return error == NULL || wants_password (error) || error->domain == BELL_CREDENTIALS_ERROR;
}

static void
show_result (BellCertificateGroup *self, const GError *error)
{
  g_autofree char *text = NULL;

  if (error == NULL) {
    bell_hint_row_set_error (self->file_hint, NULL);
  } else if (wants_password (error)) {
    bell_hint_row_set_note (self->file_hint, _ ("A password protects this certificate. Type it "
                                                "below."));
  } else {
    text = bell_failure_describe (error, bell_account_get_host (self->account),
                                  bell_account_get_port (self->account));
    bell_hint_row_set_error (self->file_hint, text);
  }
}

/* A token asks for its PIN only in the handshake, so that field is always there for one. */
static void
show_password_row (BellCertificateGroup *self, const GError *error)
{
  const char *source = bell_account_get_client_certificate (self->account);
  gboolean    is_token = source != NULL && bell_client_certificate_is_uri (source);

  gtk_widget_set_visible (GTK_WIDGET (self->password_row), is_token || wants_password (error));
}

static void
on_opened (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellCertificateGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  G_GNUC_UNUSED g_autoptr (BellClientCertificate) certificate =
    bell_client_certificate_load_finish (result, &error);
  g_autofree char *opened = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  opened = g_steal_pointer (&self->source);
  stop_opening (self);
  show_result (self, error);
  if (may_be_good (error) &&
      g_strcmp0 (opened, bell_account_get_client_certificate (self->account)) != 0)
    g_settings_set_string (bell_account_get_settings (self->account), KEY, opened);
  show_password_row (self, error);
}

/* The program goes on until it is opened, and taken, also when its window is closed meanwhile. */
static void
open_source (BellCertificateGroup *self, const char *source)
{
  stop_opening (self);
  g_application_hold (g_application_get_default ());
  self->opening = g_cancellable_new ();
  self->source = g_strdup (source);
  bell_client_certificate_load_async (source, bell_account_get_id (self->account), self->opening,
                                      on_opened, g_object_ref (self));
}

/* The name of a file alone: its folder may be one that the portal has made for us. */
static void
show_source (BellCertificateGroup *self)
{
  const char      *source = bell_account_get_client_certificate (self->account);
  g_autofree char *name = NULL;

  if (source == NULL)
    name = g_strdup (_ ("None"));
  else if (bell_client_certificate_is_uri (source))
    name = g_strdup (source);
  else
    name = g_filename_display_basename (source);
  adw_action_row_set_subtitle (self->file_row, name);
  gtk_widget_set_visible (GTK_WIDGET (self->remove_button), source != NULL);
}

/* Set here, or elsewhere. */
static void
on_source_changed (BellCertificateGroup *self)
{
  const char *source = bell_account_get_client_certificate (self->account);

  show_source (self);
  if (source != NULL) {
    open_source (self, source);
    return;
  }
  stop_opening (self);
  bell_hint_row_set_error (self->file_hint, NULL);
  show_password_row (self, NULL);
}

static void
on_chosen (BellCertificateGroup *self, int response)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_clear_object (&self->chooser);
  if (file == NULL)
    return;
  path = g_file_get_path (file);
  if (path != NULL && bell_input_is_line (path))
    open_source (self, path);
  else
    bell_hint_row_set_error (self->file_hint,
                             _ ("That is no file of this computer. Choose another one."));
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *const *patterns)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (const char *const *pattern = patterns; *pattern != NULL; pattern++)
    gtk_file_filter_add_pattern (filter, *pattern);
  gtk_file_chooser_add_filter (chooser, filter);
}

static void
on_choose_clicked (BellCertificateGroup *self)
{
  static const char *const certificates[] = { "*.p12", "*.pfx", "*.pem", "*.crt", "*.key", NULL };
  static const char *const everything[] = { "*", NULL };
  GtkWindow               *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Client Certificate"), window,
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  add_filter (GTK_FILE_CHOOSER (self->chooser), _ ("Certificates"), certificates);
  add_filter (GTK_FILE_CHOOSER (self->chooser), _ ("All files"), everything);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_remove_clicked (BellCertificateGroup *self)
{
  g_settings_reset (bell_account_get_settings (self->account), KEY);
  /* The button is about to go. */
  gtk_widget_grab_focus (GTK_WIDGET (self->choose_button));
}

static void
on_password_stored (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellCertificateGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_application_release (g_application_get_default ());
  if (!bell_credentials_store_finish (result, &error)) {
    text = bell_credentials_describe_not_stored (error);
    bell_hint_row_set_error (self->file_hint, text);
    return;
  }
  bell_refused_pins_forget (bell_account_get_id (self->account));
  adw_entry_row_set_show_apply_button (self->password_row, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->password_row), "");
  adw_entry_row_set_show_apply_button (self->password_row, TRUE);
  g_signal_emit (self, told_signal, 0, _ ("What opens the certificate is in the keyring."));
  if (bell_account_get_client_certificate (self->account) != NULL)
    open_source (self, bell_account_get_client_certificate (self->account));
}

static void
on_password_applied (BellCertificateGroup *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->password_row));
  g_autoptr (BellSecretText) password = NULL;

  if (*text == '\0')
    return;
  if (strlen (text) > PASSWORD_BYTES) {
    bell_hint_row_set_error (self->file_hint,
                             _ ("This is too long for a password. Paste the password alone."));
    return;
  }
  password = bell_secret_text_new (text, -1);
  /* Whoever stores may have to answer a prompt of the keyring, so this is not cancelled, and goes on
   * when the window is closed. */
  g_application_hold (g_application_get_default ());
  bell_credentials_store_certificate_async (bell_account_get_id (self->account),
                                            bell_account_get_address (self->account), password,
                                            NULL, on_password_stored, g_object_ref (self));
}

static void
bell_certificate_group_dispose (GObject *object)
{
  BellCertificateGroup *self = BELL_CERTIFICATE_GROUP (object);

  stop_opening (self);
  g_clear_object (&self->chooser);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (bell_certificate_group_parent_class)->dispose (object);
}

static void
bell_certificate_group_class_init (BellCertificateGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_certificate_group_dispose;
  g_type_ensure (BELL_TYPE_HINT_ROW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/certificate-group.ui");
  gtk_widget_class_bind_template_child (widget_class, BellCertificateGroup, file_row);
  gtk_widget_class_bind_template_child (widget_class, BellCertificateGroup, remove_button);
  gtk_widget_class_bind_template_child (widget_class, BellCertificateGroup, choose_button);
  gtk_widget_class_bind_template_child (widget_class, BellCertificateGroup, file_hint);
  gtk_widget_class_bind_template_child (widget_class, BellCertificateGroup, password_row);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_password_applied);
  told_signal = g_signal_new ("told", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
bell_certificate_group_init (BellCertificateGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bell_hint_row_set_field (self->file_hint, GTK_WIDGET (self->file_row));
}

void
bell_certificate_group_set_account (BellCertificateGroup *self, BellAccount *account)
{
  self->account = g_object_ref (account);
  g_signal_connect_object (account, "notify::" KEY, G_CALLBACK (on_source_changed), self,
                           G_CONNECT_SWAPPED);
  on_source_changed (self);
}
