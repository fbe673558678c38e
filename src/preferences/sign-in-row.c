/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign-in-row.c: signs an account in again at its provider. While it waits for the browser the button
 * ends it. The new refresh token takes the place of the old one only when it is there. Where nobody
 * has agreed yet that a token goes to the account's server, the first click asks and the second one
 * agrees. Whoever closes the window meanwhile can still sign in: a sign-in holds the program and this
 * row until it ends. */

#include "preferences/sign-in-row.h"

#include "account/credentials.h"
#include "account/oauth-provider.h"
#include "account/server-name.h"
#include "setup/set-up-words.h"
#include "setup/sign-in-flow.h"
#include "setup/token-consent.h"

#include <glib/gi18n-lib.h>

struct _BellSignInRow {
  AdwActionRow parent_instance;

  BellAccount       *account;     /* (owned) */
  BellOAuthProvider *provider;    /* (owned) (nullable) while somebody signs in */
  char              *mail_server; /* (owned) (nullable) where its token may go, the same */
  char              *asked;       /* (owned) (nullable) what the next click agrees to */
  GCancellable      *running;     /* (owned) (nullable) */

  GtkButton  *button;
  GtkLabel   *button_label;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (BellSignInRow, bell_sign_in_row, ADW_TYPE_ACTION_ROW)

static guint told_signal;

static void
tell (BellSignInRow *self, const char *text)
{
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
}

static void
stop (BellSignInRow *self)
{
  if (self->running != NULL) {
    g_application_release (g_application_get_default ());
    g_cancellable_cancel (self->running);
  }
  g_clear_object (&self->running);
  g_clear_pointer (&self->provider, bell_oauth_provider_free);
  g_clear_pointer (&self->mail_server, g_free);
  g_clear_pointer (&self->asked, g_free);
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), TRUE);
  gtk_label_set_label (self->button_label, _ ("Sign In A_gain"));
}

/* TEXT (transfer full) */
static void
fail (BellSignInRow *self, char *text)
{
  g_autofree char *owned = text;

  stop (self);
  tell (self, owned);
}

/* What was learnt of the provider, if anything. */
static void
write_settings (BellSignInRow *self, const BellOAuthProvider *provider)
{
  GSettings *settings = bell_account_get_settings (self->account);
  g_auto (GStrv) pairs = bell_oauth_provider_to_settings (provider);

  for (char **pair = pairs; *pair != NULL; pair += 2) {
    g_autofree char *before = g_settings_get_string (settings, pair[0]);

    if (!g_str_equal (before, pair[1]))
      g_settings_set_string (settings, pair[0], pair[1]);
  }
}

static void
on_stored (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellSignInRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!bell_credentials_store_finish (result, &error)) {
    fail (self, bell_credentials_describe_not_stored (error));
    return;
  }
  write_settings (self, self->provider);
  text = g_strdup_printf (_ ("%s is signed in again."), bell_account_get_address (self->account));
  stop (self);
  tell (self, "");
  g_signal_emit (self, told_signal, 0, text);
}

/* Whoever stores may have to answer a prompt of the keyring, so this is not cancelled. */
static void
on_signed_in (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellSignInRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellSignInFlowResult) flow = bell_sign_in_flow_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (flow == NULL) {
    fail (self, bell_set_up_describe_browser_failure (error, self->provider->name));
    return;
  }
  if (bell_account_is_erased (self->account)) { /* nobody would find the token, or clear it */
    stop (self);
    return;
  }
  bell_oauth_provider_free (self->provider);
  self->provider = bell_oauth_provider_copy (flow->provider);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), FALSE);
  bell_credentials_store_refresh_token_async (
    bell_account_get_id (self->account), bell_account_get_address (self->account),
    self->mail_server, self->provider->token_endpoint, self->provider->client_id,
    flow->tokens->refresh_token, NULL, on_stored, g_object_ref (self));
}

