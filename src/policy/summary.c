/* SPDX-License-Identifier: GPL-3.0-or-later */
/* summary.c: all accounts in one glance.
 * There is one icon, so what needs the user comes before what is unread, and what is unread before
 * what is offline: the last known count is still of use while the network is away. A pause is the user's
 * own wish and to be seen as one. The words tell all of it. */

#include "policy/summary.h"

#include "mail/safe-text.h"

#include <glib/gi18n-lib.h>

/* Two or three lines of a tooltip. */
#define ERROR_GRAPHEMES 250

/* With the parts of the count, or without. */
typedef enum { WHOLE, BRIEF } Length;

static guint
count_unread (GPtrArray *statuses)
{
  guint unread = 0;

  for (guint i = 0; i < statuses->len; i++) {
    const BellAccountStatus *status = g_ptr_array_index (statuses, i);
    unread += MIN (status->unread, G_MAXUINT - unread);
  }
  return unread;
}

/* The first account in STATE, or NULL. */
static const BellAccountStatus *
find_in_state (GPtrArray *statuses, BellAccountState state)
{
  for (guint i = 0; i < statuses->len; i++) {
    const BellAccountStatus *status = g_ptr_array_index (statuses, i);
    if (status->state == state)
      return status;
  }
  return NULL;
}

static gboolean
any_is_watched (GPtrArray *statuses)
{
  return find_in_state (statuses, BELL_ACCOUNT_PUSHING) != NULL ||
         find_in_state (statuses, BELL_ACCOUNT_POLLING) != NULL;
}

/* The first account that is offline, or NULL, and how many are so. */
static const BellAccountStatus *
find_offline (GPtrArray *statuses, guint *n_offline)
{
  const BellAccountStatus *first = NULL;

  *n_offline = 0;
  for (guint i = 0; i < statuses->len; i++) {
    const BellAccountStatus *status = g_ptr_array_index (statuses, i);

    if (!status->offline)
      continue;
    if (first == NULL)
      first = status;
    *n_offline += 1;
  }
  return first;
}

static BellTrayState
decide_state (GPtrArray *statuses, const char *pause, guint unread)
{
  guint n_offline;

  if (find_in_state (statuses, BELL_ACCOUNT_ASK_USER) != NULL)
    return BELL_TRAY_ATTENTION;
  if (pause != NULL)
    return BELL_TRAY_OFFLINE;
  if (unread > 0)
    return BELL_TRAY_UNREAD;
  if (!any_is_watched (statuses) || find_offline (statuses, &n_offline) != NULL)
    return BELL_TRAY_OFFLINE;
  return BELL_TRAY_NOTHING_NEW;
}

/* "-unread-3", "-unread-many" for more than nine. (transfer full) */
static char *
name_count (guint unread)
{
  return unread <= 9 ? g_strdup_printf ("-unread-%u", unread) : g_strdup ("-unread-many");
}

/* (transfer full) */
static char *
name_state (BellTrayState state, guint unread, gboolean with_count)
{
  switch (state) {
  case BELL_TRAY_ATTENTION:
    return g_strdup ("-attention");
  case BELL_TRAY_UNREAD:
    return with_count ? name_count (unread) : g_strdup ("-unread");
  case BELL_TRAY_OFFLINE:
    return g_strdup ("-offline");
  case BELL_TRAY_NOTHING_NEW:
  default:
    return g_strdup ("-nothing-new");
  }
}

/* The number stands either beside the icon or in it. (transfer full) */
static char *
choose_icon (BellTrayState state, guint unread, const BellTrayStyle *style)
{
  g_autofree char *name = name_state (state, unread, style->count && !style->label);

  return g_strconcat (BELL_APPLICATION_ID, name, style->symbolic ? "-symbolic" : NULL, NULL);
}

/* A pause, and that there is no account, is for the user to end; that the network is away is not. */
static gboolean
is_worth_showing (BellTrayState state, GPtrArray *statuses, const char *pause)
{
  return state == BELL_TRAY_UNREAD || state == BELL_TRAY_ATTENTION || pause != NULL ||
         statuses->len == 0;
}

/* "2 Work, 1 Home": the accounts that have something unread. */
static char *
list_unread (GPtrArray *statuses)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < statuses->len; i++) {
    const BellAccountStatus *status = g_ptr_array_index (statuses, i);
    g_autofree char         *name = bell_safe_text_isolate (status->name);

    if (status->unread == 0)
      continue;
    if (list->len > 0)
      /* Translators: between the entries of a list such as "2 Work, 1 Home". */
      g_string_append (list, _ (", "));
    /* Translators: an account in a list: its unread messages and its name, "2 Work". */
    g_string_append_printf (list, _ ("%u %s"), status->unread, name);
  }
  return g_string_free (g_steal_pointer (&list), FALSE);
}

static char *
count_in_words (guint unread)
{
  return g_strdup_printf (ngettext ("%u unread", "%u unread", unread), unread);
}

static char *
describe_unread (GPtrArray *statuses, guint unread, Length length)
{
  g_autofree char *list = NULL;

  if (statuses->len == 1 || length == BRIEF)
    return count_in_words (unread);

  list = list_unread (statuses);
  /* Translators: a count over all accounts, then its parts: "3 unread: 2 Work, 1 Home". */
  return g_strdup_printf (ngettext ("%u unread: %s", "%u unread: %s", unread), unread, list);
}

