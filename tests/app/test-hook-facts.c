/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a command is told: of the newest message, of all of them, of very many, of none. */

#include "app/hook-facts.h"

#include <json-glib/json-glib.h>
#include <string.h>

static const BellHookAccount account = { "a1", "ada@example.org", "Work", 7 };

/* (transfer full) */
static BellMessageSummary *
make_message (guint32 uid, const char *from, const char *subject)
{
  g_autofree char *header =
    g_strdup_printf ("From: %s\r\nSubject: %s\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n"
                     "Message-ID: <%u@example.net>\r\n\r\n",
                     from, subject, uid);

  return bell_message_summary_new (1, uid, FALSE, header, strlen (header));
}

static void
add (BellHookFacts *facts, const char *folder, guint32 uid, const char *from, const char *subject)
{
  g_autoptr (GPtrArray) messages =
    g_ptr_array_new_with_free_func ((GDestroyNotify) bell_message_summary_unref);
  BellNews news = { .account_id = "a1", .folder = folder, .messages = messages };

  g_ptr_array_add (messages, make_message (uid, from, subject));
  bell_hook_facts_add (facts, &news);
}

static void
add_unknown (BellHookFacts *facts, guint n)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  BellNews news = { .account_id = "a1", .messages = none, .n_more = n };

  bell_hook_facts_add (facts, &news);
}

static void
assert_environment (BellHookFacts *facts, const char *expected)
{
  g_auto (GStrv) environment = bell_hook_facts_to_environment (facts, &account);
  g_autofree char *joined = g_strjoinv ("\n", environment);

  g_assert_cmpstr (joined, ==, expected);
}

static JsonNode *
parse (BellHookFacts *facts)
{
  g_autofree char *text = bell_hook_facts_to_json (facts, &account);
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (text, &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (text, "}\n"));
  g_assert_true (strchr (text, '\n') == text + strlen (text) - 1);
  return node;
}

static gint64
count_messages (BellHookFacts *facts, gint64 *n_new)
{
  g_autoptr (JsonNode) root = parse (facts);
  JsonObject *object = json_node_get_object (root);

  *n_new = json_object_get_int_member (object, "new");
  return json_array_get_length (json_object_get_array_member (object, "messages"));
}

static void
test_none (void)
{
  g_autoptr (BellHookFacts) facts = bell_hook_facts_new ();
  gint64 n_new;

  assert_environment (facts, "MAILBELL_ACCOUNT=ada@example.org\nMAILBELL_UNREAD=7\nMAILBELL_NEW=0\n"
                             "MAILBELL_FOLDER=\nMAILBELL_FROM=\nMAILBELL_SUBJECT=\n"
                             "MAILBELL_MESSAGE_ID=");
  g_assert_cmpint (count_messages (facts, &n_new), ==, 0);
  g_assert_cmpint (n_new, ==, 0);
}

static void
test_the_newest (void)
{
  g_autoptr (BellHookFacts) facts = bell_hook_facts_new ();

  add (facts, NULL, 1, "Bob <bob@example.net>", "First");
  add (facts, "Lists", 2, "<carol@example.net>", "Second");
  add_unknown (facts, 3);
  assert_environment (facts, "MAILBELL_ACCOUNT=ada@example.org\nMAILBELL_UNREAD=7\nMAILBELL_NEW=5\n"
                             "MAILBELL_FOLDER=Lists\nMAILBELL_FROM=carol@example.net\n"
                             "MAILBELL_SUBJECT=Second\nMAILBELL_MESSAGE_ID=2@example.net");
}

static void
test_json (void)
{
  g_autoptr (BellHookFacts) facts = bell_hook_facts_new ();
  g_autofree char *json = NULL;

  add (facts, NULL, 1, "Bob <bob@example.net>", "A \"quoted\" one");
  json = bell_hook_facts_to_json (facts, &account);
  g_assert_cmpstr (json, ==,
                   "{\"id\":\"a1\",\"address\":\"ada@example.org\",\"name\":\"Work\",\"unread\":7,"
                   "\"new\":1,\"messages\":[{\"folder\":\"INBOX\",\"uid\":1,"
                   "\"message_id\":\"1@example.net\",\"sender\":\"Bob\","
                   "\"address\":\"bob@example.net\",\"subject\":\"A \\\"quoted\\\" one\","
                   "\"preview\":\"\",\"date\":\"2026-11-21T10:00:00Z\",\"seen\":false}]}\n");
}

static void
test_hostile (void)
{
  g_autoptr (BellHookFacts) facts = bell_hook_facts_new ();
  g_autofree char *long_subject = g_strnfill (100000, 'x');
  g_auto (GStrv) environment = NULL;

  add (facts, "Li\nsts\033[2J\342\200\256", 1, "\"a\001b\" <bob@example.net>", long_subject);
  environment = bell_hook_facts_to_environment (facts, &account);
  g_assert_cmpuint (g_strv_length (environment), ==, 7);
  for (char **variable = environment; *variable != NULL; variable++) {
    g_assert_cmpuint (strlen (*variable), <, 1000);
    g_assert_true (g_utf8_validate (*variable, -1, NULL));
    g_assert_null (strstr (*variable, "\342\200\256"));
    for (char *c = *variable; *c != '\0'; c++)
      g_assert_false (g_ascii_iscntrl (*c));
  }
  json_node_unref (parse (facts));
}

/* Of a hundred thousand the last ones are told, and how many there were. */
static void
test_many (void)
{
  g_autoptr (BellHookFacts) facts = bell_hook_facts_new ();
  gint64 n_new;

  for (guint i = 1; i <= 2 * BELL_HOOK_FACTS_MESSAGES; i++)
    add (facts, NULL, i, "Bob <bob@example.net>", "More");
  g_assert_cmpint (count_messages (facts, &n_new), ==, BELL_HOOK_FACTS_MESSAGES);
  g_assert_cmpint (n_new, ==, 2 * BELL_HOOK_FACTS_MESSAGES);
}

static void
test_earlier (void)
{
  g_autoptr (BellHookFacts) facts = bell_hook_facts_new ();
  BellHookFacts *earlier = bell_hook_facts_new ();
  gint64         n_new;

  for (guint i = 1; i <= BELL_HOOK_FACTS_MESSAGES; i++)
    add (earlier, NULL, i, "Bob <bob@example.net>", "Earlier");
  add (facts, "Lists", 9000, "Bob <bob@example.net>", "Later");
  bell_hook_facts_add_earlier (facts, earlier);
  g_assert_cmpint (count_messages (facts, &n_new), ==, BELL_HOOK_FACTS_MESSAGES);
  g_assert_cmpint (n_new, ==, BELL_HOOK_FACTS_MESSAGES + 1);
  {
    g_auto (GStrv) environment = bell_hook_facts_to_environment (facts, &account);
    g_assert_cmpstr (g_environ_getenv (environment, "MAILBELL_SUBJECT"), ==, "Later");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hook-facts/none", test_none);
  g_test_add_func ("/hook-facts/the-newest", test_the_newest);
  g_test_add_func ("/hook-facts/json", test_json);
  g_test_add_func ("/hook-facts/hostile", test_hostile);
  g_test_add_func ("/hook-facts/many", test_many);
  g_test_add_func ("/hook-facts/earlier", test_earlier);
  return g_test_run ();
}
