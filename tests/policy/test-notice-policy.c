/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-notice-policy.c: which notifications a batch of news makes, and what they say. */

#include "policy/notice-policy.h"

#include "../mail/hostile-text.h"

#include "mail/grapheme.h"
#include "mail/safe-text.h"

#include <string.h>

#define FSI "\342\201\250"
#define PDI "\342\201\251"

static void
message_unref (gpointer message)
{
  bell_message_summary_unref (message);
}

static BellMessageSummary *
make_message (guint32 uid, const char *sender, const char *subject, gboolean seen)
{
  g_autofree char *header =
    g_strdup_printf ("From: %s <x@example.org>\r\nSubject: %s\r\n\r\n", sender, subject);

  return bell_message_summary_new (7, uid, seen, header, strlen (header));
}

/* N messages, of "Sender 1", "Sender 2"…, with digests above three. */
static BellNews
make_news (guint n)
{
  BellNews news = { .account_id = "a1", .account_name = "Work", .digest_above = 3 };

  news.messages = g_ptr_array_new_with_free_func (message_unref);
  for (guint i = 1; i <= n; i++) {
    g_autofree char *sender = g_strdup_printf ("Sender %u", i);
    g_ptr_array_add (news.messages, make_message (i, sender, "Hello", FALSE));
  }
  return news;
}

static const BellNotice *
get_notice (GPtrArray *notices, guint i)
{
  g_assert_cmpuint (i, <, notices->len);
  return g_ptr_array_index (notices, i);
}

static const char *const all_buttons[] = { "copy-code", "open",    "mark-read", "archive",
                                           "delete",    "nothing", "junk",      NULL };

/* Decides, and frees the messages: what notices say is their own. */
static GPtrArray *
decide_in_style (BellNews *news, const BellNoticeStyle *style)
{
  g_autoptr (GPtrArray) no_singles = g_ptr_array_new ();
  BellStanding standing = { .singles = no_singles };
  g_autoptr (BellNoticeDigest) digest = NULL;
  GPtrArray *notices = bell_notice_policy_decide (news, style, &standing, 0, &digest);

  g_clear_pointer (&news->messages, g_ptr_array_unref);
  return notices;
}

static GPtrArray *
decide (BellNews *news)
{
  BellNoticeStyle style = { .content = BELL_CONTENT_FULL };

  return decide_in_style (news, &style);
}

/* "app.delete Delete, …" */
static char *
list_buttons (const BellNotice *notice)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; notice->buttons != NULL && i < notice->buttons->len; i++) {
    const BellNoticeButton *button = g_ptr_array_index (notice->buttons, i);
    g_string_append_printf (list, "%s%s %s", i > 0 ? ", " : "", button->action, button->label);
  }
  return g_string_free (g_steal_pointer (&list), FALSE);
}

static void
test_a_few_messages_are_told_one_by_one (void)
{
  BellNews news = make_news (3);
  g_autoptr (GPtrArray) notices = decide (&news);
  g_autofree char *id = bell_notice_id ("a1", NULL, 7, 2);

  g_assert_cmpuint (notices->len, ==, 3);
  g_assert_cmpstr (get_notice (notices, 0)->title, ==, "Sender 1");
  g_assert_cmpstr (get_notice (notices, 0)->body, ==, "Hello");
  g_assert_cmpstr (get_notice (notices, 0)->account_id, ==, "a1");
  g_assert_cmpstr (get_notice (notices, 1)->id, ==, id);
}

static void
test_more_than_that_are_one_digest (void)
{
  BellNews news = make_news (4);
  g_autoptr (GPtrArray) notices = decide (&news);

  g_assert_cmpuint (notices->len, ==, 1);
  g_assert_cmpstr (get_notice (notices, 0)->title, ==, "4 new messages (" FSI "Work" PDI ")");
  g_assert_cmpstr (get_notice (notices, 0)->body, ==,
                   FSI "Sender 1" PDI ", " FSI "Sender 2" PDI ", " FSI "Sender 3" PDI ", " FSI
                       "Sender 4" PDI);
}

static void
test_digest_names_five_senders_each_once (void)
{
  BellNews news = make_news (7);
  g_autoptr (GPtrArray) notices = NULL;

  g_ptr_array_add (news.messages, make_message (8, "Sender 1", "Again", FALSE));
  news.n_more = 10;
  notices = decide (&news);
  g_assert_cmpuint (notices->len, ==, 1);
  g_assert_cmpstr (get_notice (notices, 0)->title, ==, "18 new messages (" FSI "Work" PDI ")");
  g_assert_true (
    g_str_has_suffix (get_notice (notices, 0)->body, FSI "Sender 5" PDI " and 12 more"));
  g_assert_null (strstr (get_notice (notices, 0)->body, "Sender 6"));
}

