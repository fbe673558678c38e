/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-summary.c: what the tray shows of any set of accounts. */

#include "policy/summary.h"

#include "statuses.h"

#define ICON(name) BELL_APPLICATION_ID name

static BellSummary *
summarise (GPtrArray *statuses)
{
  return bell_summary_new (statuses, NULL, NULL);
}

static void
test_no_account_is_offline (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();
  g_autoptr (BellSummary) summary = summarise (statuses);

  g_assert_cmpint (summary->state, ==, BELL_TRAY_OFFLINE);
  g_assert_cmpstr (summary->title, ==, "No accounts yet");
  g_assert_cmpstr (summary->icon_name, ==, ICON ("-offline"));
  g_assert_cmpstr (summary->label, ==, "");
  g_assert_cmpstr (summary->detail, ==, "");
}

static void
test_watched_and_read_is_nothing_new (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();
  g_autoptr (BellSummary) summary = NULL;

  statuses_add (statuses, "Work", BELL_ACCOUNT_PUSHING, 0);
  statuses_add (statuses, "Home", BELL_ACCOUNT_CONNECTING, 0);
  summary = summarise (statuses);
  g_assert_cmpint (summary->state, ==, BELL_TRAY_NOTHING_NEW);
  g_assert_cmpstr (summary->title, ==, "Nothing new");
  g_assert_cmpstr (summary->icon_name, ==, ICON ("-nothing-new"));
  g_assert_cmpstr (summary->label, ==, "");
}

static void
test_unread_is_counted_and_told_by_account (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();
  g_autoptr (BellSummary) summary = NULL;

  statuses_add (statuses, "Work", BELL_ACCOUNT_PUSHING, 2);
  statuses_add (statuses, "Quiet", BELL_ACCOUNT_PUSHING, 0);
  statuses_add (statuses, "Home", BELL_ACCOUNT_POLLING, 1);
  summary = summarise (statuses);
  g_assert_cmpint (summary->state, ==, BELL_TRAY_UNREAD);
  g_assert_cmpuint (summary->unread, ==, 3);
  g_assert_cmpstr (summary->label, ==, "3");
  g_assert_cmpstr (summary->icon_name, ==, ICON ("-unread-3"));
  g_assert_cmpstr (summary->title, ==, "3 unread: 2 " FSI "Work" PDI ", 1 " FSI "Home" PDI);
  g_assert_cmpstr (summary->brief, ==, "3 unread");
  g_assert_cmpstr (summary->detail, ==,
                   FSI "Work" PDI ": 2 unread\n" FSI "Quiet" PDI ": Nothing new\n" FSI "Home" PDI
                       ": 1 unread");
}

static void
test_single_account_needs_no_name (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();
  g_autoptr (BellSummary) summary = NULL;

  statuses_add (statuses, "Work", BELL_ACCOUNT_PUSHING, 1);
  summary = summarise (statuses);
  g_assert_cmpstr (summary->title, ==, "1 unread");
}

static void
test_icon_counts_to_nine (void)
{
  for (guint unread = 1; unread < 12; unread++) {
    g_autoptr (GPtrArray) statuses = statuses_new ();
    g_autoptr (BellSummary) summary = NULL;
    g_autofree char *icon = unread <= 9 ? g_strdup_printf (ICON ("-unread-%u"), unread)
                                        : g_strdup (ICON ("-unread-many"));

    statuses_add (statuses, "Work", BELL_ACCOUNT_PUSHING, unread);
    summary = summarise (statuses);
    g_assert_cmpstr (summary->icon_name, ==, icon);
  }
}

