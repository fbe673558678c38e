/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history-legend.c: the key to the picture of a history. */

#include "preferences/history-legend.h"

#include "preferences/history-paint.h"
#include "preferences/history-words.h"

#include <glib/gi18n-lib.h>

/* Beyond the states. */
#define BELL (BELL_METER_CONNECTED + 1)
#define BAR (BELL_METER_CONNECTED + 2)

#define WIDTH 20
#define HEIGHT 14
#define BAR_WIDTH 10

/* A sample. */

#define BELL_TYPE_HISTORY_SAMPLE (bell_history_sample_get_type ())
G_DECLARE_FINAL_TYPE (BellHistorySample, bell_history_sample, BELL, HISTORY_SAMPLE, GtkWidget)

struct _BellHistorySample {
  GtkWidget parent_instance;

  int kind; /* a BellMeterState, BELL or BAR */
};

G_DEFINE_FINAL_TYPE (BellHistorySample, bell_history_sample, GTK_TYPE_WIDGET)

static void
bell_history_sample_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BellHistorySample *self = BELL_HISTORY_SAMPLE (widget);
  BellHistoryPaint   paint = bell_history_paint_look_up (widget);
  graphene_rect_t    area = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                                (float) gtk_widget_get_height (widget));

  if (self->kind == BELL)
    bell_history_paint_bell (&paint, snapshot, &area);
  else if (self->kind == BAR) {
    graphene_rect_inset (&area, (WIDTH - BAR_WIDTH) / 2.0f, 0);
    bell_history_paint_bar (&paint, snapshot, &area);
  } else
    bell_history_paint_state (&paint, snapshot, &area, (BellMeterState) self->kind);
}

static void
bell_history_sample_class_init (BellHistorySampleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = bell_history_sample_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
bell_history_sample_init (BellHistorySample *self)
{
  gtk_widget_set_size_request (GTK_WIDGET (self), WIDTH, HEIGHT);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

/* All of them. */

struct _BellHistoryLegend {
  AdwBin parent_instance;

  guint states;
};

G_DEFINE_FINAL_TYPE (BellHistoryLegend, bell_history_legend, ADW_TYPE_BIN)

static void
add_sample (GtkFlowBox *flow, int kind, const char *name)
{
  GtkWidget         *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget         *label = gtk_label_new (name);
  BellHistorySample *sample = g_object_new (BELL_TYPE_HISTORY_SAMPLE, NULL);

  sample->kind = kind;
  gtk_widget_add_css_class (label, "caption");
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (sample));
  gtk_box_append (GTK_BOX (box), label);
  gtk_flow_box_append (flow, box);
}

static void
fill (BellHistoryLegend *self)
{
  GtkFlowBox *flow = GTK_FLOW_BOX (gtk_flow_box_new ());

  gtk_flow_box_set_selection_mode (flow, GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (flow, 4);
  gtk_flow_box_set_column_spacing (flow, 6);
  /* There is nothing to do with them. */
  gtk_widget_set_can_focus (GTK_WIDGET (flow), FALSE);
  gtk_widget_set_can_target (GTK_WIDGET (flow), FALSE);
  for (int state = BELL_METER_CONNECTED; state >= BELL_METER_OFF; state--)
    if ((self->states & 1u << state) != 0)
      add_sample (flow, state, bell_history_words_name_state ((BellMeterState) state));
  add_sample (flow, BELL, C_ ("history", "Bell"));
  add_sample (flow, BAR, C_ ("history", "Data of a day"));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (flow));
}

static void
bell_history_legend_class_init (G_GNUC_UNUSED BellHistoryLegendClass *klass)
{
}

static void
bell_history_legend_init (BellHistoryLegend *self)
{
  fill (self);
}

void
bell_history_legend_set_states (BellHistoryLegend *self, guint states)
{
  if (self->states == states)
    return;
  self->states = states;
  fill (self);
}
