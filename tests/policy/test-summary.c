/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-summary.c: what the tray shows of any set of accounts. */

#include "policy/summary.h"

#include "statuses.h"

#define ICON(name) BELL_APPLICATION_ID name

static BellSummary *
summarise (GPtrArray *statuses)
{
  return bell_summary_new (statuses, FALSE, NULL);
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
  statuses_add (statuses, "Home", BELL_ACCOUNT_ASK_USER, 0);
  summary = summarise (statuses);
  g_assert_cmpint (summary->state, ==, BELL_TRAY_ATTENTION);
  g_assert_cmpstr (summary->icon_name, ==, ICON ("-attention"));
  g_assert_cmpstr (summary->label, ==, "2");
  g_assert_cmpstr (summary->title, ==, FSI "Home" PDI " needs your attention");
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
  g_autoptr (BellSummary) waiting = bell_summary_new (statuses, FALSE, NULL);
  g_autoptr (BellSummary) paused = bell_summary_new (statuses, TRUE, NULL);
  g_autoptr (BellSummary) connecting = NULL;

  g_assert_cmpint (waiting->state, ==, BELL_TRAY_OFFLINE);
  g_assert_cmpstr (waiting->title, ==, "Offline");
  g_assert_cmpint (paused->state, ==, BELL_TRAY_OFFLINE);
  g_assert_cmpstr (paused->title, ==, "Paused");

  status->state = BELL_ACCOUNT_CONNECTING;
  connecting = bell_summary_new (statuses, FALSE, NULL);
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
    g_autoptr (BellSummary) summary = bell_summary_new (statuses, FALSE, &cases[i].style);

    g_assert_cmpstr (summary->icon_name, ==, cases[i].icon);
    g_assert_cmpstr (summary->label, ==, cases[i].label);
    g_assert_cmpstr (summary->title, ==, "3 unread");
  }
}

/* Hidden with the setting, of an account in STATE; never without it. */
static gboolean
is_hidden (BellAccountState state, guint unread, gboolean paused)
{
  static const BellTrayStyle hide = { .hide = TRUE };
  static const BellTrayStyle show = { .count = TRUE };
  g_autoptr (GPtrArray) statuses = statuses_new ();
  g_autoptr (BellSummary) with = NULL;
  g_autoptr (BellSummary) without = NULL;

  statuses_add (statuses, "Work", state, unread);
  with = bell_summary_new (statuses, paused, &hide);
  without = bell_summary_new (statuses, paused, &show);
  g_assert_false (without->hidden);
  return with->hidden;
}

static void
test_hidden_while_nothing_is_new (void)
{
  static const BellTrayStyle hide = { .hide = TRUE };
  g_autoptr (GPtrArray) none = statuses_new ();
  g_autoptr (BellSummary) summary = bell_summary_new (none, FALSE, &hide);

  g_assert_false (summary->hidden); /* or nobody would find the way to the first account */
  g_assert_true (is_hidden (BELL_ACCOUNT_PUSHING, 0, FALSE));
  g_assert_true (is_hidden (BELL_ACCOUNT_CONNECTING, 0, FALSE));
  g_assert_true (is_hidden (BELL_ACCOUNT_WAITING_FOR_NETWORK, 0, FALSE));
  g_assert_false (is_hidden (BELL_ACCOUNT_PUSHING, 1, FALSE));
  g_assert_false (is_hidden (BELL_ACCOUNT_WAITING_FOR_NETWORK, 1, FALSE));
  g_assert_false (is_hidden (BELL_ACCOUNT_ASK_USER, 0, FALSE));
  g_assert_false (is_hidden (BELL_ACCOUNT_OFF, 0, TRUE));
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
  g_test_add_func ("/summary/unread-offline", test_unread_wins_over_offline);
  g_test_add_func ("/summary/offline", test_offline_says_why);
  g_test_add_func ("/summary/overflow", test_counts_do_not_overflow);
  return g_test_run ();
}