static void
test_attention_wins_over_unread (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();
  g_autoptr (BellSummary) summary = NULL;

  statuses_add (statuses, "Work", BELL_ACCOUNT_PUSHING, 2);
  statuses_add (statuses, "Home", BELL_ACCOUNT_ASK_USER, 1);
  summary = summarise (statuses);
  g_assert_cmpint (summary->state, ==, BELL_TRAY_ATTENTION);
  g_assert_cmpstr (summary->icon_name, ==, ICON ("-attention"));
  g_assert_cmpstr (summary->label, ==, "3");
  g_assert_cmpstr (summary->title, ==,
                   FSI "Home" PDI " needs your attention. 3 unread: 2 " FSI "Work" PDI ", 1 " FSI
                       "Home" PDI);
  g_assert_cmpstr (summary->brief, ==, FSI "Home" PDI " needs your attention. 3 unread");
}

static void
test_attention_alone_tells_no_count (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();
  g_autoptr (BellSummary) summary = NULL;

  statuses_add (statuses, "Work", BELL_ACCOUNT_PUSHING, 0);
  statuses_add (statuses, "Home", BELL_ACCOUNT_ASK_USER, 0);
  summary = summarise (statuses);
  g_assert_cmpstr (summary->title, ==, FSI "Home" PDI " needs your attention");
}

/* Work is watched and has N_UNREAD; the accounts named are offline. */
static BellSummary *
summarise_offline (guint n_unread, const char *const *names)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();

  statuses_add (statuses, "Work", BELL_ACCOUNT_PUSHING, n_unread);
  for (; *names != NULL; names++)
    statuses_add (statuses, *names, BELL_ACCOUNT_WAITING_TO_RETRY, 0)->offline = TRUE;
  return summarise (statuses);
}

static void
test_account_that_is_offline_is_named (void)
{
  static const char *const home[] = { "Home", NULL };
  static const char *const both[] = { "Home", "Club", NULL };
  g_autoptr (BellSummary) one = summarise_offline (0, home);
  g_autoptr (BellSummary) two = summarise_offline (0, both);
  g_autoptr (BellSummary) unread = summarise_offline (3, home);

  g_assert_cmpint (one->state, ==, BELL_TRAY_OFFLINE);
  g_assert_cmpstr (one->icon_name, ==, ICON ("-offline"));
  g_assert_cmpstr (one->title, ==, "Nothing new; " FSI "Home" PDI " is offline");
  g_assert_cmpstr (two->title, ==, "Nothing new; 2 accounts are offline");

  g_assert_cmpint (unread->state, ==, BELL_TRAY_UNREAD);
  g_assert_cmpstr (unread->icon_name, ==, ICON ("-unread-3"));
  g_assert_cmpstr (unread->title, ==,
                   "3 unread: 3 " FSI "Work" PDI "; " FSI "Home" PDI " is offline");
  g_assert_cmpstr (unread->brief, ==, "3 unread; " FSI "Home" PDI " is offline");
}

/* Those that are switched off are not among them; those of which something is wanted are no reason to
 * say that all is well. */
static void
test_all_accounts_are_offline (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();
  g_autoptr (BellSummary) last_known = NULL;
  g_autoptr (BellSummary) attention = NULL;
  BellAccountStatus *home;

  statuses_add (statuses, "Work", BELL_ACCOUNT_WAITING_FOR_NETWORK, 2)->offline = TRUE;
  statuses_add (statuses, "Old", BELL_ACCOUNT_OFF, 0);
  home = statuses_add (statuses, "Home", BELL_ACCOUNT_WAITING_TO_RETRY, 0);
  home->offline = TRUE;
  last_known = summarise (statuses);
  g_assert_cmpint (last_known->state, ==, BELL_TRAY_UNREAD);
  g_assert_cmpstr (last_known->title, ==, "2 unread: 2 " FSI "Work" PDI "; offline");

  home->offline = FALSE;
  home->state = BELL_ACCOUNT_ASK_USER;
  attention = summarise (statuses);
  g_assert_cmpstr (attention->title, ==,
                   FSI "Home" PDI " needs your attention. 2 unread: 2 " FSI "Work" PDI "; " FSI
                       "Work" PDI " is offline");
}

