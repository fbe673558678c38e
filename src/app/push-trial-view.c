/* SPDX-License-Identifier: GPL-3.0-or-later */
/* push-trial-view.c: a trial of push, told on the terminal or in JSON. */

#include "app/push-trial-view.h"

#include "app/command.h"
#include "base/time-units.h"
#include "mail/safe-text.h"
#include "policy/account-status.h"
#include "watch/watched-folders.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>

/* Lines are for a screen. */
#define LINE_BYTES 100

static void
print_line (char direction, const char *text, gint64 elapsed_us, G_GNUC_UNUSED gpointer user_data)
{
  g_print ("%8.2f s  %s %.*s\n", (double) elapsed_us / BELL_SECOND, direction == 'C' ? ">" : "<",
           LINE_BYTES, text);
}

static gboolean
on_interrupt (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_CONTINUE;
}

BellPushTrialReport *
bell_push_trial_run (const BellPushTrialPlan *plan, gboolean live, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  guint interrupt = g_unix_signal_add (SIGINT, on_interrupt, cancellable);

  if (live && plan->listen_us > 0)
    g_print (ngettext ("Listening for %d second; Ctrl-C ends it.\n",
                       "Listening for %d seconds; Ctrl-C ends it.\n",
                       (gulong) (plan->listen_us / BELL_SECOND)),
             (int) (plan->listen_us / BELL_SECOND));
  bell_push_trial_async (plan, live ? print_line : NULL, NULL, cancellable, bell_command_on_ready,
                         &result);
  bell_command_wait (&result);
  g_source_remove (interrupt);
  return bell_push_trial_finish (result, error);
}

/* (transfer full) */
static char *
join_folders (const BellPushTrialReport *report)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (char **folder = report->folders; *folder != NULL; folder++) {
    g_autofree char *name = bell_safe_text_folder (*folder);

    g_strv_builder_add (builder, name);
  }
  names = g_strv_builder_end (builder);
  return g_strjoinv (", ", names);
}

static void
print_push (const BellPushTrialReport *report)
{
  g_autofree char *folders = join_folders (report);

  g_print (_ ("Watched: %s\n"), folders);
  if (report->rung == BELL_IMAP_RUNG_POLL) {
    g_print ("%s\n", bell_poll_reason_to_text (report->poll_reason));
    return;
  }
  g_print (ngettext ("New mail is pushed, over %u connection.\n",
                     "New mail is pushed, over %u connections.\n", report->n_connections),
           report->n_connections);
  g_print ("%s\n", report->rung == BELL_IMAP_RUNG_NOTIFY
                     ? _ ("Sender, subject and first words come with the push (NOTIFY).")
                     : _ ("Sender, subject and first words are fetched in one round trip (IDLE)."));
}

static void
print_bell (const BellPushTrialReport *report)
{
  if (report->rang)
    g_print (_ ("The bell rang %d ms after the server had the message.\n"),
             (int) (report->bell_us / BELL_MILLISECOND));
  switch (report->end) {
  case BELL_TRIAL_ERASED:
    g_print ("%s\n", _ ("The test message has been removed."));
    break;
  case BELL_TRIAL_MARKED:
    g_print ("%s\n", _ ("The test message is marked as deleted; your mail program removes it when "
                        "it cleans up the folder."));
    break;
  case BELL_TRIAL_LEFT_BEHIND:
    g_print ("%s\n", _ ("The test message, “Mailbell test”, is still in the inbox: delete it in "
                        "your mail program."));
    break;
  case BELL_TRIAL_NO_BELL:
  default:
    break;
  }
}

void
bell_push_trial_print (const BellPushTrialReport *report, gboolean ring)
{
  g_autofree char *in = g_format_size (report->bytes_in);
  g_autofree char *out = g_format_size (report->bytes_out);
  guint            period_s = (guint) (report->keep_alive_us / BELL_SECOND);

  print_push (report);
  if (period_s > 0)
    g_print (ngettext ("The server shows every %u second that it is alive.\n",
                       "The server shows every %u seconds that it is alive.\n", period_s),
             period_s);
  /* Translators: amounts of data, such as 1.2 kB. */
  g_print (_ ("Received %s, sent %s.\n"), in, out);
  if (ring)
    print_bell (report);
}

static const char *
get_end (const BellPushTrialReport *report)
{
  switch (report->end) {
  case BELL_TRIAL_ERASED:
    return "removed";
  case BELL_TRIAL_MARKED:
    return "marked";
  case BELL_TRIAL_LEFT_BEHIND:
    return "left";
  case BELL_TRIAL_NO_BELL:
  default:
    return NULL;
  }
}

void
bell_push_trial_add (JsonBuilder *builder, const BellPushTrialReport *report)
{
  json_builder_set_member_name (builder, "trial");
  if (report == NULL) {
    json_builder_add_null_value (builder);
    return;
  }
  json_builder_begin_object (builder);
  bell_json_add_text (builder, "push", bell_push_to_nick (bell_push_of_rung (report->rung)));
  bell_json_add_text (builder, "poll_reason", bell_poll_reason_to_nick (report->poll_reason));
  bell_json_add_texts (builder, "folders", (const char *const *) report->folders);
  bell_json_add_number (builder, "connections", report->n_connections);
  bell_json_add_text (builder, "preview",
                      report->rung == BELL_IMAP_RUNG_NOTIFY ? "pushed" : "fetched");
  bell_json_add_number (builder, "keep_alive_s", report->keep_alive_us / BELL_SECOND);
  bell_json_add_switch (builder, "rang", report->rang);
  bell_json_add_number (builder, "bell_ms", report->bell_us / BELL_MILLISECOND);
  bell_json_add_text (builder, "message", get_end (report));
  bell_json_add_number (builder, "bytes_in", (gint64) report->bytes_in);
  bell_json_add_number (builder, "bytes_out", (gint64) report->bytes_out);
  json_builder_end_object (builder);
}
