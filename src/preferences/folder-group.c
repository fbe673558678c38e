/* SPDX-License-Identifier: GPL-3.0-or-later */
/* folder-group.c: which folders of an account are watched. */

#include "preferences/folder-group.h"

#include "imap/imap-mailbox-name.h"
#include "io/failure.h"
#include "mail/safe-text.h"
#include "preferences/folder-choice.h"
#include "preferences/hint-row.h"
#include "preferences/target-binding.h"
#include "setup/account-endpoint.h"
#include "setup/account-sign-in.h"
#include "setup/folder-list.h"

#include <glib/gi18n-lib.h>

struct _BellFolderGroup {
  AdwPreferencesGroup parent_instance;

  BellAccount       *account; /* (owned) */
  GCancellable      *asking;  /* (owned) (nullable) */
  GPtrArray         *folders; /* (owned) (nullable) of BellFolder: what the server has said */
  char             **watched; /* (owned) those that are watched now */
  GPtrArray         *checks;  /* (owned) of GtkCheckButton, each with its folder's name */
  GPtrArray         *rows;    /* (owned) of GtkWidget, the checks' rows */
  BellTargetBinding *targets[3];
  gboolean           showing; /* checks and switch change by our hand */
  gboolean           connected;
  gboolean           failed; /* the last time, and the hints say why */

  AdwExpanderRow *watched_row;
  BellHintRow    *watched_hint;
  GtkWidget      *watched_again;
  GtkSwitch      *automatic_switch;
  AdwExpanderRow *targets_row;
  BellHintRow    *targets_hint;
  GtkWidget      *targets_again;
  AdwComboRow    *archive_row;
  AdwComboRow    *trash_row;
  AdwComboRow    *junk_row;
};

G_DEFINE_FINAL_TYPE (BellFolderGroup, bell_folder_group, ADW_TYPE_PREFERENCES_GROUP)

#define NAME_KEY "bell-folder"

static gboolean
is_automatic (BellFolderGroup *self)
{
  return bell_account_get_folders (self->account)[0] == NULL;
}

/* What is watched by the settings, or by the automatic choice. (transfer none) */
static const char *const *
get_chosen (BellFolderGroup *self)
{
  return is_automatic (self) ? (const char *const *) self->watched
                             : bell_account_get_folders (self->account);
}

/* What people call the folder NAME. */
static const char *
get_title (const char *name)
{
  return bell_imap_mailbox_name_is_inbox (name) ? bell_folder_role_to_text (BELL_IMAP_ROLE_INBOX)
                                                : name;
}

/* (transfer full) */
static char *
join_titles (const char *const *names)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  for (; *names != NULL; names++)
    g_ptr_array_add (titles, bell_safe_text_folder (get_title (*names)));
  g_ptr_array_add (titles, NULL);
  return g_strjoinv (", ", (char **) titles->pdata);
}

/* (transfer full) */
static char *
describe_choice (BellFolderGroup *self)
{
  const char *const *chosen = get_chosen (self);
  g_autofree char   *names = join_titles (chosen);

  if (!is_automatic (self))
    return g_steal_pointer (&names);
  if (chosen[0] == NULL)
    return g_strdup (_ ("Automatic"));
  /* Translators: the folders that are watched. */
  return g_strdup_printf (_ ("Automatic: %s"), names);
}

static void
show_choice (BellFolderGroup *self)
{
  gboolean         automatic = is_automatic (self);
  g_autofree char *text = describe_choice (self);
  g_autofree char *markup = g_markup_escape_text (text, -1);

  self->showing = TRUE;
  adw_expander_row_set_subtitle (self->watched_row, markup);
  gtk_switch_set_active (self->automatic_switch, automatic);
  for (guint i = 0; i < self->checks->len; i++) {
    GtkCheckButton *check = g_ptr_array_index (self->checks, i);
    const char     *name = g_object_get_data (G_OBJECT (check), NAME_KEY);

    gtk_check_button_set_active (check, bell_folder_choice_has (get_chosen (self), name));
    gtk_widget_set_sensitive (g_ptr_array_index (self->rows, i), !automatic);
  }
  self->showing = FALSE;
}

static void
store_choice (BellFolderGroup *self, const char *const *names)
{
  g_settings_set_strv (bell_account_get_settings (self->account), "folders", names);
}

static void
on_automatic_switched (BellFolderGroup *self)
{
  static const char *const inbox[] = { "INBOX", NULL };
  static const char *const none[] = { NULL };

  if (self->showing)
    return;
  bell_hint_row_set_error (self->watched_hint, NULL);
  if (gtk_switch_get_active (self->automatic_switch))
    store_choice (self, none);
  else
    store_choice (self, self->watched[0] != NULL ? (const char *const *) self->watched : inbox);
}

