/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-notice-message.c: what a notice becomes for the notification daemon. */

#include "desktop/notice-message.h"

static void
test_stays_as_long_as_is_wanted (void)
{
  static const struct {
    int      duration_s;
    gboolean brief;
    int      timeout_ms;
  } cases[] = { { 0, FALSE, -1 }, { 45, FALSE, 45000 }, { -1, FALSE, 0 }, { -1, TRUE, 10000 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    BellNotice notice = { .id = (char *) "1",
                          .title = (char *) "Bob",
                          .body = (char *) "text",
                          .duration_s = cases[i].duration_s,
                          .brief = cases[i].brief };
    g_autoptr (GVariant) message = bell_notice_to_message (&notice, "text", TRUE);
    int timeout_ms;

    g_variant_get_child (message, 4, "i", &timeout_ms);
    g_assert_cmpint (timeout_ms, ==, cases[i].timeout_ms);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notice-message/duration", test_stays_as_long_as_is_wanted);
  return g_test_run ();
}
