/* SPDX-License-Identifier: GPL-3.0-or-later */
/* face-drawing.c: a sender's initials on a coloured disc.
 * Cairo and Pango are here through the tray's GTK; without a display nothing is drawn. */

#include "desktop/face-drawing.h"

#include "policy/initials.h"

#include <pango/pangocairo.h>

/* Daemons show 32 to 48 pixels, twice that on dense screens, and each keeps what it shows. */
#define SIZE 64
#define FONT_SHARE 0.40
#define CHANNELS 4

/* Dark enough for white letters: a contrast of 4.5 to 1 and more. */
static const guint32 colours[] = {
  0x1a5fb4, 0x1b6e7a, 0x1e6b3a, 0x5a6b12, 0x8a5a00, 0xa34a00,
  0xa51d2d, 0x9b2c6f, 0x7a3a9a, 0x5b45b8, 0x6b4a35, 0x4a5560,
};

G_STATIC_ASSERT (G_N_ELEMENTS (colours) == BELL_INITIALS_COLOURS);

static void
draw_disc (cairo_t *cairo, guint32 rgb)
{
  cairo_arc (cairo, SIZE / 2.0, SIZE / 2.0, SIZE / 2.0, 0, 2 * G_PI);
  cairo_set_source_rgb (cairo, (rgb >> 16) / 255.0, (rgb >> 8 & 0xff) / 255.0,
                        (rgb & 0xff) / 255.0);
  cairo_fill (cairo);
}

static void
draw_text (cairo_t *cairo, const char *text)
{
  PangoLayout          *layout = pango_cairo_create_layout (cairo);
  PangoFontDescription *font = pango_font_description_from_string ("Sans Bold");
  PangoRectangle        ink;

  pango_font_description_set_absolute_size (font, SIZE * FONT_SHARE * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_extents (layout, &ink, NULL);
  cairo_move_to (cairo, (SIZE - ink.width) / 2.0 - ink.x, (SIZE - ink.height) / 2.0 - ink.y);
  cairo_set_source_rgb (cairo, 1, 1, 1);
  pango_cairo_show_layout (cairo, layout);
  pango_font_description_free (font);
  g_object_unref (layout);
}

/* (transfer full) (nullable) */
static cairo_surface_t *
draw (const char *name, const char *address)
{
  g_autofree char *text = bell_initials_new (name);
  cairo_surface_t *surface;
  cairo_t         *cairo;

  if (*text == '\0')
    return NULL;
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIZE, SIZE);
  cairo = cairo_create (surface);
  draw_disc (cairo, colours[bell_initials_get_colour (address)]);
  draw_text (cairo, text);
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  return surface;
}

static guint8
undo_alpha (guint32 channel, guint32 alpha)
{
  return alpha == 0 ? 0 : (guint8) MIN (channel * 255 / alpha, 255);
}

/* Cairo's pixels are numbers with the alpha multiplied in; a hint's are bytes: red, green, blue,
 * alpha. (transfer full) */
static guint8 *
take_pixels (cairo_surface_t *surface)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  int           stride = cairo_image_surface_get_stride (surface);
  guint8       *pixels = g_malloc (SIZE * SIZE * CHANNELS);

  for (guint i = 0; i < SIZE * SIZE; i++) {
    const guint32 *row = (const guint32 *) (gconstpointer) (data + (int) (i / SIZE) * stride);
    guint32        pixel = row[i % SIZE];
    guint32        alpha = pixel >> 24;

    pixels[CHANNELS * i] = undo_alpha (pixel >> 16 & 0xff, alpha);
    pixels[CHANNELS * i + 1] = undo_alpha (pixel >> 8 & 0xff, alpha);
    pixels[CHANNELS * i + 2] = undo_alpha (pixel & 0xff, alpha);
    pixels[CHANNELS * i + 3] = (guint8) alpha;
  }
  return pixels;
}

GVariant *
bell_face_draw_hint (const char *name, const char *address)
{
  cairo_surface_t   *surface = draw (name, address);
  g_autofree guint8 *pixels = NULL;

  if (surface == NULL)
    return NULL;
  pixels = take_pixels (surface);
  cairo_surface_destroy (surface);
  return g_variant_new (
    "(iiibii@ay)", SIZE, SIZE, SIZE * CHANNELS, TRUE, 8, CHANNELS,
    g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, pixels, SIZE * SIZE * CHANNELS, 1));
}

static cairo_status_t
on_png (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

GIcon *
bell_face_draw_icon (const char *name, const char *address)
{
  cairo_surface_t *surface = draw (name, address);
  GByteArray      *png;
  g_autoptr (GBytes) bytes = NULL;

  if (surface == NULL)
    return NULL;
  png = g_byte_array_new ();
  cairo_surface_write_to_png_stream (surface, on_png, png);
  cairo_surface_destroy (surface);
  bytes = g_byte_array_free_to_bytes (png);
  return g_bytes_icon_new (bytes);
}
