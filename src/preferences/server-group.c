/* SPDX-License-Identifier: GPL-3.0-or-later */
/* server-group.c: where an account's mail is and how it signs in. */

#include "preferences/server-group.h"

#include "account/credentials.h"
#include "io/failure.h"
#include "preferences/entry-binding.h"
#include "preferences/sign-in-row.h"
#include "preferences/sign-in-source-row.h"
#include "preferences/trusted-certificate-row.h"
#include "setup/account-endpoint.h"
#include "setup/account-input.h"
#include "setup/account-sign-in.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* No password is longer; what is was pasted by mistake. */
#define PASSWORD_BYTES 1024

struct _BellServerGroup {
  AdwPreferencesGroup parent_instance;

  BellAccount    *account;          /* (owned) */
  GCancellable   *trying;           /* (owned) (nullable) of the password being tried or stored */
  BellSecretText *candidate;        /* (owned) (nullable) that password */
  gboolean        showing_security; /* the row changes by our hand */

  AdwEntryRow   *host_row;
  BellHintRow   *host_hint;
  AdwComboRow   *security_row;
  BellHintRow   *security_hint;
  AdwEntryRow   *port_row;
  BellHintRow   *port_hint;
  AdwEntryRow   *user_row;
  BellHintRow   *user_hint;
  AdwEntryRow   *password_row;
  BellHintRow   *password_hint;
  GtkButton     *again_button;
  GtkSpinner    *password_spinner;
  BellSignInRow *sign_in_row;

  BellSignInSourceRow       *source_row;
  BellTrustedCertificateRow *certificate_row;
};

G_DEFINE_FINAL_TYPE (BellServerGroup, bell_server_group, ADW_TYPE_PREFERENCES_GROUP)

static guint told_signal;

static const char *
get_cleartext_sentence (void)
{
  return _ ("Without encryption the password could be read on the way. That is for a server on "
            "this computer itself alone.");
}

/* A BellFieldCheck; DATA: the group. */
static char *
check_host (const char *text, gpointer data)
{
  BellServerGroup *self = data;
  char            *refused = bell_field_check_host (text, NULL);

  if (refused == NULL && bell_account_get_security (self->account) == BELL_SECURITY_NONE &&
      !bell_input_is_loopback (text))
    return g_strdup (get_cleartext_sentence ());
  return refused;
}

static void
show_security (BellServerGroup *self)
{
  self->showing_security = TRUE;
  adw_combo_row_set_selected (self->security_row,
                              (guint) bell_account_get_security (self->account));
  self->showing_security = FALSE;
}

/* The port goes along if it was the usual one. */
static void
store_security (BellServerGroup *self, BellSecurity security)
{
  GSettings *settings = bell_account_get_settings (self->account);
  guint16    usual = bell_security_get_default_port (bell_account_get_security (self->account));

  if (bell_account_get_port (self->account) == usual)
    g_settings_set (settings, "port", "q", bell_security_get_default_port (security));
  g_settings_set_enum (settings, "security", (int) security);
}

static void
on_security_selected (BellServerGroup *self)
{
  BellSecurity security = (BellSecurity) adw_combo_row_get_selected (self->security_row);

  if (self->showing_security || security == bell_account_get_security (self->account))
    return;
  if (security == BELL_SECURITY_NONE &&
      !bell_input_is_loopback (bell_account_get_host (self->account))) {
    bell_hint_row_set_error (self->security_hint, get_cleartext_sentence ());
    show_security (self);
    return;
  }
  bell_hint_row_set_error (self->security_hint, NULL);
  store_security (self, security);
}

/* Until stop_trying() the program goes on, also when its window is closed meanwhile. */
static void
begin_trying (BellServerGroup *self, const char *password)
{
  g_application_hold (g_application_get_default ());
  self->candidate = bell_secret_text_new (password, -1);
  self->trying = g_cancellable_new ();
}

static void
stop_trying (BellServerGroup *self)
{
  if (self->trying == NULL)
    return;
  g_application_release (g_application_get_default ());
  g_clear_object (&self->trying);
  g_clear_pointer (&self->candidate, bell_secret_text_unref);
  gtk_spinner_stop (self->password_spinner);
}

