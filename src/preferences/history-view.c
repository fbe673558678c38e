/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history-view.c: the picture of an account's last seven days. Its measures follow the size of the text. */

#include "preferences/history-view.h"

#include "preferences/history-paint.h"

#include <adwaita.h>
#include <math.h>

/* In lines of text. */
#define BELLS_LINES 0.9f
#define STATES_LINES 1.4f
#define BYTES_LINES 3.5f
#define GAP_LINES 0.7f

/* In pixels. */
#define MARGIN 4
#define LEAST_DAY 28
#define LEAST_STATE 1
#define LEAST_BAR 1
#define BAR_SHARE 0.6f
#define REACH 5

struct _BellHistoryView {
  GtkWidget parent_instance;

  BellHistoryPicture *picture;   /* (owned) (nullable) */
  double              pointer_x; /* where it was last */
  double              pointer_y;
  BellPicturePlace    hovered;
  BellPicturePlace    chosen; /* by the keys, or a click */
};

enum { PROP_TIME = 1, PROP_VALUE, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (BellHistoryView, bell_history_view, GTK_TYPE_WIDGET)

static const BellPicturePlace nowhere = { BELL_PICTURE_STATES, -1 };

/* What is spoken of: what is hovered, else what was chosen while the view has the focus. */

static BellPicturePlace
get_place (BellHistoryView *self)
{
  if (self->hovered.index >= 0)
    return self->hovered;
  return gtk_widget_has_focus (GTK_WIDGET (self)) ? self->chosen : nowhere;
}

/* (nullable) */
static const BellPicturePart *
get_part (BellHistoryView *self)
{
  return self->picture != NULL ? bell_history_picture_get (self->picture, get_place (self)) : NULL;
}

static const char *
get_time (BellHistoryView *self)
{
  const BellPicturePart *part = get_part (self);

  if (part != NULL)
    return part->time;
  return bell_history_picture_get_title ();
}

static const char *
get_value (BellHistoryView *self)
{
  const BellPicturePart *part = get_part (self);

  if (part != NULL)
    return part->value;
  return self->picture != NULL ? self->picture->value : "…";
}

/* An ellipsis is nothing to be read out. */
static void
tell_accessibility (BellHistoryView *self)
{
  gboolean         known = self->picture != NULL;
  g_autofree char *name = known ? g_strdup_printf ("%s: %s", get_time (self), get_value (self))
                                : g_strdup (get_time (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  known ? self->picture->text : "", -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY, !known, -1);
}

static void
tell (BellHistoryView *self)
{
  tell_accessibility (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TIME]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VALUE]);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
is_same (BellPicturePlace a, BellPicturePlace b)
{
  return a.index == b.index && (a.index < 0 || a.lane == b.lane);
}

/* Measures. */

/* SCALE: of the size of the text around. (transfer full) */
static PangoLayout *
make_layout (BellHistoryView *self, const char *text, double scale)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
  pango_layout_set_attributes (layout, attributes);
  return layout;
}

static int
get_line (BellHistoryView *self)
{
  g_autoptr (PangoLayout) layout = make_layout (self, "0", PANGO_SCALE_SMALL);
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  return height;
}

/* From the top: bells, states, a gap, bytes, the names of the days. */
static graphene_rect_t
get_lane (BellHistoryView *self, BellPictureLane lane)
{
  float line = (float) get_line (self);
  float width = (float) gtk_widget_get_width (GTK_WIDGET (self)) - 2 * MARGIN;
  float top = MARGIN;

  switch (lane) {
  case BELL_PICTURE_BELLS:
    return GRAPHENE_RECT_INIT (MARGIN, top, width, BELLS_LINES * line);
  case BELL_PICTURE_STATES:
    return GRAPHENE_RECT_INIT (MARGIN, top + BELLS_LINES * line, width, STATES_LINES * line);
  case BELL_PICTURE_BYTES:
  default:
    return GRAPHENE_RECT_INIT (MARGIN, top + (BELLS_LINES + STATES_LINES + GAP_LINES) * line, width,
                               BYTES_LINES * line);
  }
}

