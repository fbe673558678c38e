/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history-paint.c: how the states of a history look.
 * Connected is full and plain; waiting has slanting stripes; failed is slanting stripes both ways; no
 * network is upright stripes of half the height; paused is two lines, off is one. */

#include "preferences/history-paint.h"

#include <adwaita.h>

/* Of one stripe and the gap beside it, in pixels. */
#define STRIPE 6

#define LINE 2
#define TICK 2
#define HEAD 6
#define FRAME 2

static GdkRGBA
look_up_color (GtkStyleContext *context, const char *name, const GdkRGBA *otherwise)
{
  GdkRGBA color;

  return gtk_style_context_lookup_color (context, name, &color) ? color : *otherwise;
}

BellHistoryPaint
bell_history_paint_look_up (GtkWidget *widget)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  BellHistoryPaint paint = { 0 };

  gtk_style_context_get_color (context, &paint.text);
  paint.good = look_up_color (context, "success_color", &paint.text);
  paint.warning = look_up_color (context, "warning_color", &paint.text);
  paint.error = look_up_color (context, "error_color", &paint.text);
  paint.accent = look_up_color (context, "accent_color", &paint.text);
  paint.outlines = adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
  return paint;
}

static GdkRGBA
fade (GdkRGBA color, float alpha)
{
  color.alpha *= alpha;
  return color;
}

/* Sharp stripes across the way from (0, 0) to (X, Y), which is one stripe and one gap. */
static void
paint_stripes (
  GtkSnapshot *snapshot, const graphene_rect_t *area, const GdkRGBA *color, float x, float y)
{
  const GskColorStop stops[] = {
    { 0, *color },
    { 0.5f, *color },
    { 0.5f, fade (*color, 0) },
    { 1, fade (*color, 0) },
  };
  graphene_point_t start = area->origin;
  graphene_point_t end = GRAPHENE_POINT_INIT (start.x + x, start.y + y);

  gtk_snapshot_append_repeating_linear_gradient (snapshot, area, &start, &end, stops,
                                                 G_N_ELEMENTS (stops));
}

static void
paint_edge (GtkSnapshot *snapshot, const graphene_rect_t *area, const GdkRGBA *color, float width)
{
  const float    widths[] = { width, width, width, width };
  const GdkRGBA  colors[] = { *color, *color, *color, *color };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, area, 0);
  gtk_snapshot_append_border (snapshot, &outline, widths, colors);
}

static graphene_rect_t
get_bottom (const graphene_rect_t *area, float height)
{
  return GRAPHENE_RECT_INIT (area->origin.x, area->origin.y + area->size.height - height,
                             area->size.width, height);
}

static void
paint_line (GtkSnapshot *snapshot, const graphene_rect_t *area, float above, const GdkRGBA *color)
{
  graphene_rect_t line = get_bottom (area, LINE);

  line.origin.y -= above;
  gtk_snapshot_append_color (snapshot, color, &line);
}

void
bell_history_paint_state (const BellHistoryPaint *self,
                          GtkSnapshot            *snapshot,
                          const graphene_rect_t  *area,
                          BellMeterState          state)
{
  graphene_rect_t shape = *area;

  switch (state) {
  case BELL_METER_CONNECTED:
    gtk_snapshot_append_color (snapshot, &self->good, area);
    break;
  case BELL_METER_WAITING:
    paint_stripes (snapshot, area, &self->warning, STRIPE, STRIPE);
    break;
  case BELL_METER_FAILED:
    paint_stripes (snapshot, area, &self->error, STRIPE, STRIPE);
    paint_stripes (snapshot, area, &self->error, STRIPE, -STRIPE);
    break;
  case BELL_METER_OFFLINE:
    shape = get_bottom (area, area->size.height / 2);
    paint_stripes (snapshot, &shape, &self->text, STRIPE / 2.0f, 0);
    break;
  case BELL_METER_PAUSED:
    paint_line (snapshot, area, 2 * LINE, &self->text);
    paint_line (snapshot, area, 0, &self->text);
    return;
  case BELL_METER_OFF:
  default:
    paint_line (snapshot, area, 0, &self->text);
    return;
  }
  if (self->outlines)
    paint_edge (snapshot, &shape, &self->text, 1);
}

void
bell_history_paint_bell (const BellHistoryPaint *self,
                         GtkSnapshot            *snapshot,
                         const graphene_rect_t  *area)
{
  float           middle = area->origin.x + area->size.width / 2;
  graphene_rect_t tick = GRAPHENE_RECT_INIT (middle - TICK / 2.0f, area->origin.y + HEAD / 2.0f,
                                             TICK, area->size.height - HEAD / 2.0f);
  graphene_rect_t head = GRAPHENE_RECT_INIT (middle - HEAD / 2.0f, area->origin.y, HEAD, HEAD);
  GskRoundedRect  round;

  gtk_snapshot_append_color (snapshot, &self->text, &tick);
  gsk_rounded_rect_init_from_rect (&round, &head, HEAD / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &round);
  gtk_snapshot_append_color (snapshot, &self->text, &head);
  gtk_snapshot_pop (snapshot);
}

void
bell_history_paint_bar (const BellHistoryPaint *self,
                        GtkSnapshot            *snapshot,
                        const graphene_rect_t  *area)
{
  gtk_snapshot_append_color (snapshot, &self->accent, area);
  if (self->outlines)
    paint_edge (snapshot, area, &self->text, 1);
}

void
bell_history_paint_midnight (const BellHistoryPaint *self,
                             GtkSnapshot            *snapshot,
                             const graphene_rect_t  *area)
{
  GdkRGBA faint = fade (self->text, self->outlines ? 0.5f : 0.15f);

  gtk_snapshot_append_color (snapshot, &faint, area);
}

void
bell_history_paint_frame (const BellHistoryPaint *self,
                          GtkSnapshot            *snapshot,
                          const graphene_rect_t  *area)
{
  graphene_rect_t frame = *area;

  graphene_rect_inset (&frame, -FRAME - 1, -FRAME - 1);
  paint_edge (snapshot, &frame, &self->text, FRAME);
}