/* The text goes, but not what is said of it. */
static void
clear_password (BellServerGroup *self)
{
  adw_entry_row_set_show_apply_button (self->password_row, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->password_row), "");
  adw_entry_row_set_show_apply_button (self->password_row, TRUE);
}

/* The row offers to apply only what was changed since it was last applied. */
static void
fail_password (BellServerGroup *self, const char *text)
{
  stop_trying (self);
  bell_hint_row_set_error (self->password_hint, text);
  gtk_widget_set_visible (GTK_WIDGET (self->again_button), TRUE);
}

static void
on_password_stored (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellServerGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!bell_credentials_store_finish (result, &error)) {
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      return;
    text = bell_credentials_describe_not_stored (error);
    fail_password (self, text);
    return;
  }
  stop_trying (self);
  clear_password (self);
  bell_hint_row_set_error (self->password_hint, NULL);
  g_signal_emit (self, told_signal, 0, _ ("The new password is in the keyring."));
}

static void
store_password (BellServerGroup *self)
{
  bell_credentials_store_async (
    bell_account_get_id (self->account), bell_account_get_address (self->account),
    bell_account_get_host (self->account), bell_account_get_port (self->account),
    bell_account_get_user (self->account), self->candidate, self->trying, on_password_stored,
    g_object_ref (self));
}

/* Only what the server itself says of the password keeps it from being stored: without a network it
 * cannot be tried, and is tried by the applet later. */
static void
on_password_tried (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellServerGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  G_GNUC_UNUSED g_autoptr (BellConnectionReport) report =
    bell_connection_check_finish (result, NULL, &error);
  g_autofree char *text = NULL;
  BellFailure      failure;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (bell_account_is_erased (self->account)) { /* nobody would find it, or clear it */
    stop_trying (self);
    return;
  }
  failure = error != NULL ? bell_failure_sort (error) : BELL_FAILURE_TRY_AGAIN;
  if (error == NULL || failure != BELL_FAILURE_ASK_USER) {
    store_password (self);
    return;
  }
  text = bell_failure_describe (error, bell_account_get_host (self->account),
                                bell_account_get_port (self->account));
  fail_password (self, text);
}

static void
on_remembered (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellServerGroup) self = user_data;
  g_autoptr (BellAccountSignIn) sign_in = bell_account_sign_in_ask_finish (result, NULL);
  BellEndpoint endpoint;

  if (sign_in == NULL)
    return; /* cancelled */
  endpoint = bell_account_endpoint (self->account);
  bell_connection_check_async (&endpoint, &sign_in->user, self->trying, on_password_tried,
                               g_object_ref (self));
}

static void
try_password (BellServerGroup *self)
{
  g_autoptr (BellSignInSecret) secret = bell_sign_in_secret_new_password (self->candidate);

  bell_hint_row_set_note (self->password_hint, _ ("Trying the password at the server…"));
  gtk_spinner_start (self->password_spinner);
  bell_account_sign_in_ask_async (self->account, secret, self->trying, on_remembered,
                                  g_object_ref (self));
}

static void
cancel_trying (BellServerGroup *self)
{
  if (self->trying == NULL)
    return;
  g_cancellable_cancel (self->trying);
  stop_trying (self);
}

/* What was said of a password, and done with it, is over. */
static void
forget_try (BellServerGroup *self)
{
  cancel_trying (self);
  gtk_widget_set_visible (GTK_WIDGET (self->again_button), FALSE);
}

/* Also once more with the same password: what was in the way may be gone. */
static void
on_password_applied (BellServerGroup *self)
{
  const char *password = gtk_editable_get_text (GTK_EDITABLE (self->password_row));

  forget_try (self);
  if (*password == '\0') {
    bell_hint_row_set_error (self->password_hint, NULL);
    return;
  }
  if (strlen (password) > PASSWORD_BYTES) {
    bell_hint_row_set_error (self->password_hint,
                             _ ("This is too long for a password. Paste the password alone."));
    return;
  }
  begin_trying (self, password);
  try_password (self);
}