static gboolean
is_mirrored (BellHistoryView *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

/* The part of LANE between two places across, at least LEAST wide. */
static graphene_rect_t
get_piece (
  BellHistoryView *self, const graphene_rect_t *lane, double from, double until, float least)
{
  float width = MAX ((float) (until - from) * lane->size.width, least);
  float start = (float) (is_mirrored (self) ? 1 - until : from) * lane->size.width;

  start = CLAMP (start, 0, MAX (lane->size.width - width, 0));
  return GRAPHENE_RECT_INIT (lane->origin.x + start, lane->origin.y, width, lane->size.height);
}

static graphene_rect_t
get_bar (BellHistoryView *self, const graphene_rect_t *lane, const BellPicturePart *part)
{
  graphene_rect_t bar = get_piece (self, lane, part->from, part->until, LEAST_BAR);
  float           width = bar.size.width * BAR_SHARE;
  float height = part->height > 0 ? MAX ((float) part->height * lane->size.height, LEAST_BAR) : 0;

  return GRAPHENE_RECT_INIT (bar.origin.x + (bar.size.width - width) / 2,
                             bar.origin.y + lane->size.height - height, width, height);
}

/* What is framed: of bells and days more than what is drawn. */
static graphene_rect_t
get_area (BellHistoryView *self, BellPictureLane lane, const BellPicturePart *part)
{
  graphene_rect_t area = get_lane (self, lane);

  if (lane == BELL_PICTURE_BYTES)
    return get_bar (self, &area, part);
  area = get_piece (self, &area, part->from, part->until,
                    lane == BELL_PICTURE_BELLS ? REACH : LEAST_STATE);
  if (lane == BELL_PICTURE_BELLS)
    area.origin.x -= REACH / 2.0f;
  return area;
}

static void
bell_history_view_measure (GtkWidget         *widget,
                           GtkOrientation     orientation,
                           G_GNUC_UNUSED int  for_size,
                           int               *minimum,
                           int               *natural,
                           G_GNUC_UNUSED int *minimum_baseline,
                           G_GNUC_UNUSED int *natural_baseline)
{
  BellHistoryView *self = BELL_HISTORY_VIEW (widget);
  graphene_rect_t  bytes;

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = *natural = BELL_PICTURE_DAYS * LEAST_DAY + 2 * MARGIN;
    return;
  }
  bytes = get_lane (self, BELL_PICTURE_BYTES);
  *minimum = *natural = (int) (bytes.origin.y + bytes.size.height) + get_line (self) + 2 * MARGIN;
}

/* Drawing. */

/* Where each day ends, across all lanes. */
static void
draw_midnights (BellHistoryView *self, GtkSnapshot *snapshot, const BellHistoryPaint *paint)
{
  graphene_rect_t top = get_lane (self, BELL_PICTURE_STATES);
  graphene_rect_t lane = get_lane (self, BELL_PICTURE_BYTES);
  graphene_rect_t all;

  graphene_rect_union (&top, &lane, &all);
  for (int i = 1; i < BELL_PICTURE_DAYS; i++) {
    float across = all.size.width * (float) i / BELL_PICTURE_DAYS;

    bell_history_paint_midnight (
      paint, snapshot,
      &GRAPHENE_RECT_INIT (all.origin.x + across, all.origin.y, 1, all.size.height));
  }
}

static void
draw_states (BellHistoryView *self, GtkSnapshot *snapshot, const BellHistoryPaint *paint)
{
  const GPtrArray *parts = self->picture->lanes[BELL_PICTURE_STATES];

  for (guint i = 0; i < parts->len; i++) {
    const BellPicturePart *part = g_ptr_array_index (parts, i);
    graphene_rect_t        area = get_area (self, BELL_PICTURE_STATES, part);

    bell_history_paint_state (paint, snapshot, &area, part->state);
  }
}

static void
draw_bells (BellHistoryView *self, GtkSnapshot *snapshot, const BellHistoryPaint *paint)
{
  const GPtrArray *parts = self->picture->lanes[BELL_PICTURE_BELLS];

  for (guint i = 0; i < parts->len; i++) {
    graphene_rect_t area = get_area (self, BELL_PICTURE_BELLS, g_ptr_array_index (parts, i));

    bell_history_paint_bell (paint, snapshot, &area);
  }
}

