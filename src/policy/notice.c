/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice.c: one notification, as it is to be shown. */

#include "policy/notice.h"

GVariant *
bell_message_target_new (const char *account_id,
                         const char *folder,
                         guint32     uid_validity,
                         guint32     uid,
                         const char *message_id)
{
  return g_variant_new (BELL_MESSAGE_TARGET_TYPE, account_id, folder != NULL ? folder : "",
                        uid_validity, uid, message_id);
}

static void
button_free (gpointer data)
{
  BellNoticeButton *button = data;

  g_free (button->label);
  g_free (button->action);
  g_variant_unref (button->target);
  g_free (button);
}

void
bell_notice_free (BellNotice *notice)
{
  g_free (notice->id);
  g_free (notice->account_id);
  g_free (notice->title);
  g_free (notice->body);
  g_free (notice->sender);
  g_free (notice->address);
  g_clear_pointer (&notice->picture, g_bytes_unref);
  g_clear_pointer (&notice->message, g_variant_unref);
  g_clear_pointer (&notice->buttons, g_ptr_array_unref);
  g_free (notice);
}

GPtrArray *
bell_notice_no_buttons (void)
{
  return g_ptr_array_new_with_free_func (button_free);
}

void
bell_notice_add_button (BellNotice *notice, const char *label, const char *action, GVariant *target)
{
  BellNoticeButton *button = g_new (BellNoticeButton, 1);

  button->label = g_strdup (label);
  button->action = g_strdup (action);
  button->target = g_variant_ref_sink (target);
  if (notice->buttons == NULL)
    notice->buttons = bell_notice_no_buttons ();
  g_ptr_array_add (notice->buttons, button);
}

BellNotice *
bell_notice_copy (const BellNotice *notice)
{
  BellNotice *copy = g_new (BellNotice, 1);

  *copy = *notice;
  copy->id = g_strdup (notice->id);
  copy->account_id = g_strdup (notice->account_id);
  copy->title = g_strdup (notice->title);
  copy->body = g_strdup (notice->body);
  copy->sender = g_strdup (notice->sender);
  copy->address = g_strdup (notice->address);
  /* What never changes is shared. */
  if (notice->picture != NULL)
    g_bytes_ref (notice->picture);
  if (notice->message != NULL)
    g_variant_ref (notice->message);
  if (notice->buttons != NULL)
    g_ptr_array_ref (notice->buttons);
  return copy;
}

void
bell_notice_take_contact (BellNotice *notice, const char *name, GBytes *picture)
{
  if (*name != '\0' && notice->sender != NULL && *notice->sender != '\0') {
    g_auto (GStrv) around = g_strsplit (notice->title, notice->sender, 2);

    g_free (notice->title);
    notice->title = g_strjoinv (name, around);
    g_free (notice->sender);
    notice->sender = g_strdup (name);
  }
  g_clear_pointer (&notice->picture, g_bytes_unref);
  if (picture != NULL)
    notice->picture = g_bytes_ref (picture);
}

/* The folder stands last: it alone may hold any character. */
char *
bell_notice_id (const char *account_id, const char *folder, guint32 uid_validity, guint32 uid)
{
  return g_strdup_printf ("%s/%u/%u/%s", account_id, uid_validity, uid,
                          folder != NULL ? folder : "");
}
