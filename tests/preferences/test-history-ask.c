/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was counted: as an applet of our own on a bus of our own tells it, or as it lies on disk. */

#include "preferences/history-ask.h"

#include "account/history.h"
#include "policy/meter-form.h"

#include <glib/gstdio.h>

#define ID "jane"
#define PATH "/io/github/mailbell/Mailbell"

/* Longer than any test takes. */
#define PATIENT_MS (10 * 60 * 1000)

enum { IN_FILE = 1, IN_APPLET = 2 }; /* bells */

typedef struct {
  GDBusConnection          *session;     /* (owned) of the applet */
  GDBusObjectManagerServer *manager;     /* (owned) of the applet */
  BellBusAccount           *bus_account; /* (owned) of the applet */
  GDBusMethodInvocation    *asked;       /* (owned) (nullable) and not answered */
  guint                     name;
  BellAccount              *account;     /* (owned) */
  BellAppletLink           *link;        /* (owned) */
  BellLiveAccount          *live;        /* (owned) */
  GCancellable             *cancellable; /* (owned) */
  GAsyncResult             *result;      /* (owned) (nullable) */
} Fixture;

/* The applet. */

static gboolean
on_get_history (G_GNUC_UNUSED BellBusAccount *account,
                GDBusMethodInvocation        *invocation,
                Fixture                      *fixture)
{
  g_clear_object (&fixture->asked);
  fixture->asked = invocation;
  return TRUE;
}

/* (transfer full) */
static char *
make_history (guint n_bells)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  BellMeterTime now = bell_history_now ();

  bell_meter_count (meter, &now, BELL_METER_BELLS, n_bells);
  return bell_meter_to_text (meter);
}

static void
wait_until_asked (Fixture *fixture)
{
  while (fixture->asked == NULL && fixture->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (fixture->asked);
}

static void
answer (Fixture *fixture)
{
  g_autofree char *history = make_history (IN_APPLET);

  wait_until_asked (fixture);
  bell_bus_account_complete_get_history (fixture->bus_account, g_steal_pointer (&fixture->asked),
                                         history);
}

static void
start_applet (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BellBusObjectSkeleton) object = bell_bus_object_skeleton_new (PATH "/account/" ID);

  fixture->session = g_dbus_connection_new_for_address_sync (
    g_getenv ("DBUS_SESSION_BUS_ADDRESS"),
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL, NULL, &error);
  g_assert_no_error (error);
  fixture->bus_account = bell_bus_account_skeleton_new ();
  g_signal_connect (fixture->bus_account, "handle-get-history", G_CALLBACK (on_get_history),
                    fixture);
  bell_bus_object_skeleton_set_account (object, fixture->bus_account);
  fixture->manager = g_dbus_object_manager_server_new (PATH);
  g_dbus_object_manager_server_export (fixture->manager, G_DBUS_OBJECT_SKELETON (object));
  g_dbus_object_manager_server_set_connection (fixture->manager, fixture->session);
  fixture->name = g_bus_own_name_on_connection (
    fixture->session, BELL_APPLICATION_ID, G_BUS_NAME_OWNER_FLAGS_NONE, NULL, NULL, NULL, NULL);
}

static void
stop_applet (Fixture *fixture)
{
  if (fixture->session == NULL)
    return;
  g_bus_unown_name (fixture->name);
  g_dbus_object_manager_server_set_connection (fixture->manager, NULL);
  g_clear_object (&fixture->asked);
  g_clear_object (&fixture->manager);
  g_clear_object (&fixture->bus_account);
  g_dbus_connection_close_sync (fixture->session, NULL, NULL);
  g_clear_object (&fixture->session);
}

/* The window. */

static void
on_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

/* At once, when nothing is known of an applet yet. */
static void
ask (Fixture *fixture, guint patience_ms)
{
  fixture->link = bell_applet_link_new ();
  fixture->live = bell_live_account_new (fixture->account, fixture->link);
  bell_history_ask_async (fixture->live, patience_ms, fixture->cancellable, on_ready,
                          &fixture->result);
}

