/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets of UIDs as ranges. */

#include "imap/imap-limits.h"
#include "imap/imap-uid-set.h"

static void
assert_parsed (const char *text, const char *expected)
{
  g_autoptr (BellImapUidSet) set = bell_imap_uid_set_parse (text);
  g_autofree char *got = NULL;

  g_assert_nonnull (set);
  got = bell_imap_uid_set_to_string (set);
  g_assert_cmpstr (got, ==, expected);
}

static void
test_parse (void)
{
  assert_parsed ("1", "1");
  assert_parsed ("1:3,7", "1:3,7");
  assert_parsed ("7,1:3", "1:3,7");
  assert_parsed ("5:2", "2:5");
  assert_parsed ("1:3,4,5:6", "1:6");
  assert_parsed ("1:10,2:3,5", "1:10");
  assert_parsed ("4,4,4", "4");
  assert_parsed ("007", "7");
  assert_parsed ("4294967295", "4294967295");
  assert_parsed ("1:4294967295,9", "1:4294967295");
  assert_parsed ("4294967294:4294967295,4294967295", "4294967294:4294967295");
}

static void
test_parse_broken (void)
{
  static const char *const broken[] = {
    "",
    "*",
    "1:*",
    "*:1",
    "0",
    "0:5",
    "1:0",
    ",",
    "1,",
    ",1",
    "1,,2",
    "1:",
    ":1",
    "1-3",
    "4294967296",
    "1:4294967296",
    "a",
    "1 ",
    "-1",
    "1:2:3",
    "99999999999999999999999999",
  };

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    g_assert_null (bell_imap_uid_set_parse (broken[i]));
}

static char *
every_other_uid (guint count)
{
  GString *text = g_string_new ("1");

  for (guint i = 1; i < count; i++)
    g_string_append_printf (text, ",%u", 2 * i + 1);

  return g_string_free (text, FALSE);
}

static void
test_parse_limit (void)
{
  g_autofree char *most = every_other_uid (BELL_IMAP_LIMIT_VALUES);
  g_autofree char *too_many = every_other_uid (BELL_IMAP_LIMIT_VALUES + 1);
  g_autoptr (BellImapUidSet) set = bell_imap_uid_set_parse (most);

  g_assert_cmpuint (bell_imap_uid_set_get_n_ranges (set), ==, BELL_IMAP_LIMIT_VALUES);
  g_assert_null (bell_imap_uid_set_parse (too_many));
}

/* What is gathered has the same bound, in whatever order it comes. */
static void
test_full (void)
{
  g_autofree char *most = every_other_uid (BELL_IMAP_LIMIT_VALUES);
  g_autoptr (BellImapUidSet) set = bell_imap_uid_set_parse (most);
  g_autoptr (BellImapUidSet) others = bell_imap_uid_set_parse ("2000000001,2000000003");
  g_autoptr (BellImapUidSet) nearly = bell_imap_uid_set_new ();

  bell_imap_uid_set_add (set, 4000000000);
  bell_imap_uid_set_add_set (set, others);
  g_assert_cmpuint (bell_imap_uid_set_get_n_ranges (set), ==, BELL_IMAP_LIMIT_VALUES);
  g_assert_false (bell_imap_uid_set_contains (set, 4000000000));
  /* What needs no further range is taken. */
  bell_imap_uid_set_add (set, 2);
  g_assert_true (bell_imap_uid_set_contains (set, 2));
  g_assert_cmpuint (bell_imap_uid_set_get_n_ranges (set), ==, BELL_IMAP_LIMIT_VALUES - 1);

  bell_imap_uid_set_add_set (nearly, set);
  bell_imap_uid_set_add_set (nearly, others);
  g_assert_cmpuint (bell_imap_uid_set_get_n_ranges (nearly), ==, BELL_IMAP_LIMIT_VALUES);
  g_assert_true (bell_imap_uid_set_contains (nearly, 2000000001));
  g_assert_false (bell_imap_uid_set_contains (nearly, 2000000003));
}

static void
test_add (void)
{
  static const guint32 uids[] = { 5, 3, 4, 9, 9, 10, 1, G_MAXUINT32, G_MAXUINT32 - 1, 8, 20 };
  g_autoptr (BellImapUidSet) set = bell_imap_uid_set_new ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (uids); i++) {
    g_assert_true (i == 4 || !bell_imap_uid_set_contains (set, uids[i]));
    bell_imap_uid_set_add (set, uids[i]);
    g_assert_true (bell_imap_uid_set_contains (set, uids[i]));
  }
  text = bell_imap_uid_set_to_string (set);
  g_assert_cmpstr (text, ==, "1,3:5,8:10,20,4294967294:4294967295");
}

/* Against a plain array of truths, with a small generator of its own. */
static void
test_add_at_random (void)
{
  g_autoptr (BellImapUidSet) set = bell_imap_uid_set_new ();
  g_autoptr (BellImapUidSet) parsed = NULL;
  g_autofree char *text = NULL;
  gboolean         truth[200] = { FALSE };
  guint32          state = 1;

  for (guint i = 0; i < 150; i++) {
    state = state * 1664525u + 1013904223u;
    truth[state >> 24 & 127] = TRUE;
    bell_imap_uid_set_add (set, (state >> 24 & 127) + 1);
  }
  text = bell_imap_uid_set_to_string (set);
  parsed = bell_imap_uid_set_parse (text);
  for (guint i = 0; i < G_N_ELEMENTS (truth); i++) {
    g_assert_cmpint (bell_imap_uid_set_contains (set, i + 1), ==, truth[i]);
    g_assert_cmpint (bell_imap_uid_set_contains (parsed, i + 1), ==, truth[i]);
  }
  for (guint i = 1; i < bell_imap_uid_set_get_n_ranges (set); i++) {
    const BellImapUidRange *ranges = bell_imap_uid_set_get_ranges (set);

    g_assert_cmpuint (ranges[i - 1].last + 1, <, ranges[i].first);
  }
}

