/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-activation.c: a GDBus filter that completes the library's StatusNotifierItem.
 * Calls that the library does not know are answered here and go no further. Properties.GetAll is
 * answered by the library: its call is remembered by sender and serial, and our two properties are
 * added to a copy of the reply on its way out (a message that is being sent is locked). */

#include "desktop/tray-activation.h"

#include "policy/notice-markup.h"

#include <string.h>

#define ITEM_INTERFACE "org.kde.StatusNotifierItem"
#define PROPERTIES_INTERFACE "org.freedesktop.DBus.Properties"

/* Every remembered call is forgotten with its reply; a library that does not reply costs no more
 * than these. */
#define PENDING_CALLS 64

/* Tokens of compositors have some dozen characters. */
#define TOKEN_BYTES 512

/* Hosts send both clicks of a double click, whose time is this in GTK and in Qt if nobody sets it. */
#define DOUBLE_CLICK_US (400 * G_TIME_SPAN_MILLISECOND)

struct _BellTrayActivation {
  GDBusConnection *session; /* (owned) */
  guint            filter;
  char            *item_path; /* (owned) */
  GMainContext    *context;   /* (owned) */
  gint64 (*now) (void);
  void (*activate) (gpointer user_data); /* NULL once freed; main context only */
  gpointer user_data;
  gint64   activated_us; /* of the last click that was one; main context only */

  GMutex      lock;           /* of what follows */
  char       *tool_tip_title; /* (owned) */
  char       *tool_tip_text;  /* (owned) */
  char       *token;          /* (owned) (nullable) */
  GHashTable *pending;        /* (owned) of "SENDER SERIAL": GetAll calls without a reply yet */
};

/* On its way to the main context, which may take its time. */
typedef struct {
  BellTrayActivation *activation; /* (owned) */
  gint64              at_us;      /* when it came */
} Click;

static void
clear (gpointer data)
{
  BellTrayActivation *self = data;

  g_object_unref (self->session);
  g_free (self->item_path);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_free (self->tool_tip_title);
  g_free (self->tool_tip_text);
  g_free (self->token);
  g_hash_table_unref (self->pending);
}

static void
release (gpointer self)
{
  g_atomic_rc_box_release_full (self, clear);
}

static void
click_free (gpointer data)
{
  Click *click = data;

  release (click->activation);
  g_free (click);
}

static gboolean
on_activated (gpointer data)
{
  const Click        *click = data;
  BellTrayActivation *self = click->activation;

  if (self->activate != NULL && click->at_us - self->activated_us >= DOUBLE_CLICK_US) {
    self->activated_us = click->at_us;
    self->activate (self->user_data);
  }
  return G_SOURCE_REMOVE;
}

static void
hand_over_activation (BellTrayActivation *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Click *click = g_new0 (Click, 1);

  click->activation = g_atomic_rc_box_acquire (self);
  click->at_us = self->now ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_activated, click, click_free);
  g_source_attach (source, self->context);
}

/* By its specification the title is plain and the text may hold markup. MATE's panel and Waybar read
 * both as markup, and go on showing the last that was; Plasma guesses from what it finds. So neither
 * holds anything that looks like it. */
static GVariant *
make_tool_tip (BellTrayActivation *self)
{
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  GVariant        *tool_tip;

  g_mutex_lock (&self->lock);
  title = bell_notice_markup_write (BELL_NOTICE_READER_UNSURE, self->tool_tip_title);
  text = bell_notice_markup_write (BELL_NOTICE_READER_UNSURE, self->tool_tip_text);
  tool_tip = g_variant_new ("(sa(iiay)ss)", "", NULL, title, text);
  g_mutex_unlock (&self->lock);
  return tool_tip;
}

static void
reply (GDBusConnection *connection, GDBusMessage *call, GVariant *body)
{
  g_autoptr (GDBusMessage) message = NULL;
  g_autoptr (GVariant) owned_body = body != NULL ? g_variant_ref_sink (body) : NULL;

  if (g_dbus_message_get_flags (call) & G_DBUS_MESSAGE_FLAGS_NO_REPLY_EXPECTED)
    return;
  message = g_dbus_message_new_method_reply (call);
  if (owned_body != NULL)
    g_dbus_message_set_body (message, owned_body);
  g_dbus_connection_send_message (connection, message, G_DBUS_SEND_MESSAGE_FLAGS_NONE, NULL, NULL);
}

