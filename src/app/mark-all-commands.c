/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mark-all-commands.c: all unread messages are marked as read from the menu, and unread again. */

#include "app/mark-all-commands.h"

#include "base/error-code.h"
#include "watch/mark-all-read.h"

#include <glib/gi18n-lib.h>

/* Longer than for a single message: it takes a moment to see what was among them. */
#define UNDO_SECONDS 20

#define UNDO_ID "undo/mark-all-read"

struct _BellMarkAllCommands {
  GObject parent_instance;

  GActionMap         *application; /* (unowned) (nullable): NULL once it has stopped */
  BellWatchList      *watch;       /* (owned) (nullable) */
  BellNotifier       *notifier;    /* (owned) (nullable) */
  BellMarkedMessages *marked;      /* (owned) (nullable) while it can be taken back */
  guint               undo_timer;
  guint32             serial; /* of that offer: an older one takes nothing back */
};

G_DEFINE_FINAL_TYPE (BellMarkAllCommands, bell_mark_all_commands, G_TYPE_OBJECT)

static void
tell_failure (BellMarkAllCommands *self, const char *title, const GError *error)
{
  char            *id = (char *) "failed/mark-all-read";
  BellNotice       notice = { .id = id, .title = (char *) title, .body = error->message };
  g_autofree char *code = bell_error_get_code (error);

  g_message ("%s: %s", title, code);
  bell_notifier_show (self->notifier, &notice);
}

/* No longer, once it was withdrawn. (transfer full) (nullable) */
static BellMarkedMessages *
take_offer (BellMarkAllCommands *self)
{
  if (self->undo_timer == 0)
    return NULL;
  g_clear_handle_id (&self->undo_timer, g_source_remove);
  bell_notifier_withdraw (self->notifier, UNDO_ID);
  return g_steal_pointer (&self->marked);
}

static void
withdraw_offer (BellMarkAllCommands *self)
{
  g_autoptr (BellMarkedMessages) marked G_GNUC_UNUSED = take_offer (self);
}

static gboolean
on_offer_over (gpointer user_data)
{
  withdraw_offer (user_data);
  return G_SOURCE_REMOVE;
}

static void
describe (const BellMarkedMessages *marked, guint32 serial, BellNotice *notice)
{
  gulong n_marked = (gulong) marked->n_marked;

  if (!marked->complete) {
    notice->title = g_strdup (_ ("All messages marked as read"));
    notice->body = g_strdup (_ ("There were too many to list them, so it cannot be taken back."));
    notice->buttons = bell_notice_no_buttons ();
    return;
  }
  notice->title = g_strdup_printf (
    ngettext ("%lu message marked as read", "%lu messages marked as read", n_marked), n_marked);
  /* Translators: body of a notification "12 messages marked as read". */
  notice->body = g_strdup_printf (
    ngettext ("In %u folder.", "In %u folders.", marked->folders->len), marked->folders->len);
  bell_notice_add_button (notice, _ ("Undo"), "app.undo-mark-all-read",
                          g_variant_new_uint32 (serial));
}

/* The next offer takes the place of the last. */
static void
offer_undo (BellMarkAllCommands *self, BellMarkedMessages *marked)
{
  g_autoptr (BellNotice) notice = g_new0 (BellNotice, 1);

  withdraw_offer (self);
  notice->id = g_strdup (UNDO_ID);
  notice->low_urgency = TRUE;
  notice->brief = TRUE;
  describe (marked, ++self->serial, notice);
  bell_notifier_show (self->notifier, notice);
  self->marked = marked;
  self->undo_timer = g_timeout_add_seconds (UNDO_SECONDS, on_offer_over, self);
}

static void
on_marked (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellMarkAllCommands) self = user_data;
  g_autoptr (BellMarkedMessages) marked = bell_mark_all_finish (result);

  if (self->application == NULL)
    return;
  if (marked->error != NULL)
    tell_failure (self, _ ("Not all messages were marked as read"), marked->error);
  if (marked->n_marked > 0 || !marked->complete)
    offer_undo (self, g_steal_pointer (&marked));
}

static void
on_unmarked (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellMarkAllCommands) self = user_data;
  g_autoptr (BellMarkedMessages) marked = bell_mark_all_finish (result);

  if (self->application != NULL && marked->error != NULL)
    tell_failure (self, _ ("Not all messages were marked as unread again"), marked->error);
}

static void
on_mark_all_read_activated (G_GNUC_UNUSED GSimpleAction *action,
                            GVariant                    *account_id,
                            gpointer                     user_data)
{
  BellMarkAllCommands *self = user_data;
  const char          *id = g_variant_get_string (account_id, NULL);

  bell_mark_all_read_async (self->watch, *id != '\0' ? id : NULL, on_marked, g_object_ref (self));
}

static void
on_undo_activated (G_GNUC_UNUSED GSimpleAction *action, GVariant *serial, gpointer user_data)
{
  BellMarkAllCommands *self = user_data;
  g_autoptr (BellMarkedMessages) marked = NULL;

  if (g_variant_get_uint32 (serial) == self->serial)
    marked = take_offer (self);
  if (marked != NULL)
    bell_mark_unread_async (self->watch, marked, on_unmarked, g_object_ref (self));
}

static const GActionEntry entries[] = {
  { .name = "mark-all-read", .activate = on_mark_all_read_activated, .parameter_type = "s" },
  { .name = "undo-mark-all-read", .activate = on_undo_activated, .parameter_type = "u" },
};

void
bell_mark_all_commands_stop (BellMarkAllCommands *self)
{
  if (self->application == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_action_map_remove_action (self->application, entries[i].name);
  withdraw_offer (self);
  self->application = NULL;
  g_clear_object (&self->watch);
  g_clear_object (&self->notifier);
}

static void
bell_mark_all_commands_dispose (GObject *object)
{
  bell_mark_all_commands_stop (BELL_MARK_ALL_COMMANDS (object));
  G_OBJECT_CLASS (bell_mark_all_commands_parent_class)->dispose (object);
}

static void
bell_mark_all_commands_class_init (BellMarkAllCommandsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bell_mark_all_commands_dispose;
}

static void
bell_mark_all_commands_init (G_GNUC_UNUSED BellMarkAllCommands *self)
{
}

BellMarkAllCommands *
bell_mark_all_commands_new (GActionMap *application, BellWatchList *watch, BellNotifier *notifier)
{
  BellMarkAllCommands *self = g_object_new (BELL_TYPE_MARK_ALL_COMMANDS, NULL);

  self->application = application;
  self->watch = g_object_ref (watch);
  self->notifier = g_object_ref (notifier);
  g_action_map_add_action_entries (application, entries, G_N_ELEMENTS (entries), self);
  return self;
}
