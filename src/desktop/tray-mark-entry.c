/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-mark-entry.c: the entry of the menu that marks all as read. */

#include "desktop/tray-mark-entry.h"

#include "desktop/menu-text.h"
#include "mail/safe-text.h"

#include <glib/gi18n-lib.h>

#define NAME_GRAPHEMES 40

/* More are not marked by a slip of the mouse: of very many it could not be taken back. */
#define MOST_AT_A_CLICK 100

typedef struct {
  char       *label;      /* (owned) */
  guint64     n_messages; /* that are meant */
  const char *action;     /* (unowned) */
  char       *account_id; /* (owned) (nullable) "": all of them; NULL: the action takes none */
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_free (choice->label);
  g_free (choice->account_id);
  g_free (choice);
}

/* LABEL (transfer full) */
static void
add_choice (
  GPtrArray *choices, char *label, guint64 n_messages, const char *action, const char *account_id)
{
  Choice *choice = g_new (Choice, 1);

  choice->label = label;
  choice->n_messages = n_messages;
  choice->action = action;
  choice->account_id = g_strdup (account_id);
  g_ptr_array_add (choices, choice);
}

static gboolean
has_unread (const BellAccountStatus *status)
{
  return status->state != BELL_ACCOUNT_OFF && status->unread_known && status->unread > 0;
}

/* Of BellAccountStatus. (transfer container) */
static GPtrArray *
find_accounts (GPtrArray *statuses)
{
  GPtrArray *accounts = g_ptr_array_new ();

  for (guint i = 0; statuses != NULL && i < statuses->len; i++)
    if (has_unread (g_ptr_array_index (statuses, i)))
      g_ptr_array_add (accounts, g_ptr_array_index (statuses, i));
  return accounts;
}

static guint64
sum_up (GPtrArray *accounts)
{
  guint64 total = 0;

  for (guint i = 0; i < accounts->len; i++)
    total += ((const BellAccountStatus *) g_ptr_array_index (accounts, i))->unread;
  return total;
}

static char *
account_label (const BellAccountStatus *status)
{
  g_autofree char *safe_name = bell_safe_text (status->name, -1, NAME_GRAPHEMES);
  g_autofree char *name = bell_safe_text_isolate (safe_name);
  /* Translators: an item of the menu; the name of an account, and how many messages are meant. */
  g_autofree char *label =
    g_strdup_printf (ngettext ("%s: %u unread message", "%s: %u unread messages", status->unread),
                     name, status->unread);

  return bell_menu_text_escape (label);
}

static void
add_accounts (GPtrArray *choices, GPtrArray *accounts)
{
  for (guint i = 0; accounts->len > 1 && i < accounts->len; i++) {
    const BellAccountStatus *status = g_ptr_array_index (accounts, i);

    add_choice (choices, account_label (status), status->unread, "app.mark-all-read", status->id);
  }
}

/* The server may not have counted yet what was told of. (transfer full) */
static GPtrArray *
list_choices (GPtrArray *statuses, guint n_told)
{
  g_autoptr (GPtrArray) accounts = find_accounts (statuses);
  GPtrArray *choices = g_ptr_array_new_with_free_func (choice_free);
  guint64    total = sum_up (accounts);

  if (n_told > 0 && (total == 0 || n_told < total))
    add_choice (choices,
                g_strdup_printf (ngettext ("Mark %u New Message as Read",
                                           "Mark All %u New Messages as Read", n_told),
                                 n_told),
                n_told, "app.mark-told-read", NULL);
  add_accounts (choices, accounts);
  if (total > 0)
    add_choice (choices,
                g_strdup_printf (ngettext ("Mark %lu Unread Message as Read",
                                           "Mark All %lu Unread Messages as Read", (gulong) total),
                                 (gulong) total),
                total, "app.mark-all-read", "");
  return choices;
}

static char *
describe (GPtrArray *choices)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < choices->len; i++) {
    const Choice *choice = g_ptr_array_index (choices, i);

    g_string_append_printf (text, "%s\n%s\n%s\n", choice->label, choice->action,
                            choice->account_id != NULL ? choice->account_id : "");
  }
  return g_string_free (text, FALSE);
}

static gboolean
is_a_click (GPtrArray *choices)
{
  const Choice *first = g_ptr_array_index (choices, 0);

  return choices->len == 1 && first->n_messages <= MOST_AT_A_CLICK;
}

/* (transfer full) */
static GMenuItem *
make_item (const Choice *choice)
{
  GMenuItem *item = g_menu_item_new (choice->label, NULL);

  if (choice->account_id != NULL)
    g_menu_item_set_action_and_target (item, choice->action, "s", choice->account_id);
  else
    g_menu_item_set_detailed_action (item, choice->action);
  return item;
}

GMenuItem *
bell_tray_mark_entry_new (GPtrArray *statuses, guint n_told, char **description)
{
  g_autoptr (GPtrArray) choices = list_choices (statuses, n_told);
  g_autoptr (GMenu) menu = NULL;

  *description = choices->len > 0 ? describe (choices) : NULL;
  if (choices->len == 0)
    return NULL;
  if (is_a_click (choices))
    return make_item (g_ptr_array_index (choices, 0));
  menu = g_menu_new ();
  for (guint i = 0; i < choices->len; i++) {
    g_autoptr (GMenuItem) item = make_item (g_ptr_array_index (choices, i));

    g_menu_append_item (menu, item);
  }
  return g_menu_item_new_submenu (_ ("Mark All as Read"), G_MENU_MODEL (menu));
}
