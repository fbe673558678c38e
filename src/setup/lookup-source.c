/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each way is a GTask whose data is the question; what comes back is made an answer at once. */

#include "setup/lookup-source.h"

#include "account/oauth-provider.h"
#include "base/time-units.h"
#include "setup/autoconfig.h"
#include "setup/dns-answer.h"
#include "setup/https-get.h"
#include "setup/mail-domain.h"
#include "setup/provider-table.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const BellLookupPlaces bell_lookup_places_usual = {
  .ispdb = "https://autoconfig.thunderbird.net/v1.1/",
  .https_port = 443,
  .tls_port = 993,
  .starttls_port = 143,
  .limit_us = 20 * BELL_SECOND,
  .grace_us = 5 * BELL_SECOND,
};

typedef struct {
  const BellLookupQuestion *question; /* (unowned) */
  BellLookupWay             way;
} Asking;

static const char *const usual_prefixes[] = { "imap.", "mail.", "" };

gboolean
bell_lookup_way_needs_mx (BellLookupWay way)
{
  return way == BELL_WAY_MX_HOST || way == BELL_WAY_MX_SITE || way == BELL_WAY_MX_ISPDB;
}

gboolean
bell_lookup_is_usual_name (const char *host, const char *domain)
{
  for (guint i = 0; i < G_N_ELEMENTS (usual_prefixes); i++) {
    gsize length = strlen (usual_prefixes[i]);

    if (strncmp (host, usual_prefixes[i], length) == 0 && g_str_equal (host + length, domain))
      return TRUE;
  }
  return FALSE;
}

void
bell_lookup_question_clear (BellLookupQuestion *question)
{
  g_clear_pointer (&question->address, g_free);
  g_clear_pointer (&question->domain, g_free);
  g_clear_pointer (&question->mx, g_free);
  g_clear_object (&question->session);
}

void
bell_lookup_answer_free (BellLookupAnswer *answer)
{
  g_ptr_array_unref (answer->candidates);
  g_free (answer->how);
  g_free (answer->mx);
  g_free (answer);
}

/* CANDIDATES and HOW (transfer full). */
static void
answer (GTask *task, GPtrArray *candidates, char *how, gboolean vouched)
{
  BellLookupAnswer *made = g_new0 (BellLookupAnswer, 1);

  made->candidates = candidates;
  made->how = how;
  made->vouched = vouched;
  g_task_return_pointer (task, made, (GDestroyNotify) bell_lookup_answer_free);
}

static void
answer_nothing (GTask *task)
{
  answer (task, bell_server_candidates_new (), NULL, FALSE);
}

/* The table of providers. */

static guint16
get_port (const BellLookupPlaces *places, BellSecurity security)
{
  return security == BELL_SECURITY_TLS ? places->tls_port : places->starttls_port;
}

static GPtrArray *
list_provider (const BellProvider *provider, const BellLookupQuestion *question)
{
  GPtrArray       *candidates = bell_server_candidates_new ();
  g_autofree char *user = bell_provider_get_user (provider, question->address);
  guint16          port = provider->port;

  if (port == 0)
    port = get_port (&question->places, provider->security);
  g_ptr_array_add (candidates,
                   bell_server_candidate_new (provider->host, port, provider->security, user));
  return candidates;
}

static void
ask_table (GTask *task, const BellLookupQuestion *question)
{
  const BellProvider *provider = bell_provider_find_by_domain (question->domain);

  if (provider == NULL)
    answer_nothing (task);
  else
    answer (
      task, list_provider (provider, question),
      /* Translators: the name of a mail provider. */
      g_strdup_printf (_ ("It is in Mailbell's own list of providers, as %s."), provider->name),
      TRUE);
}

/* Settings in XML. */

/* (transfer full) */
static char *
describe_settings (const Asking *asking)
{
  const char      *domain = asking->question->domain;
  const char      *mx = asking->question->mx;
  g_autofree char *base = mx != NULL ? bell_mail_domain_get_base (mx) : NULL;

  if (asking->way == BELL_WAY_ISPDB)
    return g_strdup_printf (_ ("Thunderbird's list of providers has it for %s."), domain);
  if (asking->way == BELL_WAY_MX_HOST || asking->way == BELL_WAY_MX_SITE)
    /* Translators: the domain of the address; the server that receives its mail; whose that is. */
    return g_strdup_printf (
      _ ("Mail for %s is received by %s, and it is in the settings that %s publishes."), domain, mx,
      base);
  if (asking->way == BELL_WAY_MX_ISPDB)
    /* Translators: the domain of the address; the server that receives its mail. */
    return g_strdup_printf (_ ("Mail for %s is received by %s, for which Thunderbird's list of "
                               "providers has it."),
                            domain, mx);
  return g_strdup_printf (_ ("It is in the settings that %s publishes."), domain);
}