static void
on_check_toggled (BellFolderGroup *self, GtkCheckButton *check)
{
  const char *name = g_object_get_data (G_OBJECT (check), NAME_KEY);
  g_auto (GStrv) chosen = NULL;

  if (self->showing)
    return;
  chosen = bell_folder_choice_set (bell_account_get_folders (self->account), name,
                                   gtk_check_button_get_active (check));
  if (chosen != NULL) {
    bell_hint_row_set_error (self->watched_hint, NULL);
    store_choice (self, (const char *const *) chosen);
    return;
  }
  bell_hint_row_set_error (self->watched_hint,
                           _ ("At least one folder has to be watched. To watch none, switch the "
                              "account off."));
  show_choice (self);
}

/* (transfer full) (nullable) */
static char *
describe_folder (const BellFolder *folder)
{
  const char      *role = bell_folder_role_to_text (folder->role);
  gboolean         told = g_strcmp0 (role, get_title (folder->name)) == 0;
  g_autofree char *unread = NULL;

  if (folder->unread > 0)
    unread = g_strdup_printf (ngettext ("%u unread", "%u unread", (gulong) folder->unread),
                              (guint) folder->unread);
  if (told)
    role = NULL; /* by its title */
  if (role != NULL && unread != NULL)
    return g_strdup_printf ("%s · %s", role, unread);
  return role != NULL ? g_strdup (role) : g_steal_pointer (&unread);
}

/* SUBTITLE (nullable). */
static void
add_row (BellFolderGroup *self, const char *name, const char *subtitle)
{
  GtkWidget       *row = adw_action_row_new ();
  GtkWidget       *check = gtk_check_button_new ();
  g_autofree char *title = bell_safe_text_folder (get_title (name));

  g_object_set (row, "use-markup", FALSE, "title", title, NULL);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  g_object_set_data_full (G_OBJECT (check), NAME_KEY, g_strdup (name), g_free);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_check_toggled), self,
                           G_CONNECT_SWAPPED);
  adw_expander_row_add_row (self->watched_row, row);
  g_ptr_array_add (self->rows, g_object_ref (row));
  g_ptr_array_add (self->checks, g_object_ref (check));
}

static gboolean
is_listed (BellFolderGroup *self, const char *name)
{
  const char *const only[] = { name, NULL };

  for (guint i = 0; i < self->folders->len; i++)
    if (bell_folder_choice_has (only, ((BellFolder *) self->folders->pdata[i])->name))
      return TRUE;
  return FALSE;
}

static void
clear_rows (BellFolderGroup *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_expander_row_remove (self->watched_row, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->checks, 0);
}

static void
fill_rows (BellFolderGroup *self)
{
  const char *const *chosen = bell_account_get_folders (self->account);

  clear_rows (self);
  for (guint i = 0; i < self->folders->len; i++) {
    const BellFolder *folder = g_ptr_array_index (self->folders, i);
    g_autofree char  *text = describe_folder (folder);

    add_row (self, folder->name, text);
  }
  for (guint i = 0; chosen[i] != NULL; i++)
    if (!is_listed (self, chosen[i]))
      add_row (self, chosen[i], _ ("Not on the server any more"));
  for (guint i = 0; i < G_N_ELEMENTS (self->targets); i++)
    bell_target_binding_set_folders (self->targets[i], self->folders);
  show_choice (self);
}

static void
set_failed (BellFolderGroup *self, gboolean failed)
{
  self->failed = failed;
  gtk_widget_set_visible (self->watched_again, failed);
  gtk_widget_set_visible (self->targets_again, failed);
}

static void
tell (BellFolderGroup *self, const char *text)
{
  bell_hint_row_set_note (self->watched_hint, text);
  bell_hint_row_set_note (self->targets_hint, text);
}

static void
tell_failure (BellFolderGroup *self, const GError *error)
{
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* perhaps with SELF disposed of */
  g_clear_object (&self->asking);
  text = bell_failure_describe (error, bell_account_get_host (self->account),
                                bell_account_get_port (self->account));
  bell_hint_row_set_error (self->watched_hint, text);
  bell_hint_row_set_error (self->targets_hint, text);
  set_failed (self, TRUE);
}

static void
on_folders_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellFolderGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) folders = bell_folder_list_finish (result, &error);

  if (folders == NULL) {
    tell_failure (self, error);
    return;
  }
  g_clear_object (&self->asking);
  g_clear_pointer (&self->folders, g_ptr_array_unref);
  self->folders = g_ptr_array_ref (folders);
  set_failed (self, FALSE);
  tell (self, NULL);
  fill_rows (self);
}

static void
on_sign_in_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellFolderGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellAccountSignIn) sign_in = bell_account_sign_in_ask_finish (result, &error);
  BellEndpoint endpoint;

  if (sign_in == NULL) {
    tell_failure (self, error);
    return;
  }
  endpoint = bell_account_endpoint (self->account);
  bell_folder_list_async (&endpoint, &sign_in->user, self->asking, on_folders_ready,
                          g_object_ref (self));
}

static void
ask (BellFolderGroup *self)
{
  self->asking = g_cancellable_new ();
  tell (self, _ ("Asking the server for its folders…"));
  bell_account_sign_in_ask_async (self->account, NULL, self->asking, on_sign_in_ready,
                                  g_object_ref (self));
}

