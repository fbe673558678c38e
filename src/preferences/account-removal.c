/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-removal.c: removes an account in a way that can be taken back. */

#include "preferences/account-removal.h"

#include "account/credentials.h"

#include <glib/gi18n-lib.h>

/* Long enough to read the sentence and reach the button. */
#define UNDO_S 10

struct _BellAccountRemoval {
  BellAccountList *accounts; /* (owned) */
  BellAccount     *account;  /* (owned) */
  guint            position;
  AdwToastOverlay *toasts; /* (owned) */
  AdwToast        *toast;  /* (owned) */
  gboolean         over;   /* undone or erased */
};

/* TEXT: plain. (transfer full) */
static AdwToast *
make_toast (const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  return adw_toast_new (markup);
}

static guint
find_position (GListModel *accounts, BellAccount *account)
{
  guint position = 0;

  for (; position < g_list_model_get_n_items (accounts); position++) {
    g_autoptr (BellAccount) at = g_list_model_get_item (accounts, position);

    if (at == account)
      break;
  }
  return position;
}

static void
on_undo_clicked (BellAccountRemoval *self)
{
  g_autoptr (GError) error = NULL;

  if (self->over)
    return;
  self->over = TRUE;
  if (!bell_account_list_put_back (self->accounts, self->account, self->position, &error))
    adw_toast_overlay_add_toast (self->toasts, make_toast (error->message));
}

typedef struct {
  GApplication    *application; /* (owned), held */
  AdwToastOverlay *toasts;      /* (owned) */
  char            *address;     /* (owned) */
} Clearing;

static void
on_secret_cleared (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  Clearing *clearing = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!bell_credentials_clear_finish (result, &error)) {
    g_message ("The secret of a removed account is still stored: %s", error->message);
    text = g_strdup_printf (_ ("The password of %s is still in the keyring. Delete it there."),
                            clearing->address);
    adw_toast_overlay_add_toast (clearing->toasts, make_toast (text));
  }
  g_application_release (clearing->application);
  g_object_unref (clearing->application);
  g_object_unref (clearing->toasts);
  g_free (clearing->address);
  g_free (clearing);
}

static void
erase (BellAccountRemoval *self)
{
  Clearing *clearing;

  if (self->over)
    return;
  self->over = TRUE;
  clearing = g_new0 (Clearing, 1);
  clearing->application = g_object_ref (g_application_get_default ());
  clearing->toasts = g_object_ref (self->toasts);
  clearing->address = g_strdup (bell_account_get_address (self->account));
  g_application_hold (clearing->application);
  bell_credentials_clear_async (bell_account_get_id (self->account), NULL, on_secret_cleared,
                                clearing);
  bell_account_list_erase (self->account);
}

BellAccountRemoval *
bell_account_removal_new (AdwToastOverlay *toasts,
                          BellAccountList *accounts,
                          BellAccount     *account,
                          GError         **error)
{
  g_autoptr (BellAccount) kept = g_object_ref (account);
  guint               position = find_position (G_LIST_MODEL (accounts), account);
  g_autofree char    *text = NULL;
  BellAccountRemoval *self;

  if (!bell_account_list_set_aside (accounts, account, error))
    return NULL;
  text = g_strdup_printf (_ ("%s was removed."), bell_account_get_name (account));
  self = g_new0 (BellAccountRemoval, 1);
  self->accounts = g_object_ref (accounts);
  self->account = g_steal_pointer (&kept);
  self->position = position;
  self->toasts = g_object_ref (toasts);
  self->toast = make_toast (text);
  adw_toast_set_button_label (self->toast, _ ("_Undo"));
  adw_toast_set_timeout (self->toast, UNDO_S);
  g_signal_connect_swapped (self->toast, "button-clicked", G_CALLBACK (on_undo_clicked), self);
  g_signal_connect_swapped (self->toast, "dismissed", G_CALLBACK (erase), self);
  adw_toast_overlay_add_toast (toasts, g_object_ref (self->toast));
  return self;
}

void
bell_account_removal_free (BellAccountRemoval *self)
{
  g_signal_handlers_disconnect_by_data (self->toast, self);
  erase (self);
  g_object_unref (self->toast);
  g_object_unref (self->toasts);
  g_object_unref (self->account);
  g_object_unref (self->accounts);
  g_free (self);
}