/* The button goes, and leaves the focus where it is of use. */
static void
on_again_clicked (BellServerGroup *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
  on_password_applied (self);
}

/* Another password is being typed. */
static void
on_password_changed (BellServerGroup *self)
{
  forget_try (self);
  bell_hint_row_set_error (self->password_hint, NULL);
}

/* Only a password can be typed in; other secrets come from elsewhere. */
static void
show_credential (BellServerGroup *self)
{
  gboolean password = bell_account_get_credential (self->account) == BELL_CREDENTIAL_PASSWORD;

  gtk_widget_set_visible (GTK_WIDGET (self->password_row), password);
  if (!password)
    bell_hint_row_set_note (self->password_hint, NULL);
}

static void
on_told (BellServerGroup *self, const char *text)
{
  g_signal_emit (self, told_signal, 0, text);
}

static void
bell_server_group_dispose (GObject *object)
{
  BellServerGroup *self = BELL_SERVER_GROUP (object);

  g_clear_object (&self->account);
  G_OBJECT_CLASS (bell_server_group_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, BellServerGroup, host_row);
  gtk_widget_class_bind_template_child (widget_class, BellServerGroup, host_hint);
  gtk_widget_class_bind_template_child (widget_class, BellServerGroup, security_row);
  gtk_widget_class_bind_template_child (widget_class, BellServerGroup, security_hint);
  gtk_widget_class_bind_template_child (widget_class, BellServerGroup, port_row);
  gtk_widget_class_bind_template_child (widget_class, BellServerGroup, port_hint);
  gtk_widget_class_bind_template_child (widget_class, BellServerGroup, user_row);
  gtk_widget_class_bind_template_child (widget_class, BellServerGroup, user_hint);
  gtk_widget_class_bind_template_child (widget_class, BellServerGroup, password_row);
  gtk_widget_class_bind_template_child (widget_class, BellServerGroup, password_hint);
  gtk_widget_class_bind_template_child (widget_class, BellServerGroup, again_button);
  gtk_widget_class_bind_template_child (widget_class, BellServerGroup, password_spinner);
  gtk_widget_class_bind_template_child (widget_class, BellServerGroup, sign_in_row);
  gtk_widget_class_bind_template_child (widget_class, BellServerGroup, source_row);
  gtk_widget_class_bind_template_child (widget_class, BellServerGroup, certificate_row);
}

static void
bell_server_group_class_init (BellServerGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_server_group_dispose;
  g_type_ensure (BELL_TYPE_HINT_ROW);
  g_type_ensure (BELL_TYPE_SIGN_IN_ROW);
  g_type_ensure (BELL_TYPE_SIGN_IN_SOURCE_ROW);
  g_type_ensure (BELL_TYPE_TRUSTED_CERTIFICATE_ROW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/server-group.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_password_applied);
  gtk_widget_class_bind_template_callback (widget_class, on_password_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_again_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_told);
  told_signal = g_signal_new ("told", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
bell_server_group_init (BellServerGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bell_hint_row_set_field (self->security_hint, GTK_WIDGET (self->security_row));
  bell_hint_row_set_field (self->password_hint, GTK_WIDGET (self->password_row));
}

void
bell_server_group_set_account (BellServerGroup *self, BellAccount *account)
{
  GSettings *settings = bell_account_get_settings (account);

  self->account = g_object_ref (account);
  bell_entry_binding_new (self->host_row, self->host_hint, settings, "host", check_host, self);
  bell_entry_binding_new (self->port_row, self->port_hint, settings, "port", bell_field_check_port,
                          NULL);
  bell_entry_binding_new (self->user_row, self->user_hint, settings, "user", bell_field_check_line,
                          NULL);
  show_security (self);
  show_credential (self);
  bell_sign_in_row_set_account (self->sign_in_row, account);
  bell_sign_in_source_row_set_account (self->source_row, account);
  bell_trusted_certificate_row_set_account (self->certificate_row, account);
  g_signal_connect_object (self->security_row, "notify::selected",
                           G_CALLBACK (on_security_selected), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::security", G_CALLBACK (show_security), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::credential", G_CALLBACK (show_credential), self,
                           G_CONNECT_SWAPPED);
}
