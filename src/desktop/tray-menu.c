/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-menu.c: the menu as a GMenu.
 * Five sections: what needs the user, which is most often empty; Open Mail; a line per account; a
 * line per message, with a menu of its own; the commands. Of the commands only those in front ever
 * change: while all is paused, they are "Resume" alone. How much is left of a pause is written anew when
 * somebody says what time it is, which needs no timer; its end stands beside it and is always right. */

#include "desktop/tray-menu.h"

#include "desktop/menu-text.h"
#include "desktop/tray-mark-entry.h"
#include "mail/safe-text.h"
#include "policy/pause-text.h"

#include <glib/gi18n-lib.h>

/* So that the menu does not fill the screen; the tooltip holds more. */
#define ERROR_GRAPHEMES 60
#define NAME_GRAPHEMES 40
#define SENDER_GRAPHEMES 25
#define SUBJECT_GRAPHEMES 40

struct _BellTrayMenu {
  GObject parent_instance;

  GMenu     *menu;      /* (owned) */
  GMenu     *attention; /* (owned) */
  GMenu     *accounts;  /* (owned) */
  GMenu     *messages;  /* (owned) */
  GMenu     *commands;  /* (owned) */
  GPtrArray *remedies;  /* (owned) of Line, one per item of ATTENTION */
  GPtrArray *lines;     /* (owned) of Line, one per item of ACCOUNTS */
  GPtrArray *entries;   /* (owned) of char, what the items of MESSAGES were made of */
  GPtrArray *statuses;  /* (owned) (nullable) */
  guint      n_told;    /* messages that are news, shown or not */
  char      *mark;   /* (owned) (nullable) what the last item of MESSAGES is; NULL: there is none */
  char      *resume; /* (owned) (nullable) what is written on that item; NULL: nothing is paused */
  int        n_front; /* commands that depend on the pause */
};

/* What an item about an account was made of, to see whether it would look the same. */
typedef struct {
  char       *label;      /* (owned) */
  const char *action;     /* (unowned) */
  char       *account_id; /* (owned) (nullable): NULL for a line that cannot be activated */
} Line;

G_DEFINE_FINAL_TYPE (BellTrayMenu, bell_tray_menu, G_TYPE_OBJECT)

static void
line_free (gpointer data)
{
  Line *line = data;

  g_free (line->label);
  g_free (line->account_id);
  g_free (line);
}

static Line *
line_new (const char *label, const char *action, const char *account_id)
{
  Line *line = g_new (Line, 1);

  line->label = g_strdup (label);
  line->action = action;
  line->account_id = g_strdup (account_id);
  return line;
}

static GPtrArray *
lines_new (void)
{
  return g_ptr_array_new_with_free_func (line_free);
}

static gboolean
line_equal (const Line *a, const Line *b)
{
  return g_str_equal (a->label, b->label) && g_str_equal (a->action, b->action) &&
         g_strcmp0 (a->account_id, b->account_id) == 0;
}

static Line *
account_line (const BellAccountStatus *status)
{
  g_autofree char *line = bell_account_status_to_line (status, ERROR_GRAPHEMES);
  g_autofree char *label = bell_menu_text_escape (line);

  return line_new (label, "app.open-mail", status->id);
}

static GPtrArray *
account_lines (GPtrArray *statuses)
{
  GPtrArray *lines = lines_new ();

  for (guint i = 0; i < statuses->len; i++)
    g_ptr_array_add (lines, account_line (g_ptr_array_index (statuses, i)));
  if (statuses->len == 0)
    g_ptr_array_add (lines, line_new (_ ("Add an Account…"), "app.preferences", NULL));
  return lines;
}

