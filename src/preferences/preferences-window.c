/* SPDX-License-Identifier: GPL-3.0-or-later */
/* preferences-window.c: which page is shown, and what is said of the applet as a whole.
 * The rows of the list are one model: the accounts, then one item for the general page. */

#include "preferences/preferences-window.h"

#include "account/account-list.h"
#include "preferences/account-order.h"
#include "preferences/account-page.h"
#include "preferences/account-removal.h"
#include "preferences/account-row.h"
#include "preferences/add-account.h"
#include "preferences/applet-link.h"
#include "preferences/debug-info.h"
#include "preferences/general-page.h"
#include "preferences/online-offers.h"
#include "preferences/tab-group.h"

#include <glib/gi18n-lib.h>

#define WELCOME "welcome"
#define GENERAL "general"

struct _BellPreferencesWindow {
  AdwApplicationWindow parent_instance;

  BellAccountList  *accounts; /* (owned) */
  BellAppletLink   *applet;   /* (owned) */
  BellAccountOrder *order;    /* (owned) */
  GPtrArray        *removals; /* (owned) of BellAccountRemoval */
  char             *shown;    /* (owned) (nullable) the page: WELCOME, GENERAL or an identifier */
  BellAddAccount   *adding;   /* (unowned) (nullable) the dialog, while it is open */

  AdwToastOverlay *toasts;
  AdwLeaflet      *leaflet;
  GtkWidget       *sidebar;
  GtkWidget       *content;
  GtkListBox      *list;
  GtkStack        *pages;
  AdwWindowTitle  *page_title;
  BellGeneralPage *general_page;
  GtkInfoBar      *applet_bar;
  GtkLabel        *applet_label;
  GtkLabel        *applet_button_label;

  BellOnlineOffers *offers;
};

G_DEFINE_FINAL_TYPE (BellPreferencesWindow, bell_preferences_window, ADW_TYPE_APPLICATION_WINDOW)

static void
on_told (BellPreferencesWindow *self, const char *text)
{
  bell_preferences_window_toast (self, text);
}

static void
on_remove (BellPreferencesWindow *self, BellAccountPage *page)
{
  g_ptr_array_add (self->removals, bell_account_removal_new (self->toasts, self->accounts,
                                                             bell_account_page_get_account (page)));
}

static void
on_name_changed (BellPreferencesWindow *self, G_GNUC_UNUSED GParamSpec *spec, BellAccount *account)
{
  if (g_strcmp0 (self->shown, bell_account_get_id (account)) == 0)
    adw_window_title_set_title (self->page_title, bell_account_get_name (account));
}

/* (transfer none): made when it is first looked at. */
static GtkWidget *
ensure_account_page (BellPreferencesWindow *self, BellAccount *account)
{
  const char *id = bell_account_get_id (account);
  GtkWidget  *page = gtk_stack_get_child_by_name (self->pages, id);

  if (page == NULL) {
    page = bell_account_page_new (account, bell_account_list_get_settings (self->accounts),
                                  self->applet);
    gtk_stack_add_named (self->pages, page, id);
    g_signal_connect_object (page, "told", G_CALLBACK (on_told), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (page, "remove", G_CALLBACK (on_remove), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (account, "notify::name", G_CALLBACK (on_name_changed), self,
                             G_CONNECT_SWAPPED);
  }
  return page;
}

/* The others are made invisible: what is only behind another page, GTK 4.8 tells a screen reader. */
static void
reveal_page (BellPreferencesWindow *self, const char *name)
{
  GtkWidget *shown = gtk_stack_get_child_by_name (self->pages, name);

  gtk_widget_set_visible (shown, TRUE);
  gtk_stack_set_visible_child (self->pages, shown);
  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (self->pages)); page != NULL;
       page = gtk_widget_get_next_sibling (page))
    gtk_widget_set_visible (page, page == shown);
}

/* NAME: WELCOME, GENERAL or the identifier of an account that is there. */
static void
show_page (BellPreferencesWindow *self, const char *name)
{
  BellAccount *account = bell_account_list_find_by_id (self->accounts, name);
  const char  *title = "";

  if (account != NULL) {
    ensure_account_page (self, account);
    title = bell_account_get_name (account);
  } else if (g_str_equal (name, GENERAL))
    title = _ ("General");
  if (g_strcmp0 (self->shown, name) != 0) {
    g_free (self->shown);
    self->shown = g_strdup (name);
  }
  adw_window_title_set_title (self->page_title, title);
  bell_account_order_set_account (self->order, account);
  reveal_page (self, name);
}

/* What a row of the list stands for. (transfer none) */
static const char *
get_row_name (GtkListBoxRow *row)
{
  return BELL_IS_ACCOUNT_ROW (row)
           ? bell_account_get_id (bell_account_row_get_account (BELL_ACCOUNT_ROW (row)))
           : GENERAL;
}

static void
on_row_selected (BellPreferencesWindow *self, GtkListBoxRow *row)
{
  if (row != NULL)
    show_page (self, get_row_name (row));
}

static void
on_row_activated (BellPreferencesWindow *self, GtkListBoxRow *row)
{
  show_page (self, get_row_name (row));
  adw_leaflet_set_visible_child (self->leaflet, self->content);
}

