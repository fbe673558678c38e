/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notifier.c: shows notices, written as their receiver needs it.
 * GNotification is for a portal, in a sandbox, and for org.gtk.Notifications (GNOME Shell); the
 * freedesktop daemon is spoken to directly. GLib chooses by the same order, once, at the first
 * notification that it gets; it gets none while the daemon is the receiver. What the daemon
 * announces is asked again when an owner changes. Notices wait until the answer is there; what a daemon did
 * not take waits again, and is written anew for the next. */

#include "desktop/notifier.h"

#include "account/bus-absence.h"
#include "base/sandbox.h"
#include "desktop/face-drawing.h"
#include "desktop/kept-notices.h"
#include "desktop/notice-faces.h"
#include "desktop/notice-message.h"
#include "desktop/notice-queue.h"
#include "desktop/notification-daemon.h"
#include "policy/notice-markup.h"

#include <string.h>

#define GTK_NAME "org.gtk.Notifications"

/* A daemon that takes longer to start will find the notices written as plain text. */
#define ANSWER_TIMEOUT_MS 5000

/* So many daemons in a row may end over the question what they announce; the next is not asked. */
#define LOST_QUESTIONS 2

/* More than is withdrawn while a question is under way. */
#define UNWANTED_NOTICES 500

typedef enum {
  UNKNOWN, /* nobody was asked since the receiver changed */
  ASKING,  /* an answer is on its way */
  PLAIN,   /* a daemon that shows the text as it is */
  MARKUP,  /* a daemon that reads the body as markup */
  UNSURE,  /* a daemon that might read it as markup: nothing that looks like it is sent */
  GTK,     /* org.gtk.Notifications shows the text as it is */
  PORTAL,  /* might pass it on to one that reads it as markup */
} Receiver;

struct _BellNotifier {
  GObject parent_instance;

  GApplication    *application; /* (unowned): it owns us */
  GDBusConnection *session;     /* (owned) (nullable) */
  GCancellable    *cancellable; /* (owned) (nullable) of the question that is under way */
  Receiver         receiver;
  gboolean         with_actions;   /* the daemon shows buttons */
  guint            lost_questions; /* in a row */
  guint            subscriptions[2];
  BellKeptNotices *kept;     /* (owned) */
  BellNoticeQueue *waiting;  /* (owned) */
  GPtrArray       *unwanted; /* (owned) of char *: ids to be withdrawn once the receiver is known */
  char            *token;    /* (owned) (nullable) activation token of the click being served */

  BellNotificationDaemon *daemon; /* (owned) (nullable) with SESSION */
  BellNoticeFaces        *faces;  /* (owned) (nullable) with SESSION */
};

G_DEFINE_FINAL_TYPE (BellNotifier, bell_notifier, G_TYPE_OBJECT)

enum { CLOSED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* What GLib itself asks before it chooses the portal. */
static gboolean
is_behind_portal (void)
{
  return bell_is_in_sandbox () || g_getenv ("SNAP") != NULL ||
         g_strcmp0 (g_getenv ("GTK_USE_PORTAL"), "1") == 0;
}

static gboolean
is_reached_through_glib (BellNotifier *self)
{
  return self->receiver == GTK || self->receiver == PORTAL;
}

static gboolean
is_known (BellNotifier *self)
{
  return self->receiver != UNKNOWN && self->receiver != ASKING;
}

static BellNoticeReader
get_reader (Receiver receiver)
{
  if (receiver == MARKUP)
    return BELL_NOTICE_READER_MARKUP;
  if (receiver == UNSURE || receiver == PORTAL)
    return BELL_NOTICE_READER_UNSURE;
  return BELL_NOTICE_READER_PLAIN;
}

/* GNOME Shell always sends the default action and has room for three buttons. */
static gboolean
is_needless (Receiver receiver, const char *action)
{
  return receiver == GTK && g_str_has_prefix (action, "app.open-");
}

static void
add_actions (Receiver receiver, GNotification *notification, const BellNotice *notice)
{
  g_autofree char *action = bell_notice_get_default_action (notice);

  if (action != NULL)
    g_notification_set_default_action (notification, action);
  if (notice->buttons == NULL && action != NULL && !is_needless (receiver, action))
    g_notification_add_button (notification, bell_notice_get_default_label (notice), action);
  for (guint i = 0; notice->buttons != NULL && i < notice->buttons->len; i++) {
    const BellNoticeButton *button = g_ptr_array_index (notice->buttons, i);

    if (!is_needless (receiver, button->action))
      g_notification_add_button_with_target_value (notification, button->label, button->action,
                                                   button->target);
  }
}

/* (transfer full) */
static GIcon *
make_icon (const BellNotice *notice)
{
  GIcon *face = notice->address != NULL ? bell_face_draw_icon (notice) : NULL;

  return face != NULL ? face : g_themed_icon_new (BELL_APPLICATION_ID);
}

static void
send_through_glib (BellNotifier *self, const BellNotice *notice, const char *body)
{
  g_autoptr (GNotification) notification = g_notification_new (notice->title);
  g_autoptr (GIcon) icon = make_icon (notice);

  g_notification_set_body (notification, body);
  g_notification_set_icon (notification, icon);
  if (notice->account_id != NULL && !notice->asks_user)
    g_notification_set_category (notification, "email.arrived");
  if (notice->low_urgency)
    g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_LOW);
  add_actions (self->receiver, notification, notice);
  g_application_send_notification (self->application, notice->id, notification);
}