/* What is to be done about the account of NAME. (transfer full) */
static char *
describe_remedy (BellRemedy remedy, const char *name)
{
  switch (remedy) {
  case BELL_REMEDY_PASSWORD:
    /* Translators: an item of the menu; the name of an account, and what is to be done about it. */
    return g_strdup_printf (_ ("%s: set the password again…"), name);
  case BELL_REMEDY_SIGN_IN:
    /* Translators: an item of the menu; the name of an account, and what is to be done about it. */
    return g_strdup_printf (_ ("%s: sign in again…"), name);
  case BELL_REMEDY_CERTIFICATE:
    /* Translators: an item of the menu; the name of an account, and what is to be done about it. */
    return g_strdup_printf (_ ("%s: look at the certificate…"), name);
  case BELL_REMEDY_KEYRING:
    /* Translators: an item of the menu; the name of an account, and what is to be done about it. */
    return g_strdup_printf (_ ("%s: unlock the keyring…"), name);
  case BELL_REMEDY_LOOK:
  default:
    /* Translators: an item of the menu; the name of an account, and what is to be done about it. */
    return g_strdup_printf (_ ("%s: see what is wrong…"), name);
  }
}

static Line *
remedy_line (const BellAccountStatus *status)
{
  g_autofree char *safe_name = bell_safe_text (status->name, -1, NAME_GRAPHEMES);
  g_autofree char *name = bell_safe_text_isolate (safe_name);
  g_autofree char *text = describe_remedy (status->remedy, name);
  g_autofree char *label = bell_menu_text_escape (text);

  return line_new (
    label, status->remedy == BELL_REMEDY_KEYRING ? "app.unlock-keyring" : "app.account-preferences",
    status->id);
}

/* Its notification may be held until quiet hours are over, or be gone. */
static Line *
command_line (const BellAccountStatus *status)
{
  g_autofree char *safe_name = bell_safe_text (status->name, -1, NAME_GRAPHEMES);
  g_autofree char *name = bell_safe_text_isolate (safe_name);
  /* Translators: an item of the menu; the name of an account, whose command for new mail failed. */
  g_autofree char *text = g_strdup_printf (_ ("%s: see why its command failed…"), name);
  g_autofree char *label = bell_menu_text_escape (text);

  return line_new (label, "app.account-preferences", status->id);
}

static GPtrArray *
remedy_lines (GPtrArray *statuses)
{
  GPtrArray *lines = lines_new ();

  for (guint i = 0; i < statuses->len; i++) {
    const BellAccountStatus *status = g_ptr_array_index (statuses, i);

    if (status->state == BELL_ACCOUNT_ASK_USER)
      g_ptr_array_add (lines, remedy_line (status));
    if (status->command_error != NULL)
      g_ptr_array_add (lines, command_line (status));
  }
  return lines;
}

static void
insert_line (GMenu *section, guint position, const Line *line)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (line->label, NULL);

  if (line->account_id != NULL)
    g_menu_item_set_action_and_target (item, line->action, "s", line->account_id);
  else
    g_menu_item_set_detailed_action (item, line->action);
  g_menu_insert_item (section, (int) position, item);
}

/* SHOWN, of which SECTION was made, becomes LINES. */
static void
replace_lines (GMenu *section, GPtrArray **shown, GPtrArray *lines)
{
  for (guint i = 0; i < lines->len; i++) {
    const Line *line = g_ptr_array_index (lines, i);

    if (i < (*shown)->len && line_equal (g_ptr_array_index (*shown, i), line))
      continue;
    if (i < (*shown)->len)
      g_menu_remove (section, (int) i);
    insert_line (section, i, line);
  }
  for (guint i = (*shown)->len; i > lines->len; i--)
    g_menu_remove (section, (int) i - 1);

  g_ptr_array_unref (*shown);
  *shown = g_ptr_array_ref (lines);
}

