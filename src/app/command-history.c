/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command-history.c: mailbell history: what the applet has counted, if it runs; else its file. It alone
 * writes that, so it also clears it while it runs. */

#include "account/history.h"
#include "app/command.h"
#include "app/history-report.h"
#include "desktop/bus-service.h"
#include "desktop/mailbell-bus.h"
#include "policy/meter-form.h"
#include "watch/meter-store.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

/* (transfer full) (nullable): NULL if the applet does not run, or does not watch the account. */
static BellMeter *
ask_applet (const char *id)
{
  g_autofree char *element = g_dbus_escape_object_path (id);
  g_autofree char *path = g_strconcat (BELL_BUS_PATH, "/account/", element, NULL);
  g_autofree char *text = NULL;
  g_autoptr (BellBusAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  if (!bell_command_is_running ())
    return NULL;
  account = bell_bus_account_proxy_new_for_bus_sync (G_BUS_TYPE_SESSION,
                                                     G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START |
                                                       G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES,
                                                     BELL_APPLICATION_ID, path, NULL, &error);
  if (account == NULL || !bell_bus_account_call_get_history_sync (account, &text, NULL, &error)) {
    g_debug ("%s", error->message);
    return NULL;
  }
  return bell_meter_from_text (text, strlen (text));
}

/* (transfer full) (nullable) */
static BellMeter *
read_file (const char *id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  BellMeter *meter;
  GError    *local = NULL;

  bell_history_load_async (NULL, id, NULL, bell_command_on_ready, &result);
  meter = bell_history_load_finish (bell_command_wait (&result), &local);
  if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
    g_clear_error (&local);
    return bell_meter_new ();
  }
  if (local != NULL)
    g_propagate_error (error, local);
  return meter;
}

static int
report (const BellMeter *meter, const char *address, guint n_days, gboolean json)
{
  BellMeterTime    now = bell_history_now ();
  g_autofree char *text = NULL;

  if (json) {
    text = bell_history_report_to_json (meter, address, &now, n_days);
    puts (text);
  } else if (bell_history_report_is_empty (meter, &now, n_days)) {
    g_print (_ ("Nothing has been counted for %s in that time.\n"), address);
  } else {
    text = bell_history_report_to_text (meter, &now, n_days);
    fputs (text, stdout);
  }
  return BELL_EXIT_DONE;
}

/* ID (nullable): NULL for all accounts. */
static gboolean
ask_applet_to_clear (const char *id, GError **error)
{
  g_autoptr (BellBusApplication) application = bell_bus_application_proxy_new_for_bus_sync (
    G_BUS_TYPE_SESSION,
    G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START | G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES,
    BELL_APPLICATION_ID, BELL_BUS_PATH, NULL, error);

  return application != NULL && bell_bus_application_call_clear_history_sync (
                                  application, id != NULL ? id : "", NULL, error);
}

static void
remove_files (GListModel *accounts, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++) {
    g_autoptr (BellAccount) account = g_list_model_get_item (accounts, i);

    if (id == NULL || g_str_equal (id, bell_account_get_id (account)))
      bell_meter_store_forget (NULL, bell_account_get_id (account));
  }
}

/* ACCOUNT (nullable): NULL for all of them. */
static int
clear (BellAccountList *accounts, BellAccount *account)
{
  const char *id = account != NULL ? bell_account_get_id (account) : NULL;
  g_autoptr (GError) error = NULL;

  if (!bell_command_is_running ())
    remove_files (G_LIST_MODEL (accounts), id);
  else if (!ask_applet_to_clear (id, &error))
    return bell_command_fail (_ ("The applet does not answer: %s"), error->message);
  if (account != NULL)
    g_print (_ ("The history of %s is cleared.\n"), bell_account_get_address (account));
  else
    g_print ("%s\n", _ ("The history of all accounts is cleared."));
  return BELL_EXIT_DONE;
}

static int
show (BellAccount *account, guint n_days, gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BellMeter) meter = ask_applet (bell_account_get_id (account));

  if (meter == NULL)
    meter = read_file (bell_account_get_id (account), &error);
  if (meter == NULL)
    return bell_command_fail (_ ("What was counted cannot be read: %s."), error->message);
  return report (meter, bell_account_get_address (account), n_days, json);
}

int
bell_command_history (int argc, char **argv)
{
  g_autoptr (BellAccountList) accounts = NULL;
  BellAccount       *account = NULL;
  gboolean           json = FALSE;
  gboolean           clears = FALSE;
  int                n_days = BELL_METER_DAYS;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON"), NULL },
    { "days", 0, 0, G_OPTION_ARG_INT, &n_days, N_ ("Only the last N days, today included"),
      N_ ("N") },
    { "clear", 0, 0, G_OPTION_ARG_NONE, &clears,
      N_ ("Forget it, for good; without an address that of all accounts"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (!bell_command_parse (&argc, &argv, entries, _ ("ADDRESS"),
                           _ ("Shows what an account has cost and how it was watched, by day."), 0,
                           1))
    return BELL_EXIT_USAGE;
  if (argc < 2 && !clears)
    return bell_command_misused ("history", "%s", _ ("Give the address of an account."));
  if (n_days < 1 || n_days > BELL_METER_DAYS)
    return bell_command_misused ("history", _ ("Give a number of days from 1 to %d."),
                                 BELL_METER_DAYS);
  accounts = bell_account_list_new ();
  if (argc > 1)
    account = bell_command_find_account (accounts, argv[1]);
  if (argc > 1 && account == NULL)
    return BELL_EXIT_FAILED;
  return clears ? clear (accounts, account) : show (account, (guint) n_days, json);
}
