/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A resolver of our own that answers from tables. */

#include "setup/server-guess.h"

#define FAKE_TYPE_RESOLVER (fake_resolver_get_type ())
G_DECLARE_FINAL_TYPE (FakeResolver, fake_resolver, FAKE, RESOLVER, GResolver)

struct _FakeResolver {
  GResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (FakeResolver, fake_resolver, G_TYPE_RESOLVER)

typedef struct {
  const char *name;
  const char *target;
  guint16     port;
} Service;

static const Service services[] = {
  { "_imaps._tcp.srv.example", "Mail.Provider.Example.", 1993 },
  { "_imaps._tcp.none.example", ".", 0 },
  { "_imap._tcp.none.example", "old.none.example", 143 },
  { "_imaps._tcp.dot.example", ".", 993 },
  { "_imaps._tcp.odd.example", "-evil;host.example", 993 },
  { "_imaps._tcp.address.example", "192.0.2.1", 993 },
  { "_imaps._tcp.xn--bcher-kva.example", "imap.example.org", 993 },
};

static const char *const hosts[] = { "mail.named.example", "imap.both.example", "mail.both.example",
                                     "imap." };

static void
lookup_service_async (GResolver          *resolver,
                      const char         *name,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  GList *targets = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    if (g_str_equal (services[i].name, name))
      targets =
        g_list_append (targets, g_srv_target_new (services[i].target, services[i].port, 0, 0));
  if (targets != NULL)
    g_task_return_pointer (task, targets, (GDestroyNotify) g_resolver_free_targets);
  else
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "no service");
}

static void
lookup_by_name_async (GResolver          *resolver,
                      const char         *name,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    if (g_str_equal (hosts[i], name)) {
      g_task_return_pointer (
        task, g_list_append (NULL, g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4)),
        (GDestroyNotify) g_resolver_free_addresses);
      return;
    }
  g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "no host");
}

static GList *
lookup_finish (G_GNUC_UNUSED GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
fake_resolver_class_init (FakeResolverClass *class)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (class);

  resolver_class->lookup_service_async = lookup_service_async;
  resolver_class->lookup_service_finish = lookup_finish;
  resolver_class->lookup_by_name_async = lookup_by_name_async;
  resolver_class->lookup_by_name_finish = lookup_finish;
}

static void
fake_resolver_init (G_GNUC_UNUSED FakeResolver *self)
{
}

static void
on_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static BellServerGuess *
guess_server (const char *address, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_server_guess_async (address, NULL, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return bell_server_guess_finish (result, error);
}

static void
assert_guess (const char *address, const char *host, guint16 port, BellSecurity security)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BellServerGuess) guess = guess_server (address, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (guess->host, ==, host);
  g_assert_cmpuint (guess->port, ==, port);
  g_assert_cmpint (guess->security, ==, security);
}

static void
assert_nothing (const char *address)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (guess_server (address, &error));
  g_assert_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);
}

static void
test_services (void)
{
  assert_guess ("a@srv.example", "mail.provider.example", 1993, BELL_SECURITY_TLS);
  assert_guess ("a@none.example", "old.none.example", 143, BELL_SECURITY_STARTTLS);
  assert_guess ("a@bücher.example", "imap.example.org", 993, BELL_SECURITY_TLS);
}

static void
test_names (void)
{
  assert_guess ("a@named.example", "mail.named.example", 993, BELL_SECURITY_TLS);
  assert_guess ("\"a@b\"@both.example", "imap.both.example", 993, BELL_SECURITY_TLS);
}

static void
test_nothing (void)
{
  assert_nothing ("a@odd.example");
  assert_nothing ("a@address.example");
  assert_nothing ("a@dot.example");
  assert_nothing ("a@unknown.example");
  assert_nothing ("a@");
  assert_nothing ("a");
  assert_nothing ("a@-x.example");
  assert_nothing ("a@x..example");
  assert_nothing ("a@192.0.2.1");
  assert_nothing ("a@x y.example");
}

int
main (int argc, char **argv)
{
  g_autoptr (GResolver) resolver = NULL;

  g_test_init (&argc, &argv, NULL);
  resolver = g_object_new (FAKE_TYPE_RESOLVER, NULL);
  g_resolver_set_default (resolver);
  g_test_add_func ("/server-guess/services", test_services);
  g_test_add_func ("/server-guess/names", test_names);
  g_test_add_func ("/server-guess/nothing", test_nothing);
  return g_test_run ();
}
