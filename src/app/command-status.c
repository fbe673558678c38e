/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command-status.c: mailbell status: asks the applet over D-Bus, once or for ever. */

#include "account/account-on-bus.h"
#include "app/command.h"
#include "app/status-report.h"
#include "base/certificate-variant.h"
#include "desktop/bus-service.h"
#include "desktop/mailbell-bus.h"
#include "io/clock.h"
#include "policy/pause-text.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

/* What --follow waits for, and then why it has ended. */
typedef enum { FOLLOWING, APPLET_GONE, READER_GONE } End;

typedef struct {
  BellBusApplication *application; /* (owned) */
  GDBusObjectManager *manager;     /* (owned) */
  BellAccountList    *accounts;    /* (owned) for their order */
  gboolean            json;
  char               *last; /* (owned) (nullable) line that was printed */
  guint               print_source;
  End                 end;
} Status;

static void
status_clear (Status *status)
{
  g_clear_handle_id (&status->print_source, g_source_remove);
  g_clear_object (&status->application);
  g_clear_object (&status->manager);
  g_clear_object (&status->accounts);
  g_free (status->last);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Status, status_clear)

static gint64
to_monotonic (gint64 unix_seconds)
{
  if (unix_seconds == 0)
    return BELL_NEVER;
  return unix_seconds * BELL_SECOND - g_get_real_time () + bell_clock_now ();
}

static BellAccountStatus *
read_account (BellBusAccount *account)
{
  BellAccountStatus *status = bell_account_on_bus_read (G_DBUS_PROXY (account));

  status->certificate =
    bell_certificate_facts_from_variant (bell_bus_account_get_certificate (account));
  status->retry_at_us = to_monotonic (bell_bus_account_get_retry_at (account));
  return status;
}

static guint
get_position (BellAccountList *accounts, const char *id)
{
  GListModel *model = G_LIST_MODEL (accounts);
  guint       n = g_list_model_get_n_items (model);

  for (guint i = 0; i < n; i++) {
    g_autoptr (BellAccount) account = g_list_model_get_item (model, i);
    if (g_strcmp0 (bell_account_get_id (account), id) == 0)
      return i;
  }
  return n;
}

/* In the user's order, which the bus does not tell. */
static int
compare_statuses (gconstpointer a, gconstpointer b, gpointer accounts)
{
  const BellAccountStatus *left = *(BellAccountStatus *const *) a;
  const BellAccountStatus *right = *(BellAccountStatus *const *) b;

  return (int) get_position (accounts, left->id) - (int) get_position (accounts, right->id);
}

static void
status_unref (gpointer status)
{
  bell_account_status_unref (status);
}

static GPtrArray *
read_statuses (Status *status)
{
  GPtrArray *statuses = g_ptr_array_new_with_free_func (status_unref);
  GList     *objects = g_dbus_object_manager_get_objects (status->manager);

  for (GList *link = objects; link != NULL; link = link->next) {
    g_autoptr (BellBusAccount) account = bell_bus_object_get_account (BELL_BUS_OBJECT (link->data));

    if (account != NULL && bell_bus_account_get_address (account) != NULL)
      g_ptr_array_add (statuses, read_account (account));
  }
  g_list_free_full (objects, g_object_unref);
  g_ptr_array_sort_with_data (statuses, compare_statuses, status->accounts);
  return statuses;
}

/* (nullable): NULL if there is none. */
static char *
describe_pause (BellBusApplication *application)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  if (!bell_bus_application_get_paused (application))
    return NULL;
  return bell_pause_to_text (bell_bus_application_get_paused_until (application), now);
}

static char *
write_report (Status *status, gboolean one_line)
{
  g_autoptr (GPtrArray) statuses = read_statuses (status);
  g_autofree char *pause = describe_pause (status->application);

  if (status->json)
    return bell_status_report_to_json (statuses, pause, bell_clock_now ());
  return one_line ? bell_status_report_to_line (statuses, pause)
                  : bell_status_report_to_text (statuses, pause);
}

