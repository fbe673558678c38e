/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dns-answer.c: what SRV and MX records say. */

#include "setup/dns-answer.h"

#include "setup/mail-domain.h"

GPtrArray *
bell_dns_read_services (GList *targets, BellSecurity security, const char *user)
{
  GPtrArray *candidates = bell_server_candidates_new ();
  GList     *sorted = g_srv_target_list_sort (targets);

  for (GList *i = sorted; i != NULL && candidates->len < BELL_CANDIDATES_PER_ANSWER; i = i->next) {
    g_autofree char *host = bell_mail_domain_normalise_host (g_srv_target_get_hostname (i->data));
    guint16          port = g_srv_target_get_port (i->data);

    if (host != NULL && port != 0)
      g_ptr_array_add (candidates, bell_server_candidate_new (host, port, security, user));
  }
  g_resolver_free_targets (sorted);
  return candidates;
}

static int
compare_preference (gconstpointer a, gconstpointer b)
{
  guint16 first, second;

  g_variant_get_child ((GVariant *) a, 0, "q", &first);
  g_variant_get_child ((GVariant *) b, 0, "q", &second);
  return (int) first - (int) second;
}

GStrv
bell_dns_read_mx (GList *records)
{
  g_autoptr (GStrvBuilder) hosts = g_strv_builder_new ();
  GList *sorted = g_list_sort (records, compare_preference);

  for (GList *i = sorted; i != NULL; i = i->next) {
    const char      *name;
    g_autofree char *host = NULL;

    g_variant_get_child (i->data, 1, "&s", &name);
    host = bell_mail_domain_normalise_host (name);
    if (host != NULL)
      g_strv_builder_add (hosts, host);
  }
  g_list_free_full (sorted, (GDestroyNotify) g_variant_unref);
  return g_strv_builder_end (hosts);
}