static void
send (BellNotifier *self, const BellNotice *notice)
{
  g_autofree char *body = bell_notice_markup_write (get_reader (self->receiver), notice->body);

  if (is_reached_through_glib (self)) {
    send_through_glib (self, notice, body);
    bell_notice_queue_settle (self->waiting, notice, BELL_NOTICE_SETTLED);
  } else {
    bell_notification_daemon_show (self->daemon, notice, body, self->with_actions);
  }
}

static void
send_what_waits (BellNotifier *self)
{
  BellNotice *notice;

  while ((notice = bell_notice_queue_take (self->waiting)) != NULL) {
    send (self, notice);
    bell_notice_free (notice);
  }
}

/* Those that are unwanted are of an earlier run, or of before the receiver changed. The daemon has a
 * table of its own for them. */
static void
withdraw_unwanted (BellNotifier *self)
{
  for (guint i = 0; is_reached_through_glib (self) && i < self->unwanted->len; i++)
    g_application_withdraw_notification (self->application, g_ptr_array_index (self->unwanted, i));
  g_ptr_array_set_size (self->unwanted, 0);
}

static void
know_receiver (BellNotifier *self, Receiver receiver)
{
  g_debug ("The receiver of notifications takes kind %d of text", receiver);
  self->receiver = receiver;
  self->lost_questions = 0;
  withdraw_unwanted (self);
  send_what_waits (self);
}

/* It might read the body as markup, and it might show buttons. */
static void
expect_either (BellNotifier *self)
{
  self->with_actions = TRUE;
  know_receiver (self, UNSURE);
}

static Receiver
read_capabilities (BellNotifier *self, GVariant *answer)
{
  g_autofree const char **capabilities = NULL;

  g_variant_get (answer, "(^a&s)", &capabilities);
  self->with_actions = g_strv_contains (capabilities, "actions");
  return g_strv_contains (capabilities, "body-markup") ? MARKUP : PLAIN;
}

static void
on_capabilities_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BellNotifier *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
    g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (bell_bus_absence_is_told (error)) { /* at log-in: what waits is shown when the daemon comes */
    self->receiver = UNKNOWN;
    return;
  }
  if (answer != NULL) {
    know_receiver (self, read_capabilities (self, answer));
    return;
  }
  g_message ("No answer from the notification daemon: %s", error->message);
  expect_either (self);
}

static void
ask_capabilities (BellNotifier *self)
{
  g_dbus_connection_call (self->session, BELL_NOTIFICATIONS_NAME, BELL_NOTIFICATIONS_PATH,
                          BELL_NOTIFICATIONS_NAME, "GetCapabilities", NULL, G_VARIANT_TYPE ("(as)"),
                          G_DBUS_CALL_FLAGS_NONE, ANSWER_TIMEOUT_MS, self->cancellable,
                          on_capabilities_ready, self);
}

static void
forget_receiver (BellNotifier *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->receiver = UNKNOWN;
}

static void
on_gtk_owner_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BellNotifier *self = user_data;
  gboolean      owned = FALSE;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
    g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer != NULL)
    g_variant_get (answer, "(b)", &owned);
  if (owned) {
    know_receiver (self, GTK);
    return;
  }
  withdraw_unwanted (self);
  if (bell_notice_queue_is_empty (self->waiting))
    forget_receiver (self); /* to ask the daemon would start it, with nothing to show */
  else if (self->lost_questions >= LOST_QUESTIONS)
    expect_either (self);
  else
    ask_capabilities (self);
}