static void
test_digest_replaces_the_former_one (void)
{
  BellNews first = make_news (4);
  BellNews second = make_news (6);
  g_autoptr (GPtrArray) one = decide (&first);
  g_autoptr (GPtrArray) two = decide (&second);

  g_assert_cmpstr (get_notice (one, 0)->id, ==, get_notice (two, 0)->id);
}

static void
test_after_absence_two_are_a_digest_and_one_is_not (void)
{
  BellNews one = make_news (1);
  BellNews two = make_news (2);
  g_autoptr (GPtrArray) notices_of_one = NULL;
  g_autoptr (GPtrArray) notices_of_two = NULL;

  one.after_absence = two.after_absence = TRUE;
  notices_of_one = decide (&one);
  notices_of_two = decide (&two);
  g_assert_cmpstr (get_notice (notices_of_one, 0)->title, ==, "Sender 1");
  g_assert_cmpuint (notices_of_two->len, ==, 1);
  g_assert_cmpstr (get_notice (notices_of_two, 0)->title, ==,
                   "2 new messages (" FSI "Work" PDI ")");
}

static void
test_read_messages_are_skipped (void)
{
  BellNews news = make_news (0);
  g_autoptr (GPtrArray) notices = NULL;

  for (guint32 uid = 1; uid <= 9; uid++)
    g_ptr_array_add (news.messages, make_message (uid, "Ada", "Hello", uid != 5));
  notices = decide (&news);
  g_assert_cmpuint (notices->len, ==, 1);
  g_assert_cmpstr (get_notice (notices, 0)->title, ==, "Ada");
}

static void
test_no_news_is_no_notice (void)
{
  BellNews news = make_news (0);
  g_autoptr (GPtrArray) notices = decide (&news);

  g_assert_cmpuint (notices->len, ==, 0);
}

static void
test_known_by_number_alone_is_a_digest (void)
{
  BellNews news = make_news (0);
  g_autoptr (GPtrArray) notices = NULL;

  news.n_more = 1;
  notices = decide (&news);
  g_assert_cmpuint (notices->len, ==, 1);
  g_assert_cmpstr (get_notice (notices, 0)->title, ==, "1 new message (" FSI "Work" PDI ")");
  g_assert_cmpstr (get_notice (notices, 0)->body, ==, "");
}

static void
test_folder_is_told_unless_it_is_the_inbox (void)
{
  BellNews single = make_news (1);
  BellNews many = make_news (4);
  g_autoptr (GPtrArray) notices_of_single = NULL;
  g_autoptr (GPtrArray) notices_of_many = NULL;

  single.folder = many.folder = "Lists";
  notices_of_single = decide (&single);
  notices_of_many = decide (&many);
  g_assert_cmpstr (get_notice (notices_of_single, 0)->title, ==,
                   FSI "Sender 1" PDI " (" FSI "Lists" PDI ")");
  g_assert_cmpstr (get_notice (notices_of_many, 0)->title, ==,
                   "4 new messages (" FSI "Work" PDI ", " FSI "Lists" PDI ")");
}

static void
test_what_is_missing_is_said (void)
{
  BellNews news = make_news (0);
  g_autoptr (GPtrArray) notices = NULL;

  g_ptr_array_add (news.messages, bell_message_summary_new (7, 1, FALSE, "", 0));
  notices = decide (&news);
  g_assert_cmpstr (get_notice (notices, 0)->title, !=, "");
  g_assert_cmpstr (get_notice (notices, 0)->body, ==, "(no subject)");
}

static void
test_ids_tell_everything_apart (void)
{
  char *ids[] = {
    bell_notice_id ("a1", NULL, 7, 2),    bell_notice_id ("a1", NULL, 7, 3),
    bell_notice_id ("a1", NULL, 8, 2),    bell_notice_id ("a2", NULL, 7, 2),
    bell_notice_id ("a1", "Lists", 7, 2), bell_notice_id ("a1", "2", 7, 2),
  };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    for (guint j = 0; j < i; j++)
      g_assert_cmpstr (ids[i], !=, ids[j]);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_free (ids[i]);
}