/* A connection that is made anew within seconds is not yet offline. */
static void
test_short_interruption_changes_nothing (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();
  g_autoptr (BellSummary) summary = NULL;

  statuses_add (statuses, "Work", BELL_ACCOUNT_PUSHING, 0);
  statuses_add (statuses, "Home", BELL_ACCOUNT_WAITING_TO_RETRY, 0);
  summary = summarise (statuses);
  g_assert_cmpint (summary->state, ==, BELL_TRAY_NOTHING_NEW);
  g_assert_cmpstr (summary->title, ==, "Nothing new");
}

static void
test_pause_keeps_the_count (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();
  g_autoptr (BellSummary) summary = NULL;

  statuses_add (statuses, "Work", BELL_ACCOUNT_OFF, 2);
  statuses_add (statuses, "Home", BELL_ACCOUNT_OFF, 1);
  summary = bell_summary_new (statuses, "Paused until 15:00", NULL);
  g_assert_cmpint (summary->state, ==, BELL_TRAY_OFFLINE);
  g_assert_cmpstr (summary->icon_name, ==, ICON ("-offline"));
  g_assert_cmpuint (summary->unread, ==, 3);
  g_assert_cmpstr (summary->label, ==, "3");
  g_assert_cmpstr (summary->title, ==,
                   "Paused until 15:00. 3 unread: 2 " FSI "Work" PDI ", 1 " FSI "Home" PDI);
}

static void
test_unread_wins_over_offline (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();
  g_autoptr (BellSummary) summary = NULL;

  statuses_add (statuses, "Work", BELL_ACCOUNT_WAITING_TO_RETRY, 2);
  summary = summarise (statuses);
  g_assert_cmpint (summary->state, ==, BELL_TRAY_UNREAD);
}

static void
test_offline_says_why (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();
  BellAccountStatus *status = statuses_add (statuses, "Work", BELL_ACCOUNT_WAITING_FOR_NETWORK, 0);
  g_autoptr (BellSummary) waiting = bell_summary_new (statuses, NULL, NULL);
  g_autoptr (BellSummary) paused = bell_summary_new (statuses, "Paused until 15:00", NULL);
  g_autoptr (BellSummary) connecting = NULL;

  g_assert_cmpint (waiting->state, ==, BELL_TRAY_OFFLINE);
  g_assert_cmpstr (waiting->title, ==, "Offline");
  g_assert_cmpint (paused->state, ==, BELL_TRAY_OFFLINE);
  g_assert_cmpstr (paused->title, ==, "Paused until 15:00");

  status->state = BELL_ACCOUNT_CONNECTING;
  connecting = bell_summary_new (statuses, NULL, NULL);
  g_assert_cmpint (connecting->state, ==, BELL_TRAY_OFFLINE);
  g_assert_cmpstr (connecting->title, ==, "Connecting…");
}

static void
test_counts_do_not_overflow (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();
  g_autoptr (BellSummary) summary = NULL;

  statuses_add (statuses, "Work", BELL_ACCOUNT_PUSHING, G_MAXUINT);
  statuses_add (statuses, "Home", BELL_ACCOUNT_PUSHING, 2);
  summary = summarise (statuses);
  g_assert_cmpuint (summary->unread, ==, G_MAXUINT);
  g_assert_cmpstr (summary->icon_name, ==, ICON ("-unread-many"));
}

