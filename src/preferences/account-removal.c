/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-removal.c: removes an account in a way that can be taken back. What is removed and not erased
 * yet is noted in the settings, since this program may be ended any time. */

#include "preferences/account-removal.h"

#include "account/credentials.h"

#include <glib/gi18n-lib.h>

/* Long enough to read the sentence and reach the button. */
#define UNDO_S 10

#define REMOVED_KEY "removed-accounts"

/* Reference counted: of the window, and of what is being stored. */
struct _BellAccountRemoval {
  BellAccountList *accounts; /* (owned) */
  BellAccount     *account;  /* (owned) */
  guint            position;
  AdwToastOverlay *toasts; /* (owned) */
  AdwToast        *toast;  /* (owned) */
  gboolean         over;   /* undone or erased, or it has failed */
};

/* TEXT: plain. (transfer full) */
static AdwToast *
make_toast (const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  return adw_toast_new (markup);
}

static void
note_removed (BellAccountList *accounts, BellAccount *account, gboolean removed)
{
  GSettings  *general = bell_account_list_get_settings (accounts);
  const char *id = bell_account_get_id (account);
  g_auto (GStrv) before = g_settings_get_strv (general, REMOVED_KEY);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) after = NULL;

  for (guint i = 0; before[i] != NULL; i++)
    if (!g_str_equal (before[i], id))
      g_strv_builder_add (builder, before[i]);
  if (removed)
    g_strv_builder_add (builder, id);
  after = g_strv_builder_end (builder);
  g_settings_set_strv (general, REMOVED_KEY, (const char *const *) after);
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

typedef struct {
  GApplication    *application; /* (owned), held */
  BellAccountList *accounts;    /* (owned) */
  BellAccount     *account;     /* (owned) */
  AdwToastOverlay *toasts;      /* (owned) (nullable) */
  char            *address;     /* (owned) as it was */
} Clearing;

static void
clearing_free (Clearing *clearing)
{
  g_application_release (clearing->application);
  g_object_unref (clearing->application);
  g_object_unref (clearing->accounts);
  g_object_unref (clearing->account);
  g_clear_object (&clearing->toasts);
  g_free (clearing->address);
  g_free (clearing);
}

/* What the keyring would not give up stays noted, for the next time. */
static void
on_secret_cleared (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  Clearing *clearing = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (bell_credentials_clear_finish (result, &error)) {
    note_removed (clearing->accounts, clearing->account, FALSE);
  } else {
    g_message ("The secret of a removed account is still stored: %s", error->message);
    text = g_strdup_printf (_ ("The password of %s is still in the keyring. Delete it there."),
                            clearing->address);
    if (clearing->toasts != NULL)
      adw_toast_overlay_add_toast (clearing->toasts, make_toast (text));
  }
  clearing_free (clearing);
}

/* TOASTS (nullable): NULL, nobody has to be told. */
static void
erase_account (BellAccountList *accounts, BellAccount *account, AdwToastOverlay *toasts)
{
  Clearing *clearing = g_new0 (Clearing, 1);

  clearing->application = g_object_ref (g_application_get_default ());
  clearing->accounts = g_object_ref (accounts);
  clearing->account = g_object_ref (account);
  if (toasts != NULL)
    clearing->toasts = g_object_ref (toasts);
  clearing->address = g_strdup (bell_account_get_address (account));
  g_application_hold (clearing->application);
  /* In this order: whoever stores a secret now looks whether the account is still there. */
  bell_account_list_erase (account);
  bell_credentials_clear_async (bell_account_get_id (account), NULL, on_secret_cleared, clearing);
}

static void
clear (gpointer data)
{
  BellAccountRemoval *self = data;

  g_object_unref (self->toast);
  g_object_unref (self->toasts);
  g_object_unref (self->account);
  g_object_unref (self->accounts);
}

static void
release (BellAccountRemoval *self)
{
  g_rc_box_release_full (self, clear);
}

static void
tell (BellAccountRemoval *self, const char *text)
{
  adw_toast_overlay_add_toast (self->toasts, make_toast (text));
}

