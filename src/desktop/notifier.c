/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notifier.c: shows notices through GNotification, written as their receiver needs it.
 * GLib chooses the way once, at the first notification: a portal in a sandbox, else
 * org.gtk.Notifications if it is owned (GNOME Shell), else org.freedesktop.Notifications. The same
 * order is followed here, and what the last of them announces is asked again when its owner changes.
 * Notices wait until the answer is there. */

#include "desktop/notifier.h"

#include <glib/gi18n-lib.h>

#define GTK_NAME "org.gtk.Notifications"
#define FREEDESKTOP_NAME "org.freedesktop.Notifications"
#define FREEDESKTOP_PATH "/org/freedesktop/Notifications"

/* A daemon that takes longer to start will find the notices written as plain text. */
#define ANSWER_TIMEOUT_MS 5000

/* More than can wait in seconds, unless something is wrong; the oldest go first. */
#define WAITING_NOTICES 50

typedef enum {
  UNKNOWN, /* nobody was asked since the receiver changed */
  ASKING,  /* an answer is on its way */
  PLAIN,   /* shows the text as it is */
  MARKUP,  /* reads the body as markup */
  UNSURE,  /* might read it as markup: nothing that looks like it is sent */
} Receiver;

struct _BellNotifier {
  GObject parent_instance;

  GApplication    *application; /* (unowned): it owns us */
  GDBusConnection *session;     /* (owned) (nullable) */
  GCancellable    *cancellable; /* (owned) (nullable) of the question that is under way */
  Receiver         receiver;
  gboolean         gtk_excluded; /* GLib has chosen the freedesktop name, for good */
  guint            subscriptions[2];
  GQueue           waiting; /* (owned) of BellNotice */
};

G_DEFINE_FINAL_TYPE (BellNotifier, bell_notifier, G_TYPE_OBJECT)

/* What GLib itself asks before it chooses the portal. */
static gboolean
is_behind_portal (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) || g_getenv ("SNAP") != NULL ||
         g_strcmp0 (g_getenv ("GTK_USE_PORTAL"), "1") == 0;
}

static void
notice_free (gpointer notice)
{
  bell_notice_free (notice);
}

static BellNotice *
notice_copy (const BellNotice *notice)
{
  BellNotice *copy = g_new0 (BellNotice, 1);

  copy->id = g_strdup (notice->id);
  copy->account_id = g_strdup (notice->account_id);
  copy->title = g_strdup (notice->title);
  copy->body = g_strdup (notice->body);
  copy->asks_user = notice->asks_user;
  return copy;
}

static char *
strip_markup (const char *body)
{
  char *stripped = g_strdup (body);

  return g_strdelimit (stripped, "<>&", ' ');
}

static char *
write_body (Receiver receiver, const char *body)
{
  if (receiver == MARKUP)
    return g_markup_escape_text (body, -1);
  if (receiver == UNSURE)
    return strip_markup (body);
  return g_strdup (body);
}

/* Some daemons never send the default action (xfce4-notifyd 0.7), hence the buttons. */
static void
add_actions (GNotification *notification, const BellNotice *notice)
{
  if (notice->asks_user) {
    g_notification_set_default_action (notification, "app.preferences");
    g_notification_add_button (notification, _ ("Preferences"), "app.preferences");
  } else if (notice->account_id != NULL) {
    g_notification_set_category (notification, "email.arrived");
    g_notification_set_default_action_and_target (notification, "app.open-mail", "s",
                                                  notice->account_id);
    g_notification_add_button_with_target (notification, _ ("Open"), "app.open-mail", "s",
                                           notice->account_id);
  }
}

static void
send (BellNotifier *self, const BellNotice *notice)
{
  g_autoptr (GNotification) notification = g_notification_new (notice->title);
  g_autoptr (GIcon) icon = g_themed_icon_new (BELL_APPLICATION_ID);
  g_autofree char *body = write_body (self->receiver, notice->body);

  g_notification_set_body (notification, body);
  g_notification_set_icon (notification, icon);
  add_actions (notification, notice);
  g_application_send_notification (self->application, notice->id, notification);
}

static void
know_receiver (BellNotifier *self, Receiver receiver)
{
  BellNotice *notice;

  g_debug ("The receiver of notifications takes kind %d of text", receiver);
  self->receiver = receiver;
  while ((notice = g_queue_pop_head (&self->waiting)) != NULL) {
    send (self, notice);
    bell_notice_free (notice);
  }
}

static Receiver
read_capabilities (GVariant *answer)
{
  g_autofree const char **capabilities = NULL;

  g_variant_get (answer, "(^a&s)", &capabilities);
  return g_strv_contains (capabilities, "body-markup") ? MARKUP : PLAIN;
}