static char *
describe_attention (GPtrArray *statuses)
{
  const BellAccountStatus *status = find_in_state (statuses, BELL_ACCOUNT_ASK_USER);
  g_autofree char         *name = bell_safe_text_isolate (status->name);

  /* Translators: the name of an account. */
  return g_strdup_printf (_ ("%s needs your attention"), name);
}

/* Of accounts that are not watched, none of them. */
static char *
describe_idleness (GPtrArray *statuses)
{
  if (statuses->len == 0)
    return g_strdup (_ ("No accounts yet"));
  if (find_in_state (statuses, BELL_ACCOUNT_CONNECTING) != NULL)
    return g_strdup (_ ("Connecting…"));
  return g_strdup (_ ("Offline"));
}

/* What is so besides the count: a pause, or what the user is asked for. (nullable) */
static char *
describe_circumstance (BellTrayState state, GPtrArray *statuses, const char *pause)
{
  return state == BELL_TRAY_ATTENTION ? describe_attention (statuses) : g_strdup (pause);
}

static char *
describe_count (
  BellTrayState state, GPtrArray *statuses, const char *pause, guint unread, Length length)
{
  g_autofree char *circumstance = describe_circumstance (state, statuses, pause);
  g_autofree char *count = unread > 0 ? describe_unread (statuses, unread, length) : NULL;

  if (circumstance != NULL && count != NULL)
    /* Translators: what is so, and what is unread: "Home needs your attention. 3 unread: 2 Work, 1
     * Home", "Paused until 15:00. 3 unread". */
    return g_strdup_printf (_ ("%s. %s"), circumstance, count);
  if (circumstance != NULL)
    return g_steal_pointer (&circumstance);
  if (count != NULL)
    return g_steal_pointer (&count);
  return any_is_watched (statuses) ? g_strdup (_ ("Nothing new")) : describe_idleness (statuses);
}

static guint
count_wanted (GPtrArray *statuses)
{
  guint n_wanted = 0;

  for (guint i = 0; i < statuses->len; i++)
    n_wanted +=
      ((const BellAccountStatus *) g_ptr_array_index (statuses, i))->state != BELL_ACCOUNT_OFF;
  return n_wanted;
}

/* TEXT (transfer full), and which accounts it may be wrong about. */
static char *
add_offline (char *text, GPtrArray *statuses)
{
  guint                    n_offline;
  const BellAccountStatus *first = find_offline (statuses, &n_offline);
  g_autofree char         *rest = text;
  g_autofree char         *name = NULL;

  if (first == NULL)
    return g_steal_pointer (&rest);
  if (n_offline == count_wanted (statuses))
    /* Translators: what was so when the accounts were connected last: "3 unread; offline". */
    return g_strdup_printf (_ ("%s; offline"), rest);
  if (n_offline > 1)
    /* Translators: what is so with all accounts but these: "Nothing new; 2 accounts are offline". */
    return g_strdup_printf (
      ngettext ("%s; %u account is offline", "%s; %u accounts are offline", n_offline), rest,
      n_offline);
  name = bell_safe_text_isolate (first->name);
  /* Translators: what is so, and the name of an account: "Nothing new; Home is offline". */
  return g_strdup_printf (_ ("%s; %s is offline"), rest, name);
}

static char *
choose_title (
  BellTrayState state, GPtrArray *statuses, const char *pause, guint unread, Length length)
{
  char *text = describe_count (state, statuses, pause, unread, length);

  /* "Offline", or "Connecting…", has told it. */
  if (unread == 0 && state == BELL_TRAY_OFFLINE && !any_is_watched (statuses))
    return text;
  return add_offline (text, statuses);
}

static char *
list_accounts (GPtrArray *statuses)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < statuses->len; i++) {
    g_autofree char *line =
      bell_account_status_to_line (g_ptr_array_index (statuses, i), ERROR_GRAPHEMES);

    if (i > 0)
      g_string_append_c (lines, '\n');
    g_string_append (lines, line);
  }
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

BellSummary *
bell_summary_new (GPtrArray *statuses, const char *pause, const BellTrayStyle *style)
{
  static const BellTrayStyle plain = { .count = TRUE };
  BellSummary               *self = g_new (BellSummary, 1);

  if (style == NULL)
    style = &plain;
  self->unread = count_unread (statuses);
  self->state = decide_state (statuses, pause, self->unread);
  self->hidden = style->hide && !is_worth_showing (self->state, statuses, pause);
  self->icon_name = choose_icon (self->state, self->unread, style);
  self->label =
    self->unread > 0 && style->count ? g_strdup_printf ("%u", self->unread) : g_strdup ("");
  self->title = choose_title (self->state, statuses, pause, self->unread, WHOLE);
  self->brief = choose_title (self->state, statuses, pause, self->unread, BRIEF);
  self->detail = list_accounts (statuses);
  return self;
}

void
bell_summary_free (BellSummary *self)
{
  g_free (self->icon_name);
  g_free (self->label);
  g_free (self->title);
  g_free (self->brief);
  g_free (self->detail);
  g_free (self);
}
