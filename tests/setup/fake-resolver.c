/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fake-resolver.c: a resolver that answers from lists. */

#include "fake-resolver.h"

#define FAKE_TYPE_RESOLVER (fake_resolver_get_type ())
G_DECLARE_FINAL_TYPE (FakeResolver, fake_resolver, FAKE, RESOLVER, GResolver)

struct _FakeResolver {
  GResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (FakeResolver, fake_resolver, G_TYPE_RESOLVER)

typedef struct {
  char       *name; /* (owned) */
  GSrvTarget *target;
} Service;

typedef struct {
  char     *domain; /* (owned) */
  GVariant *record; /* (owned) */
} Mx;

static GHashTable *hosts;    /* a set */
static GPtrArray  *services; /* of Service */
static GPtrArray  *mxs;      /* of Mx */
static guint       n_records;
static GResolver  *usual;

static void
service_free (Service *service)
{
  g_free (service->name);
  g_srv_target_free (service->target);
  g_free (service);
}

static void
mx_free (Mx *mx)
{
  g_free (mx->domain);
  g_variant_unref (mx->record);
  g_free (mx);
}

/* As the real one words it. */
static void
return_list (GTask *task, const char *name, GList *list, GDestroyNotify free_list)
{
  if (list != NULL)
    g_task_return_pointer (task, list, free_list);
  else
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND,
                             "Error resolving “%s”: not in the list", name);
}

static void
lookup_by_name_with_flags_async (GResolver               *resolver,
                                 const char              *name,
                                 GResolverNameLookupFlags flags,
                                 GCancellable            *cancellable,
                                 GAsyncReadyCallback      callback,
                                 gpointer                 user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  GList *list = NULL;

  if (g_hash_table_contains (hosts, name) && (flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY) == 0)
    list = g_list_append (NULL, g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4));
  return_list (task, name, list, (GDestroyNotify) g_resolver_free_addresses);
}

static void
lookup_by_name_async (GResolver          *resolver,
                      const char         *name,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  lookup_by_name_with_flags_async (resolver, name, G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT,
                                   cancellable, callback, user_data);
}

static void
lookup_service_async (GResolver          *resolver,
                      const char         *name,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  GList *list = NULL;

  n_records++;
  for (guint i = 0; i < services->len; i++) {
    const Service *service = g_ptr_array_index (services, i);

    if (g_str_equal (service->name, name))
      list = g_list_append (list, g_srv_target_copy (service->target));
  }
  return_list (task, name, list, (GDestroyNotify) g_resolver_free_targets);
}

static void
free_records (GList *records)
{
  g_list_free_full (records, (GDestroyNotify) g_variant_unref);
}

static void
lookup_records_async (GResolver          *resolver,
                      const char         *name,
                      GResolverRecordType type,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  GList *list = NULL;

  g_assert_cmpint (type, ==, G_RESOLVER_RECORD_MX);
  n_records++;
  for (guint i = 0; i < mxs->len; i++) {
    const Mx *mx = g_ptr_array_index (mxs, i);

    if (g_str_equal (mx->domain, name))
      list = g_list_append (list, g_variant_ref (mx->record));
  }
  return_list (task, name, list, (GDestroyNotify) free_records);
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

  resolver_class->lookup_by_name_async = lookup_by_name_async;
  resolver_class->lookup_by_name_finish = lookup_finish;
  resolver_class->lookup_by_name_with_flags_async = lookup_by_name_with_flags_async;
  resolver_class->lookup_by_name_with_flags_finish = lookup_finish;
  resolver_class->lookup_service_async = lookup_service_async;
  resolver_class->lookup_service_finish = lookup_finish;
  resolver_class->lookup_records_async = lookup_records_async;
  resolver_class->lookup_records_finish = lookup_finish;
}

static void
fake_resolver_init (G_GNUC_UNUSED FakeResolver *self)
{
}

void
fake_resolver_set (void)
{
  g_autoptr (GResolver) resolver = g_object_new (FAKE_TYPE_RESOLVER, NULL);

  hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  services = g_ptr_array_new_with_free_func ((GDestroyNotify) service_free);
  mxs = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_free);
  n_records = 0;
  usual = g_resolver_get_default ();
  g_resolver_set_default (resolver);
}

void
fake_resolver_unset (void)
{
  g_resolver_set_default (usual);
  g_clear_object (&usual);
  g_clear_pointer (&hosts, g_hash_table_unref);
  g_clear_pointer (&services, g_ptr_array_unref);
  g_clear_pointer (&mxs, g_ptr_array_unref);
}

void
fake_resolver_add_host (const char *name)
{
  g_hash_table_add (hosts, g_strdup (name));
}

void
fake_resolver_add_service (
  const char *name, const char *target, guint16 port, guint16 priority, guint16 weight)
{
  Service *service = g_new0 (Service, 1);

  service->name = g_strdup (name);
  service->target = g_srv_target_new (target, port, priority, weight);
  g_ptr_array_add (services, service);
}

void
fake_resolver_add_mx (const char *domain, guint16 preference, const char *host)
{
  Mx *mx = g_new0 (Mx, 1);

  mx->domain = g_strdup (domain);
  mx->record = g_variant_ref_sink (g_variant_new ("(qs)", preference, host));
  g_ptr_array_add (mxs, mx);
}

guint
fake_resolver_get_n_records (void)
{
  return n_records;
}
