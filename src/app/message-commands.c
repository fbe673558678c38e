/* SPDX-License-Identifier: GPL-3.0-or-later */
/* message-commands.c: what can be done with a message from its notification and from the menu. */

#include "app/message-commands.h"

#include "app/undo-offers.h"
#include "base/error-code.h"
#include "desktop/tray-clipboard.h"
#include "mail/safe-text.h"

#include <glib/gi18n-lib.h>

/* Daemons close a brief notification after that; GNOME Shell must be told. */
#define UNDO_MS 12000

static guint undo_ms = UNDO_MS;

struct _BellMessageCommands {
  GObject parent_instance;

  GActionMap         *application; /* (unowned) (nullable): NULL once it has stopped */
  BellWatchList      *watch;       /* (owned) (nullable) */
  BellNotifier       *notifier;    /* (owned) (nullable) */
  BellNewestMessages *newest;      /* (unowned) */
  BellUndoOffers     *offers;      /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (BellMessageCommands, bell_message_commands, G_TYPE_OBJECT)

/* A command that is being carried out. */
typedef struct {
  BellMessageCommands *self; /* (owned) */
  BellImapActionType   type;
  GVariant            *target; /* (owned) */
  GPtrArray *hidden; /* (owned) of char *: ids of the notices that come back if it fails */
} Command;

static const struct {
  const char        *name;
  BellImapActionType type;
  const char        *done; /* (nullable): then it can be undone */
  const char        *failed;
} commands[] = {
  { "mark-read", BELL_IMAP_ACTION_MARK_READ, NULL, N_ ("The message was not marked as read") },
  { "archive", BELL_IMAP_ACTION_ARCHIVE, N_ ("Message archived"),
    N_ ("The message was not archived") },
  { "delete", BELL_IMAP_ACTION_DELETE, N_ ("Message deleted"), N_ ("The message was not deleted") },
  { "junk", BELL_IMAP_ACTION_JUNK, N_ ("Message moved to junk"),
    N_ ("The message was not moved to junk") },
  { "undo", BELL_IMAP_ACTION_MOVE, NULL, N_ ("The message was not brought back") },
};

static guint
find_command (BellImapActionType type)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (commands) - 1 && commands[i].type != type)
    i++;
  return i;
}

static void
command_free (Command *command)
{
  g_object_unref (command->self);
  g_variant_unref (command->target);
  g_ptr_array_unref (command->hidden);
  g_free (command);
}

/* One kind of failure is told once: a hundred messages may fail together. */
static void
tell_failure (BellMessageCommands *self, guint i, const GError *error)
{
  g_autofree char *id = g_strconcat ("failed/", commands[i].name, NULL);
  g_autofree char *code = bell_error_get_code (error);
  BellNotice       notice = { .id = id, .title = _ (commands[i].failed), .body = error->message };

  g_message ("%s: %s", notice.title, code);
  bell_notifier_show (self->notifier, &notice);
}

/* Of the message that TARGET names. (transfer full) */
static char *
make_notice_id (GVariant *target)
{
  const char *account_id, *folder;
  guint32     uid_validity, uid;

  g_variant_get (target, "(&s&suu&s)", &account_id, &folder, &uid_validity, &uid, NULL);
  return bell_notice_id (account_id, *folder != '\0' ? folder : NULL, uid_validity, uid);
}

/* TARGET: of app.undo. (transfer full) */
static char *
make_undo_id (GVariant *target)
{
  g_autofree char *id = make_notice_id (target);

  return g_strconcat ("undo/", id, NULL);
}

static void
offer_undo (BellMessageCommands *self, const Command *command, const BellMessagePlace *place)
{
  g_autofree char *safe = bell_safe_text_folder (place->folder);
  g_autofree char *folder = bell_safe_text_isolate (safe);
  /* Translators: body of a notification "Message deleted"; the name of a folder. */
  g_autofree char *body = g_strdup_printf (_ ("It is in “%s” now."), folder);
  g_autoptr (BellNotice) notice = g_new0 (BellNotice, 1);
  g_autoptr (GVariant) target = NULL;
  const char *account_id, *origin;

  g_variant_get (command->target, "(&s&suu&s)", &account_id, &origin, NULL, NULL, NULL);
  target = g_variant_ref_sink (
    bell_message_target_new (account_id, place->folder, place->uid_validity, place->uid, origin));
  notice->id = make_undo_id (target);
  notice->title = g_strdup (_ (commands[find_command (command->type)].done));
  notice->body = g_steal_pointer (&body);
  notice->low_urgency = TRUE;
  notice->brief = TRUE;
  bell_notice_add_button (notice, _ ("Undo"), "app.undo", target);
  bell_undo_offers_add (self->offers, notice);
}

