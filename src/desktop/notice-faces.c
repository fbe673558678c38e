/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice-faces.c: a table of the notices that wait for the address book. */

#include "desktop/notice-faces.h"

#include "desktop/address-book.h"

struct _BellNoticeFaces {
  GDBusConnection *session; /* (owned) */
  GHashTable      *waiting; /* (owned) id of the notice → Waiting (unowned): its search owns it */
  void (*show) (const BellNotice *notice, gpointer user_data);
  gpointer user_data;
};

typedef struct {
  BellNoticeFaces *faces;       /* (unowned) (nullable): NULL once nobody wants the notice */
  BellNotice      *notice;      /* (owned) */
  GCancellable    *cancellable; /* (owned) */
} Waiting;

static void
waiting_free (Waiting *waiting)
{
  bell_notice_free (waiting->notice);
  g_object_unref (waiting->cancellable);
  g_free (waiting);
}

static void
on_contact_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  Waiting         *waiting = user_data;
  BellNoticeFaces *self = waiting->faces;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellContact) contact = bell_address_book_find_finish (result, &error);

  if (self != NULL) {
    g_hash_table_remove (self->waiting, waiting->notice->id);
    if (contact != NULL)
      bell_notice_take_contact (waiting->notice, contact->name, contact->picture);
    self->show (waiting->notice, self->user_data);
  }
  waiting_free (waiting);
}

BellNoticeFaces *
bell_notice_faces_new (GDBusConnection *session,
                       void (*show) (const BellNotice *notice, gpointer user_data),
                       gpointer user_data)
{
  BellNoticeFaces *self = g_new0 (BellNoticeFaces, 1);

  self->session = g_object_ref (session);
  self->waiting = g_hash_table_new (g_str_hash, g_str_equal);
  self->show = show;
  self->user_data = user_data;
  return self;
}

static gboolean
let_go (G_GNUC_UNUSED gpointer id, gpointer value, G_GNUC_UNUSED gpointer user_data)
{
  Waiting *waiting = value;

  waiting->faces = NULL;
  g_cancellable_cancel (waiting->cancellable);
  return TRUE;
}

void
bell_notice_faces_free (BellNoticeFaces *self)
{
  g_hash_table_foreach_remove (self->waiting, let_go, NULL);
  g_hash_table_unref (self->waiting);
  g_object_unref (self->session);
  g_free (self);
}

void
bell_notice_faces_withdraw (BellNoticeFaces *self, const char *notice_id)
{
  gpointer waiting = g_hash_table_lookup (self->waiting, notice_id);

  if (waiting == NULL)
    return;
  g_hash_table_remove (self->waiting, notice_id);
  let_go (NULL, waiting, NULL);
}

void
bell_notice_faces_show (BellNoticeFaces *self, const BellNotice *notice)
{
  Waiting *waiting = g_new (Waiting, 1);

  bell_notice_faces_withdraw (self, notice->id);
  waiting->faces = self;
  waiting->notice = bell_notice_copy (notice);
  waiting->cancellable = g_cancellable_new ();
  g_hash_table_insert (self->waiting, waiting->notice->id, waiting);
  bell_address_book_find_async (self->session, notice->address, waiting->cancellable,
                                on_contact_ready, waiting);
}
