/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of wishes. Each waits for a session that watches, is handed to it, and ends when the session
 * has answered; one whose session broke off waits for the next, where that can do no harm. */

#include "watch/message-actions.h"

#include "imap/imap-mailbox-name.h"
#include "io/clock.h"
#include "mail/safe-text.h"

#include <glib/gi18n-lib.h>

#define PATIENCE (60 * BELL_SECOND)
#define MAX_ATTEMPTS 3

/* As many as a session takes (imap-client-action.c); any program of the session may wish for more. */
#define MAX_WISHES 600

/* Moved messages whose arrival has not been told yet; more than anybody moves at once. */
#define MAX_BROUGHT 100

struct _BellMessageActions {
  BellAccount    *account;  /* (owned) */
  BellSeenStore  *seen;     /* (owned) */
  BellSessionSet *sessions; /* (owned) (nullable) */
  GPtrArray      *wishes;   /* (owned) of Wish */
  GQueue          brought;  /* of BellMessagePlace, whose folder is the name on the wire */
};

/* Shared by the list and the answer that is awaited. */
typedef struct {
  BellMessageActions *owner;    /* (unowned) (nullable): NULL once it has ended */
  GTask              *task;     /* (owned) */
  BellAlarm          *patience; /* (owned) */
  BellImapActionType  type;
  char               *mailbox; /* (owned) on the wire, as TARGET */
  char               *target;  /* (owned) (nullable) */
  BellImapUidSet     *uids;    /* (owned) */
  BellImapUidSet     *marked;  /* (owned) what attempts that broke off have found to be marked */
  guint32             uid_validity;
  guint               n_attempts;
  gboolean            under_way;
} Wish;

static const GDBusErrorEntry bus_names[] = {
  { BELL_MESSAGE_ACTION_ERROR_OFF, BELL_APPLICATION_ID ".Error.Off" },
  { BELL_MESSAGE_ACTION_ERROR_OFFLINE, BELL_APPLICATION_ID ".Error.Offline" },
  { BELL_MESSAGE_ACTION_ERROR_NOT_WATCHED, BELL_APPLICATION_ID ".Error.NotWatched" },
  { BELL_MESSAGE_ACTION_ERROR_NO_TARGET, BELL_APPLICATION_ID ".Error.NoTarget" },
  { BELL_MESSAGE_ACTION_ERROR_REFUSED, BELL_APPLICATION_ID ".Error.Refused" },
  { BELL_MESSAGE_ACTION_ERROR_READ_ONLY, BELL_APPLICATION_ID ".Error.ReadOnly" },
  { BELL_MESSAGE_ACTION_ERROR_RENUMBERED, BELL_APPLICATION_ID ".Error.Renumbered" },
  { BELL_MESSAGE_ACTION_ERROR_UNCLEAR, BELL_APPLICATION_ID ".Error.Unclear" },
};

GQuark
bell_message_action_error_quark (void)
{
  static gsize quark;

  g_dbus_error_register_error_domain ("bell-message-action-error", &quark, bus_names,
                                      G_N_ELEMENTS (bus_names));
  return (GQuark) quark;
}

void
bell_message_place_free (BellMessagePlace *place)
{
  g_free (place->folder);
  g_clear_pointer (&place->marked, bell_imap_uid_set_free);
  g_free (place);
}

static void
place_free (gpointer place)
{
  bell_message_place_free (place);
}

static void
wish_clear (gpointer data)
{
  Wish *wish = data;

  g_object_unref (wish->task);
  bell_alarm_free (wish->patience);
  g_free (wish->mailbox);
  g_free (wish->target);
  bell_imap_uid_set_free (wish->uids);
  bell_imap_uid_set_free (wish->marked);
}

static void
wish_unref (gpointer wish)
{
  g_rc_box_release_full (wish, wish_clear);
}

