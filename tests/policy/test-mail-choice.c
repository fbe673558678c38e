/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-mail-choice.c: what a click on the bell opens. */

#include "policy/mail-choice.h"

#include <string.h>

#define GMAIL "https://mail.google.com/"
#define OTHER "https://mail.example.org/"

typedef struct {
  GPtrArray          *accounts; /* (owned) */
  BellNewestMessages *newest;   /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->accounts = bell_mail_accounts_new ();
  fixture->newest = bell_newest_messages_new ();
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_ptr_array_unref (fixture->accounts);
  bell_newest_messages_free (fixture->newest);
}

/* COMMAND (nullable): one word. */
static void
add (Fixture *fixture, const char *id, const char *client, const char *command, guint unread)
{
  const char *words[] = { command, NULL };

  g_ptr_array_add (fixture->accounts, bell_mail_account_new (id, g_strdup (client),
                                                             g_strdupv ((char **) words), unread));
}

static void
message_unref (gpointer message)
{
  bell_message_summary_unref (message);
}

/* MESSAGE_ID "": it has none. */
static void
tell (Fixture *fixture, const char *account_id, guint32 uid, const char *message_id)
{
  g_autofree char *line =
    *message_id != '\0' ? g_strdup_printf ("Message-ID: <%s>\r\n", message_id) : g_strdup ("");
  g_autofree char *header = g_strdup_printf ("From: ada@example.org\r\n%s\r\n", line);
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (message_unref);
  BellNews news = { .account_id = account_id, .account_name = "Work", .messages = messages };

  g_ptr_array_add (messages, bell_message_summary_new (7, uid, FALSE, header, strlen (header)));
  bell_newest_messages_add (fixture->newest, &news);
}

/* "a1", "a1 m1", "-" for the default, "preferences a1". */
static void
assert_choice (Fixture *fixture, gboolean in_sandbox, const char *expected)
{
  BellMailChoice   choice;
  g_autofree char *text = NULL;

  bell_mail_choice_make (&choice, fixture->accounts, bell_newest_messages_get (fixture->newest),
                         in_sandbox);
  text = g_strconcat (choice.impossible ? "preferences " : "",
                      choice.account != NULL ? choice.account->id : "-",
                      choice.message_id != NULL ? " " : NULL, choice.message_id, NULL);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_no_account (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  assert_choice (fixture, FALSE, "-");
  assert_choice (fixture, TRUE, "preferences -");
}

static void
test_what_all_have (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  add (fixture, "a1", GMAIL, NULL, 0);
  add (fixture, "a2", GMAIL, NULL, 3);
  tell (fixture, "a2", 1, "m2");
  assert_choice (fixture, FALSE, "a1");
  assert_choice (fixture, TRUE, "a1");
}

static void
test_the_one_with_unread_mail (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  add (fixture, "a1", "one.desktop", NULL, 0);
  add (fixture, "a2", GMAIL, NULL, 2);
  assert_choice (fixture, FALSE, "a2");
  assert_choice (fixture, TRUE, "a2");
  add (fixture, "a3", GMAIL, NULL, 1); /* has the same */
  assert_choice (fixture, FALSE, "a2");
}

static void
test_several_with_unread_mail (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  add (fixture, "a1", "one.desktop", NULL, 1);
  add (fixture, "a2", GMAIL, NULL, 2);
  assert_choice (fixture, FALSE, "-");
  assert_choice (fixture, TRUE, "a2");
  tell (fixture, "a1", 1, "m1");
  assert_choice (fixture, TRUE, "a1 m1");
  tell (fixture, "a2", 1, "m2");
  assert_choice (fixture, TRUE, "a2 m2");
  assert_choice (fixture, FALSE, "-");
}

/* It stands in the place of the client, which then does not matter. A sandbox cannot run it. */
static void
test_a_command (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  add (fixture, "a1", GMAIL, "mutt", 0);
  add (fixture, "a2", OTHER, "mutt", 0);
  assert_choice (fixture, FALSE, "a1");
  g_ptr_array_set_size (fixture->accounts, 0);
  add (fixture, "a1", GMAIL, "mutt", 0);
  add (fixture, "a2", GMAIL, NULL, 0);
  assert_choice (fixture, FALSE, "-");
  assert_choice (fixture, TRUE, "a1");
}

/* The mail program that all have cannot be started from there. */
static void
test_a_sandbox_shows_the_newest_message (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  add (fixture, "a1", "", NULL, 1);
  add (fixture, "a2", "", NULL, 1);
  assert_choice (fixture, FALSE, "a1");
  assert_choice (fixture, TRUE, "preferences a1");
  tell (fixture, "a1", 1, "m1");
  tell (fixture, "a2", 1, "m2");
  tell (fixture, "a1", 2, "");   /* cannot be told apart */
  tell (fixture, "a3", 1, "m3"); /* of an account that is not meant */
  assert_choice (fixture, TRUE, "a2 m2");
  assert_choice (fixture, FALSE, "a1");
}

/* Rather than the preferences. */
static void
test_a_sandbox_opens_what_can_be (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  add (fixture, "a1", "one.desktop", NULL, 0);
  add (fixture, "a2", GMAIL, NULL, 0);
  add (fixture, "a3", OTHER, NULL, 0);
  assert_choice (fixture, TRUE, "a2");
  g_ptr_array_set_size (fixture->accounts, 1);
  assert_choice (fixture, TRUE, "preferences a1");
  add (fixture, "a2", "two.desktop", NULL, 0);
  assert_choice (fixture, TRUE, "preferences a1");
}

static void
add_test (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/mail-choice/none", test_no_account);
  add_test ("/mail-choice/all", test_what_all_have);
  add_test ("/mail-choice/unread", test_the_one_with_unread_mail);
  add_test ("/mail-choice/several", test_several_with_unread_mail);
  add_test ("/mail-choice/command", test_a_command);
  add_test ("/mail-choice/sandbox/message", test_a_sandbox_shows_the_newest_message);
  add_test ("/mail-choice/sandbox/rest", test_a_sandbox_opens_what_can_be);
  return g_test_run ();
}