/* What was known stays until the answer is there: folders come and go seldom. */
static void
on_expanded (BellFolderGroup *self, G_GNUC_UNUSED GParamSpec *pspec, AdwExpanderRow *row)
{
  if (adw_expander_row_get_expanded (row) && self->asking == NULL)
    ask (self);
}

static void
on_again_activated (BellFolderGroup *self)
{
  if (self->asking == NULL)
    ask (self);
}

static void
stop_asking (BellFolderGroup *self)
{
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  set_failed (self, FALSE);
  tell (self, NULL);
}

/* Where nothing is unfolded, it is asked when something is. */
static void
ask_if_unfolded (BellFolderGroup *self)
{
  if (adw_expander_row_get_expanded (self->watched_row) ||
      adw_expander_row_get_expanded (self->targets_row))
    ask (self);
}

static void
forget_folders (BellFolderGroup *self)
{
  stop_asking (self);
  g_clear_pointer (&self->folders, g_ptr_array_unref);
  clear_rows (self);
  for (guint i = 0; i < G_N_ELEMENTS (self->targets); i++)
    bell_target_binding_set_folders (self->targets[i], NULL);
}

/* Another server, or another user, has other folders. */
static void
on_server_changed (BellFolderGroup *self)
{
  forget_folders (self);
  ask_if_unfolded (self);
}

static void
bell_folder_group_dispose (GObject *object)
{
  BellFolderGroup *self = BELL_FOLDER_GROUP (object);

  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_clear_object (&self->account);
  g_clear_pointer (&self->folders, g_ptr_array_unref);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->watched, g_strfreev);
  G_OBJECT_CLASS (bell_folder_group_parent_class)->dispose (object);
}

static void
bell_folder_group_class_init (BellFolderGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_folder_group_dispose;
  g_type_ensure (BELL_TYPE_HINT_ROW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/folder-group.ui");
  gtk_widget_class_bind_template_child (widget_class, BellFolderGroup, watched_row);
  gtk_widget_class_bind_template_child (widget_class, BellFolderGroup, watched_hint);
  gtk_widget_class_bind_template_child (widget_class, BellFolderGroup, watched_again);
  gtk_widget_class_bind_template_child (widget_class, BellFolderGroup, automatic_switch);
  gtk_widget_class_bind_template_child (widget_class, BellFolderGroup, targets_row);
  gtk_widget_class_bind_template_child (widget_class, BellFolderGroup, targets_hint);
  gtk_widget_class_bind_template_child (widget_class, BellFolderGroup, targets_again);
  gtk_widget_class_bind_template_child (widget_class, BellFolderGroup, archive_row);
  gtk_widget_class_bind_template_child (widget_class, BellFolderGroup, trash_row);
  gtk_widget_class_bind_template_child (widget_class, BellFolderGroup, junk_row);
  gtk_widget_class_bind_template_callback (widget_class, on_expanded);
  gtk_widget_class_bind_template_callback (widget_class, on_again_activated);
}

static void
bell_folder_group_init (BellFolderGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->watched = g_new0 (char *, 1);
  self->checks = g_ptr_array_new_with_free_func (g_object_unref);
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
}

void
bell_folder_group_set_account (BellFolderGroup *self, BellAccount *account)
{
  static const char *const server[] = { "notify::host", "notify::port", "notify::security",
                                        "notify::user", "notify::credential" };
  GSettings               *settings = bell_account_get_settings (account);

  self->account = g_object_ref (account);
  self->targets[0] =
    bell_target_binding_new (self->archive_row, settings, "archive-folder", BELL_IMAP_ROLE_ARCHIVE);
  self->targets[1] =
    bell_target_binding_new (self->trash_row, settings, "trash-folder", BELL_IMAP_ROLE_TRASH);
  self->targets[2] =
    bell_target_binding_new (self->junk_row, settings, "junk-folder", BELL_IMAP_ROLE_JUNK);
  show_choice (self);
  g_signal_connect_object (self->automatic_switch, "notify::active",
                           G_CALLBACK (on_automatic_switched), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::folders", G_CALLBACK (show_choice), self,
                           G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (server); i++)
    g_signal_connect_object (account, server[i], G_CALLBACK (on_server_changed), self,
                             G_CONNECT_SWAPPED);
}

void
bell_folder_group_set_watched (BellFolderGroup *self, const char *const *names)
{
  if (g_strv_equal ((const char *const *) self->watched, names))
    return;
  g_strfreev (self->watched);
  self->watched = g_strdupv ((char **) names);
  show_choice (self);
}

void
bell_folder_group_set_connected (BellFolderGroup *self, gboolean connected)
{
  gboolean anew = connected && !self->connected;

  self->connected = connected;
  if (anew && self->failed)
    bell_folder_group_ask_again (self);
}

void
bell_folder_group_ask_again (BellFolderGroup *self)
{
  if (self->asking == NULL && !self->failed)
    return;
  stop_asking (self);
  ask_if_unfolded (self);
}
