/* SPDX-License-Identifier: GPL-3.0-or-later */
/* push-test-row.c: “Test push now”. While it runs the button ends it. */

#include "preferences/push-test-row.h"

#include "io/failure.h"
#include "policy/account-status.h"
#include "setup/account-endpoint.h"
#include "setup/account-sign-in.h"
#include "setup/push-trial.h"

#include <glib/gi18n-lib.h>

struct _BellPushTestRow {
  AdwActionRow parent_instance;

  BellAccount  *account; /* (owned) */
  GCancellable *running; /* (owned) (nullable) */

  GtkLabel   *button_label;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (BellPushTestRow, bell_push_test_row, ADW_TYPE_ACTION_ROW)

static void
tell (BellPushTestRow *self, const char *text)
{
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
}

static void
stop (BellPushTestRow *self)
{
  if (self->running != NULL)
    g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  gtk_spinner_stop (self->spinner);
  gtk_label_set_label (self->button_label, _ ("_Test Push Now"));
}

static void
tell_failure (BellPushTestRow *self, const GError *error)
{
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* perhaps with SELF disposed of */
  stop (self);
  text = bell_failure_describe (error, bell_account_get_host (self->account),
                                bell_account_get_port (self->account));
  tell (self, text);
}

/* What has become of the message, if it is not simply gone. (nullable) */
static const char *
describe_end (BellTrialEnd end)
{
  switch (end) {
  case BELL_TRIAL_MARKED:
    return _ ("The test message is marked as deleted; your mail program removes it when it cleans "
              "up the folder.");
  case BELL_TRIAL_LEFT_BEHIND:
    return _ ("The test message, “Mailbell test”, is still in the inbox: delete it in your mail "
              "program.");
  case BELL_TRIAL_NO_BELL:
  case BELL_TRIAL_ERASED:
  default:
    return NULL;
  }
}

/* (transfer full) */
static char *
describe (const BellPushTrialReport *report)
{
  const char      *end = describe_end (report->end);
  const char      *reason = bell_poll_reason_to_text (report->poll_reason);
  g_autofree char *bell = NULL;

  if (!report->rang)
    bell = g_strdup (_ ("The bell did not ring within a minute and a half."));
  else if (report->rung == BELL_IMAP_RUNG_POLL)
    bell =
      g_strdup_printf (_ ("The message was found after %d ms."), (int) (report->bell_us / 1000));
  else
    bell = g_strdup_printf (_ ("Push works: the bell rang %d ms after the server had the message."),
                            (int) (report->bell_us / 1000));
  return g_strjoin (" ", bell, reason != NULL ? reason : (end != NULL ? end : ""),
                    reason != NULL ? end : NULL, NULL);
}

static void
on_trial_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellPushTestRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellPushTrialReport) report = bell_push_trial_finish (result, &error);
  g_autofree char *text = NULL;

  g_application_release (g_application_get_default ());
  if (report == NULL) {
    tell_failure (self, error);
    return;
  }
  stop (self);
  text = describe (report);
  tell (self, g_strstrip (text));
}

static void
start_trial (BellPushTestRow *self, const BellAccountSignIn *sign_in)
{
  const char *const       inbox[] = { "INBOX", NULL };
  const BellPushTrialPlan plan = {
    .endpoint = bell_account_endpoint (self->account),
    .user = sign_in->user,
    .mailboxes = inbox,
    .ring = TRUE,
  };

  tell (self, _ ("Waiting for the bell…"));
  g_application_hold (g_application_get_default ()); /* it takes its message out again */
  bell_push_trial_async (&plan, NULL, NULL, self->running, on_trial_ready, g_object_ref (self));
}

static void
on_sign_in_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellPushTestRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellAccountSignIn) sign_in = bell_account_sign_in_ask_finish (result, &error);

  if (sign_in == NULL)
    tell_failure (self, error);
  else
    start_trial (self, sign_in);
}

static void
on_button_clicked (BellPushTestRow *self)
{
  if (self->running != NULL) {
    stop (self);
    tell (self, _ ("The test was ended. Its message, “Mailbell test”, is taken out of the inbox "
                   "now, or the next time Mailbell connects."));
    return;
  }
  self->running = g_cancellable_new ();
  gtk_spinner_start (self->spinner);
  gtk_label_set_label (self->button_label, _ ("_End the Test"));
  tell (self, _ ("Signing in…"));
  bell_account_sign_in_ask_async (self->account, NULL, self->running, on_sign_in_ready,
                                  g_object_ref (self));
}

static void
bell_push_test_row_dispose (GObject *object)
{
  BellPushTestRow *self = BELL_PUSH_TEST_ROW (object);

  if (self->running != NULL)
    g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (bell_push_test_row_parent_class)->dispose (object);
}

static void
bell_push_test_row_class_init (BellPushTestRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_push_test_row_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/push-test-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BellPushTestRow, button_label);
  gtk_widget_class_bind_template_child (widget_class, BellPushTestRow, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_button_clicked);
}

static void
bell_push_test_row_init (BellPushTestRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
bell_push_test_row_set_account (BellPushTestRow *self, BellAccount *account)
{
  self->account = g_object_ref (account);
}