static void
on_put_back (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BellAccountRemoval *self = user_data;
  g_autoptr (GError) error = NULL;

  if (bell_account_list_change_finish (BELL_ACCOUNT_LIST (source), result, &error))
    note_removed (self->accounts, self->account, FALSE);
  else
    tell (self, error->message);
  release (self);
}

static void
on_undo_clicked (BellAccountRemoval *self)
{
  if (self->over)
    return;
  self->over = TRUE;
  bell_account_list_put_back_async (self->accounts, self->account, self->position, on_put_back,
                                    g_rc_box_acquire (self));
}

/* It stays for its time: libadwaita 1.2 uses what it has freed when a toast that takes another's place is
 * dismissed while it is still coming. */
static void
rewrite_toast (BellAccountRemoval *self, const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_toast_set_button_label (self->toast, NULL);
  adw_toast_set_title (self->toast, markup);
}

/* If it failed the account is in the list again. */
static void
on_set_aside (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BellAccountRemoval *self = user_data;
  g_autoptr (GError) error = NULL;

  if (!bell_account_list_change_finish (BELL_ACCOUNT_LIST (source), result, &error) &&
      !self->over) {
    self->over = TRUE;
    note_removed (self->accounts, self->account, FALSE);
    rewrite_toast (self, error->message);
  }
  release (self);
}

static void
erase (BellAccountRemoval *self)
{
  if (self->over)
    return;
  self->over = TRUE;
  erase_account (self->accounts, self->account, self->toasts);
}

void
bell_account_removal_finish_earlier (void)
{
  g_autoptr (BellAccountList) accounts = bell_account_list_new ();
  g_auto (GStrv) ids = g_settings_get_strv (bell_account_list_get_settings (accounts), REMOVED_KEY);

  for (guint i = 0; ids[i] != NULL; i++) {
    g_autoptr (BellAccount) account = NULL;

    if (!bell_account_id_is_valid (ids[i]))
      continue;
    account = bell_account_new (ids[i]);
    if (bell_account_list_find_by_id (accounts, ids[i]) != NULL)
      note_removed (accounts, account, FALSE);
    else
      erase_account (accounts, account, NULL);
  }
}

static void
offer_undo (BellAccountRemoval *self)
{
  adw_toast_set_button_label (self->toast, _ ("_Undo"));
  adw_toast_set_timeout (self->toast, UNDO_S);
  g_signal_connect_swapped (self->toast, "button-clicked", G_CALLBACK (on_undo_clicked), self);
  g_signal_connect_swapped (self->toast, "dismissed", G_CALLBACK (erase), self);
  adw_toast_overlay_add_toast (self->toasts, g_object_ref (self->toast));
}

/* Noted first: what is noted and still in the list is harmless. */
BellAccountRemoval *
bell_account_removal_new (AdwToastOverlay *toasts, BellAccountList *accounts, BellAccount *account)
{
  g_autofree char *text = g_strdup_printf (_ ("%s was removed."), bell_account_get_name (account));
  BellAccountRemoval *self = g_rc_box_new0 (BellAccountRemoval);

  self->accounts = g_object_ref (accounts);
  self->account = g_object_ref (account);
  self->position = find_position (G_LIST_MODEL (accounts), account);
  self->toasts = g_object_ref (toasts);
  self->toast = make_toast (text);
  note_removed (accounts, account, TRUE);
  bell_account_list_set_aside_async (accounts, self->account, on_set_aside,
                                     g_rc_box_acquire (self));
  offer_undo (self);
  return self;
}

gboolean
bell_account_removal_undo (BellAccountRemoval *self)
{
  g_autofree char *text = NULL;

  if (self->over)
    return FALSE;
  text = g_strdup_printf (_ ("%s is back."), bell_account_get_name (self->account));
  rewrite_toast (self, text);
  on_undo_clicked (self);
  return TRUE;
}

void
bell_account_removal_free (BellAccountRemoval *self)
{
  g_signal_handlers_disconnect_by_data (self->toast, self);
  erase (self);
  release (self);
}