static void
on_open (const char *uri, gpointer user_data)
{
  BellSignInRow *self = user_data;
  GtkRoot       *window = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->running != NULL && window != NULL)
    gtk_show_uri (GTK_WINDOW (window), uri, GDK_CURRENT_TIME);
}

static void
open_browser (BellSignInRow *self)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf (_ ("Sign in at %s in the browser. Mailbell goes on by itself as soon "
                             "as you have."),
                          self->provider->name);
  tell (self, text);
  bell_sign_in_flow_in_browser_async (self->provider, bell_account_get_address (self->account),
                                      on_open, self, self->running, on_signed_in,
                                      g_object_ref (self));
}

/* A token of which provider goes where: a click agrees to what was shown, not to what has come into
 * the settings since. (transfer full) */
static char *
describe_question (BellSignInRow *self)
{
  const BellOAuthProvider *provider = self->provider;

  return g_strjoin ("\n", self->mail_server, provider->id,
                    provider->token_endpoint != NULL ? provider->token_endpoint : "", NULL);
}

static void
ask (BellSignInRow *self)
{
  g_autofree char *question = describe_question (self);
  g_autofree char *text =
    bell_token_consent_describe (self->provider, bell_account_get_host (self->account));

  stop (self);
  self->asked = g_steal_pointer (&question);
  gtk_label_set_label (self->button_label, _ ("Si_gn In All the Same"));
  tell (self, text);
}

static void
on_consent (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellSignInRow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean given = bell_token_consent_look_up_finish (result, &error);

  if (error != NULL)
    return; /* ended */
  if (given)
    open_browser (self);
  else
    ask (self);
}

static void
start (BellSignInRow *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *agreed = g_steal_pointer (&self->asked);
  g_autofree char *question = NULL;

  self->provider = bell_oauth_provider_new_for_account (self->account, &error);
  if (self->provider == NULL) {
    fail (self, bell_set_up_describe_browser_failure (error, ""));
    return;
  }
  self->mail_server = bell_server_name_new (bell_account_get_host (self->account),
                                            bell_account_get_port (self->account));
  g_application_hold (g_application_get_default ()); /* until stop() */
  self->running = g_cancellable_new ();
  gtk_spinner_start (self->spinner);
  gtk_label_set_label (self->button_label, _ ("_End the Sign-In"));
  question = describe_question (self);
  if (g_strcmp0 (agreed, question) == 0)
    open_browser (self);
  else
    bell_token_consent_look_up_async (self->account, self->provider, self->running, on_consent,
                                      g_object_ref (self));
}

static void
on_button_clicked (BellSignInRow *self)
{
  if (self->running == NULL) {
    start (self);
    return;
  }
  stop (self);
  tell (self, _ ("The sign-in was ended, and nothing was changed."));
}

static void
show_credential (BellSignInRow *self)
{
  BellCredential credential = bell_account_get_credential (self->account);

  gtk_widget_set_visible (GTK_WIDGET (self), credential == BELL_CREDENTIAL_OAUTH2);
}

static void
bell_sign_in_row_dispose (GObject *object)
{
  BellSignInRow *self = BELL_SIGN_IN_ROW (object);

  g_clear_pointer (&self->asked, g_free);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (bell_sign_in_row_parent_class)->dispose (object);
}

static void
bell_sign_in_row_class_init (BellSignInRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_sign_in_row_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/sign-in-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BellSignInRow, button);
  gtk_widget_class_bind_template_child (widget_class, BellSignInRow, button_label);
  gtk_widget_class_bind_template_child (widget_class, BellSignInRow, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_button_clicked);
  told_signal = g_signal_new ("told", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
bell_sign_in_row_init (BellSignInRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
bell_sign_in_row_set_account (BellSignInRow *self, BellAccount *account)
{
  self->account = g_object_ref (account);
  show_credential (self);
  g_signal_connect_object (account, "notify::credential", G_CALLBACK (show_credential), self,
                           G_CONNECT_SWAPPED);
}