static void
keep_token (BellTrayActivation *self, const char *token)
{
  if (strlen (token) > TOKEN_BYTES)
    return;
  g_mutex_lock (&self->lock);
  g_free (self->token);
  self->token = *token != '\0' ? g_strdup (token) : NULL;
  g_mutex_unlock (&self->lock);
}

/* TRUE if CALL was answered here. */
static gboolean
answer_item_call (BellTrayActivation *self, GDBusConnection *connection, GDBusMessage *call)
{
  const char *member = g_dbus_message_get_member (call);
  GVariant   *body = g_dbus_message_get_body (call);
  const char *token = NULL;

  if (g_str_equal (member, "Activate")) {
    hand_over_activation (self);
    reply (connection, call, NULL);
    return TRUE;
  }
  if (g_str_equal (member, "ProvideXdgActivationToken") && body != NULL &&
      g_variant_is_of_type (body, G_VARIANT_TYPE ("(s)"))) {
    g_variant_get (body, "(&s)", &token);
    keep_token (self, token);
    reply (connection, call, NULL);
    return TRUE;
  }
  return FALSE;
}

static gboolean
answer_get (BellTrayActivation *self, GDBusConnection *connection, GDBusMessage *call)
{
  GVariant   *body = g_dbus_message_get_body (call);
  const char *interface = NULL;
  const char *property = NULL;

  if (body == NULL || !g_variant_is_of_type (body, G_VARIANT_TYPE ("(ss)")))
    return FALSE;
  g_variant_get (body, "(&s&s)", &interface, &property);
  if (!g_str_equal (interface, ITEM_INTERFACE))
    return FALSE;

  if (g_str_equal (property, "ItemIsMenu"))
    reply (connection, call, g_variant_new ("(v)", g_variant_new_boolean (FALSE)));
  else if (g_str_equal (property, "ToolTip"))
    reply (connection, call, g_variant_new ("(v)", make_tool_tip (self)));
  else
    return FALSE;
  return TRUE;
}

static char *
pending_key (const char *caller, guint32 serial)
{
  return g_strdup_printf ("%s %u", caller != NULL ? caller : "", serial);
}

static void
remember_get_all (BellTrayActivation *self, GDBusMessage *call)
{
  g_mutex_lock (&self->lock);
  if (g_hash_table_size (self->pending) < PENDING_CALLS)
    g_hash_table_add (self->pending, pending_key (g_dbus_message_get_sender (call),
                                                  g_dbus_message_get_serial (call)));
  g_mutex_unlock (&self->lock);
}

/* TRUE if CALL was answered here. */
static gboolean
take_call (BellTrayActivation *self, GDBusConnection *connection, GDBusMessage *call)
{
  const char *interface = g_dbus_message_get_interface (call);
  const char *member = g_dbus_message_get_member (call);

  if (g_strcmp0 (g_dbus_message_get_path (call), self->item_path) != 0 || member == NULL)
    return FALSE;
  if (g_strcmp0 (interface, ITEM_INTERFACE) == 0)
    return answer_item_call (self, connection, call);
  if (g_strcmp0 (interface, PROPERTIES_INTERFACE) != 0)
    return FALSE;
  if (g_str_equal (member, "Get"))
    return answer_get (self, connection, call);
  if (g_str_equal (member, "GetAll"))
    remember_get_all (self, call);
  return FALSE;
}

static gboolean
was_get_all (BellTrayActivation *self, GDBusMessage *answer)
{
  g_autofree char *key =
    pending_key (g_dbus_message_get_destination (answer), g_dbus_message_get_reply_serial (answer));
  gboolean found;

  g_mutex_lock (&self->lock);
  found = g_hash_table_remove (self->pending, key);
  g_mutex_unlock (&self->lock);
  return found;
}