/* ERROR (transfer full) (nullable): NULL with PLACE (transfer full). */
static void
end (Wish *wish, BellMessagePlace *place, GError *error)
{
  BellMessageActions *owner = g_steal_pointer (&wish->owner);
  g_autoptr (GTask) task = g_object_ref (wish->task);

  bell_alarm_set (wish->patience, BELL_NEVER);
  g_ptr_array_remove (owner->wishes, wish);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, place, place_free);
}

static void G_GNUC_PRINTF (3, 4)
  fail (Wish *wish, BellMessageActionError code, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  end (wish, NULL, g_error_new_valist (BELL_MESSAGE_ACTION_ERROR, (int) code, format, arguments));
  va_end (arguments);
}

static void
fail_unclear (Wish *wish)
{
  fail (wish, BELL_MESSAGE_ACTION_ERROR_UNCLEAR,
        _ ("The connection to %s broke off in the middle. Look in the mail program whether it was "
           "done."),
        bell_account_get_host (wish->owner->account));
}

static void
on_patience_lost (gpointer user_data)
{
  Wish *wish = user_data;

  if (wish->under_way || wish->n_attempts > 0)
    fail_unclear (wish);
  else
    fail (wish, BELL_MESSAGE_ACTION_ERROR_OFFLINE,
          _ ("There was no connection to %s within a minute, so nothing was done. Try again when "
             "this computer is online."),
          bell_account_get_host (wish->owner->account));
}

/* As it is known by. (transfer full) */
static char *
name_folder (const char *mailbox)
{
  char *name = bell_imap_mailbox_name_decode (mailbox);

  return name != NULL ? name : g_utf8_make_valid (mailbox, -1);
}

/* For a sentence. (transfer full) */
static char *
name_for_people (const char *mailbox)
{
  g_autofree char *name = name_folder (mailbox);

  return bell_safe_text_folder (name);
}

static void
fail_without_target (Wish *wish)
{
  const char      *text;
  g_autofree char *folder = NULL;

  if (wish->target != NULL) {
    folder = name_for_people (wish->target);
    fail (wish, BELL_MESSAGE_ACTION_ERROR_NO_TARGET,
          _ ("There is no folder “%s” on the server, so the message stayed where it is. Create it, "
             "or name another one in the settings of the account."),
          folder);
    return;
  }
  if (wish->type == BELL_IMAP_ACTION_ARCHIVE)
    text = _ ("The server tells of no archive folder, so the message stayed where it is. Name one "
              "in the settings of the account.");
  else if (wish->type == BELL_IMAP_ACTION_JUNK)
    text = _ ("The server tells of no junk folder, so the message stayed where it is. Name one "
              "in the settings of the account.");
  else
    text = _ ("The server tells of no trash folder, so the message stayed where it is. Name one "
              "in the settings of the account.");
  fail (wish, BELL_MESSAGE_ACTION_ERROR_NO_TARGET, "%s", text);
}

/* (transfer full) */
static BellMessagePlace *
new_place (char *folder, guint32 uid_validity, guint32 uid)
{
  BellMessagePlace *place = g_new0 (BellMessagePlace, 1);

  place->folder = folder;
  place->uid_validity = uid_validity;
  place->uid = uid;
  return place;
}

/* It will be in the target's news, if that is watched. */
static void
succeed (Wish *wish, const BellImapEvent *acted)
{
  BellMessageActions *self = wish->owner;
  BellMessagePlace   *place = new_place (NULL, 0, 0);

  place->left = acted->acted == BELL_IMAP_ACTED_LEFT;
  if (acted->sought) {
    place->uid_validity = acted->uid_validity;
    place->marked = bell_imap_uid_set_copy (acted->uids);
    bell_imap_uid_set_add_set (place->marked, wish->marked);
  }
  if (acted->target != NULL && acted->acted != BELL_IMAP_ACTED_GONE)
    place->folder = name_folder (acted->target);
  if (acted->target_uids != NULL && bell_imap_uid_set_get_n_ranges (acted->target_uids) > 0) {
    place->uid_validity = acted->target_uid_validity;
    place->uid = bell_imap_uid_set_get_ranges (acted->target_uids)[0].first;
    g_queue_push_tail (&self->brought,
                       new_place (g_strdup (acted->target), place->uid_validity, place->uid));
    if (self->brought.length > MAX_BROUGHT)
      bell_message_place_free (g_queue_pop_head (&self->brought));
  }
  end (wish, place, NULL);
}