static void
show_again (BellMessageCommands *self, GPtrArray *notice_ids)
{
  for (guint i = 0; i < notice_ids->len; i++)
    bell_notifier_bring_back (self->notifier, g_ptr_array_index (notice_ids, i));
}

static void
withdraw (BellMessageCommands *self, GPtrArray *notice_ids)
{
  for (guint i = 0; i < notice_ids->len; i++)
    bell_notifier_withdraw (self->notifier, g_ptr_array_index (notice_ids, i));
}

static void
on_acted (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  Command             *command = user_data;
  BellMessageCommands *self = command->self;
  guint                i = find_command (command->type);
  g_autoptr (GError) error = NULL;
  g_autoptr (BellMessagePlace) place = bell_message_actions_act_finish (result, &error);

  if (self->application == NULL) {
    command_free (command);
    return;
  }
  if (place == NULL) {
    show_again (self, command->hidden);
    tell_failure (self, i, error);
  } else {
    withdraw (self, command->hidden);
    if (commands[i].done != NULL && place->folder != NULL && place->uid != 0 && !place->left)
      offer_undo (self, command, place);
  }
  command_free (command);
}

/* Adds the id to HIDDEN. The daemon may leave the notification standing, or it was in the menu that it
 * was wished. */
static void
hide_notice (BellMessageCommands *self, GVariant *target, GPtrArray *hidden)
{
  char *id = make_notice_id (target);

  bell_notifier_hide (self->notifier, id);
  g_ptr_array_add (hidden, id);
}

/* UIDS (nullable): of all messages that it is done to, TARGET being one of them. HIDDEN: of char, taken. */
static void
act_on (BellMessageCommands  *self,
        BellImapActionType    type,
        GVariant             *target,
        const BellImapUidSet *uids,
        GPtrArray            *hidden)
{
  Command          *command = g_new (Command, 1);
  BellMessageAction action = { .type = type, .uids = uids };
  const char       *account_id;

  command->self = g_object_ref (self);
  command->type = type;
  command->target = g_variant_ref (target);
  command->hidden = hidden;
  g_variant_get (target, "(&s&suu&s)", &account_id, &action.folder, &action.uid_validity,
                 &action.uid, &action.target);
  bell_watch_list_act_async (self->watch, account_id, &action, on_acted, command);
}

static void
act (BellMessageCommands *self, BellImapActionType type, GVariant *target)
{
  GPtrArray       *hidden = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *undo_id = make_undo_id (target);

  if (type == BELL_IMAP_ACTION_MOVE)
    bell_undo_offers_withdraw (self->offers, undo_id);
  else
    hide_notice (self, target, hidden);
  act_on (self, type, target, NULL, hidden);
}

static void
on_command_activated (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  const char *name = g_action_get_name (G_ACTION (action));

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      act (user_data, commands[i].type, target);
}

/* Of the same account and folder, told under the same UIDVALIDITY. */
static gboolean
are_neighbours (const BellNewestMessage *a, const BellNewestMessage *b)
{
  return g_str_equal (a->account_id, b->account_id) && g_strcmp0 (a->folder, b->folder) == 0 &&
         a->summary->uid_validity == b->summary->uid_validity;
}

/* Those of MESSAGES that are neighbours of the first, which are taken out of it: marked in one flight,
 * whatever their number. */