/* (transfer full) (nullable): NULL leaves ANSWER as it is. */
static GDBusMessage *
complete_get_all (BellTrayActivation *self, GDBusMessage *answer)
{
  GVariant *body = g_dbus_message_get_body (answer);
  g_autoptr (GVariant) old = NULL;
  GDBusMessage *copy = NULL;
  GVariantDict  properties;

  if (body == NULL || !g_variant_is_of_type (body, G_VARIANT_TYPE ("(a{sv})")))
    return NULL;
  copy = g_dbus_message_copy (answer, NULL);
  if (copy == NULL)
    return NULL;

  old = g_variant_get_child_value (body, 0);
  g_variant_dict_init (&properties, old);
  g_variant_dict_insert (&properties, "ItemIsMenu", "b", FALSE);
  g_variant_dict_insert_value (&properties, "ToolTip", make_tool_tip (self));
  g_dbus_message_set_body (copy, g_variant_new ("(@a{sv})", g_variant_dict_end (&properties)));
  return copy;
}

/* Worker thread. Takes MESSAGE, gives back what is to go on. */
static GDBusMessage *
on_message (GDBusConnection *connection, GDBusMessage *message, gboolean incoming, gpointer data)
{
  BellTrayActivation *self = data;
  GDBusMessageType    type = g_dbus_message_get_message_type (message);
  GDBusMessage       *replacement = NULL;

  if (incoming && type == G_DBUS_MESSAGE_TYPE_METHOD_CALL) {
    if (take_call (self, connection, message))
      g_clear_object (&message);
  } else if (!incoming &&
             (type == G_DBUS_MESSAGE_TYPE_METHOD_RETURN || type == G_DBUS_MESSAGE_TYPE_ERROR) &&
             was_get_all (self, message)) {
    replacement = complete_get_all (self, message);
  }
  if (replacement == NULL)
    return message;
  g_object_unref (message);
  return replacement;
}

BellTrayActivation *
bell_tray_activation_new_for_clock (GDBusConnection *session,
                                    const char      *item_path,
                                    gint64 (*now) (void),
                                    void (*activate) (gpointer user_data),
                                    gpointer user_data)
{
  BellTrayActivation *self = g_atomic_rc_box_new0 (BellTrayActivation);

  self->session = g_object_ref (session);
  self->item_path = g_strdup (item_path);
  self->context = g_main_context_ref_thread_default ();
  self->now = now;
  self->activate = activate;
  self->user_data = user_data;
  self->activated_us = -DOUBLE_CLICK_US; /* the clock may have begun just now */
  g_mutex_init (&self->lock);
  self->tool_tip_title = g_strdup ("");
  self->tool_tip_text = g_strdup ("");
  self->pending = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->filter =
    g_dbus_connection_add_filter (session, on_message, g_atomic_rc_box_acquire (self), release);
  return self;
}

BellTrayActivation *
bell_tray_activation_new (GDBusConnection *session,
                          const char      *item_path,
                          void (*activate) (gpointer user_data),
                          gpointer user_data)
{
  return bell_tray_activation_new_for_clock (session, item_path, g_get_monotonic_time, activate,
                                             user_data);
}

void
bell_tray_activation_free (BellTrayActivation *self)
{
  self->activate = NULL;
  g_dbus_connection_remove_filter (self->session, self->filter);
  release (self);
}

void
bell_tray_activation_set_tool_tip (BellTrayActivation *self, const char *title, const char *text)
{
  gboolean changed;

  g_mutex_lock (&self->lock);
  changed = !g_str_equal (self->tool_tip_title, title) || !g_str_equal (self->tool_tip_text, text);
  if (changed) {
    g_free (self->tool_tip_title);
    g_free (self->tool_tip_text);
    self->tool_tip_title = g_strdup (title);
    self->tool_tip_text = g_strdup (text);
  }
  g_mutex_unlock (&self->lock);

  if (changed)
    g_dbus_connection_emit_signal (self->session, NULL, self->item_path, ITEM_INTERFACE,
                                   "NewToolTip", NULL, NULL);
}

char *
bell_tray_activation_take_token (BellTrayActivation *self)
{
  char *token;

  g_mutex_lock (&self->lock);
  token = g_steal_pointer (&self->token);
  g_mutex_unlock (&self->lock);
  return token;
}
