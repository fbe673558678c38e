/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks one question after another; the first answer that names a usable host wins. */

#include "setup/server-guess.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* RFC 1035 §2.3.4. */
#define NAME_LENGTH_LIMIT 253

static const struct {
  const char  *service;
  BellSecurity security;
} services[] = {
  { "imaps", BELL_SECURITY_TLS },
  { "imap", BELL_SECURITY_STARTTLS },
};

static const char *const prefixes[] = { "imap", "mail" };

typedef struct {
  char *domain; /* (owned) ASCII */
  guint next_service;
  guint next_prefix;
  char *candidate; /* (owned) (nullable) host that is being looked up by name */
} Search;

static void
search_free (Search *self)
{
  g_free (self->domain);
  g_free (self->candidate);
  g_free (self);
}

void
bell_server_guess_free (BellServerGuess *guess)
{
  g_free (guess->host);
  g_free (guess);
}

/* A plain host name of letters, digits, dashes and dots, no empty label, no address. */
static gboolean
is_usable_name (const char *name)
{
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);

  if (labels[0] == NULL || strlen (name) > NAME_LENGTH_LIMIT || g_hostname_is_ip_address (name))
    return FALSE;
  for (guint i = 0; labels[i] != NULL; i++) {
    gsize length = strlen (labels[i]);

    if (length == 0 || length > 63 || labels[i][0] == '-' || labels[i][length - 1] == '-')
      return FALSE;
    for (const char *c = labels[i]; *c != '\0'; c++)
      if (!g_ascii_isalnum (*c) && *c != '-')
        return FALSE;
  }
  return TRUE;
}

/* (transfer full) (nullable): NULL if ADDRESS has no usable domain. */
static char *
get_domain (const char *address)
{
  const char      *at = strrchr (address, '@');
  g_autofree char *domain = NULL;

  if (at == NULL)
    return NULL;
  domain = g_hostname_to_ascii (at + 1);
  return domain != NULL && is_usable_name (domain) ? g_steal_pointer (&domain) : NULL;
}

static void
answer (GTask *task, const char *host, guint16 port, BellSecurity security)
{
  BellServerGuess *guess = g_new0 (BellServerGuess, 1);

  guess->host = g_ascii_strdown (host, -1);
  guess->port = port;
  guess->security = security;
  g_task_return_pointer (task, guess, (GDestroyNotify) bell_server_guess_free);
}

/* DNS names may end with a dot; the target "." says that there is no such service (RFC 2782).
 * (transfer full) (nullable) */
static char *
get_target_host (GSrvTarget *target)
{
  g_autofree char *host = g_strdup (g_srv_target_get_hostname (target));

  if (g_str_has_suffix (host, "."))
    host[strlen (host) - 1] = '\0';
  return is_usable_name (host) ? g_steal_pointer (&host) : NULL;
}

static void ask_next (GTask *task);

static void
on_service_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Search      *self = g_task_get_task_data (task);
  GList       *targets = g_resolver_lookup_service_finish (G_RESOLVER (object), result, NULL);
  BellSecurity security = services[self->next_service - 1].security;
  gboolean     found = FALSE;

  /* GResolver has put them into the order in which they are to be tried. */
  for (GList *i = targets; i != NULL && !found; i = i->next) {
    g_autofree char *host = get_target_host (i->data);
    guint16          port = g_srv_target_get_port (i->data);

    found = host != NULL && port != 0;
    if (found)
      answer (task, host, port, security);
  }
  g_resolver_free_targets (targets);
  if (!found)
    ask_next (task);
}

static void
on_name_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Search *self = g_task_get_task_data (task);
  GList  *addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (object), result, NULL);

  if (addresses != NULL)
    answer (task, self->candidate, bell_security_get_default_port (BELL_SECURITY_TLS),
            BELL_SECURITY_TLS);
  else
    ask_next (task);
  g_resolver_free_addresses (addresses);
}

static void
return_not_found (GTask *task)
{
  g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "%s",
                           _ ("No IMAP server was found for this address. Name it with --host."));
}

static void
ask_next (GTask *task)
{
  Search *self = g_task_get_task_data (task);
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->next_service < G_N_ELEMENTS (services)) {
    g_resolver_lookup_service_async (resolver, services[self->next_service++].service, "tcp",
                                     self->domain, cancellable, on_service_ready,
                                     g_object_ref (task));
    return;
  }
  if (self->next_prefix < G_N_ELEMENTS (prefixes)) {
    g_free (self->candidate);
    self->candidate = g_strconcat (prefixes[self->next_prefix++], ".", self->domain, NULL);
    g_resolver_lookup_by_name_async (resolver, self->candidate, cancellable, on_name_ready,
                                     g_object_ref (task));
    return;
  }
  return_not_found (task);
}

void
bell_server_guess_async (const char         *address,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Search *self = g_new0 (Search, 1);

  g_task_set_task_data (task, self, (GDestroyNotify) search_free);
  self->domain = get_domain (address);
  if (self->domain == NULL)
    return_not_found (task);
  else
    ask_next (task);
}

BellServerGuess *
bell_server_guess_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
