/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mail-client-group.c: what opens on a click. The settings are two: a command, which comes first, and a
 * text that is an application, a web address, or empty for the desktop's own. A web address or a command
 * that has been chosen, and not been entered yet, changes neither. */

#include "preferences/mail-client-group.h"

#include "base/sandbox.h"
#include "preferences/command-text.h"
#include "preferences/entry-binding.h"

#include <gio/gdesktopappinfo.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define CLIENT "mail-client"
#define COMMAND "mail-client-command"
#define HANDLER "x-scheme-handler/mailto"
#define WEB_PREFIX "https://"

/* More than browsers take; so long only what was pasted by mistake. */
#define WEB_BYTES 2000

typedef enum {
  CHOICE_DEFAULT,
  CHOICE_APPLICATION,
  CHOICE_WEB,
  CHOICE_COMMAND,
} ChoiceKind;

/* What a line of the row stands for. */
typedef struct {
  ChoiceKind kind;
  char      *id; /* (owned) (nullable) of an application */
} Choice;

struct _BellMailClientGroup {
  AdwPreferencesGroup parent_instance;

  GSettings *settings; /* (owned) */
  GArray    *choices;  /* (owned) of Choice */
  gboolean   showing;  /* the row changes by our hand */

  AdwComboRow *choice_row;
  BellHintRow *choice_hint;
  AdwEntryRow *web_row;
  BellHintRow *web_hint;
  AdwEntryRow *command_row;
  BellHintRow *command_hint;
};

G_DEFINE_FINAL_TYPE (BellMailClientGroup, bell_mail_client_group, ADW_TYPE_PREFERENCES_GROUP)

static void
clear_choice (gpointer data)
{
  g_free (((Choice *) data)->id);
}

/* A BellFieldCheck. */
static char *
check_web (const char *text, G_GNUC_UNUSED gpointer data)
{
  g_autoptr (GUri) uri = NULL;

  if (*text == '\0')
    return g_strdup (_ ("Enter the address at which you read this account’s mail, such as "
                        "https://mail.example.org. “{message-id}” in it stands for the message."));
  if (strlen (text) > WEB_BYTES)
    return g_strdup (_ ("This is too long for a web address. Paste the address alone."));
  if (g_str_has_prefix (text, WEB_PREFIX))
    uri = g_uri_parse (text, G_URI_FLAGS_PARSE_RELAXED, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      bell_field_check_line (g_uri_get_host (uri), NULL) != NULL)
    return g_strdup (_ ("This is not a web address. One looks like https://mail.example.org."));
  return NULL;
}

/* A BellFieldCheck. */
static char *
check_command (const char *text, gpointer data)
{
  if (*text == '\0')
    return g_strdup (
      _ ("Enter a program and its arguments. “{message-id}” stands for the message."));
  return bell_command_text_check (text, data);
}

static void
add_choice (BellMailClientGroup *self,
            GtkStringList       *names,
            ChoiceKind           kind,
            const char          *id,
            const char          *name)
{
  const Choice choice = { kind, g_strdup (id) };

  g_array_append_val (self->choices, choice);
  gtk_string_list_append (names, name);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (g_app_info_get_display_name ((GAppInfo *) a),
                         g_app_info_get_display_name ((GAppInfo *) b));
}

static void
add_applications (BellMailClientGroup *self, GtkStringList *names)
{
  GList *all = g_list_sort (g_app_info_get_all_for_type (HANDLER), compare_names);

  for (GList *each = all; each != NULL; each = each->next)
    if (g_app_info_should_show (each->data) && g_app_info_get_id (each->data) != NULL)
      add_choice (self, names, CHOICE_APPLICATION, g_app_info_get_id (each->data),
                  g_app_info_get_display_name (each->data));
  g_list_free_full (all, g_object_unref);
}

/* (transfer full) */
static char *
describe_default (gboolean sandboxed)
{
  g_autoptr (GAppInfo) handler =
    sandboxed ? NULL : g_app_info_get_default_for_uri_scheme ("mailto");

  if (handler == NULL)
    return g_strdup (_ ("Default"));
  /* Translators: the name of a mail program. */
  return g_strdup_printf (_ ("Default (%s)"), g_app_info_get_display_name (handler));
}

