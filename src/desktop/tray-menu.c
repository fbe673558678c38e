/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-menu.c: the menu as a GMenu.
 * Three sections: Open mail; a line per account; the commands. Of the first and the last only "Check
 * now" ever changes, to "Resume" while all is paused. */

#include "desktop/tray-menu.h"

#include <glib/gi18n-lib.h>

/* So that the menu does not fill the screen; the tooltip holds more. */
#define ERROR_GRAPHEMES 60

struct _BellTrayMenu {
  GObject parent_instance;

  GMenu     *menu;     /* (owned) */
  GMenu     *accounts; /* (owned) */
  GMenu     *commands; /* (owned) */
  GPtrArray *lines;    /* (owned) of Line, one per item of ACCOUNTS */
  gboolean   paused;
};

/* What an item of the section "accounts" was made of, to see whether it would look the same. */
typedef struct {
  char *label;      /* (owned) */
  char *account_id; /* (owned) (nullable): NULL for a line that cannot be activated */
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
line_new (const char *label, const char *account_id)
{
  Line *line = g_new (Line, 1);

  line->label = g_strdup (label);
  line->account_id = g_strdup (account_id);
  return line;
}

static gboolean
line_equal (const Line *a, const Line *b)
{
  return g_str_equal (a->label, b->label) && g_strcmp0 (a->account_id, b->account_id) == 0;
}

/* Hosts take "_" for the mark of a mnemonic, "__" for an underscore (com.canonical.dbusmenu). */
static char *
escape_mnemonics (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "_", -1);

  return g_strjoinv ("__", parts);
}

static Line *
account_line (const BellAccountStatus *status)
{
  g_autofree char *line = bell_account_status_to_line (status, ERROR_GRAPHEMES);
  g_autofree char *label = escape_mnemonics (line);

  return line_new (label, status->id);
}

static GPtrArray *
account_lines (GPtrArray *statuses)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (line_free);

  for (guint i = 0; i < statuses->len; i++)
    g_ptr_array_add (lines, account_line (g_ptr_array_index (statuses, i)));
  if (statuses->len == 0)
    g_ptr_array_add (lines, line_new (_ ("No accounts yet: run “mailbell add ADDRESS”"), NULL));
  return lines;
}

static void
insert_line (GMenu *section, guint position, const Line *line)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (line->label, NULL);

  if (line->account_id != NULL)
    g_menu_item_set_action_and_target (item, "app.open-mail", "s", line->account_id);
  else
    /* An action that does not exist makes the item insensitive. */
    g_menu_item_set_detailed_action (item, "app.none");
  g_menu_insert_item (section, position, item);
}

static void
update_accounts (BellTrayMenu *self, GPtrArray *lines)
{
  for (guint i = 0; i < lines->len; i++) {
    const Line *line = g_ptr_array_index (lines, i);

    if (i < self->lines->len && line_equal (g_ptr_array_index (self->lines, i), line))
      continue;
    if (i < self->lines->len)
      g_menu_remove (self->accounts, i);
    insert_line (self->accounts, i, line);
  }
  for (guint i = self->lines->len; i > lines->len; i--)
    g_menu_remove (self->accounts, i - 1);

  g_ptr_array_unref (self->lines);
  self->lines = g_ptr_array_ref (lines);
}

static void
insert_check_or_resume (BellTrayMenu *self)
{
  if (self->paused)
    g_menu_insert (self->commands, 0, _ ("Resume"), "app.resume");
  else
    g_menu_insert (self->commands, 0, _ ("Check now"), "app.check-now");
}

static void
bell_tray_menu_dispose (GObject *object)
{
  BellTrayMenu *self = BELL_TRAY_MENU (object);

  g_clear_object (&self->menu);
  g_clear_object (&self->accounts);
  g_clear_object (&self->commands);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
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
  g_autoptr (GMenuItem) item = g_menu_item_new (_ ("Open mail"), NULL);

  self->menu = g_menu_new ();
  self->accounts = g_menu_new ();
  self->commands = g_menu_new ();
  self->lines = g_ptr_array_new_with_free_func (line_free);

  g_menu_item_set_action_and_target (item, "app.open-mail", "s", "");
  g_menu_append_item (open, item);
  insert_check_or_resume (self);
  g_menu_append (self->commands, _ ("Preferences"), "app.preferences");
  g_menu_append (self->commands, _ ("Quit"), "app.quit");

  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (open));
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (self->accounts));
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
bell_tray_menu_set_statuses (BellTrayMenu *self, GPtrArray *statuses, gboolean paused)
{
  g_autoptr (GPtrArray) lines = account_lines (statuses);

  update_accounts (self, lines);
  if (self->paused != paused) {
    self->paused = paused;
    g_menu_remove (self->commands, 0);
    insert_check_or_resume (self);
  }
}