/* Not of a single message. */
static void
fail_many (Wish *wish, BellImapActed acted)
{
  g_autofree char *folder = name_for_people (wish->mailbox);

  if (acted == BELL_IMAP_ACTED_STALE)
    fail (wish, BELL_MESSAGE_ACTION_ERROR_RENUMBERED,
          _ ("The server has numbered the messages of the folder “%s” anew, so none of them was "
             "marked. Choose it once more."),
          folder);
  else if (acted == BELL_IMAP_ACTED_READ_ONLY)
    fail (wish, BELL_MESSAGE_ACTION_ERROR_READ_ONLY,
          _ ("The folder “%s” may only be read, so its messages are as they were."), folder);
  else
    fail (wish, BELL_MESSAGE_ACTION_ERROR_REFUSED,
          _ ("The server refused it, so messages of the folder “%s” are as they were. Perhaps this "
             "account may not change the folder."),
          folder);
}

static gboolean
is_about_many (const Wish *wish)
{
  return wish->type == BELL_IMAP_ACTION_MARK_ALL_READ || bell_imap_uid_set_count (wish->uids) > 1;
}

/* Of one message. */
static void
fail_one (Wish *wish, BellImapActed acted)
{
  if (acted == BELL_IMAP_ACTED_STALE)
    fail (wish, BELL_MESSAGE_ACTION_ERROR_RENUMBERED, "%s",
          _ ("The server has numbered the messages of this folder anew, so this one was not found. "
             "Do it in the mail program."));
  else if (acted == BELL_IMAP_ACTED_READ_ONLY)
    fail (wish, BELL_MESSAGE_ACTION_ERROR_READ_ONLY, "%s",
          _ ("This folder may only be read, so the message is as it was."));
  else
    fail (wish, BELL_MESSAGE_ACTION_ERROR_REFUSED, "%s",
          _ ("The server refused it, so the message is where it was. Perhaps this account may not "
             "change the folder."));
}

static void
conclude (Wish *wish, const BellImapEvent *acted)
{
  switch (acted->acted) {
  case BELL_IMAP_ACTED_DONE:
  case BELL_IMAP_ACTED_GONE:
  case BELL_IMAP_ACTED_LEFT:
    succeed (wish, acted);
    break;
  case BELL_IMAP_ACTED_NO_TARGET:
    fail_without_target (wish);
    break;
  case BELL_IMAP_ACTED_UNCLEAR:
    fail_unclear (wish);
    break;
  case BELL_IMAP_ACTED_STALE:
  case BELL_IMAP_ACTED_READ_ONLY:
  case BELL_IMAP_ACTED_INTERRUPTED:
  case BELL_IMAP_ACTED_REFUSED:
  default:
    if (is_about_many (wish))
      fail_many (wish, acted->acted);
    else
      fail_one (wish, acted->acted);
  }
}

/* A session that broke off is followed by another one. */
static void
on_acted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wish *wish = user_data;
  g_autoptr (BellImapEvent) acted = bell_session_act_finish (BELL_SESSION (source), result, NULL);
  gboolean again = acted == NULL || acted->acted == BELL_IMAP_ACTED_INTERRUPTED;

  wish->under_way = FALSE;
  if (acted != NULL && acted->sought)
    bell_imap_uid_set_add_set (wish->marked, acted->uids);
  if (wish->owner != NULL) {
    if (!again)
      conclude (wish, acted);
    else if (wish->n_attempts >= MAX_ATTEMPTS)
      fail_unclear (wish);
  }
  wish_unref (wish);
}

