/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-order.c: puts accounts into another order. What is dragged is the account itself, which means
 * nothing to other programs. */

#include "preferences/account-order.h"

#define ACCOUNT_KEY "bell-account"

struct _BellAccountOrder {
  GObject parent_instance;

  BellAccountList *accounts; /* (owned) */
  BellAccount     *account;  /* (owned) (nullable) */
  GSimpleAction   *up;       /* (owned) */
  GSimpleAction   *down;     /* (owned) */
};

enum {
  MOVED,
  TOLD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BellAccountOrder, bell_account_order, G_TYPE_OBJECT)

/* Of the shown account; FALSE if it is not in the list. */
static gboolean
find_position (BellAccountOrder *self, BellAccount *account, guint *position)
{
  GListModel *model = G_LIST_MODEL (self->accounts);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (BellAccount) each = g_list_model_get_item (model, i);

    if (each == account) {
      *position = i;
      return TRUE;
    }
  }
  return FALSE;
}

static void
show_possible (BellAccountOrder *self)
{
  guint    n_accounts = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));
  guint    position = 0;
  gboolean there = find_position (self, self->account, &position);

  g_simple_action_set_enabled (self->up, there && position > 0);
  g_simple_action_set_enabled (self->down, there && position + 1 < n_accounts);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellAccountOrder) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!bell_account_list_change_finish (BELL_ACCOUNT_LIST (source), result, &error))
    g_signal_emit (self, signals[TOLD], 0, error->message);
}

static void
move (BellAccountOrder *self, BellAccount *account, guint position)
{
  bell_account_list_put_back_async (self->accounts, account, position, on_stored,
                                    g_object_ref (self));
  g_signal_emit (self, signals[MOVED], 0, account);
}

static void
on_up (BellAccountOrder *self)
{
  guint position;

  if (find_position (self, self->account, &position) && position > 0)
    move (self, self->account, position - 1);
}

static void
on_down (BellAccountOrder *self)
{
  guint position;

  if (find_position (self, self->account, &position))
    move (self, self->account, position + 1);
}

static GdkContentProvider *
on_prepare (GtkDragSource *source, double x, double y, G_GNUC_UNUSED gpointer user_data)
{
  GtkWidget   *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  BellAccount *account = g_object_get_data (G_OBJECT (row), ACCOUNT_KEY);
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (row);

  gtk_drag_source_set_icon (source, picture, (int) x, (int) y);
  return gdk_content_provider_new_typed (BELL_TYPE_ACCOUNT, account);
}

/* The dropped one takes the place of the one that it is dropped on. */
static gboolean
on_drop (GtkDropTarget       *target,
         const GValue        *value,
         G_GNUC_UNUSED double x,
         G_GNUC_UNUSED double y,
         gpointer             user_data)
{
  BellAccountOrder *self = user_data;
  GtkWidget        *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
  BellAccount      *there = g_object_get_data (G_OBJECT (row), ACCOUNT_KEY);
  G_GNUC_UNUSED     g_autoptr (BellAccount) dropped = g_value_dup_object (value);
  guint             position;

  if (dropped == NULL || dropped == there || !find_position (self, there, &position))
    return FALSE;
  move (self, dropped, position);
  return TRUE;
}

static void
bell_account_order_dispose (GObject *object)
{
  BellAccountOrder *self = BELL_ACCOUNT_ORDER (object);

  g_clear_object (&self->accounts);
  g_clear_object (&self->account);
  g_clear_object (&self->up);
  g_clear_object (&self->down);
  G_OBJECT_CLASS (bell_account_order_parent_class)->dispose (object);
}

static void
bell_account_order_class_init (BellAccountOrderClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_account_order_dispose;
  signals[MOVED] = g_signal_new ("moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, BELL_TYPE_ACCOUNT);
  signals[TOLD] = g_signal_new ("told", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                1, G_TYPE_STRING);
}

static void
bell_account_order_init (BellAccountOrder *self)
{
  self->up = g_simple_action_new ("move-account-up", NULL);
  self->down = g_simple_action_new ("move-account-down", NULL);
  g_signal_connect_object (self->up, "activate", G_CALLBACK (on_up), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->down, "activate", G_CALLBACK (on_down), self, G_CONNECT_SWAPPED);
}

BellAccountOrder *
bell_account_order_new (BellAccountList *accounts, GActionMap *actions)
{
  BellAccountOrder *self = g_object_new (BELL_TYPE_ACCOUNT_ORDER, NULL);

  self->accounts = g_object_ref (accounts);
  g_action_map_add_action (actions, G_ACTION (self->up));
  g_action_map_add_action (actions, G_ACTION (self->down));
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (show_possible), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  show_possible (self);
  return self;
}

void
bell_account_order_set_account (BellAccountOrder *self, BellAccount *account)
{
  g_set_object (&self->account, account);
  show_possible (self);
}

void
bell_account_order_add_row (BellAccountOrder *self, GtkWidget *row, BellAccount *account)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (BELL_TYPE_ACCOUNT, GDK_ACTION_MOVE);

  g_object_set_data_full (G_OBJECT (row), ACCOUNT_KEY, g_object_ref (account), g_object_unref);
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_object (source, "prepare", G_CALLBACK (on_prepare), self, 0);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, 0);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (source));
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (target));
}