static void
append (GMenu *menu, const char *label, const char *action, GVariant *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

static GMenu *
make_pause_menu (void)
{
  GMenu *menu = g_menu_new ();

  append (menu, _ ("For 1 Hour"), "app.pause", g_variant_new_uint32 (60 * 60));
  append (menu, _ ("Until Tomorrow"), "app.pause-until-tomorrow", NULL);
  append (menu, _ ("Until Resumed"), "app.pause", g_variant_new_uint32 (0));
  return menu;
}

static void
clear_front (BellTrayMenu *self)
{
  for (; self->n_front > 0; self->n_front--)
    g_menu_remove (self->commands, 0);
}

static void
show_commands (BellTrayMenu *self)
{
  g_autoptr (GMenu) pause = make_pause_menu ();

  clear_front (self);
  g_menu_insert (self->commands, 0, _ ("Check Now"), "app.check-now");
  g_menu_insert_submenu (self->commands, 1, _ ("Pause"), G_MENU_MODEL (pause));
  self->n_front = 2;
}

static void
show_resume (BellTrayMenu *self, const char *label)
{
  clear_front (self);
  g_menu_insert (self->commands, 0, label, "app.resume");
  self->n_front = 1;
}

static char *
cut (const char *text, guint graphemes)
{
  g_autofree char *shorter = bell_safe_text (text, -1, graphemes);

  return bell_safe_text_isolate (shorter);
}

static char *
message_label (const BellNewestMessage *message)
{
  const BellMessageSummary *summary = message->summary;
  const char      *name = *summary->sender != '\0' ? summary->sender : _ ("Unknown sender");
  g_autofree char *sender = cut (name, SENDER_GRAPHEMES);
  g_autofree char *subject = cut (summary->subject, SUBJECT_GRAPHEMES);
  g_autofree char *line = NULL;

  if (message->content == BELL_CONTENT_FULL && *summary->subject != '\0')
    /* Translators: a line of the menu: who wrote, and the subject of the message. */
    line = g_strdup_printf (_ ("%s: %s"), sender, subject);
  return bell_menu_text_escape (line != NULL ? line : sender);
}

static GMenu *
make_message_menu (const BellNewestMessage *message)
{
  GMenu *menu = g_menu_new ();

  append (menu, _ ("Open"), "app.open-message", message->target);
  append (menu, _ ("Mark as Read"), "app.mark-read", message->target);
  append (menu, _ ("Archive"), "app.archive", message->target);
  append (menu, _ ("Delete"), "app.delete", message->target);
  return menu;
}

static void
insert_message (BellTrayMenu *self, guint position, const BellNewestMessage *message)
{
  g_autoptr (GMenu) menu = make_message_menu (message);
  g_autofree char *label = message_label (message);

  g_menu_insert_submenu (self->messages, (int) position, label, G_MENU_MODEL (menu));
}

/* Behind the messages. */
static void
update_mark (BellTrayMenu *self)
{
  g_autofree char *description = NULL;
  g_autoptr (GMenuItem) item = NULL;

  item = bell_tray_mark_entry_new (self->statuses, self->n_told, &description);
  if (g_strcmp0 (description, self->mark) == 0)
    return;
  if (self->mark != NULL)
    g_menu_remove (self->messages, (int) self->entries->len);
  g_free (self->mark);
  self->mark = g_steal_pointer (&description);
  if (item != NULL)
    g_menu_append_item (self->messages, item);
}

/* What each item is to be made of, to see whether it would look and do the same. */
static GPtrArray *
describe_messages (GPtrArray *messages)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < messages->len; i++) {
    const BellNewestMessage *message = g_ptr_array_index (messages, i);
    g_autofree char         *label = message_label (message);
    g_autofree char         *target = g_variant_print (message->target, FALSE);

    g_ptr_array_add (entries, g_strconcat (label, "\n", target, NULL));
  }
  return entries;
}

static gboolean
is_wanted (GPtrArray *wanted, guint from, const char *entry)
{
  for (guint i = from; i < wanted->len; i++)
    if (g_str_equal (g_ptr_array_index (wanted, i), entry))
      return TRUE;
  return FALSE;
}

/* Items that are no longer wanted, from POSITION to the next that is. */
static void
remove_unwanted (BellTrayMenu *self, guint position, GPtrArray *wanted)
{
  while (position < self->entries->len &&
         !is_wanted (wanted, position, g_ptr_array_index (self->entries, position))) {
    g_menu_remove (self->messages, (int) position);
    g_ptr_array_remove_index (self->entries, position);
  }
}

