/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-tray-activation.c: what is added to an item that knows neither clicks nor tooltips. */

#include "desktop/tray-activation.h"

#include "bus-pair.h"

#define ITEM_PATH "/org/ayatana/NotificationItem/test"
#define ITEM_INTERFACE "org.kde.StatusNotifierItem"
#define PROPERTIES_INTERFACE "org.freedesktop.DBus.Properties"
#define DOUBLE_CLICK_US (400 * G_TIME_SPAN_MILLISECOND)

/* The part of the library's item that matters here. */
static const char item_xml[] = "<node><interface name='" ITEM_INTERFACE "'>"
                               "<method name='SecondaryActivate'><arg type='i' direction='in'/>"
                               "<arg type='i' direction='in'/></method>"
                               "<property name='Title' type='s' access='read'/>"
                               "</interface></node>";

typedef struct {
  BusPair             bus;
  BellTrayActivation *activation; /* (owned) */
  guint               n_clicks;
  guint               n_middle_clicks;
  guint               n_tool_tip_signals;
} Fixture;

static void
on_method (G_GNUC_UNUSED GDBusConnection *connection,
           G_GNUC_UNUSED const char      *sender,
           G_GNUC_UNUSED const char      *path,
           G_GNUC_UNUSED const char      *interface,
           G_GNUC_UNUSED const char      *method,
           G_GNUC_UNUSED GVariant        *parameters,
           GDBusMethodInvocation         *invocation,
           gpointer                       user_data)
{
  Fixture *fixture = user_data;

  fixture->n_middle_clicks++;
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static GVariant *
on_get_property (G_GNUC_UNUSED GDBusConnection *connection,
                 G_GNUC_UNUSED const char      *sender,
                 G_GNUC_UNUSED const char      *path,
                 G_GNUC_UNUSED const char      *interface,
                 G_GNUC_UNUSED const char      *property,
                 G_GNUC_UNUSED GError         **error,
                 G_GNUC_UNUSED gpointer         user_data)
{
  return g_variant_new_string ("the library's title");
}

/* (atomic) Stands still, and is as early as can be. */
static gint now_us;

static gint64
read_clock (void)
{
  return g_atomic_int_get (&now_us);
}

static void
on_activate (gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_clicks++;
}

static void
on_tool_tip_signal (G_GNUC_UNUSED GDBusConnection *connection,
                    G_GNUC_UNUSED const char      *sender,
                    G_GNUC_UNUSED const char      *path,
                    G_GNUC_UNUSED const char      *interface,
                    G_GNUC_UNUSED const char      *signal,
                    G_GNUC_UNUSED GVariant        *parameters,
                    gpointer                       user_data)
{
  Fixture *fixture = user_data;

  fixture->n_tool_tip_signals++;
}

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  static const GDBusInterfaceVTable vtable = { on_method, on_get_property, NULL, { NULL } };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (item_xml, NULL);

  g_atomic_int_set (&now_us, 0);
  bus_pair_init (&fixture->bus);
  g_assert_cmpuint (g_dbus_connection_register_object (fixture->bus.ours, ITEM_PATH,
                                                       node->interfaces[0], &vtable, fixture, NULL,
                                                       NULL),
                    !=, 0);
  g_dbus_connection_signal_subscribe (fixture->bus.theirs, NULL, ITEM_INTERFACE, "NewToolTip",
                                      ITEM_PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_tool_tip_signal,
                                      fixture, NULL);
  fixture->activation = bell_tray_activation_new_for_clock (fixture->bus.ours, ITEM_PATH,
                                                            read_clock, on_activate, fixture);
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_clear_pointer (&fixture->activation, bell_tray_activation_free);
  bus_pair_clear (&fixture->bus);
}

static GVariant *
call (Fixture *fixture, const char *interface, const char *method, GVariant *parameters)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer =
    bus_pair_call (&fixture->bus, ITEM_PATH, interface, method, parameters, &error);

  g_assert_no_error (error);
  return answer;
}

static void
run_while_zero (const guint *number)
{
  while (g_atomic_int_get (number) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_left_click_reaches_the_main_loop (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GVariant) answer =
    call (fixture, ITEM_INTERFACE, "Activate", g_variant_new ("(ii)", 10, 20));

  g_assert_true (g_variant_is_of_type (answer, G_VARIANT_TYPE_UNIT));
  run_while_zero (&fixture->n_clicks);
  g_assert_cmpuint (fixture->n_clicks, ==, 1);
}

static void
left_click (Fixture *fixture)
{
  g_variant_unref (call (fixture, ITEM_INTERFACE, "Activate", g_variant_new ("(ii)", 10, 20)));
}

static void
test_double_click_is_one (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  left_click (fixture);
  g_atomic_int_set (&now_us, DOUBLE_CLICK_US - 1);
  left_click (fixture);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->n_clicks, ==, 1);
}

static void
test_later_click_is_another (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  left_click (fixture);
  run_while_zero (&fixture->n_clicks);
  fixture->n_clicks = 0;
  g_atomic_int_set (&now_us, DOUBLE_CLICK_US);
  left_click (fixture);
  run_while_zero (&fixture->n_clicks);
  g_assert_cmpuint (fixture->n_clicks, ==, 1);
}

