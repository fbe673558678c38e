/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history-paint.h: how the states of a history look. Each has a shape and a pattern of its own, so that
 * they can be told apart without colours; the colours are those of the style, light, dark or of high
 * contrast. */

#pragma once

#include <gtk/gtk.h>

#include "policy/meter.h"

G_BEGIN_DECLS

typedef struct {
  GdkRGBA  text;
  GdkRGBA  good;
  GdkRGBA  warning;
  GdkRGBA  error;
  GdkRGBA  accent;
  gboolean outlines; /* high contrast: everything has an edge */
} BellHistoryPaint;

/* Of the style of WIDGET, as it is now. */
BellHistoryPaint bell_history_paint_look_up (GtkWidget *widget);

void bell_history_paint_state (const BellHistoryPaint *self,
                               GtkSnapshot            *snapshot,
                               const graphene_rect_t  *area,
                               BellMeterState          state);

/* A tick with a head, upright in the middle of AREA. */
void bell_history_paint_bell (const BellHistoryPaint *self,
                              GtkSnapshot            *snapshot,
                              const graphene_rect_t  *area);

void bell_history_paint_bar (const BellHistoryPaint *self,
                             GtkSnapshot            *snapshot,
                             const graphene_rect_t  *area);

/* A line that does not catch the eye. */
void bell_history_paint_midnight (const BellHistoryPaint *self,
                                  GtkSnapshot            *snapshot,
                                  const graphene_rect_t  *area);

/* Around the part that is spoken of. */
void bell_history_paint_frame (const BellHistoryPaint *self,
                               GtkSnapshot            *snapshot,
                               const graphene_rect_t  *area);

G_END_DECLS