static void
ask_gtk_owner (BellNotifier *self)
{
  g_dbus_connection_call (self->session, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", "NameHasOwner", g_variant_new ("(s)", GTK_NAME),
                          G_VARIANT_TYPE ("(b)"), G_DBUS_CALL_FLAGS_NONE, ANSWER_TIMEOUT_MS,
                          self->cancellable, on_gtk_owner_ready, self);
}

static void
ask_receiver (BellNotifier *self)
{
  if (is_behind_portal ()) {
    know_receiver (self, PORTAL);
    return;
  }
  forget_receiver (self);
  self->receiver = ASKING;
  self->cancellable = g_cancellable_new ();
  ask_gtk_owner (self);
}

/* The daemon that was being asked is gone, perhaps because of that. */
static gboolean
is_question_lost (BellNotifier *self, GVariant *parameters)
{
  const char *name, *owner;

  g_variant_get (parameters, "(&s&s&s)", &name, &owner, NULL);
  return self->receiver == ASKING && *owner != '\0' && g_str_equal (name, BELL_NOTIFICATIONS_NAME);
}

static void
on_name_owner_changed (G_GNUC_UNUSED GDBusConnection *connection,
                       G_GNUC_UNUSED const char      *sender,
                       G_GNUC_UNUSED const char      *path,
                       G_GNUC_UNUSED const char      *interface,
                       G_GNUC_UNUSED const char      *signal,
                       GVariant                      *parameters,
                       gpointer                       user_data)
{
  BellNotifier *self = user_data;

  if (is_question_lost (self, parameters))
    self->lost_questions++;
  forget_receiver (self);
  if (!bell_notice_queue_is_empty (self->waiting) || self->unwanted->len > 0)
    ask_receiver (self);
}

static guint
subscribe (BellNotifier *self, const char *name)
{
  return g_dbus_connection_signal_subscribe (
    self->session, "org.freedesktop.DBus", "org.freedesktop.DBus", "NameOwnerChanged",
    "/org/freedesktop/DBus", name, G_DBUS_SIGNAL_FLAGS_NONE, on_name_owner_changed, self, NULL);
}

/* A click. What the daemon says is only followed where it is an action of ours. */
static void
on_action (G_GNUC_UNUSED BellNotificationDaemon *daemon,
           const char                           *detailed_name,
           const char                           *token,
           BellNotifier                         *self)
{
  GActionGroup       *group = G_ACTION_GROUP (self->application);
  g_autofree char    *name = NULL;
  const char         *own;
  const GVariantType *type;
  g_autoptr (GVariant) target = NULL;

  if (!g_str_has_prefix (detailed_name, "app.") ||
      !g_action_parse_detailed_name (detailed_name, &name, &target, NULL))
    return;
  own = name + strlen ("app.");
  if (!g_action_group_has_action (group, own))
    return;
  type = g_action_group_get_action_parameter_type (group, own);
  if (target == NULL ? type != NULL : type == NULL || !g_variant_is_of_type (target, type))
    return;
  g_free (self->token);
  self->token = g_strdup (token);
  g_action_group_activate_action (group, own, target);
  g_clear_pointer (&self->token, g_free);
}

/* Where nobody is there, the next who comes is asked. Of the end of one that was, the word may still be on
 * its way; the question starts another. */
static void
on_answered (BellNotificationDaemon *daemon, const BellNotice *notice, int fate, BellNotifier *self)
{
  bell_notice_queue_settle (self->waiting, notice, (BellNoticeFate) fate);
  if (bell_notice_queue_is_empty (self->waiting) || self->receiver == ASKING)
    return;
  if (fate == BELL_NOTICE_SETTLED && is_known (self))
    send_what_waits (self);
  else if (fate == BELL_NOTICE_FATAL || is_known (self) ||
           bell_notification_daemon_is_there (daemon))
    ask_receiver (self);
}

static void
on_closed (G_GNUC_UNUSED BellNotificationDaemon *daemon, const char *notice_id, BellNotifier *self)
{
  bell_kept_notices_forget (self->kept, notice_id);
  g_signal_emit (self, signals[CLOSED], 0, notice_id);
}

static void
show (const BellNotice *notice, gpointer user_data)
{
  BellNotifier *self = user_data;

  bell_kept_notices_add (self->kept, notice);
  bell_notice_queue_push (self->waiting, notice);
  if (is_known (self))
    send_what_waits (self);
  else if (self->receiver == UNKNOWN)
    ask_receiver (self);
}