static void
mark_neighbours_read (BellMessageCommands *self, GPtrArray *messages)
{
  const BellNewestMessage *first = g_ptr_array_index (messages, 0);
  g_autoptr (GVariant) target = g_variant_ref (first->target);
  g_autoptr (BellImapUidSet) uids = bell_imap_uid_set_new ();
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  GPtrArray *hidden = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < messages->len; i++) {
    const BellNewestMessage *message = g_ptr_array_index (messages, i);

    if (!are_neighbours (message, first)) {
      g_ptr_array_add (others, (gpointer) message);
      continue;
    }
    bell_imap_uid_set_add (uids, message->summary->uid);
    hide_notice (self, message->target, hidden);
  }
  g_ptr_array_set_size (messages, 0);
  g_ptr_array_extend (messages, others, NULL, NULL);
  act_on (self, BELL_IMAP_ACTION_MARK_READ, target, uids, hidden);
}

static void
add_news (GPtrArray *news, GPtrArray *messages)
{
  for (guint i = 0; i < messages->len; i++) {
    BellNewestMessage *message = g_ptr_array_index (messages, i);

    if (!message->earlier)
      g_ptr_array_add (news, message);
  }
}

/* Only those that were told: a message that nobody has heard of stays unread. What is done is told by
 * the server, later, so that none of them goes meanwhile. */
static void
on_mark_told_read_activated (G_GNUC_UNUSED GSimpleAction *action,
                             G_GNUC_UNUSED GVariant      *parameter,
                             gpointer                     user_data)
{
  BellMessageCommands *self = user_data;
  g_autoptr (GPtrArray) messages = g_ptr_array_new ();

  add_news (messages, bell_newest_messages_get (self->newest));
  while (messages->len > 0)
    mark_neighbours_read (self, messages);
}

static void
on_copy_code_activated (G_GNUC_UNUSED GSimpleAction *action,
                        GVariant                    *code,
                        G_GNUC_UNUSED gpointer       user_data)
{
  bell_tray_clipboard_set (g_variant_get_string (code, NULL));
}

static const GActionEntry entries[] = {
  { .name = "mark-read",
    .activate = on_command_activated,
    .parameter_type = BELL_MESSAGE_TARGET_TYPE },
  { .name = "archive",
    .activate = on_command_activated,
    .parameter_type = BELL_MESSAGE_TARGET_TYPE },
  { .name = "delete",
    .activate = on_command_activated,
    .parameter_type = BELL_MESSAGE_TARGET_TYPE },
  { .name = "junk", .activate = on_command_activated, .parameter_type = BELL_MESSAGE_TARGET_TYPE },
  { .name = "undo", .activate = on_command_activated, .parameter_type = BELL_MESSAGE_TARGET_TYPE },
  { .name = "mark-told-read", .activate = on_mark_told_read_activated },
  { .name = "copy-code", .activate = on_copy_code_activated, .parameter_type = "s" },
};

void
bell_message_commands_stop (BellMessageCommands *self)
{
  if (self->application == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_action_map_remove_action (self->application, entries[i].name);
  g_clear_pointer (&self->offers, bell_undo_offers_free);
  self->application = NULL;
  g_clear_object (&self->watch);
  g_clear_object (&self->notifier);
}

static void
bell_message_commands_dispose (GObject *object)
{
  bell_message_commands_stop (BELL_MESSAGE_COMMANDS (object));
  G_OBJECT_CLASS (bell_message_commands_parent_class)->dispose (object);
}

static void
bell_message_commands_class_init (BellMessageCommandsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bell_message_commands_dispose;
}

static void
bell_message_commands_init (G_GNUC_UNUSED BellMessageCommands *self)
{
}

void
bell_message_commands_set_undo_time (guint new_undo_ms)
{
  undo_ms = new_undo_ms;
}

BellMessageCommands *
bell_message_commands_new (GActionMap         *application,
                           BellWatchList      *watch,
                           BellNotifier       *notifier,
                           BellNewestMessages *newest)
{
  BellMessageCommands *self = g_object_new (BELL_TYPE_MESSAGE_COMMANDS, NULL);

  self->application = application;
  self->watch = g_object_ref (watch);
  self->notifier = g_object_ref (notifier);
  self->offers = bell_undo_offers_new (notifier, undo_ms);
  self->newest = newest;
  g_action_map_add_action_entries (application, entries, G_N_ELEMENTS (entries), self);
  return self;
}