static gboolean
is_absent (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER);
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
  if (is_absent (error)) { /* at log-in: what waits is shown when the daemon comes */
    self->receiver = UNKNOWN;
    return;
  }
  self->gtk_excluded = TRUE;
  if (answer == NULL)
    g_message ("No answer from the notification daemon: %s", error->message);
  know_receiver (self, answer != NULL ? read_capabilities (answer) : UNSURE);
}

static void
ask_capabilities (BellNotifier *self)
{
  g_dbus_connection_call (self->session, FREEDESKTOP_NAME, FREEDESKTOP_PATH, FREEDESKTOP_NAME,
                          "GetCapabilities", NULL, G_VARIANT_TYPE ("(as)"), G_DBUS_CALL_FLAGS_NONE,
                          ANSWER_TIMEOUT_MS, self->cancellable, on_capabilities_ready, self);
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
  if (owned)
    know_receiver (self, PLAIN);
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
    know_receiver (self, UNSURE);
    return;
  }
  self->receiver = ASKING;
  self->cancellable = g_cancellable_new ();
  if (self->gtk_excluded)
    ask_capabilities (self);
  else
    ask_gtk_owner (self);
}

static void
forget_receiver (BellNotifier *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->receiver = UNKNOWN;
}

static void
on_name_owner_changed (G_GNUC_UNUSED GDBusConnection *connection,
                       G_GNUC_UNUSED const char      *sender,
                       G_GNUC_UNUSED const char      *path,
                       G_GNUC_UNUSED const char      *interface,
                       G_GNUC_UNUSED const char      *signal,
                       G_GNUC_UNUSED GVariant        *parameters,
                       gpointer                       user_data)
{
  BellNotifier *self = user_data;

  forget_receiver (self);
  if (!g_queue_is_empty (&self->waiting))
    ask_receiver (self);
}

static guint
subscribe (BellNotifier *self, const char *name)
{
  return g_dbus_connection_signal_subscribe (
    self->session, "org.freedesktop.DBus", "org.freedesktop.DBus", "NameOwnerChanged",
    "/org/freedesktop/DBus", name, G_DBUS_SIGNAL_FLAGS_NONE, on_name_owner_changed, self, NULL);
}

static void
bell_notifier_dispose (GObject *object)
{
  BellNotifier *self = BELL_NOTIFIER (object);

  forget_receiver (self);
  for (guint i = 0; i < G_N_ELEMENTS (self->subscriptions); i++) {
    if (self->subscriptions[i] != 0)
      g_dbus_connection_signal_unsubscribe (self->session, self->subscriptions[i]);
    self->subscriptions[i] = 0;
  }
  g_clear_object (&self->session);
  g_queue_clear_full (&self->waiting, notice_free);
  G_OBJECT_CLASS (bell_notifier_parent_class)->dispose (object);
}

static void
bell_notifier_class_init (BellNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bell_notifier_dispose;
}

static void
bell_notifier_init (BellNotifier *self)
{
  g_queue_init (&self->waiting);
}

BellNotifier *
bell_notifier_new (GApplication *application)
{
  BellNotifier    *self = g_object_new (BELL_TYPE_NOTIFIER, NULL);
  GDBusConnection *session = g_application_get_dbus_connection (application);

  self->application = application;
  if (session != NULL) {
    self->session = g_object_ref (session);
    self->subscriptions[0] = subscribe (self, GTK_NAME);
    self->subscriptions[1] = subscribe (self, FREEDESKTOP_NAME);
  }
  return self;
}

void
bell_notifier_show (BellNotifier *self, const BellNotice *notice)
{
  if (self->session == NULL)
    return;
  if (self->receiver != UNKNOWN && self->receiver != ASKING) {
    send (self, notice);
    return;
  }

  g_queue_push_tail (&self->waiting, notice_copy (notice));
  if (g_queue_get_length (&self->waiting) > WAITING_NOTICES)
    bell_notice_free (g_queue_pop_head (&self->waiting));
  if (self->receiver == UNKNOWN)
    ask_receiver (self);
}

void
bell_notifier_withdraw (BellNotifier *self, const char *notice_id)
{
  for (GList *link = self->waiting.head; link != NULL;) {
    GList      *next = link->next;
    BellNotice *notice = link->data;

    if (g_str_equal (notice->id, notice_id)) {
      g_queue_delete_link (&self->waiting, link);
      bell_notice_free (notice);
    }
    link = next;
  }
  g_application_withdraw_notification (self->application, notice_id);
}
