/* SPDX-License-Identifier: GPL-3.0-or-later */
/* online-offers.c: the accounts of GNOME Online Accounts, one row each. */

#include "preferences/online-offers.h"

#include "account/online-accounts.h"
#include "mail/safe-text.h"

#include <glib/gi18n-lib.h>

#define TEXT_GRAPHEMES 100

struct _BellOnlineOffers {
  AdwPreferencesGroup parent_instance;

  BellAccountList *accounts;    /* (owned) (nullable) */
  GPtrArray       *online;      /* (owned) (nullable) of BellOnlineAccount */
  GPtrArray       *rows;        /* (owned) of GtkWidget, which the group owns */
  GCancellable    *cancellable; /* (owned) */
};

G_DEFINE_FINAL_TYPE (BellOnlineOffers, bell_online_offers, ADW_TYPE_PREFERENCES_GROUP)

static guint chosen_signal;

static void
on_button_clicked (BellOnlineOffers *self, GtkWidget *button)
{
  g_signal_emit (self, chosen_signal, 0, g_object_get_data (G_OBJECT (button), "online"));
}

/* The row lends it its title, so that it is called "Add jane@example.org". */
static void
add_button (BellOnlineOffers *self, AdwActionRow *row, BellOnlineAccount *online)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("list-add-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Add"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Add"),
                                  -1);
  g_object_set_data (G_OBJECT (button), "online", online);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_button_clicked), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (row, button);
  adw_action_row_set_activatable_widget (row, button);
}

/* One that cannot be used stands there all the same, and can be read, so that nobody wonders where it
 * is. */
static void
add_row (BellOnlineOffers *self, BellOnlineAccount *online)
{
  g_autofree char *address = bell_safe_text (online->address, -1, TEXT_GRAPHEMES);
  g_autofree char *provider = bell_safe_text (online->provider, -1, TEXT_GRAPHEMES);
  gboolean         usable = online->use == BELL_ONLINE_ACCOUNT_USABLE;
  GtkWidget       *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), address);
  if (online->use == BELL_ONLINE_ACCOUNT_NO_IMAP)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                                 _ ("What Online Accounts hold for it gives no access to IMAP."));
  else if (!usable)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                                 _ ("Its mail is switched off in the system settings."));
  else
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), provider);
  if (usable)
    add_button (self, ADW_ACTION_ROW (row), online);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
fill (BellOnlineOffers *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; self->online != NULL && i < self->online->len; i++) {
    BellOnlineAccount *online = g_ptr_array_index (self->online, i);

    if (bell_account_list_find_by_address (self->accounts, online->address) == NULL)
      add_row (self, online);
  }
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}

static void
on_loaded (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  BellOnlineOffers *self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *online = bell_online_accounts_load_finish (result, &error);

  if (online == NULL) {
    g_debug ("%s", error->message);
    return; /* perhaps with SELF gone: it cancels */
  }
  self->online = online;
  fill (self);
}

static void
bell_online_offers_dispose (GObject *object)
{
  BellOnlineOffers *self = BELL_ONLINE_OFFERS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->accounts);
  G_OBJECT_CLASS (bell_online_offers_parent_class)->dispose (object);
}

static void
bell_online_offers_finalize (GObject *object)
{
  BellOnlineOffers *self = BELL_ONLINE_OFFERS (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->online, g_ptr_array_unref);
  G_OBJECT_CLASS (bell_online_offers_parent_class)->finalize (object);
}

static void
bell_online_offers_class_init (BellOnlineOffersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bell_online_offers_dispose;
  G_OBJECT_CLASS (klass)->finalize = bell_online_offers_finalize;
  chosen_signal = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
bell_online_offers_init (BellOnlineOffers *self)
{
  self->rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Accounts of This Desktop"));
}

void
bell_online_offers_set_accounts (BellOnlineOffers *self, BellAccountList *accounts)
{
  g_return_if_fail (self->accounts == NULL);
  self->accounts = g_object_ref (accounts);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  bell_online_accounts_load_async (self->cancellable, on_loaded, self);
}