/* What is set; CHOICE_APPLICATION with ID (out) (transfer full) (nullable). */
static ChoiceKind
read_choice (BellMailClientGroup *self, char **id)
{
  g_autofree char *client = g_settings_get_string (self->settings, CLIENT);
  g_auto (GStrv) command = g_settings_get_strv (self->settings, COMMAND);

  *id = NULL;
  if (command[0] != NULL)
    return CHOICE_COMMAND;
  if (*client == '\0')
    return CHOICE_DEFAULT;
  if (g_str_has_prefix (client, WEB_PREFIX))
    return CHOICE_WEB;
  *id = g_steal_pointer (&client);
  return CHOICE_APPLICATION;
}

static gboolean
find_choice (BellMailClientGroup *self, ChoiceKind kind, const char *id, guint *position)
{
  for (guint i = 0; i < self->choices->len; i++) {
    const Choice *choice = &g_array_index (self->choices, Choice, i);

    if (choice->kind == kind && g_strcmp0 (choice->id, id) == 0) {
      *position = i;
      return TRUE;
    }
  }
  return FALSE;
}

/* An application that is set and is not there: it is shown, with what is wrong with it. */
static void
show_missing (BellMailClientGroup *self, const char *id)
{
  g_autofree char *text = NULL;

  if (id != NULL) {
    g_autoptr (GDesktopAppInfo) application = g_desktop_app_info_new (id);

    if (application == NULL)
      text = g_strdup_printf (
        _ ("There is no application “%s” on this computer any more. Choose another one."), id);
  }
  bell_hint_row_set_error (self->choice_hint, text);
}

/* The programs of the host are not seen from inside a sandbox. */
static void
show_limits (BellMailClientGroup *self, ChoiceKind kind)
{
  bell_hint_row_set_note (
    self->choice_hint,
    kind == CHOICE_WEB
      ? NULL
      : _ ("From inside a Flatpak, Mailbell can show a message in your mail program, "
           "but not open the program itself. A web address can always be opened."));
}

static void
show_hint (BellMailClientGroup *self, ChoiceKind kind, const char *id)
{
  if (bell_is_in_sandbox ())
    show_limits (self, kind);
  else
    show_missing (self, id);
}

static void
show_fields (BellMailClientGroup *self, ChoiceKind kind)
{
  gtk_widget_set_visible (GTK_WIDGET (self->web_row), kind == CHOICE_WEB);
  gtk_widget_set_visible (GTK_WIDGET (self->command_row), kind == CHOICE_COMMAND);
  if (kind != CHOICE_WEB)
    bell_hint_row_set_error (self->web_hint, NULL);
  if (kind != CHOICE_COMMAND)
    bell_hint_row_set_error (self->command_hint, NULL);
}

static void
fill (BellMailClientGroup *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autofree char *id = NULL;
  ChoiceKind       kind = read_choice (self, &id);
  gboolean         sandboxed = bell_is_in_sandbox ();
  g_autofree char *first = describe_default (sandboxed);
  guint            position;

  g_array_set_size (self->choices, 0);
  add_choice (self, names, CHOICE_DEFAULT, NULL, first);
  if (!sandboxed)
    add_applications (self, names);
  if (kind == CHOICE_APPLICATION && !find_choice (self, kind, id, &position))
    add_choice (self, names, CHOICE_APPLICATION, id, id);
  add_choice (self, names, CHOICE_WEB, NULL, _ ("A web address"));
  /* From inside a sandbox no program of the host can be started. */
  if (!sandboxed || kind == CHOICE_COMMAND)
    add_choice (self, names, CHOICE_COMMAND, NULL, _ ("A command"));
  self->showing = TRUE;
  adw_combo_row_set_model (self->choice_row, G_LIST_MODEL (names));
  if (find_choice (self, kind, id, &position))
    adw_combo_row_set_selected (self->choice_row, position);
  self->showing = FALSE;
  show_hint (self, kind, id);
  show_fields (self, kind);
}

static void
store (BellMailClientGroup *self, const char *client)
{
  self->showing = TRUE;
  g_settings_set_string (self->settings, CLIENT, client);
  g_settings_reset (self->settings, COMMAND);
  self->showing = FALSE;
}