static void
on_back_clicked (BellPreferencesWindow *self)
{
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

/* On a narrow screen there is something to go back to. */
static gboolean
on_escape (GtkWidget *widget, G_GNUC_UNUSED GVariant *arguments, G_GNUC_UNUSED gpointer user_data)
{
  BellPreferencesWindow *self = BELL_PREFERENCES_WINDOW (widget);

  return adw_leaflet_get_folded (self->leaflet) &&
         adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

/* The last removal of those that can be undone. In a field the key is the field's own. */
static gboolean
on_undo (GtkWidget *widget, G_GNUC_UNUSED GVariant *arguments, G_GNUC_UNUSED gpointer user_data)
{
  BellPreferencesWindow *self = BELL_PREFERENCES_WINDOW (widget);

  for (guint i = self->removals->len; i > 0; i--)
    if (bell_account_removal_undo (g_ptr_array_index (self->removals, i - 1)))
      return GDK_EVENT_STOP;
  return GDK_EVENT_PROPAGATE;
}

/* (nullable) (transfer none) */
static GtkListBoxRow *
find_row (BellPreferencesWindow *self, const char *name)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (g_str_equal (get_row_name (row), name))
      return row;
  return NULL;
}

/* Selects the row of what is shown, and if that is gone, or there is something better than the
 * welcome, the first one. The welcome has no row: nothing is selected, lest Tab leads away from it. */
static void
settle (BellPreferencesWindow *self)
{
  gboolean       none = g_list_model_get_n_items (G_LIST_MODEL (self->accounts)) == 0;
  GtkListBoxRow *row = self->shown != NULL ? find_row (self, self->shown) : NULL;

  gtk_list_box_set_selection_mode (self->list, none ? GTK_SELECTION_NONE : GTK_SELECTION_BROWSE);
  if (row == NULL && !none)
    row = gtk_list_box_get_row_at_index (self->list, 0);
  gtk_list_box_select_row (self->list, row);
  if (row == NULL) {
    show_page (self, WELCOME);
    adw_leaflet_set_visible_child (self->leaflet, self->content);
  }
}

static void
remove_stale_pages (BellPreferencesWindow *self)
{
  GtkWidget *next;

  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (self->pages)); page != NULL;
       page = next) {
    const char *name = gtk_stack_page_get_name (gtk_stack_get_page (self->pages, page));

    next = gtk_widget_get_next_sibling (page);
    if (!g_str_equal (name, WELCOME) && !g_str_equal (name, GENERAL) &&
        bell_account_list_find_by_id (self->accounts, name) == NULL)
      gtk_stack_remove (self->pages, page);
  }
}

static void
on_accounts_changed (BellPreferencesWindow *self)
{
  settle (self);
  remove_stale_pages (self);
}