/* So that all names fit, also where the text is large and the window is not. */
static double
get_scale (BellHistoryView *self, const GPtrArray *parts, float column)
{
  int widest = 1;

  for (guint i = 0; i < parts->len; i++) {
    const BellPicturePart *part = g_ptr_array_index (parts, i);
    g_autoptr (PangoLayout) layout = make_layout (self, part->label, PANGO_SCALE_SMALL);
    int width;

    pango_layout_get_pixel_size (layout, &width, NULL);
    widest = MAX (widest, width + MARGIN);
  }
  return PANGO_SCALE_SMALL * MIN (1, (double) column / widest);
}

static void
draw_name (GtkSnapshot           *snapshot,
           const graphene_rect_t *column,
           PangoLayout           *layout,
           const GdkRGBA         *color)
{
  float y = column->origin.y + column->size.height + MARGIN;

  pango_layout_set_width (layout, (int) column->size.width * PANGO_SCALE);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (column->origin.x, y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_days (BellHistoryView *self, GtkSnapshot *snapshot, const BellHistoryPaint *paint)
{
  const GPtrArray *parts = self->picture->lanes[BELL_PICTURE_BYTES];
  graphene_rect_t  lane = get_lane (self, BELL_PICTURE_BYTES);
  graphene_rect_t  floor =
    GRAPHENE_RECT_INIT (lane.origin.x, lane.origin.y + lane.size.height, lane.size.width, 1);
  double scale = get_scale (self, parts, lane.size.width / BELL_PICTURE_DAYS);

  for (guint i = 0; i < parts->len; i++) {
    const BellPicturePart *part = g_ptr_array_index (parts, i);
    graphene_rect_t        bar = get_bar (self, &lane, part);
    graphene_rect_t        column = get_piece (self, &lane, part->from, part->until, LEAST_BAR);
    g_autoptr (PangoLayout) name = make_layout (self, part->label, scale);

    if (bar.size.height > 0)
      bell_history_paint_bar (paint, snapshot, &bar);
    draw_name (snapshot, &column, name, &paint->text);
  }
  gtk_snapshot_append_color (snapshot, &paint->text, &floor);
}

static void
bell_history_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BellHistoryView       *self = BELL_HISTORY_VIEW (widget);
  BellHistoryPaint       paint = bell_history_paint_look_up (widget);
  const BellPicturePart *part = get_part (self);
  graphene_rect_t        area;

  if (self->picture == NULL)
    return;
  draw_midnights (self, snapshot, &paint);
  draw_states (self, snapshot, &paint);
  draw_bells (self, snapshot, &paint);
  draw_days (self, snapshot, &paint);
  if (part == NULL)
    return;
  area = get_area (self, get_place (self).lane, part);
  bell_history_paint_frame (&paint, snapshot, &area);
}

/* The pointer. */

static BellPicturePlace
find_place (BellHistoryView *self, double x, double y)
{
  graphene_rect_t lane;
  double          across;

  if (self->picture == NULL)
    return nowhere;
  for (int i = 0; i < BELL_PICTURE_LANES; i++) {
    lane = get_lane (self, (BellPictureLane) i);
    if (y < lane.origin.y || y > lane.origin.y + lane.size.height)
      continue;
    across = (x - lane.origin.x) / lane.size.width;
    return bell_history_picture_find (self->picture, (BellPictureLane) i,
                                      is_mirrored (self) ? 1 - across : across,
                                      REACH / lane.size.width);
  }
  return nowhere;
}

static void
set_hovered (BellHistoryView *self, BellPicturePlace place)
{
  if (is_same (self->hovered, place))
    return;
  self->hovered = place;
  tell (self);
}

/* One that has not moved, but is told of again after a change of the layout, does not take over from the
 * keys. */
static void
on_motion (BellHistoryView *self, double x, double y)
{
  if (fabs (x - self->pointer_x) < 1 && fabs (y - self->pointer_y) < 1)
    return;
  self->pointer_x = x;
  self->pointer_y = y;
  set_hovered (self, find_place (self, x, y));
}

static void
on_leave (BellHistoryView *self)
{
  self->pointer_x = self->pointer_y = -1;
  set_hovered (self, nowhere);
}

static void
on_pressed (BellHistoryView *self, G_GNUC_UNUSED int n_press, double x, double y)
{
  BellPicturePlace place = find_place (self, x, y);

  if (place.index >= 0)
    self->chosen = place;
  self->hovered = nowhere;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  tell (self);
}

/* The keys. */

static gboolean
choose (BellHistoryView *self, BellPicturePlace place)
{
  gboolean moved = !is_same (self->chosen, place);

  self->chosen = place;
  self->hovered = nowhere;
  tell (self);
  return moved;
}

/* Across, the view keeps the keys at its ends. */
static gboolean
on_step (GtkWidget *widget, GVariant *steps, G_GNUC_UNUSED gpointer user_data)
{
  BellHistoryView *self = BELL_HISTORY_VIEW (widget);
  int              n = g_variant_get_int32 (steps);

  if (self->picture == NULL)
    return FALSE;
  choose (self,
          bell_history_picture_step (self->picture, self->chosen, is_mirrored (self) ? -n : n));
  return TRUE;
}

/* To the end, in the direction of time. */
static gboolean
on_end (GtkWidget *widget, GVariant *steps, G_GNUC_UNUSED gpointer user_data)
{
  BellHistoryView *self = BELL_HISTORY_VIEW (widget);

  if (self->picture == NULL)
    return FALSE;
  choose (self,
          bell_history_picture_step (self->picture, self->chosen, g_variant_get_int32 (steps)));
  return TRUE;
}

/* Above the first lane and below the last they lead to other widgets. */
static gboolean
on_climb (GtkWidget *widget, GVariant *lanes, G_GNUC_UNUSED gpointer user_data)
{
  BellHistoryView *self = BELL_HISTORY_VIEW (widget);

  return self->picture != NULL &&
         choose (self, bell_history_picture_climb (self->picture, self->chosen,
                                                   g_variant_get_int32 (lanes)));
}

/* Begins with what is so now. */
static void
on_focus_changed (BellHistoryView *self)
{
  if (self->picture != NULL && bell_history_picture_get (self->picture, self->chosen) == NULL)
    self->chosen = bell_history_picture_step (self->picture, nowhere, G_MAXINT);
  tell (self);
}

static void
bell_history_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  BellHistoryView *self = BELL_HISTORY_VIEW (object);

  switch (id) {
  case PROP_TIME:
    g_value_set_string (value, get_time (self));
    break;
  case PROP_VALUE:
    g_value_set_string (value, get_value (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
  }
}

static void
bell_history_view_finalize (GObject *object)
{
  g_clear_pointer (&BELL_HISTORY_VIEW (object)->picture, bell_history_picture_free);
  G_OBJECT_CLASS (bell_history_view_parent_class)->finalize (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  static const struct {
    guint           key;
    GtkShortcutFunc move;
    int             by;
  } keys[] = {
    { GDK_KEY_Left, on_step, -1 },       { GDK_KEY_Right, on_step, 1 },
    { GDK_KEY_Home, on_end, -G_MAXINT }, { GDK_KEY_End, on_end, G_MAXINT },
    { GDK_KEY_Up, on_climb, -1 },        { GDK_KEY_Down, on_climb, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class, keys[i].key, 0, keys[i].move, "i", keys[i].by);
}

static void
bell_history_view_class_init (BellHistoryViewClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = bell_history_view_finalize;
  object_class->get_property = bell_history_view_get_property;
  widget_class->measure = bell_history_view_measure;
  widget_class->snapshot = bell_history_view_snapshot;
  props[PROP_TIME] =
    g_param_spec_string ("time", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_VALUE] =
    g_param_spec_string ("value", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  add_keys (widget_class);
  gtk_widget_class_set_css_name (widget_class, "history");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
bell_history_view_init (BellHistoryView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture         *click = gtk_gesture_click_new ();

  self->pointer_x = self->pointer_y = -1;
  self->hovered = nowhere;
  self->chosen = nowhere;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (on_focus_changed), NULL);
  g_signal_connect_object (adw_style_manager_get_default (), "notify",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  tell_accessibility (self);
}

/* What was chosen keeps its place among its kind; by the next minute it has hardly moved. */
void
bell_history_view_set_picture (BellHistoryView *self, BellHistoryPicture *picture)
{
  g_clear_pointer (&self->picture, bell_history_picture_free);
  self->picture = picture;
  tell (self);
}
