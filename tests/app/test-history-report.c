/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-history-report.c: the table, and the JSON that other programs rely on, to the letter. */

#include "app/history-report.h"

#include <string.h>

#define DAY_S (24 * 60 * 60)

/* Sunday, 2026-11-22, 12:00 in UTC. */
static const BellMeterTime now = { 1795348800, 0 };

static BellMeter *
new_meter (void)
{
  BellMeter    *meter = bell_meter_new ();
  BellMeterTime yesterday = { now.unix_s - DAY_S, 0 };

  bell_meter_set_state (meter, &yesterday, BELL_METER_CONNECTED);
  bell_meter_count (meter, &yesterday, BELL_METER_BYTES_IN, 5000000000);
  bell_meter_count (meter, &yesterday, BELL_METER_CONNECTIONS, 2);
  bell_meter_set_state (meter, &now, BELL_METER_WAITING);
  bell_meter_count (meter, &now, BELL_METER_BYTES_OUT, 200);
  bell_meter_ring (meter, &now, 30000);
  bell_meter_ring (meter, &now, 1500000);
  bell_meter_ring (meter, &now, -1);
  return meter;
}

static void
test_json (void)
{
  g_autoptr (BellMeter) meter = new_meter ();
  g_autofree char *json = bell_history_report_to_json (meter, "ada@example.org", &now, 90);

  g_assert_cmpstr (
    json, ==,
    "{\"address\":\"ada@example.org\",\"days\":["
    "{\"day\":\"2026-11-21\",\"bytes_in\":5000000000,\"bytes_out\":0,\"connections\":2,"
    "\"renewals\":0,\"silent_deaths\":0,\"bells\":0,\"delay_ms\":null},"
    "{\"day\":\"2026-11-22\",\"bytes_in\":0,\"bytes_out\":200,\"connections\":0,"
    "\"renewals\":0,\"silent_deaths\":0,\"bells\":3,"
    "\"delay_ms\":{\"bells\":2,\"mean\":765,\"min\":30,\"max\":1500}}],"
    "\"total\":{\"bytes_in\":5000000000,\"bytes_out\":200,\"connections\":2,"
    "\"renewals\":0,\"silent_deaths\":0,\"bells\":3,"
    "\"delay_ms\":{\"bells\":2,\"mean\":765,\"min\":30,\"max\":1500}},"
    "\"states\":[{\"from\":\"2026-11-21T12:00:00Z\",\"until\":\"2026-11-22T12:00:00Z\","
    "\"state\":\"connected\"},{\"from\":\"2026-11-22T12:00:00Z\","
    "\"until\":\"2026-11-22T12:00:00Z\",\"state\":\"waiting\"}],"
    "\"bells\":[{\"at\":\"2026-11-22T12:00:00Z\",\"delay_ms\":30},"
    "{\"at\":\"2026-11-22T12:00:00Z\",\"delay_ms\":1500},"
    "{\"at\":\"2026-11-22T12:00:00Z\",\"delay_ms\":null}]}");
}

static void
test_json_of_nothing (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  g_autofree char *json = bell_history_report_to_json (meter, "ada@example.org", &now, 90);

  g_assert_cmpstr (json, ==,
                   "{\"address\":\"ada@example.org\",\"days\":[],\"total\":{\"bytes_in\":0,"
                   "\"bytes_out\":0,\"connections\":0,\"renewals\":0,\"silent_deaths\":0,"
                   "\"bells\":0,\"delay_ms\":null},\"states\":[],\"bells\":[]}");
  g_assert_true (bell_history_report_is_empty (meter, &now, 90));
}

/* Which spaces g_format_size() puts before its units depends on the unit and on GLib's age. */
static void
test_table (void)
{
  g_autoptr (BellMeter) meter = new_meter ();
  g_autofree char *report = bell_history_report_to_text (meter, &now, 90);
  g_autoptr (GString) text = g_string_new (report);

  g_string_replace (text, "\u00a0", " ", 0);
  g_assert_cmpstr (text->str, ==,
                   "Day         Received       Sent  Connections  Renewals  Silent deaths  Bells   "
                   "Delay  Longest\n"
                   "2026-11-21    5.0 GB    0 bytes            2         0              0      0   "
                   "    –        –\n"
                   "2026-11-22   0 bytes  200 bytes            0         0              0      3  "
                   "765 ms    1.5 s\n"
                   "Sum           5.0 GB  200 bytes            2         0              0      3  "
                   "765 ms    1.5 s\n");
}

/* A day ahead may be left from a journey; further ones are a clock's mistake. */
static void
test_days (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  const int days[] = { -89, -1, 0, 1, 2 };

  for (guint i = 0; i < G_N_ELEMENTS (days); i++) {
    BellMeterTime then = { now.unix_s + days[i] * DAY_S, 0 };

    bell_meter_count (meter, &then, BELL_METER_RENEWALS, 1);
  }
  for (guint i = 0; i < 2; i++) {
    const guint      n_days[] = { 1, 90 };
    const char      *expected[] = { "\"total\":{\"bytes_in\":0,\"bytes_out\":0,\"connections\":0,"
                                         "\"renewals\":2",
                                    "\"total\":{\"bytes_in\":0,\"bytes_out\":0,\"connections\":0,"
                                         "\"renewals\":4" };
    g_autofree char *json = bell_history_report_to_json (meter, "a@b", &now, n_days[i]);

    g_assert_nonnull (strstr (json, expected[i]));
    g_assert_false (bell_history_report_is_empty (meter, &now, n_days[i]));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history-report/json", test_json);
  g_test_add_func ("/history-report/json-of-nothing", test_json_of_nothing);
  g_test_add_func ("/history-report/table", test_table);
  g_test_add_func ("/history-report/days", test_days);
  return g_test_run ();
}