/* (transfer full) (nullable) */
static BellMeter *
finish (Fixture *fixture, GError **error)
{
  while (fixture->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return bell_history_ask_finish (fixture->result, error);
}

static void
assert_bells (Fixture *fixture, guint n_bells)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BellMeter) meter = finish (fixture, &error);
  BellMeterTime   now = bell_history_now ();
  gint32          today = bell_meter_get_day (&now);
  BellMeterCounts counts;

  g_assert_no_error (error);
  bell_meter_sum (meter, today - 1, today, &counts, NULL);
  g_assert_cmpuint (counts.n[BELL_METER_BELLS], ==, n_bells);
}

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->account = bell_account_new (ID);
  fixture->cancellable = g_cancellable_new ();
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  stop_applet (fixture);
  g_clear_object (&fixture->result);
  g_clear_object (&fixture->live);
  g_clear_object (&fixture->link);
  g_clear_object (&fixture->cancellable);
  g_clear_object (&fixture->account);
}

static void
test_applet_first (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  start_applet (fixture);
  ask (fixture, PATIENT_MS);
  answer (fixture);
  assert_bells (fixture, IN_APPLET);
}

static void
test_no_applet (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  ask (fixture, PATIENT_MS);
  assert_bells (fixture, IN_FILE);
}

static void
test_applet_ends (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  start_applet (fixture);
  ask (fixture, PATIENT_MS);
  wait_until_asked (fixture);
  stop_applet (fixture);
  assert_bells (fixture, IN_FILE);
}

/* One that is not even seen in time, and one that has been asked. */
static void
test_no_patience (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  start_applet (fixture);
  ask (fixture, 0);
  assert_bells (fixture, IN_FILE);
  g_clear_object (&fixture->result);

  while (bell_live_account_get_bus (fixture->live) == NULL)
    g_main_context_iteration (NULL, TRUE);
  bell_history_ask_async (fixture->live, 1, fixture->cancellable, on_ready, &fixture->result);
  assert_bells (fixture, IN_FILE);
}

static void
test_cancelled (Fixture *fixture, gconstpointer when_asked)
{
  g_autoptr (GError) error = NULL;

  start_applet (fixture);
  ask (fixture, PATIENT_MS);
  if (GPOINTER_TO_INT (when_asked))
    wait_until_asked (fixture);
  g_cancellable_cancel (fixture->cancellable);
  g_assert_null (finish (fixture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
add (const char *name, gconstpointer data, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (name, Fixture, data, set_up, test, tear_down);
}

/* (transfer full) */
static char *
write_history (const char *state_home)
{
  g_autofree char *folder = g_build_filename (state_home, "mailbell", NULL);
  g_autofree char *name = bell_history_make_name (ID);
  g_autofree char *history = make_history (IN_FILE);
  char            *path = g_build_filename (folder, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, history, -1, NULL));
  return path;
}

static void
remove_history (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *state_home = g_path_get_dirname (folder);

  g_remove (path);
  g_remove (folder);
  g_remove (state_home);
}

int
main (int argc, char **argv)
{
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autofree char *state_home = g_dir_make_tmp ("mailbell-XXXXXX", NULL);
  g_autofree char *path = write_history (state_home);
  int              status;

  g_setenv ("XDG_STATE_HOME", state_home, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_dbus_up (bus);
  /* The link starts what it finds. */
  g_setenv ("PATH", "/nonexistent", TRUE);
  add ("/history-ask/applet-first", NULL, test_applet_first);
  add ("/history-ask/no-applet", NULL, test_no_applet);
  add ("/history-ask/applet-ends", NULL, test_applet_ends);
  add ("/history-ask/no-patience", NULL, test_no_patience);
  add ("/history-ask/cancelled/waiting", GINT_TO_POINTER (FALSE), test_cancelled);
  add ("/history-ask/cancelled/asked", GINT_TO_POINTER (TRUE), test_cancelled);
  status = g_test_run ();
  g_test_dbus_down (bus);
  remove_history (path);
  return status;
}