static void
on_settings_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Asking             *asking = g_task_get_task_data (task);
  const BellLookupQuestion *question = asking->question;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = bell_https_get_finish (result, &error);
  GPtrArray *candidates = NULL;

  if (bytes != NULL)
    candidates = bell_autoconfig_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                        question->address, question->domain, &error);
  /* Whom the forger of an MX record names has sites and a certificate of its own. */
  if (candidates == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    answer (task, candidates, describe_settings (asking), !bell_lookup_way_needs_mx (asking->way));
}

static void
get_settings (GTask *task, const BellLookupQuestion *question, const char *url)
{
  bell_https_get_async (question->session, url, BELL_AUTOCONFIG_BYTES,
                        g_task_get_cancellable (task), on_settings_ready, g_object_ref (task));
}

/* PREFIX of the host's name, PATH on it. (transfer full) */
static char *
make_url (const BellLookupQuestion *question,
          const char               *prefix,
          const char               *domain,
          const char               *path)
{
  return g_strdup_printf ("https://%s%s:%u%smail/config-v1.1.xml", prefix, domain,
                          question->places.https_port, path);
}

static void
ask_own (GTask *task, const BellLookupQuestion *question, const char *prefix, const char *path)
{
  g_autofree char *address = g_uri_escape_string (question->address, NULL, FALSE);
  g_autofree char *page = make_url (question, prefix, question->domain, path);
  g_autofree char *url = g_strconcat (page, "?emailaddress=", address, NULL);

  get_settings (task, question, url);
}

static void
ask_mx_site (GTask *task, const BellLookupQuestion *question, const char *prefix, const char *path)
{
  g_autofree char *base = bell_mail_domain_get_base (question->mx);
  g_autofree char *url = make_url (question, prefix, base, path);

  get_settings (task, question, url);
}

static void
ask_ispdb (GTask *task, const BellLookupQuestion *question, const char *domain)
{
  g_autofree char *url = g_strconcat (question->places.ispdb, domain, NULL);

  get_settings (task, question, url);
}

static void
ask_ispdb_for_mx (GTask *task, const BellLookupQuestion *question)
{
  g_autofree char *base = bell_mail_domain_get_base (question->mx);

  ask_ispdb (task, question, base);
}

/* DNS. */

static void
on_service_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Asking             *asking = g_task_get_task_data (task);
  const BellLookupQuestion *question = asking->question;
  GError                   *error = NULL;
  GList       *targets = g_resolver_lookup_service_finish (G_RESOLVER (object), result, &error);
  BellSecurity security =
    asking->way == BELL_WAY_SRV_TLS ? BELL_SECURITY_TLS : BELL_SECURITY_STARTTLS;

  if (error != NULL)
    g_task_return_error (task, error);
  else
    answer (task, bell_dns_read_services (targets, security, question->address),
            g_strdup_printf (_ ("The DNS of %s names it."), question->domain), FALSE);
}

static void
ask_service (GTask *task, const BellLookupQuestion *question, const char *service)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();

  g_resolver_lookup_service_async (resolver, service, "tcp", question->domain,
                                   g_task_get_cancellable (task), on_service_ready,
                                   g_object_ref (task));
}

/* Who would forge this answer could only send us to a provider that is known here.
 * CANDIDATES (transfer full) */
static void
answer_mx_provider (GTask *task, GPtrArray *candidates, const char *name, const char *mx)
{
  const Asking *asking = g_task_get_task_data (task);

  answer (task, candidates,
          /* Translators: a domain, the host that receives its mail, the name of a provider. */
          g_strdup_printf (_ ("Mail for %s is received by %s, which belongs to %s."),
                           asking->question->domain, mx, name),
          TRUE);
}

/* A provider at which one signs in with OAuth 2 need not be in the table. */
static gboolean
find_mx_sign_in (GTask *task, const char *mx)
{
  const Asking *asking = g_task_get_task_data (task);
  g_autoptr (BellOAuthProvider) provider = bell_oauth_provider_find_by_mail_exchanger (mx);
  GPtrArray *candidates;

  if (provider == NULL || provider->server == NULL)
    return FALSE;
  candidates = bell_server_candidates_new ();
  g_ptr_array_add (
    candidates, bell_server_candidate_new (provider->server,
                                           get_port (&asking->question->places, BELL_SECURITY_TLS),
                                           BELL_SECURITY_TLS, asking->question->address));
  answer_mx_provider (task, candidates, provider->name, mx);
  return TRUE;
}

static const BellProvider *
find_mx_provider (const char *mx)
{
  g_autofree char    *base = bell_mail_domain_get_base (mx);
  const BellProvider *provider = bell_provider_find_by_mx (mx);

  return provider != NULL ? provider : bell_provider_find_by_domain (base);
}