/* A message of the sender "x@example.org". */
static BellNews
make_news_of (const char *subject)
{
  BellNews news = make_news (0);

  g_ptr_array_add (news.messages, make_message (3, "Ada", subject, FALSE));
  return news;
}

static void
test_buttons_are_those_that_are_wanted (void)
{
  BellNews        news = make_news_of ("Hello");
  BellNoticeStyle style = { .buttons = all_buttons, .clipboard = TRUE };
  g_autoptr (GPtrArray) notices = decide_in_style (&news, &style);
  const BellNotice *notice = get_notice (notices, 0);
  g_autofree char  *buttons = list_buttons (notice);
  g_autofree char  *target = g_variant_print (notice->message, FALSE);

  g_assert_cmpstr (buttons, ==,
                   "app.open-message Open, app.mark-read Mark as Read, app.archive Archive, "
                   "app.delete Delete, app.junk Junk");
  g_assert_cmpstr (target, ==, "('a1', '', 7, 3, '')");
}

static void
test_no_buttons_are_none (void)
{
  static const char *const none[] = { NULL };
  BellNews                 news = make_news_of ("Hello");
  BellNoticeStyle          style = { .buttons = none };
  g_autoptr (GPtrArray) notices = decide_in_style (&news, &style);

  g_assert_nonnull (get_notice (notices, 0)->buttons);
  g_assert_cmpuint (get_notice (notices, 0)->buttons->len, ==, 0);
}

static void
test_a_code_can_be_copied (void)
{
  BellNews        news = make_news_of ("Your verification code is 123456");
  BellNoticeStyle style = { .buttons = all_buttons, .clipboard = TRUE };
  g_autoptr (GPtrArray) notices = decide_in_style (&news, &style);
  g_autofree char *buttons = list_buttons (get_notice (notices, 0));

  g_assert_true (g_str_has_prefix (buttons, "app.copy-code Copy 123456, app.open-message"));
  g_assert_cmpstr (get_notice (notices, 0)->body, ==, "Your verification code is 123456");
}

static void
test_without_a_clipboard_a_code_is_written_out (void)
{
  BellNews        news = make_news_of ("Your verification code is 123456");
  BellNoticeStyle style = { .buttons = all_buttons };
  g_autoptr (GPtrArray) notices = decide_in_style (&news, &style);
  g_autofree char *buttons = list_buttons (get_notice (notices, 0));

  g_assert_true (g_str_has_prefix (buttons, "app.open-message"));
  g_assert_cmpstr (get_notice (notices, 0)->body, ==,
                   "Code: 123456\nYour verification code is 123456");
}