static void
test_other_calls_stay_the_librarys (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GVariant) answer =
    call (fixture, ITEM_INTERFACE, "SecondaryActivate", g_variant_new ("(ii)", 10, 20));
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (answer);
  g_assert_cmpuint (fixture->n_middle_clicks, ==, 1);
  g_assert_null (bus_pair_call (&fixture->bus, ITEM_PATH, ITEM_INTERFACE, "ContextMenu",
                                g_variant_new ("(ii)", 10, 20), &error));
  g_assert_error (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD);
}

static void
test_other_objects_are_left_alone (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (bus_pair_call (&fixture->bus, ITEM_PATH "/Menu", ITEM_INTERFACE, "Activate",
                                g_variant_new ("(ii)", 10, 20), &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (fixture->n_clicks, ==, 0);
}

static void
test_all_properties_hold_ours_too (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GVariant) properties = NULL;
  gboolean    is_menu = TRUE;
  const char *title = NULL;
  const char *tip_title = NULL;
  const char *tip_text = NULL;

  bell_tray_activation_set_tool_tip (fixture->activation, "2 unread: 1 R&D, 1 <b>",
                                     "Work: <b> & co");
  answer = call (fixture, PROPERTIES_INTERFACE, "GetAll", g_variant_new ("(s)", ITEM_INTERFACE));
  properties = g_variant_get_child_value (answer, 0);
  g_assert_true (g_variant_lookup (properties, "Title", "&s", &title));
  g_assert_cmpstr (title, ==, "the library's title");
  g_assert_true (g_variant_lookup (properties, "ItemIsMenu", "b", &is_menu));
  g_assert_false (is_menu);
  g_assert_true (
    g_variant_lookup (properties, "ToolTip", "(sa(iiay)&s&s)", NULL, NULL, &tip_title, &tip_text));
  g_assert_cmpstr (tip_title, ==, "2 unread: 1 R D, 1  b ");
  g_assert_cmpstr (tip_text, ==, "Work:  b    co");
}

static void
test_single_properties_are_answered (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  static const struct {
    const char *name;
    const char *value;
  } rows[] = {
    { "ItemIsMenu", "(<false>,)" },
    { "Title", "(<\"the library's title\">,)" },
    { "ToolTip", "(<('', @a(iiay) [], 'title', 'text')>,)" },
  };

  bell_tray_activation_set_tool_tip (fixture->activation, "title", "text");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GVariant) answer = call (fixture, PROPERTIES_INTERFACE, "Get",
                                        g_variant_new ("(ss)", ITEM_INTERFACE, rows[i].name));
    g_autofree char *text = g_variant_print (answer, FALSE);

    g_assert_cmpstr (text, ==, rows[i].value);
  }
}

static void
test_token_is_kept_for_one_taker (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GVariant) answer =
    call (fixture, ITEM_INTERFACE, "ProvideXdgActivationToken", g_variant_new ("(s)", "token-1"));
  g_autofree char *token = bell_tray_activation_take_token (fixture->activation);

  g_assert_nonnull (answer);
  g_assert_cmpstr (token, ==, "token-1");
  g_assert_null (bell_tray_activation_take_token (fixture->activation));
}

static void
test_endless_token_is_dropped (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *token = g_strnfill (100000, 'x');
  g_autoptr (GVariant) answer =
    call (fixture, ITEM_INTERFACE, "ProvideXdgActivationToken", g_variant_new ("(s)", token));

  g_assert_nonnull (answer);
  g_assert_null (bell_tray_activation_take_token (fixture->activation));
}

static void
test_hosts_hear_of_a_new_tool_tip_once (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  bell_tray_activation_set_tool_tip (fixture->activation, "title", "text");
  bell_tray_activation_set_tool_tip (fixture->activation, "title", "text");
  run_while_zero (&fixture->n_tool_tip_signals);
  /* Whatever was sent before this call is here when it is answered. */
  g_variant_unref (
    call (fixture, PROPERTIES_INTERFACE, "GetAll", g_variant_new ("(s)", ITEM_INTERFACE)));
  g_assert_cmpuint (fixture->n_tool_tip_signals, ==, 1);
}

static void
test_no_click_arrives_after_free (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;

  /* Their call is answered by the worker, so the click waits in our main loop. */
  answer = g_dbus_connection_call_sync (fixture->bus.theirs, NULL, ITEM_PATH, ITEM_INTERFACE,
                                        "Activate", g_variant_new ("(ii)", 0, 0), NULL,
                                        G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&fixture->activation, bell_tray_activation_free);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->n_clicks, ==, 0);
}

#define ADD(name, test) g_test_add (name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/tray-activation/click", test_left_click_reaches_the_main_loop);
  ADD ("/tray-activation/double-click", test_double_click_is_one);
  ADD ("/tray-activation/later-click", test_later_click_is_another);
  ADD ("/tray-activation/others", test_other_calls_stay_the_librarys);
  ADD ("/tray-activation/objects", test_other_objects_are_left_alone);
  ADD ("/tray-activation/get-all", test_all_properties_hold_ours_too);
  ADD ("/tray-activation/get", test_single_properties_are_answered);
  ADD ("/tray-activation/token", test_token_is_kept_for_one_taker);
  ADD ("/tray-activation/token/endless", test_endless_token_is_dropped);
  ADD ("/tray-activation/tool-tip", test_hosts_hear_of_a_new_tool_tip_once);
  ADD ("/tray-activation/free", test_no_click_arrives_after_free);
  return g_test_run ();
}