static void
test_copy (void)
{
  g_autoptr (BellImapUidSet) set = bell_imap_uid_set_parse ("2:4");
  g_autoptr (BellImapUidSet) copy = bell_imap_uid_set_copy (set);
  g_autofree char *text = NULL;

  bell_imap_uid_set_add (set, 9);
  text = bell_imap_uid_set_to_string (copy);
  g_assert_cmpstr (text, ==, "2:4");
  g_assert_cmpuint (bell_imap_uid_set_get_ranges (copy)[0].first, ==, 2);
  g_assert_cmpuint (bell_imap_uid_set_get_ranges (copy)[0].last, ==, 4);
  bell_imap_uid_set_free (NULL);
}

static void
test_empty (void)
{
  g_autoptr (BellImapUidSet) set = bell_imap_uid_set_new ();
  g_autofree char *text = bell_imap_uid_set_to_string (set);

  g_assert_cmpstr (text, ==, "");
  g_assert_cmpuint (bell_imap_uid_set_get_n_ranges (set), ==, 0);
  g_assert_false (bell_imap_uid_set_contains (set, 1));
}

static void
test_union (void)
{
  g_autoptr (BellImapUidSet) set = bell_imap_uid_set_parse ("1:3,10");
  g_autoptr (BellImapUidSet) other = bell_imap_uid_set_parse ("4,9,20:4294967295");
  g_autoptr (BellImapUidSet) empty = bell_imap_uid_set_new ();
  g_autofree char *text = NULL;

  bell_imap_uid_set_add_set (set, other);
  bell_imap_uid_set_add_set (set, empty);
  text = bell_imap_uid_set_to_string (set);
  g_assert_cmpstr (text, ==, "1:4,9:10,20:4294967295");
  g_assert_cmpuint (bell_imap_uid_set_count (set), ==, 4 + 2 + G_MAXUINT32 - 19);
  g_assert_cmpuint (bell_imap_uid_set_count (empty), ==, 0);
  bell_imap_uid_set_add_set (empty, set);
  g_assert_cmpuint (bell_imap_uid_set_get_n_ranges (empty), ==, 3);
}

static void
assert_intersection (const char *a, const char *b, const char *expected)
{
  g_autoptr (BellImapUidSet) set = bell_imap_uid_set_parse (a);
  g_autoptr (BellImapUidSet) other = bell_imap_uid_set_parse (b);
  g_autofree char *text = NULL;

  g_assert_cmpint (bell_imap_uid_set_overlaps (set, other), ==, *expected != '\0');
  g_assert_cmpint (bell_imap_uid_set_overlaps (other, set), ==, *expected != '\0');
  bell_imap_uid_set_intersect (set, other);
  text = bell_imap_uid_set_to_string (set);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_intersect (void)
{
  assert_intersection ("3,27,29", "1:28", "3,27");
  assert_intersection ("1:10,20:30", "5:25", "5:10,20:25");
  assert_intersection ("5:25", "1:10,20:30", "5:10,20:25");
  assert_intersection ("1:3", "4:9", "");
  assert_intersection ("4:4294967295", "1:7,4294967295", "4:7,4294967295");
  assert_intersection ("1:5,7:9", "1:5,7:9", "1:5,7:9");
}

static void
assert_cut (const BellImapUidSet *set, guint *at, gsize most_bytes, const char *expected)
{
  g_autofree char *text = bell_imap_uid_set_cut (set, at, most_bytes);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_cut (void)
{
  g_autoptr (BellImapUidSet) set = bell_imap_uid_set_parse ("1,3:5,1000:2000,3000,3002");
  guint at = 0;

  assert_cut (set, &at, 5, "1,3:5");
  assert_cut (set, &at, 5, "1000:2000"); /* longer, and yet it goes on */
  assert_cut (set, &at, 8, "3000");
  assert_cut (set, &at, 100, "3002");
  g_assert_cmpuint (at, ==, bell_imap_uid_set_get_n_ranges (set));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/uid-set/parse", test_parse);
  g_test_add_func ("/imap/uid-set/parse-broken", test_parse_broken);
  g_test_add_func ("/imap/uid-set/parse-limit", test_parse_limit);
  g_test_add_func ("/imap/uid-set/full", test_full);
  g_test_add_func ("/imap/uid-set/add", test_add);
  g_test_add_func ("/imap/uid-set/add-at-random", test_add_at_random);
  g_test_add_func ("/imap/uid-set/copy", test_copy);
  g_test_add_func ("/imap/uid-set/empty", test_empty);

  g_test_add_func ("/imap/uid-set/cut", test_cut);
  g_test_add_func ("/imap/uid-set/intersect", test_intersect);
  g_test_add_func ("/imap/uid-set/union", test_union);
  return g_test_run ();
}
