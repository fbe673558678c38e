/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report-group.c: how the new mail of an account arrives. The words follow what the applet tells; the
 * history is asked for while it is seen: when something has changed, and once a minute, because time
 * passes in it. */

#include "preferences/report-group.h"

#include "account/account-on-bus.h"
#include "account/history.h"
#include "policy/push-report.h"
#include "preferences/history-ask.h"
#include "preferences/history-legend.h"
#include "preferences/history-view.h"

#include <glib/gi18n-lib.h>

#define PERIOD_S 60

/* An applet that has to be started first takes a second or two. */
#define PATIENCE_MS 5000

/* What changes comes in bursts. */
#define PAUSE_MS 500

struct _BellReportGroup {
  AdwPreferencesGroup parent_instance;

  BellAccount     *account; /* (owned) */
  BellLiveAccount *live;    /* (owned) */
  BellMeter       *meter;   /* (owned) (nullable) as it was last told */
  GCancellable    *asking;  /* (owned) (nullable) */
  guint            pause;
  guint            period;
  GPtrArray       *fact_rows; /* (owned) of AdwActionRow (unowned) */

  AdwActionRow      *why_row;
  BellHistoryView   *history_view;
  BellHistoryLegend *history_legend;
  AdwExpanderRow    *facts_row;
  GtkButton         *copy_button;
};

G_DEFINE_FINAL_TYPE (BellReportGroup, bell_report_group, ADW_TYPE_PREFERENCES_GROUP)

/* Words. */

/* The bytes of the history are newer. (transfer full) (nullable): the applet has told nothing. */
static BellAccountStatus *
get_status (BellReportGroup *self)
{
  BellBusAccount    *bus = bell_live_account_get_bus (self->live);
  BellMeterTime      now = bell_history_now ();
  gint32             today = bell_meter_get_day (&now);
  BellAccountStatus *status;

  if (bus == NULL)
    return NULL;
  status = bell_account_on_bus_read (G_DBUS_PROXY (bus));
  if (self->meter != NULL) {
    bell_meter_sum (self->meter, today, today, &status->today, NULL);
    bell_meter_sum (self->meter, bell_meter_get_month_start (today), today, &status->month, NULL);
  }
  return status;
}

static BellPushServer
get_server (BellReportGroup *self)
{
  return (BellPushServer){ bell_account_get_host (self->account),
                           bell_account_get_port (self->account),
                           bell_account_get_security (self->account) };
}

static AdwActionRow *
add_fact_row (BellReportGroup *self)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_expander_row_add_row (self->facts_row, row);
  g_ptr_array_add (self->fact_rows, row);
  return ADW_ACTION_ROW (row);
}

/* Rows stay where they are, and with them the focus. */
static void
show_facts (BellReportGroup *self, GPtrArray *facts)
{
  for (guint i = 0; i < facts->len; i++) {
    const BellPushFact *fact = g_ptr_array_index (facts, i);
    AdwActionRow       *row =
      i < self->fact_rows->len ? g_ptr_array_index (self->fact_rows, i) : add_fact_row (self);

    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), fact->label);
    adw_action_row_set_subtitle (row, fact->value);
  }
  for (guint i = 0; i < self->fact_rows->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->fact_rows, i), i < facts->len);
}

/* STATUS (nullable): there is nobody to tell it, or it has not been told yet, which the state says. */
static void
show_reason (BellReportGroup *self, const BellAccountStatus *status)
{
  g_autofree char *title = bell_push_report_get_title (status);
  g_autofree char *why = bell_push_report_explain (status);
  gboolean         unknown = status == NULL && !bell_live_account_is_gone (self->live);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->why_row),
                                 unknown ? bell_live_account_get_state_text (self->live) : title);
  adw_action_row_set_subtitle (self->why_row, unknown ? "" : why);
}

static void
show_words (BellReportGroup *self)
{
  g_autoptr (BellAccountStatus) status = get_status (self);
  BellPushServer server = get_server (self);
  g_autoptr (GPtrArray) facts = bell_push_report_list_facts (status, &server);

  show_reason (self, status);
  show_facts (self, facts);
}

/* The history. */

static void
show_history (BellReportGroup *self)
{
  BellMeterTime now = bell_history_now ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  BellHistoryPicture *picture = bell_history_picture_new (self->meter, now.unix_s, zone);

  bell_history_legend_set_states (self->history_legend, picture->states);
  bell_history_view_set_picture (self->history_view, picture);
}