/* Its base has nothing to add where it is the domain, which is asked in the other ways.
 * MX (nullable) */
static void
answer_mx_unknown (GTask *task, const char *mx)
{
  const Asking     *asking = g_task_get_task_data (task);
  g_autofree char  *base = mx != NULL ? bell_mail_domain_get_base (mx) : NULL;
  BellLookupAnswer *made = g_new0 (BellLookupAnswer, 1);

  made->candidates = bell_server_candidates_new ();
  if (base != NULL && !g_str_equal (base, asking->question->domain))
    made->mx = g_strdup (mx);
  g_task_return_pointer (task, made, (GDestroyNotify) bell_lookup_answer_free);
}

static void
on_mx_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  const Asking *asking = g_task_get_task_data (task);
  GList        *records = g_resolver_lookup_records_finish (G_RESOLVER (object), result, &error);
  g_auto (GStrv) hosts = bell_dns_read_mx (records);

  for (guint i = 0; hosts[i] != NULL; i++) {
    const BellProvider *provider = find_mx_provider (hosts[i]);

    if (provider != NULL) {
      answer_mx_provider (task, list_provider (provider, asking->question), provider->name,
                          hosts[i]);
      return;
    }
    if (find_mx_sign_in (task, hosts[i]))
      return;
  }
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    answer_mx_unknown (task, hosts[0]);
}

static void
ask_mx (GTask *task, const BellLookupQuestion *question)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();

  g_resolver_lookup_records_async (resolver, question->domain, G_RESOLVER_RECORD_MX,
                                   g_task_get_cancellable (task), on_mx_ready, g_object_ref (task));
}

/* Names that many servers have. */

static void
answer_names (GTask *task, const BellLookupQuestion *question)
{
  static const BellSecurity securities[] = { BELL_SECURITY_TLS, BELL_SECURITY_STARTTLS };
  GPtrArray                *candidates = bell_server_candidates_new ();

  for (guint i = 0; i < G_N_ELEMENTS (securities); i++)
    for (guint j = 0; j < G_N_ELEMENTS (usual_prefixes); j++) {
      g_autofree char *host = g_strconcat (usual_prefixes[j], question->domain, NULL);

      g_ptr_array_add (candidates,
                       bell_server_candidate_new (host, get_port (&question->places, securities[i]),
                                                  securities[i], question->address));
    }
  answer (task, candidates,
          g_strdup_printf (_ ("It is a usual name for the mail server of %s, and it answers."),
                           question->domain),
          TRUE);
}

void
bell_lookup_source_ask_async (const BellLookupQuestion *question,
                              BellLookupWay             way,
                              GCancellable             *cancellable,
                              GAsyncReadyCallback       callback,
                              gpointer                  user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Asking *asking = g_new0 (Asking, 1);

  asking->question = question;
  asking->way = way;
  g_task_set_task_data (task, asking, g_free);
  switch (way) {
  case BELL_WAY_TABLE:
    ask_table (task, question);
    break;
  case BELL_WAY_OWN_HOST:
    ask_own (task, question, "autoconfig.", "/");
    break;
  case BELL_WAY_OWN_SITE:
    ask_own (task, question, "", "/.well-known/autoconfig/");
    break;
  case BELL_WAY_SRV_TLS:
    ask_service (task, question, "imaps");
    break;
  case BELL_WAY_SRV_STARTTLS:
    ask_service (task, question, "imap");
    break;
  case BELL_WAY_ISPDB:
    ask_ispdb (task, question, question->domain);
    break;
  case BELL_WAY_MX:
    ask_mx (task, question);
    break;
  case BELL_WAY_MX_HOST:
    ask_mx_site (task, question, "autoconfig.", "/");
    break;
  case BELL_WAY_MX_SITE:
    ask_mx_site (task, question, "", "/.well-known/autoconfig/");
    break;
  case BELL_WAY_MX_ISPDB:
    ask_ispdb_for_mx (task, question);
    break;
  case BELL_WAY_NAMES:
    answer_names (task, question);
    break;
  case BELL_N_WAYS:
  default:
    g_assert_not_reached ();
  }
}

BellLookupAnswer *
bell_lookup_source_ask_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
bell_lookup_source_describe (const BellLookupQuestion *question, BellLookupWay way)
{
  if (way == BELL_WAY_OWN_HOST)
    return g_strdup_printf (_ ("Asking %s…"), question->domain);
  if (way == BELL_WAY_ISPDB)
    return g_strdup (_ ("Asking Thunderbird's list of providers…"));
  if (way == BELL_WAY_SRV_TLS)
    return g_strdup_printf (_ ("Asking the DNS of %s…"), question->domain);
  return NULL;
}