static void
try (Wish *wish)
{
  BellSessionSet *sessions = wish->owner->sessions;
  BellSession    *session = NULL;
  BellImapAction  action = { .type = wish->type,
                             .mailbox = wish->mailbox,
                             .uid_validity = wish->uid_validity,
                             .uids = wish->uids,
                             .target = wish->target };

  if (sessions != NULL && !wish->under_way)
    session = bell_session_set_find_session (sessions, wish->mailbox);
  if (session == NULL)
    return;
  wish->under_way = TRUE;
  wish->n_attempts++;
  bell_session_act_async (session, &action, on_acted, g_rc_box_acquire (wish));
}

void
bell_message_actions_go_on (BellMessageActions *self)
{
  g_autoptr (GPtrArray) wishes = g_ptr_array_new_with_free_func (wish_unref);

  for (guint i = 0; i < self->wishes->len; i++)
    g_ptr_array_add (wishes, g_rc_box_acquire (g_ptr_array_index (self->wishes, i)));
  for (guint i = 0; i < wishes->len; i++)
    if (((Wish *) g_ptr_array_index (wishes, i))->owner != NULL)
      try (g_ptr_array_index (wishes, i));
}

void
bell_message_actions_set_sessions (BellMessageActions *self, BellSessionSet *sessions)
{
  g_set_object (&self->sessions, sessions);
}

static gboolean
take_brought (BellMessageActions *self, const BellImapEvent *event, guint32 uid)
{
  for (GList *l = self->brought.head; l != NULL; l = l->next) {
    BellMessagePlace *place = l->data;

    if (place->uid != uid || place->uid_validity != event->uid_validity ||
        !g_str_equal (place->folder, event->mailbox))
      continue;
    bell_message_place_free (place);
    g_queue_delete_link (&self->brought, l);
    return TRUE;
  }
  return FALSE;
}

void
bell_message_actions_filter (BellMessageActions *self, BellImapEvent *event)
{
  for (guint i = event->news->len; i > 0; i--)
    if (take_brought (self, event, ((BellImapNews *) g_ptr_array_index (event->news, i - 1))->uid))
      g_ptr_array_remove_index (event->news, i - 1);
}

/* (transfer full) */
static char *
wire_name (const char *folder)
{
  char *name = NULL;

  if (folder != NULL && *folder != '\0' && !bell_imap_mailbox_name_is_inbox (folder))
    name = bell_imap_mailbox_name_encode (folder);
  return name != NULL ? name : g_strdup ("INBOX");
}

/* What the user has named for it. (transfer full) (nullable): nothing. */
static char *
find_target (BellMessageActions *self, const BellMessageAction *action)
{
  static const char *const keys[] = { [BELL_IMAP_ACTION_ARCHIVE] = "archive-folder",
                                      [BELL_IMAP_ACTION_DELETE] = "trash-folder",
                                      [BELL_IMAP_ACTION_JUNK] = "junk-folder" };
  g_autofree char         *folder = NULL;

  if (action->type == BELL_IMAP_ACTION_MOVE)
    return wire_name (action->target);
  if (action->type >= G_N_ELEMENTS (keys) || keys[action->type] == NULL)
    return NULL;
  folder = g_settings_get_string (bell_account_get_settings (self->account), keys[action->type]);
  return *folder != '\0' ? wire_name (folder) : NULL;
}

/* (transfer none): the list's. */
static Wish *
add_wish (BellMessageActions *self, const BellMessageAction *action, GTask *task)
{
  Wish *wish = g_rc_box_new0 (Wish);

  wish->owner = self;
  wish->task = g_object_ref (task);
  wish->patience = bell_alarm_new (on_patience_lost, wish);
  wish->type = action->type;
  wish->mailbox = wire_name (action->folder);
  wish->target = find_target (self, action);
  wish->uid_validity = action->uid_validity;
  wish->uids =
    action->uids != NULL ? bell_imap_uid_set_copy (action->uids) : bell_imap_uid_set_new ();
  wish->marked = bell_imap_uid_set_new ();
  if (action->uids == NULL && action->uid > 0)
    bell_imap_uid_set_add (wish->uids, action->uid);
  bell_alarm_set (wish->patience, bell_clock_now () + PATIENCE);
  g_ptr_array_add (self->wishes, wish);
  return wish;
}