static void
test_private_tells_no_content (void)
{
  static const struct {
    BellNoticeContent content;
    const char       *title;
    const char       *body;
  } cases[] = {
    { BELL_CONTENT_SENDER, "Ada", "New message" },
    { BELL_CONTENT_PRIVATE, "New message", "Work" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    BellNews        news = make_news_of ("Your verification code is 123456");
    BellNoticeStyle style = { .content = cases[i].content, .buttons = all_buttons };
    g_autoptr (GPtrArray) notices = decide_in_style (&news, &style);
    g_autofree char *buttons = list_buttons (get_notice (notices, 0));

    g_assert_cmpstr (get_notice (notices, 0)->title, ==, cases[i].title);
    g_assert_cmpstr (get_notice (notices, 0)->body, ==, cases[i].body);
    g_assert_null (strstr (buttons, "copy-code"));
  }
}

static void
test_a_private_digest_names_nobody (void)
{
  BellNews        news = make_news (4);
  BellNoticeStyle style = { .content = BELL_CONTENT_PRIVATE };
  g_autoptr (GPtrArray) notices = decide_in_style (&news, &style);

  g_assert_cmpstr (get_notice (notices, 0)->title, ==, "4 new messages (" FSI "Work" PDI ")");
  g_assert_cmpstr (get_notice (notices, 0)->body, ==, "");
}

static void
test_together_they_ring_once (void)
{
  BellNews        news = make_news (3);
  BellNoticeStyle style = { .with_sound = TRUE };
  g_autoptr (GPtrArray) notices = decide_in_style (&news, &style);

  g_assert_true (get_notice (notices, 0)->with_sound);
  g_assert_false (get_notice (notices, 1)->with_sound);
  g_assert_false (get_notice (notices, 2)->with_sound);
}

static void
test_all_stay_as_long_as_is_wanted (void)
{
  BellNews        one = make_news (2);
  BellNews        digest = make_news (5);
  BellNoticeStyle style = { .duration_s = 45 };
  g_autoptr (GPtrArray) notices = decide_in_style (&one, &style);
  g_autoptr (GPtrArray) digests = decide_in_style (&digest, &style);

  g_assert_cmpint (get_notice (notices, 0)->duration_s, ==, 45);
  g_assert_cmpint (get_notice (notices, 1)->duration_s, ==, 45);
  g_assert_cmpuint (digests->len, ==, 1);
  g_assert_cmpint (get_notice (digests, 0)->duration_s, ==, 45);
}

static void
test_quiet_is_low_and_silent (void)
{
  static const char *const exceptions[] = { "boss@example.org", "X@EXAMPLE.ORG", NULL };
  BellNews                 quiet = make_news (1);
  BellNews                 loud = make_news (1);
  BellNoticeStyle          style = { .loudness = BELL_LOUDNESS_QUIET, .with_sound = TRUE };
  g_autoptr (GPtrArray) quiet_notices = decide_in_style (&quiet, &style);
  g_autoptr (GPtrArray) loud_notices = NULL;

  g_assert_true (get_notice (quiet_notices, 0)->low_urgency);
  g_assert_false (get_notice (quiet_notices, 0)->with_sound);
  style.exceptions = exceptions;
  loud_notices = decide_in_style (&loud, &style);
  g_assert_false (get_notice (loud_notices, 0)->low_urgency);
  g_assert_true (get_notice (loud_notices, 0)->with_sound);
}

static void
test_none_leaves_the_exceptions (void)
{
  static const char *const exceptions[] = { "@example.org", NULL };
  BellNews                 none = make_news (5);
  BellNews                 one = make_news (1);
  BellNoticeStyle          style = { .loudness = BELL_LOUDNESS_NONE };
  g_autoptr (GPtrArray) no_notices = NULL;
  g_autoptr (GPtrArray) one_notice = NULL;

  none.n_more = 7;
  one.n_more = 7;
  no_notices = decide_in_style (&none, &style);
  g_assert_cmpuint (no_notices->len, ==, 0);
  style.exceptions = exceptions;
  one_notice = decide_in_style (&one, &style);
  g_assert_cmpuint (one_notice->len, ==, 1);
  g_assert_cmpstr (get_notice (one_notice, 0)->title, ==, "Sender 1");
}

static void
test_exceptions_are_whole_addresses_and_domains (void)
{
  static const char *const exceptions[] = { "Ada@example.org", "@example.com", NULL };

  g_assert_true (bell_notice_policy_is_exception (exceptions, "ada@EXAMPLE.org"));
  g_assert_true (bell_notice_policy_is_exception (exceptions, "bob@example.com"));
  g_assert_false (bell_notice_policy_is_exception (exceptions, "bob@example.org"));
  g_assert_false (bell_notice_policy_is_exception (exceptions, "bob@sub.example.com"));
  g_assert_false (bell_notice_policy_is_exception (exceptions, ""));
  g_assert_false (bell_notice_policy_is_exception (NULL, "ada@example.org"));
}

/* Sender, subject and body as strangers may write them. (transfer full) */
static BellMessageSummary *
make_hostile_message (GRand *rand, guint32 uid)
{
  g_autoptr (GString) header = g_string_new ("From: ");
  g_autoptr (GString) from = bell_test_make_hostile (rand, (gsize) g_rand_int_range (rand, 0, 80));
  g_autoptr (GString) subject =
    bell_test_make_hostile (rand, (gsize) g_rand_int_range (rand, 0, 200));
  g_autoptr (GString) body = bell_test_make_hostile (rand, (gsize) g_rand_int_range (rand, 0, 300));
  g_autoptr (GBytes) head = NULL;
  g_autoptr (GBytes) text = g_bytes_new (body->str, body->len);
  BellMessageSummary *message;

  g_string_append_len (header, from->str, (gssize) from->len);
  g_string_append (header, "\r\nSubject: ");
  g_string_append_len (header, subject->str, (gssize) subject->len);
  g_string_append (header, "\r\n\r\n");
  head = g_bytes_new (header->str, header->len);
  message = bell_message_summary_new (7, uid, FALSE, header->str, header->len);
  bell_message_summary_set_preview (message, NULL, head, text);
  return message;
}

/* As servers may name one: valid UTF-8, and no more is sure. (transfer full) */
static char *
make_hostile_folder (GRand *rand)
{
  g_autoptr (GString) name = bell_test_make_hostile (rand, (gsize) g_rand_int_range (rand, 0, 400));

  if (g_rand_boolean (rand))
    g_string_prepend (name, "x\342\201\251\342\200\256\n");
  return g_utf8_make_valid (name->str, (gssize) name->len);
}

/* Valid, of bounded length, and nothing that could leave its line or turn the writing around: what
 * isolates others is balanced. */
static void
assert_harmless (const char *text, guint graphemes, guint most_lines)
{
  guint depth = 0;
  guint n_lines = 1;

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (bell_grapheme_count (text), <=, graphemes);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    n_lines += c == '\n' ? 1 : 0;
    depth += c == 0x2068 ? 1 : 0;
    if (c == 0x2069) {
      g_assert_cmpuint (depth, >, 0);
      depth--;
    }
    g_assert_true (c == '\n' || (c >= 0x20 && c != 0x7F && !(c >= 0x80 && c < 0xA0)));
    g_assert_false ((c >= 0x202A && c <= 0x202E) || c == 0x2066 || c == 0x2067);
  }
  g_assert_cmpuint (depth, ==, 0);
  g_assert_cmpuint (n_lines, <=, most_lines);
}