/* The row of an account that was moved is another one; the focus goes along if it was there. */
static void
on_moved (BellPreferencesWindow *self, BellAccount *account)
{
  GtkWidget     *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkListBoxRow *row = find_row (self, bell_account_get_id (account));

  if (row != NULL && (focus == NULL || gtk_widget_is_ancestor (focus, self->sidebar)))
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
on_applet_bar_response (BellPreferencesWindow *self)
{
  if (bell_applet_link_get_state (self->applet) == BELL_APPLET_RUNNING)
    bell_applet_link_resume (self->applet);
  else
    bell_applet_link_start (self->applet);
}

static void
show_applet (BellPreferencesWindow *self)
{
  gboolean gone = bell_applet_link_get_state (self->applet) == BELL_APPLET_GONE;
  gboolean paused = bell_applet_link_get_paused (self->applet);

  if (gone) {
    gtk_label_set_text (self->applet_label,
                        _ ("Mailbell is not running: no new mail is looked for."));
    gtk_label_set_label (self->applet_button_label, _ ("_Start"));
  } else if (paused) {
    gtk_label_set_text (self->applet_label, _ ("Mailbell is paused: no new mail is looked for."));
    gtk_label_set_label (self->applet_button_label, _ ("_Resume"));
  }
  gtk_widget_set_visible (GTK_WIDGET (self->applet_bar), gone || paused);
}

static GtkWidget *
make_general_row (void)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("emblem-system-symbolic");

  gtk_widget_set_size_request (icon, BELL_ACCOUNT_ROW_AVATAR, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("General"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  return row;
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  BellPreferencesWindow *self = user_data;

  GtkWidget *row;

  if (!BELL_IS_ACCOUNT (item))
    return make_general_row ();
  row = bell_account_row_new (item, self->applet);
  bell_account_order_add_row (self->order, row, item);
  return row;
}

static void
fill_list (BellPreferencesWindow *self)
{
  GListStore *models = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr (GtkStringList) general = gtk_string_list_new ((const char *[]){ GENERAL, NULL });
  g_autoptr (GtkFlattenListModel) rows = gtk_flatten_list_model_new (G_LIST_MODEL (models));

  g_list_store_append (models, self->accounts);
  g_list_store_append (models, general);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (rows), make_row, self, NULL);
}

static void
on_account_added (BellPreferencesWindow *self, BellAccount *account)
{
  bell_applet_link_start (self->applet);
  bell_preferences_window_show_account (self, bell_account_get_id (account));
}

/* (transfer none): one dialog, with what was typed into it. */
static BellAddAccount *
open_add_account (BellPreferencesWindow *self)
{
  if (self->adding == NULL) {
    g_set_weak_pointer (&self->adding, bell_add_account_new (self->accounts));
    gtk_window_set_transient_for (GTK_WINDOW (self->adding), GTK_WINDOW (self));
    g_signal_connect_object (self->adding, "added", G_CALLBACK (on_account_added), self,
                             G_CONNECT_SWAPPED);
  }
  gtk_window_present (GTK_WINDOW (self->adding));
  return self->adding;
}

static void
on_online_account_chosen (BellPreferencesWindow *self, const BellOnlineAccount *online)
{
  bell_add_account_adopt (open_add_account (self), online);
}

static void
on_tell_activated (GtkWidget *widget, G_GNUC_UNUSED const char *action, GVariant *text)
{
  bell_preferences_window_toast (BELL_PREFERENCES_WINDOW (widget),
                                 g_variant_get_string (text, NULL));
}

static void
bell_preferences_window_dispose (GObject *object)
{
  BellPreferencesWindow *self = BELL_PREFERENCES_WINDOW (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_weak_pointer (&self->adding);
  g_clear_pointer (&self->removals, g_ptr_array_unref);
  g_clear_object (&self->order);
  g_clear_object (&self->applet);
  g_clear_object (&self->accounts);
  g_clear_pointer (&self->shown, g_free);
  G_OBJECT_CLASS (bell_preferences_window_parent_class)->dispose (object);
}

static void
bell_preferences_window_class_init (BellPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_preferences_window_dispose;
  g_type_ensure (BELL_TYPE_GENERAL_PAGE);
  g_type_ensure (BELL_TYPE_ONLINE_OFFERS);
  g_type_ensure (BELL_TYPE_TAB_GROUP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BellPreferencesWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, BellPreferencesWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, BellPreferencesWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, BellPreferencesWindow, content);
  gtk_widget_class_bind_template_child (widget_class, BellPreferencesWindow, list);
  gtk_widget_class_bind_template_child (widget_class, BellPreferencesWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, BellPreferencesWindow, page_title);
  gtk_widget_class_bind_template_child (widget_class, BellPreferencesWindow, general_page);
  gtk_widget_class_bind_template_child (widget_class, BellPreferencesWindow, applet_bar);
  gtk_widget_class_bind_template_child (widget_class, BellPreferencesWindow, applet_label);
  gtk_widget_class_bind_template_child (widget_class, BellPreferencesWindow, applet_button_label);
  gtk_widget_class_bind_template_child (widget_class, BellPreferencesWindow, offers);
  gtk_widget_class_install_action (widget_class, "window.tell", "s", on_tell_activated);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, on_undo, NULL);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_back_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_applet_bar_response);
  gtk_widget_class_bind_template_callback (widget_class, on_online_account_chosen);
}

static void
bell_preferences_window_init (BellPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->accounts = bell_account_list_new ();
  self->applet = bell_applet_link_new ();
  self->order = bell_account_order_new (self->accounts, G_ACTION_MAP (self));
  self->removals = g_ptr_array_new_with_free_func ((GDestroyNotify) bell_account_removal_free);
  bell_general_page_set_settings (self->general_page,
                                  bell_account_list_get_settings (self->accounts));
  bell_general_page_set_applet (self->general_page, self->applet);
  fill_list (self);
  bell_online_offers_set_accounts (self->offers, self->accounts);
  g_signal_connect_object (self->accounts, "items-changed", G_CALLBACK (on_accounts_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->order, "moved", G_CALLBACK (on_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->order, "told", G_CALLBACK (on_told), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->applet, "changed", G_CALLBACK (show_applet), self,
                           G_CONNECT_SWAPPED);
  settle (self);
}

BellPreferencesWindow *
bell_preferences_window_new (GtkApplication *application)
{
  return g_object_new (BELL_TYPE_PREFERENCES_WINDOW, "application", application, NULL);
}

void
bell_preferences_window_show_account (BellPreferencesWindow *self, const char *name)
{
  BellAccount *account = bell_account_list_find_by_id (self->accounts, name);

  if (account == NULL)
    account = bell_account_list_find_by_address (self->accounts, name);
  if (account == NULL) {
    bell_preferences_window_toast (
      self, _ ("There is no such account. The list has all that there are."));
    return;
  }
  gtk_list_box_select_row (self->list, find_row (self, bell_account_get_id (account)));
  adw_leaflet_set_visible_child (self->leaflet, self->content);
}

void
bell_preferences_window_add_account (BellPreferencesWindow *self)
{
  open_add_account (self);
}

void
bell_preferences_window_toast (BellPreferencesWindow *self, const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (markup));
}

char *
bell_preferences_window_describe_state (BellPreferencesWindow *self)
{
  return bell_debug_info_describe (self->accounts, self->applet);
}