/* All UIDs up to that one, which was told of last, or was there already: what comes after it is not
 * meant. */
static void
take_all (Wish *wish, guint32 uid_seen)
{
  g_autofree char *text = g_strdup_printf ("1:%u", uid_seen);
  g_autoptr (BellImapUidSet) all = bell_imap_uid_set_parse (text);

  if (all != NULL)
    bell_imap_uid_set_add_set (wish->uids, all);
}

/* None. (transfer full) */
static BellMessagePlace *
new_nowhere (void)
{
  BellMessagePlace *place = new_place (NULL, 0, 0);

  place->marked = bell_imap_uid_set_new ();
  return place;
}

/* Any program of the session may ask for it, and gets no further than what Mailbell tells of: to
 * messages of the folders that it has told of and, to take it back, from where they went to these.
 * What was told last of the folder says under which UIDVALIDITY its UIDs are meant, and that one above
 * the highest is none; of where a message went nothing was told, so that it has to be named. TRUE: it
 * goes on. */
static gboolean
find_validity (Wish *wish, guint32 uid)
{
  gboolean         back = wish->type == BELL_IMAP_ACTION_MOVE;
  const char      *told = back ? wish->target : wish->mailbox;
  guint32          uid_validity, uid_seen;
  guint64          modseq;
  g_autofree char *folder = NULL;

  if (!bell_seen_store_get (wish->owner->seen, told, &uid_validity, &uid_seen, &modseq)) {
    folder = name_for_people (told);
    fail (wish, BELL_MESSAGE_ACTION_ERROR_NOT_WATCHED,
          _ ("Mailbell knows no messages in a folder “%s”. Name a folder that it watches."),
          folder);
    return FALSE;
  }
  if (wish->uid_validity == 0 && !back)
    wish->uid_validity = uid_validity;
  else if (back || wish->uid_validity != uid_validity)
    uid_seen = G_MAXUINT32; /* of others than these */
  if (wish->type == BELL_IMAP_ACTION_MARK_ALL_READ)
    take_all (wish, uid = uid_seen);
  if (wish->uid_validity > 0 && uid > 0 && uid <= uid_seen)
    return TRUE;
  end (wish, new_nowhere (), NULL);
  return FALSE;
}

void
bell_message_actions_act_async (BellMessageActions      *self,
                                const BellMessageAction *action,
                                GAsyncReadyCallback      callback,
                                gpointer                 user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Wish *wish = add_wish (self, action, task);

  if (self->wishes->len > MAX_WISHES)
    fail (
      wish, BELL_MESSAGE_ACTION_ERROR_REFUSED, "%s",
      _ ("There is too much to be done already, so this was not begun. Try again in a minute."));
  else if (!bell_account_get_enabled (self->account))
    fail (wish, BELL_MESSAGE_ACTION_ERROR_OFF, "%s",
          _ ("This account is switched off, so nothing was done. Switch it on, and try again."));
  else if (action->uids != NULL || find_validity (wish, action->uid))
    try (wish);
}

BellMessagePlace *
bell_message_actions_act_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

BellMessageActions *
bell_message_actions_new (BellAccount *account, BellSeenStore *seen)
{
  BellMessageActions *self = g_new0 (BellMessageActions, 1);

  self->account = g_object_ref (account);
  self->seen = g_object_ref (seen);
  self->wishes = g_ptr_array_new_with_free_func (wish_unref);
  return self;
}

void
bell_message_actions_abandon (BellMessageActions *self)
{
  while (self->wishes->len > 0)
    end (g_ptr_array_index (self->wishes, 0), NULL,
         g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                              _ ("Mailbell or the account went away before it was done.")));
}

void
bell_message_actions_free (BellMessageActions *self)
{
  bell_message_actions_abandon (self);
  g_ptr_array_unref (self->wishes);
  g_queue_clear_full (&self->brought, place_free);
  g_clear_object (&self->sessions);
  g_object_unref (self->seen);
  g_object_unref (self->account);
  g_free (self);
}