static void
test_number_is_beside_the_icon_or_in_it (void)
{
  static const struct {
    BellTrayStyle style;
    const char   *icon;
    const char   *label;
  } cases[] = {
    { { .count = TRUE }, ICON ("-unread-3"), "3" },
    { { .count = TRUE, .symbolic = TRUE }, ICON ("-unread-3-symbolic"), "3" },
    { { .count = TRUE, .label = TRUE, .symbolic = TRUE }, ICON ("-unread-symbolic"), "3" },
    { { .count = TRUE, .label = TRUE }, ICON ("-unread"), "3" },
    { { .symbolic = TRUE }, ICON ("-unread-symbolic"), "" },
    { { .label = TRUE }, ICON ("-unread"), "" },
  };
  g_autoptr (GPtrArray) statuses = statuses_new ();

  statuses_add (statuses, "Work", BELL_ACCOUNT_PUSHING, 3);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (BellSummary) summary = bell_summary_new (statuses, NULL, &cases[i].style);

    g_assert_cmpstr (summary->icon_name, ==, cases[i].icon);
    g_assert_cmpstr (summary->label, ==, cases[i].label);
    g_assert_cmpstr (summary->title, ==, "3 unread");
  }
}

/* Hidden with the setting, of an account in STATE; never without it. */
static gboolean
is_hidden (BellAccountState state, guint unread, const char *pause)
{
  static const BellTrayStyle hide = { .hide = TRUE };
  static const BellTrayStyle show = { .count = TRUE };
  g_autoptr (GPtrArray) statuses = statuses_new ();
  g_autoptr (BellSummary) with = NULL;
  g_autoptr (BellSummary) without = NULL;

  statuses_add (statuses, "Work", state, unread);
  with = bell_summary_new (statuses, pause, &hide);
  without = bell_summary_new (statuses, pause, &show);
  g_assert_false (without->hidden);
  return with->hidden;
}

static void
test_hidden_while_nothing_is_new (void)
{
  static const BellTrayStyle hide = { .hide = TRUE };
  g_autoptr (GPtrArray) none = statuses_new ();
  g_autoptr (BellSummary) summary = bell_summary_new (none, NULL, &hide);

  g_assert_false (summary->hidden); /* or nobody would find the way to the first account */
  g_assert_true (is_hidden (BELL_ACCOUNT_PUSHING, 0, NULL));
  g_assert_true (is_hidden (BELL_ACCOUNT_CONNECTING, 0, NULL));
  g_assert_true (is_hidden (BELL_ACCOUNT_WAITING_FOR_NETWORK, 0, NULL));
  g_assert_false (is_hidden (BELL_ACCOUNT_PUSHING, 1, NULL));
  g_assert_false (is_hidden (BELL_ACCOUNT_WAITING_FOR_NETWORK, 1, NULL));
  g_assert_false (is_hidden (BELL_ACCOUNT_ASK_USER, 0, NULL));
  g_assert_false (is_hidden (BELL_ACCOUNT_OFF, 0, "Paused"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/summary/no-account", test_no_account_is_offline);
  g_test_add_func ("/summary/nothing-new", test_watched_and_read_is_nothing_new);
  g_test_add_func ("/summary/unread", test_unread_is_counted_and_told_by_account);
  g_test_add_func ("/summary/single", test_single_account_needs_no_name);
  g_test_add_func ("/summary/icon", test_icon_counts_to_nine);
  g_test_add_func ("/summary/style", test_number_is_beside_the_icon_or_in_it);
  g_test_add_func ("/summary/hidden", test_hidden_while_nothing_is_new);
  g_test_add_func ("/summary/attention", test_attention_wins_over_unread);
  g_test_add_func ("/summary/attention/alone", test_attention_alone_tells_no_count);
  g_test_add_func ("/summary/offline/one", test_account_that_is_offline_is_named);
  g_test_add_func ("/summary/offline/all", test_all_accounts_are_offline);
  g_test_add_func ("/summary/offline/short", test_short_interruption_changes_nothing);
  g_test_add_func ("/summary/paused", test_pause_keeps_the_count);
  g_test_add_func ("/summary/unread-offline", test_unread_wins_over_offline);
  g_test_add_func ("/summary/offline", test_offline_says_why);
  g_test_add_func ("/summary/overflow", test_counts_do_not_overflow);
  return g_test_run ();
}
