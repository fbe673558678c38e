/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice-letter.c: a notice together with how one notification daemon is told of it. */

#include "desktop/notice-letter.h"

#include "desktop/notice-message.h"

#include <glib/gi18n-lib.h>

BellNoticeLetter *
bell_notice_letter_new (const BellNotice *notice, const char *body, gboolean with_actions)
{
  BellNoticeLetter *self = g_new (BellNoticeLetter, 1);

  self->notice = bell_notice_copy (notice);
  self->message = bell_notice_to_message (notice, body, with_actions);
  return self;
}

void
bell_notice_letter_free (BellNoticeLetter *self)
{
  bell_notice_free (self->notice);
  g_variant_unref (self->message);
  g_free (self);
}

GVariant *
bell_notice_letter_address (const BellNoticeLetter *self, guint32 replaces)
{
  g_autoptr (GVariant) title = g_variant_get_child_value (self->message, 0);
  g_autoptr (GVariant) body = g_variant_get_child_value (self->message, 1);
  g_autoptr (GVariant) actions = g_variant_get_child_value (self->message, 2);
  g_autoptr (GVariant) hints = g_variant_get_child_value (self->message, 3);
  g_autoptr (GVariant) timeout = g_variant_get_child_value (self->message, 4);

  return g_variant_new ("(sus@s@s@as@a{sv}@i)", _ ("Mailbell"), replaces, "", title, body, actions,
                        hints, timeout);
}
