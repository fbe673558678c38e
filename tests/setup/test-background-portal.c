/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-background-portal.c: what the portal is asked, and what its answers come to. */

#include "setup/background-portal.h"

#include "bus-pair.h"

#include <string.h>

#define PORTAL_PATH "/org/freedesktop/portal/desktop"

static const char *const command[] = { "mailbell", "--quiet", NULL };

/* How the portal behaves, and what it was asked. */
typedef struct {
  BusPair   bus;
  guint32   response;
  GVariant *results; /* (owned) (nullable): NULL refuses the call */
  GVariant *options; /* (owned) (nullable): of the call */
  guint     object_id;
} Fixture;

static void
answer (Fixture *fixture, GDBusMethodInvocation *invocation)
{
  g_autofree char *token = NULL;
  g_autofree char *path = NULL;

  g_assert_true (g_variant_lookup (fixture->options, "handle_token", "s", &token));
  path = g_strconcat (PORTAL_PATH "/request/peer/", token, NULL);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", path));
  g_dbus_connection_emit_signal (
    fixture->bus.theirs, NULL, path, "org.freedesktop.portal.Request", "Response",
    g_variant_new ("(u@a{sv})", fixture->response, g_variant_ref (fixture->results)), NULL);
}

static void
on_call (G_GNUC_UNUSED GDBusConnection *connection,
         G_GNUC_UNUSED const char      *sender,
         G_GNUC_UNUSED const char      *path,
         G_GNUC_UNUSED const char      *interface,
         G_GNUC_UNUSED const char      *method,
         GVariant                      *parameters,
         GDBusMethodInvocation         *invocation,
         gpointer                       user_data)
{
  Fixture    *fixture = user_data;
  const char *window;

  g_clear_pointer (&fixture->options, g_variant_unref);
  g_variant_get (parameters, "(&s@a{sv})", &window, &fixture->options);
  g_assert_cmpstr (window, ==, "");
  answer (fixture, invocation);
}

static void
export_portal (Fixture *fixture)
{
  static const GDBusInterfaceVTable table = { .method_call = on_call };
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (
    "<node><interface name='org.freedesktop.portal.Background'><method name='RequestBackground'>"
    "<arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>"
    "<arg type='o' direction='out'/></method></interface></node>",
    &error);

  g_assert_no_error (error);
  fixture->object_id = g_dbus_connection_register_object (
    fixture->bus.theirs, PORTAL_PATH, node->interfaces[0], &table, fixture, NULL, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  bus_pair_init (&fixture->bus);
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  if (fixture->object_id != 0)
    g_dbus_connection_unregister_object (fixture->bus.theirs, fixture->object_id);
  g_clear_pointer (&fixture->options, g_variant_unref);
  g_clear_pointer (&fixture->results, g_variant_unref);
  bus_pair_clear (&fixture->bus);
}

static void
on_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer slot)
{
  *(GAsyncResult **) slot = g_object_ref (result);
}

static gboolean
request (Fixture *fixture, gboolean autostart, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_background_portal_request_async (fixture->bus.ours, autostart, command, NULL, on_ready,
                                        &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return bell_background_portal_request_finish (result, error);
}

static void
behave (Fixture *fixture, guint32 response, const char *results)
{
  fixture->response = response;
  fixture->results = g_variant_ref_sink (g_variant_new_parsed (results));
  export_portal (fixture);
}

static void
test_granted (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree const char **words = NULL;
  g_autofree char        *joined = NULL;
  gboolean                autostart;

  behave (fixture, 0, "{'background': <true>, 'autostart': <true>}");
  g_assert_true (request (fixture, TRUE, &error));
  g_assert_no_error (error);
  g_assert_true (g_variant_lookup (fixture->options, "autostart", "b", &autostart));
  g_assert_true (autostart);
  g_assert_true (g_variant_lookup (fixture->options, "commandline", "^a&s", &words));
  joined = g_strjoinv (" ", (char **) words);
  g_assert_cmpstr (joined, ==, "mailbell --quiet");
}

static void
test_taken_back (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean autostart;

  behave (fixture, 0, "{'background': <true>, 'autostart': <false>}");
  g_assert_true (request (fixture, FALSE, &error));
  g_assert_no_error (error);
  g_assert_true (g_variant_lookup (fixture->options, "autostart", "b", &autostart));
  g_assert_false (autostart);
}

/* What Xfce gets where another desktop's portal is installed, too. */
static void
test_answer_without_effect_is_refused (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  behave (fixture, 0, "{'background': <true>, 'autostart': <false>}");
  g_assert_false (request (fixture, TRUE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_assert_nonnull (strstr (error->message, "flatpak run " BELL_APPLICATION_ID " --quiet"));
}

static void
test_person_says_no (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  behave (fixture, 1, "@a{sv} {}");
  g_assert_false (request (fixture, TRUE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
}

static void
test_no_such_portal (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (request (fixture, TRUE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_assert_nonnull (strstr (error->message, "flatpak run " BELL_APPLICATION_ID " --quiet"));
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*run) (Fixture *, gconstpointer);
  } cases[] = {
    { "/background-portal/granted", test_granted },
    { "/background-portal/taken-back", test_taken_back },
    { "/background-portal/answer-without-effect-is-refused",
      test_answer_without_effect_is_refused },
    { "/background-portal/person-says-no", test_person_says_no },
    { "/background-portal/no-such-portal", test_no_such_portal },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, Fixture, NULL, set_up, cases[i].run, tear_down);
  return g_test_run ();
}