/* It offers to apply only what people have typed. */
static void
set_text (AdwEntryRow *row, const char *text)
{
  adw_entry_row_set_show_apply_button (row, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  adw_entry_row_set_show_apply_button (row, TRUE);
}

/* What was typed into the field and refused is still there, with the reason; if nothing is, it is told
 * what belongs there. */
static void
ask_for (AdwEntryRow *row, BellHintRow *hint, BellFieldCheck check)
{
  const char      *text = gtk_editable_get_text (GTK_EDITABLE (row));
  g_autofree char *refused = check (text, NULL);

  if (*text == '\0')
    bell_hint_row_set_note (hint, refused);
  else
    bell_hint_row_set_error (hint, refused);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
choose_web (BellMailClientGroup *self)
{
  g_autofree char *client = g_settings_get_string (self->settings, CLIENT);

  if (g_str_has_prefix (client, WEB_PREFIX)) {
    store (self, client);
    return;
  }
  /* The setting may be an application, which is no address. */
  if (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->web_row)), client))
    set_text (self->web_row, "");
  ask_for (self->web_row, self->web_hint, check_web);
}

/* One that is set was in force all the time. */
static void
choose_command (BellMailClientGroup *self)
{
  g_auto (GStrv) words = g_settings_get_strv (self->settings, COMMAND);
  g_autofree char *command = bell_command_text_join ((const char *const *) words);

  if (*gtk_editable_get_text (GTK_EDITABLE (self->command_row)) == '\0')
    set_text (self->command_row, command);
  ask_for (self->command_row, self->command_hint, check_command);
}

static void
on_selected (BellMailClientGroup *self)
{
  guint         position = adw_combo_row_get_selected (self->choice_row);
  const Choice *choice;

  if (self->showing || position >= self->choices->len)
    return;
  choice = &g_array_index (self->choices, Choice, position);
  show_hint (self, choice->kind, choice->id);
  show_fields (self, choice->kind);
  switch (choice->kind) {
  case CHOICE_WEB:
    choose_web (self);
    break;
  case CHOICE_COMMAND:
    choose_command (self);
    break;
  case CHOICE_DEFAULT:
  case CHOICE_APPLICATION:
  default:
    store (self, choice->id != NULL ? choice->id : "");
    break;
  }
}

static void
on_setting_changed (BellMailClientGroup *self)
{
  if (!self->showing)
    fill (self);
}

/* The address has been entered: it is what is meant, and no more the command that was there. */
static void
on_web_stored (BellMailClientGroup *self)
{
  g_autofree char *client = g_settings_get_string (self->settings, CLIENT);

  if (gtk_widget_get_visible (GTK_WIDGET (self->web_row)) && g_str_has_prefix (client, WEB_PREFIX))
    g_settings_reset (self->settings, COMMAND);
}

static void
bell_mail_client_group_dispose (GObject *object)
{
  BellMailClientGroup *self = BELL_MAIL_CLIENT_GROUP (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->choices, g_array_unref);
  G_OBJECT_CLASS (bell_mail_client_group_parent_class)->dispose (object);
}

static void
bell_mail_client_group_class_init (BellMailClientGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_mail_client_group_dispose;
  g_type_ensure (BELL_TYPE_HINT_ROW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/mail-client-group.ui");
  gtk_widget_class_bind_template_child (widget_class, BellMailClientGroup, choice_row);
  gtk_widget_class_bind_template_child (widget_class, BellMailClientGroup, choice_hint);
  gtk_widget_class_bind_template_child (widget_class, BellMailClientGroup, web_row);
  gtk_widget_class_bind_template_child (widget_class, BellMailClientGroup, web_hint);
  gtk_widget_class_bind_template_child (widget_class, BellMailClientGroup, command_row);
  gtk_widget_class_bind_template_child (widget_class, BellMailClientGroup, command_hint);
}

static void
bell_mail_client_group_init (BellMailClientGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->choices = g_array_new (FALSE, FALSE, sizeof (Choice));
  g_array_set_clear_func (self->choices, clear_choice);
  bell_hint_row_set_field (self->choice_hint, GTK_WIDGET (self->choice_row));
}

void
bell_mail_client_group_set_settings (BellMailClientGroup *self, GSettings *settings)
{
  self->settings = g_object_ref (settings);
  bell_entry_binding_new (self->web_row, self->web_hint, settings, CLIENT, check_web, NULL);
  bell_entry_binding_new (self->command_row, self->command_hint, settings, COMMAND, check_command,
                          NULL);
  fill (self);
  g_signal_connect_object (self->choice_row, "notify::selected", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::" CLIENT, G_CALLBACK (on_web_stored), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::" CLIENT, G_CALLBACK (on_setting_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::" COMMAND, G_CALLBACK (on_setting_changed),
                           self, G_CONNECT_SWAPPED);
}
