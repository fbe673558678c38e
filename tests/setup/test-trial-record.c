/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a trial has left behind is known to the next that takes the record, and to one at a time. */

#include "setup/trial-record.h"

#include <glib/gstdio.h>

#define ACCOUNT "a1"
#define MESSAGE "1b-2@mailbell.invalid"

static void
on_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static BellTrialRecord *
take (gboolean to_write, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_trial_record_take_async (ACCOUNT, to_write, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return bell_trial_record_take_finish (result, error);
}

static BellTrialRecord *
must_take (gboolean to_write)
{
  g_autoptr (GError) error = NULL;
  BellTrialRecord *record = take (to_write, &error);

  g_assert_no_error (error);
  return record;
}

static void
assert_not_taken (GIOErrorEnum code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (take (FALSE, &error));
  g_assert_error (error, G_IO_ERROR, (int) code);
}

static void
test_left_behind (void)
{
  gint64           began_s = g_get_real_time () / G_USEC_PER_SEC;
  BellTrialRecord *record;

  assert_not_taken (G_IO_ERROR_NOT_FOUND);
  record = must_take (TRUE);
  g_assert_null (bell_trial_record_get_message_id (record));
  bell_trial_record_write (record, "0a-1@mailbell.invalid", "INBOX");
  bell_trial_record_write (record, MESSAGE, "Über & alles \"%\r\n");
  bell_trial_record_free (record); /* as when its process ends */

  record = must_take (FALSE);
  g_assert_cmpstr (bell_trial_record_get_message_id (record), ==, MESSAGE);
  g_assert_cmpstr (bell_trial_record_get_mailbox (record), ==, "Über & alles \"%\r\n");
  g_assert_cmpint (bell_trial_record_get_time (record), >=, began_s);
  g_assert_cmpint (bell_trial_record_get_time (record), <=, g_get_real_time () / G_USEC_PER_SEC);
  bell_trial_record_clear (record);
  bell_trial_record_free (record);
  assert_not_taken (G_IO_ERROR_NOT_FOUND);
}

static void
test_one_at_a_time (void)
{
  BellTrialRecord *record = must_take (TRUE);

  bell_trial_record_write (record, MESSAGE, "INBOX");
  assert_not_taken (G_IO_ERROR_BUSY);
  bell_trial_record_free (record);
  bell_trial_record_free (must_take (FALSE));
  bell_trial_record_forget (ACCOUNT);
  assert_not_taken (G_IO_ERROR_NOT_FOUND);
}

/* Nothing of a file that somebody else has written reaches a server. */
static void
test_damaged (void)
{
  static const char *const texts[] = { "",
                                       "\n",
                                       MESSAGE,
                                       MESSAGE " 1772323200",
                                       MESSAGE " soon INBOX",
                                       MESSAGE " -1 INBOX",
                                       MESSAGE " 99999999999999999999 INBOX",
                                       MESSAGE " 1772323200 %00",
                                       MESSAGE " 1772323200 INBOX more",
                                       "\"\\r\\nA1 DELETE 1772323200 INBOX",
                                       "a\"b 1772323200 INBOX" };
  g_autofree char         *path =
    g_build_filename (g_get_user_state_dir (), "mailbell", ACCOUNT ".trial", NULL);

  bell_trial_record_free (must_take (TRUE));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (BellTrialRecord) record = NULL;

    g_test_message ("“%s”", texts[i]);
    g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
    record = must_take (FALSE);
    g_assert_null (bell_trial_record_get_message_id (record));
  }
  bell_trial_record_forget (ACCOUNT);
}

/* Not with G_TEST_OPTION_ISOLATE_DIRS, which GLib forgets to free for each case but the last. */
int
main (int argc, char *argv[])
{
  g_autofree char *state = g_dir_make_tmp ("mailbell-XXXXXX", NULL);
  g_autofree char *own = g_build_filename (state, "mailbell", NULL);
  int              status;

  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trial-record/left-behind", test_left_behind);
  g_test_add_func ("/trial-record/one-at-a-time", test_one_at_a_time);
  g_test_add_func ("/trial-record/damaged", test_damaged);
  status = g_test_run ();
  g_rmdir (own);
  g_rmdir (state);
  return status;
}