/* Only what is new: several changes in one turn are one line, and none if it looks the same. */
static gboolean
on_print (gpointer user_data)
{
  Status          *status = user_data;
  g_autofree char *line = write_report (status, TRUE);

  status->print_source = 0;
  if (g_strcmp0 (line, status->last) == 0)
    return G_SOURCE_REMOVE;
  if (puts (line) == EOF || fflush (stdout) == EOF)
    status->end = READER_GONE;
  g_free (status->last);
  status->last = g_steal_pointer (&line);
  return G_SOURCE_REMOVE;
}

static void
on_changed (Status *status)
{
  if (status->print_source == 0)
    status->print_source = g_idle_add (on_print, status);
}

static void
on_owner_changed (Status *status)
{
  g_autofree char *owner =
    g_dbus_object_manager_client_get_name_owner (G_DBUS_OBJECT_MANAGER_CLIENT (status->manager));

  if (owner == NULL)
    status->end = APPLET_GONE;
}

/* A pipe of which nobody holds the other end any more. */
static gboolean
on_output_broken (G_GNUC_UNUSED int fd, G_GNUC_UNUSED GIOCondition condition, gpointer user_data)
{
  Status *status = user_data;

  status->end = READER_GONE;
  return G_SOURCE_CONTINUE;
}

static int
follow (Status *status)
{
  static const char *const signals[] = {
    "object-added",
    "object-removed",
    "interface-proxy-properties-changed",
  };
  guint output = g_unix_fd_add (STDOUT_FILENO, G_IO_ERR | G_IO_HUP, on_output_broken, status);

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_swapped (status->manager, signals[i], G_CALLBACK (on_changed), status);
  g_signal_connect_swapped (status->application, "g-properties-changed", G_CALLBACK (on_changed),
                            status);
  g_signal_connect_swapped (status->manager, "notify::name-owner", G_CALLBACK (on_owner_changed),
                            status);

  on_print (status);
  while (status->end == FOLLOWING)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (output);
  g_signal_handlers_disconnect_by_data (status->manager, status);
  g_signal_handlers_disconnect_by_data (status->application, status);
  /* Output that could not be written is told of where all commands end. */
  if (status->end == READER_GONE)
    return BELL_EXIT_DONE;
  return bell_command_fail ("%s", _ ("Mailbell has quit. Start it with “mailbell”."));
}

/* Refreshed before the accounts are asked for, so that their numbers are those of now. */
static gboolean
connect_to_applet (Status *status, GError **error)
{
  status->application = bell_bus_application_proxy_new_for_bus_sync (
    G_BUS_TYPE_SESSION, G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START, BELL_APPLICATION_ID, BELL_BUS_PATH,
    NULL, error);
  if (status->application == NULL ||
      !bell_bus_application_call_refresh_sync (status->application, NULL, error))
    return FALSE;
  status->manager = bell_bus_object_manager_client_new_for_bus_sync (
    G_BUS_TYPE_SESSION, G_DBUS_OBJECT_MANAGER_CLIENT_FLAGS_DO_NOT_AUTO_START, BELL_APPLICATION_ID,
    BELL_BUS_PATH, NULL, error);
  return status->manager != NULL;
}

static int
report (Status *status, gboolean for_ever)
{
  g_autofree char *text = NULL;

  if (for_ever)
    return follow (status);
  text = write_report (status, FALSE);
  puts (text);
  return BELL_EXIT_DONE;
}

int
bell_command_status (int argc, char **argv)
{
  g_auto (Status) status = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean           for_ever = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &status.json, N_ ("Print JSON"), NULL },
    { "follow", 0, 0, G_OPTION_ARG_NONE, &for_ever, N_ ("Print a line per change"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (!bell_command_parse (&argc, &argv, entries, "", _ ("Shows how the accounts are doing."), 0,
                           0))
    return BELL_EXIT_USAGE;
  if (!bell_command_require_running ())
    return BELL_EXIT_FAILED;
  if (!connect_to_applet (&status, &error))
    return bell_command_fail (_ ("The applet does not answer: %s"), error->message);
  status.accounts = bell_account_list_new ();
  return report (&status, for_ever);
}