static void
on_history_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellReportGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  BellMeter *meter = bell_history_ask_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* perhaps with SELF disposed of */
  g_clear_object (&self->asking);
  if (meter == NULL) {
    g_message ("what was counted cannot be read: %s", error->message);
    meter = bell_meter_new ();
  }
  g_clear_pointer (&self->meter, bell_meter_free);
  self->meter = meter;
  show_history (self);
  show_words (self);
}

static void
stop_asking (BellReportGroup *self)
{
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}

static void
ask (BellReportGroup *self)
{
  stop_asking (self);
  self->asking = g_cancellable_new ();
  bell_history_ask_async (self->live, PATIENCE_MS, self->asking, on_history_ready,
                          g_object_ref (self));
}

static gboolean
on_pause (gpointer user_data)
{
  BellReportGroup *self = user_data;

  self->pause = 0;
  ask (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_period (gpointer user_data)
{
  ask (user_data);
  return G_SOURCE_CONTINUE;
}

static void
on_live_changed (BellReportGroup *self)
{
  show_words (self);
  if (self->pause == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->pause = g_timeout_add (PAUSE_MS, on_pause, self);
}

static void
rest (BellReportGroup *self)
{
  g_clear_handle_id (&self->pause, g_source_remove);
  g_clear_handle_id (&self->period, g_source_remove);
}

static void
bell_report_group_map (GtkWidget *widget)
{
  BellReportGroup *self = BELL_REPORT_GROUP (widget);

  GTK_WIDGET_CLASS (bell_report_group_parent_class)->map (widget);
  self->period = g_timeout_add_seconds (PERIOD_S, on_period, self);
  ask (self);
}

static void
bell_report_group_unmap (GtkWidget *widget)
{
  rest (BELL_REPORT_GROUP (widget));
  GTK_WIDGET_CLASS (bell_report_group_parent_class)->unmap (widget);
}

static void
on_copy_clicked (BellReportGroup *self)
{
  g_autoptr (BellAccountStatus) status = get_status (self);
  BellPushServer   server = get_server (self);
  BellMeterTime    now = bell_history_now ();
  g_autofree char *report = bell_push_report_to_text (
    status, bell_account_get_address (self->account), &server, self->meter, now.unix_s);
  g_autofree char *text = g_strdup_printf ("Mailbell %s\n%s", BELL_VERSION, report);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  gtk_widget_activate_action (GTK_WIDGET (self), "window.tell", "s",
                              _ ("Copied: look it over before you send it."));
}

static void
bell_report_group_dispose (GObject *object)
{
  BellReportGroup *self = BELL_REPORT_GROUP (object);

  rest (self);
  stop_asking (self);
  g_clear_object (&self->live);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (bell_report_group_parent_class)->dispose (object);
}

static void
bell_report_group_finalize (GObject *object)
{
  BellReportGroup *self = BELL_REPORT_GROUP (object);

  g_clear_pointer (&self->meter, bell_meter_free);
  g_ptr_array_unref (self->fact_rows);
  G_OBJECT_CLASS (bell_report_group_parent_class)->finalize (object);
}

static void
bell_report_group_class_init (BellReportGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_report_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = bell_report_group_finalize;
  widget_class->map = bell_report_group_map;
  widget_class->unmap = bell_report_group_unmap;
  g_type_ensure (BELL_TYPE_HISTORY_VIEW);
  g_type_ensure (BELL_TYPE_HISTORY_LEGEND);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/report-group.ui");
  gtk_widget_class_bind_template_child (widget_class, BellReportGroup, why_row);
  gtk_widget_class_bind_template_child (widget_class, BellReportGroup, history_view);
  gtk_widget_class_bind_template_child (widget_class, BellReportGroup, history_legend);
  gtk_widget_class_bind_template_child (widget_class, BellReportGroup, facts_row);
  gtk_widget_class_bind_template_child (widget_class, BellReportGroup, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked);
}

static void
bell_report_group_init (BellReportGroup *self)
{
  self->fact_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
bell_report_group_set_account (BellReportGroup *self, BellAccount *account, BellLiveAccount *live)
{
  self->account = g_object_ref (account);
  self->live = g_object_ref (live);
  g_signal_connect_object (live, "changed", G_CALLBACK (on_live_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "connection-changed", G_CALLBACK (show_words), self,
                           G_CONNECT_SWAPPED);
  show_words (self);
}