/* (transfer container) */
static GPtrArray *
choose_messages (GPtrArray *messages)
{
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; i < messages->len && chosen->len < BELL_NEWEST_LISTED; i++) {
    BellNewestMessage *message = g_ptr_array_index (messages, i);

    if (message->content != BELL_CONTENT_PRIVATE)
      g_ptr_array_add (chosen, message);
  }
  return chosen;
}

static void
update_messages (BellTrayMenu *self, GPtrArray *messages)
{
  g_autoptr (GPtrArray) shown = choose_messages (messages);
  g_autoptr (GPtrArray) wanted = describe_messages (shown);

  for (guint i = 0; i < wanted->len; i++) {
    const char *entry = g_ptr_array_index (wanted, i);

    remove_unwanted (self, i, wanted);
    if (i < self->entries->len && g_str_equal (g_ptr_array_index (self->entries, i), entry))
      continue;
    insert_message (self, i, g_ptr_array_index (shown, i));
    g_ptr_array_insert (self->entries, (int) i, g_strdup (entry));
  }
  remove_unwanted (self, wanted->len, wanted);
}

static void
bell_tray_menu_dispose (GObject *object)
{
  BellTrayMenu *self = BELL_TRAY_MENU (object);

  g_clear_object (&self->menu);
  g_clear_object (&self->attention);
  g_clear_object (&self->accounts);
  g_clear_object (&self->messages);
  g_clear_object (&self->commands);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->statuses, g_ptr_array_unref);
  g_clear_pointer (&self->mark, g_free);
  g_clear_pointer (&self->resume, g_free);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->remedies, g_ptr_array_unref);
  G_OBJECT_CLASS (bell_tray_menu_parent_class)->dispose (object);
}

static void
bell_tray_menu_class_init (BellTrayMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bell_tray_menu_dispose;
}

static void
bell_tray_menu_init (BellTrayMenu *self)
{
  g_autoptr (GMenu) open = g_menu_new ();
  g_autoptr (GMenuItem) item = g_menu_item_new (_ ("Open Mail"), NULL);

  self->menu = g_menu_new ();
  self->attention = g_menu_new ();
  self->accounts = g_menu_new ();
  self->messages = g_menu_new ();
  self->commands = g_menu_new ();
  self->entries = g_ptr_array_new_with_free_func (g_free);
  self->lines = lines_new ();
  self->remedies = lines_new ();

  g_menu_item_set_action_and_target (item, "app.open-mail", "s", "");
  g_menu_append_item (open, item);
  show_commands (self);
  g_menu_append (self->commands, _ ("Preferences"), "app.preferences");
  g_menu_append (self->commands, _ ("Quit"), "app.quit");

  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (self->attention));
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (open));
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (self->accounts));
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (self->messages));
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (self->commands));
}

BellTrayMenu *
bell_tray_menu_new (void)
{
  return g_object_new (BELL_TYPE_TRAY_MENU, NULL);
}

GMenuModel *
bell_tray_menu_get_model (BellTrayMenu *self)
{
  return G_MENU_MODEL (self->menu);
}

void
bell_tray_menu_set_statuses (BellTrayMenu *self, GPtrArray *statuses)
{
  g_autoptr (GPtrArray) remedies = remedy_lines (statuses);
  g_autoptr (GPtrArray) lines = account_lines (statuses);

  replace_lines (self->attention, &self->remedies, remedies);
  replace_lines (self->accounts, &self->lines, lines);
  g_clear_pointer (&self->statuses, g_ptr_array_unref);
  self->statuses = g_ptr_array_ref (statuses);
  update_mark (self);
}

void
bell_tray_menu_set_pause (BellTrayMenu *self, gboolean paused, gint64 until, GDateTime *now)
{
  g_autofree char *resume = paused ? bell_pause_to_item (until, now) : NULL;

  if (g_strcmp0 (resume, self->resume) == 0)
    return;
  if (resume != NULL)
    show_resume (self, resume);
  else
    show_commands (self);
  g_free (self->resume);
  self->resume = g_steal_pointer (&resume);
}

void
bell_tray_menu_set_messages (BellTrayMenu *self, GPtrArray *messages)
{
  update_messages (self, messages);
  self->n_told = bell_newest_messages_count_news (messages);
  update_mark (self);
}