static void
test_ten_thousand_hostile_messages_are_harmless (void)
{
  static const BellNoticeStyle style = { .buttons = all_buttons };
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261122);

  for (guint i = 0; i < 10000; i++) {
    BellNews         news = make_news (0);
    g_autofree char *folder = make_hostile_folder (rand);
    g_autoptr (GPtrArray) notices = NULL;
    guint n_messages = g_rand_int_range (rand, 0, 4) == 0 ? 5 : 1;

    news.folder = i % 3 == 0 ? folder : NULL;
    for (guint32 uid = 1; uid <= n_messages; uid++)
      g_ptr_array_add (news.messages, make_hostile_message (rand, uid));
    notices = decide_in_style (&news, &style);
    g_assert_cmpuint (notices->len, ==, 1);
    assert_harmless (get_notice (notices, 0)->title,
                     2 * BELL_SENDER_GRAPHEMES + BELL_SAFE_TEXT_FOLDER_GRAPHEMES, 1);
    assert_harmless (get_notice (notices, 0)->body, 500, 3);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notice-policy/few", test_a_few_messages_are_told_one_by_one);
  g_test_add_func ("/notice-policy/digest", test_more_than_that_are_one_digest);
  g_test_add_func ("/notice-policy/digest/senders", test_digest_names_five_senders_each_once);
  g_test_add_func ("/notice-policy/digest/replaces", test_digest_replaces_the_former_one);
  g_test_add_func ("/notice-policy/absence", test_after_absence_two_are_a_digest_and_one_is_not);
  g_test_add_func ("/notice-policy/read", test_read_messages_are_skipped);
  g_test_add_func ("/notice-policy/nothing", test_no_news_is_no_notice);
  g_test_add_func ("/notice-policy/number-alone", test_known_by_number_alone_is_a_digest);
  g_test_add_func ("/notice-policy/folder", test_folder_is_told_unless_it_is_the_inbox);
  g_test_add_func ("/notice-policy/missing", test_what_is_missing_is_said);
  g_test_add_func ("/notice-policy/ids", test_ids_tell_everything_apart);
  g_test_add_func ("/notice-policy/buttons", test_buttons_are_those_that_are_wanted);
  g_test_add_func ("/notice-policy/buttons/none", test_no_buttons_are_none);
  g_test_add_func ("/notice-policy/code", test_a_code_can_be_copied);
  g_test_add_func ("/notice-policy/code/no-clipboard",
                   test_without_a_clipboard_a_code_is_written_out);
  g_test_add_func ("/notice-policy/private", test_private_tells_no_content);
  g_test_add_func ("/notice-policy/private/digest", test_a_private_digest_names_nobody);
  g_test_add_func ("/notice-policy/sound", test_together_they_ring_once);
  g_test_add_func ("/notice-policy/duration", test_all_stay_as_long_as_is_wanted);
  g_test_add_func ("/notice-policy/quiet", test_quiet_is_low_and_silent);
  g_test_add_func ("/notice-policy/quiet/none", test_none_leaves_the_exceptions);
  g_test_add_func ("/notice-policy/quiet/exceptions",
                   test_exceptions_are_whole_addresses_and_domains);
  g_test_add_func ("/notice-policy/hostile", test_ten_thousand_hostile_messages_are_harmless);
  return g_test_run ();
}
