/* SPDX-License-Identifier: GPL-3.0-or-later */
/* face-drawing.c: a sender's picture, or else their initials on a coloured disc.
 * Cairo, Pango and GdkPixbuf are here through the tray's GTK; without a display nothing is drawn. */

#include "desktop/face-drawing.h"

#include "policy/initials.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <pango/pangocairo.h>
#include <string.h>

/* Daemons show 32 to 48 pixels, twice that on dense screens, and each keeps what it shows. */
#define SIZE 64
#define FONT_SHARE 0.40
#define CHANNELS 4

/* A picture that claims more would fill the memory. */
#define MAX_PICTURE_SIZE 4096

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

/* (transfer full) (nullable) */
static GdkPixbuf *
draw_initials (const char *name, const char *address)
{
  cairo_surface_t *surface = draw (name, address);
  GdkPixbuf       *image;
  g_autoptr (GBytes) pixels = NULL;

  if (surface == NULL)
    return NULL;
  pixels = g_bytes_new_take (take_pixels (surface), SIZE * SIZE * CHANNELS);
  image =
    gdk_pixbuf_new_from_bytes (pixels, GDK_COLORSPACE_RGB, TRUE, 8, SIZE, SIZE, SIZE * CHANNELS);
  cairo_surface_destroy (surface);
  return image;
}

/* Of the many formats that GdkPixbuf may know, those that address books have. (nullable) */
static const char *
get_format (const guint8 *data, gsize length)
{
  if (length >= 4 && memcmp (data, "\x89PNG", 4) == 0)
    return "png";
  if (length >= 3 && memcmp (data, "\xff\xd8\xff", 3) == 0)
    return "jpeg";
  return NULL;
}

/* So that the shorter side fits; no size at all makes it give up. */
static void
on_size_prepared (GdkPixbufLoader *loader, int width, int height, G_GNUC_UNUSED gpointer user_data)
{
  int shorter = MIN (width, height);

  if (shorter < 1 || MAX (width, height) > MAX_PICTURE_SIZE)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
  else
    gdk_pixbuf_loader_set_size (loader, MAX (width * SIZE / shorter, SIZE),
                                MAX (height * SIZE / shorter, SIZE));
}

/* The middle of it, a square with an alpha channel. (transfer full) (nullable) */
static GdkPixbuf *
read_picture (GBytes *bytes)
{
  gsize         length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  const char   *format = get_format (data, length);
  g_autoptr (GdkPixbufLoader) loader = NULL;
  g_autoptr (GdkPixbuf) square = NULL;
  GdkPixbuf *image;
  gboolean   whole;

  loader = format != NULL ? gdk_pixbuf_loader_new_with_type (format, NULL) : NULL;
  if (loader == NULL)
    return NULL;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size_prepared), NULL);
  whole = gdk_pixbuf_loader_write (loader, data, length, NULL);
  whole = gdk_pixbuf_loader_close (loader, NULL) && whole;
  image = whole ? gdk_pixbuf_loader_get_pixbuf (loader) : NULL;
  if (image == NULL || gdk_pixbuf_get_width (image) < SIZE || gdk_pixbuf_get_height (image) < SIZE)
    return NULL;
  square = gdk_pixbuf_new_subpixbuf (image, (gdk_pixbuf_get_width (image) - SIZE) / 2,
                                     (gdk_pixbuf_get_height (image) - SIZE) / 2, SIZE, SIZE);
  return gdk_pixbuf_add_alpha (square, FALSE, 0, 0, 0);
}

/* (transfer full) (nullable) */
static GdkPixbuf *
make_face (const BellNotice *notice)
{
  GdkPixbuf *picture = notice->picture != NULL ? read_picture (notice->picture) : NULL;

  return picture != NULL ? picture : draw_initials (notice->sender, notice->address);
}

GVariant *
bell_face_draw_hint (const BellNotice *notice)
{
  g_autoptr (GdkPixbuf) face = make_face (notice);
  g_autoptr (GBytes) pixels = NULL;

  if (face == NULL)
    return NULL;
  pixels = gdk_pixbuf_read_pixel_bytes (face);
  return g_variant_new ("(iiibii@ay)", SIZE, SIZE, gdk_pixbuf_get_rowstride (face), TRUE, 8,
                        CHANNELS,
                        g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, pixels, TRUE));
}

GIcon *
bell_face_draw_icon (const BellNotice *notice)
{
  g_autoptr (GdkPixbuf) face = make_face (notice);
  g_autoptr (GBytes) bytes = NULL;
  char *png = NULL;
  gsize length;

  if (face == NULL || !gdk_pixbuf_save_to_buffer (face, &png, &length, "png", NULL, NULL))
    return NULL;
  bytes = g_bytes_new_take (png, length);
  return g_bytes_icon_new (bytes);
}