static void
bell_notifier_dispose (GObject *object)
{
  BellNotifier *self = BELL_NOTIFIER (object);

  g_clear_pointer (&self->faces, bell_notice_faces_free);
  g_clear_object (&self->daemon);
  g_clear_pointer (&self->token, g_free);
  forget_receiver (self);
  for (guint i = 0; i < G_N_ELEMENTS (self->subscriptions); i++) {
    if (self->subscriptions[i] != 0)
      g_dbus_connection_signal_unsubscribe (self->session, self->subscriptions[i]);
    self->subscriptions[i] = 0;
  }
  g_clear_object (&self->session);
  g_clear_pointer (&self->waiting, bell_notice_queue_free);
  g_clear_pointer (&self->kept, bell_kept_notices_free);
  g_clear_pointer (&self->unwanted, g_ptr_array_unref);
  G_OBJECT_CLASS (bell_notifier_parent_class)->dispose (object);
}

static void
bell_notifier_class_init (BellNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bell_notifier_dispose;
  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
bell_notifier_init (BellNotifier *self)
{
  self->kept = bell_kept_notices_new ();
  self->waiting = bell_notice_queue_new ();
  self->unwanted = g_ptr_array_new_with_free_func (g_free);
}

BellNotifier *
bell_notifier_new (GApplication *application)
{
  BellNotifier    *self = g_object_new (BELL_TYPE_NOTIFIER, NULL);
  GDBusConnection *session = g_application_get_dbus_connection (application);

  self->application = application;
  if (session != NULL) {
    self->session = g_object_ref (session);
    self->daemon = bell_notification_daemon_new (session, NULL);
    self->faces = bell_notice_faces_new (session, show, self);
    g_signal_connect_object (self->daemon, "action", G_CALLBACK (on_action), self, 0);
    g_signal_connect_object (self->daemon, "answered", G_CALLBACK (on_answered), self, 0);
    g_signal_connect_object (self->daemon, "closed", G_CALLBACK (on_closed), self, 0);
    self->subscriptions[0] = subscribe (self, GTK_NAME);
    self->subscriptions[1] = subscribe (self, BELL_NOTIFICATIONS_NAME);
  }
  return self;
}

void
bell_notifier_show (BellNotifier *self, const BellNotice *notice)
{
  bell_kept_notices_add (self->kept, notice); /* the address book may take its time */
  if (self->faces != NULL && notice->address != NULL)
    bell_notice_faces_show (self->faces, notice);
  else if (self->session != NULL)
    show (notice, self);
}

static void
withdraw_through_glib (BellNotifier *self, const char *notice_id)
{
  if (is_reached_through_glib (self)) {
    g_application_withdraw_notification (self->application, notice_id);
    return;
  }
  if (self->session == NULL || is_known (self))
    return;
  if (self->unwanted->len < UNWANTED_NOTICES)
    g_ptr_array_add (self->unwanted, g_strdup (notice_id));
  if (self->receiver == UNKNOWN)
    ask_receiver (self);
}

static void
take_away (BellNotifier *self, const char *notice_id)
{
  bell_notice_queue_remove (self->waiting, notice_id);
  if (self->faces != NULL)
    bell_notice_faces_withdraw (self->faces, notice_id);
  withdraw_through_glib (self, notice_id);
  if (self->daemon != NULL)
    bell_notification_daemon_withdraw (self->daemon, notice_id);
}

void
bell_notifier_withdraw (BellNotifier *self, const char *notice_id)
{
  bell_kept_notices_forget (self->kept, notice_id);
  take_away (self, notice_id);
}

void
bell_notifier_hide (BellNotifier *self, const char *notice_id)
{
  bell_kept_notices_hide (self->kept, notice_id);
  take_away (self, notice_id);
}

void
bell_notifier_bring_back (BellNotifier *self, const char *notice_id)
{
  g_autoptr (BellNotice) notice = bell_kept_notices_take_hidden (self->kept, notice_id);

  if (notice == NULL || self->session == NULL)
    return;
  notice->low_urgency = TRUE;
  notice->with_sound = FALSE;
  show (notice, self);
}

static void
on_daemon_flushed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  bell_notification_daemon_flush_finish (BELL_NOTIFICATION_DAEMON (source), result);
  g_task_return_boolean (task, TRUE);
}

void
bell_notifier_flush_async (BellNotifier *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  if (self->daemon != NULL)
    bell_notification_daemon_flush_async (self->daemon, on_daemon_flushed, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

void
bell_notifier_flush_finish (G_GNUC_UNUSED BellNotifier *self, GAsyncResult *result)
{
  g_task_propagate_boolean (G_TASK (result), NULL);
}

char *
bell_notifier_take_activation_token (BellNotifier *self)
{
  return g_steal_pointer (&self->token);
}
