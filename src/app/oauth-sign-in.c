/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command waits while the user is in the browser; Ctrl-C ends the wait in order, so that the
 * port is closed and the line that says what became of it is printed. */

#include "app/oauth-sign-in.h"

#include "account/credentials.h"
#include "account/https.h"
#include "app/command.h"
#include "base/error-code.h"
#include "io/failure.h"
#include "setup/account-input.h"
#include "setup/sign-in-flow.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* What else the options can say, by the setting that it becomes. */
static const struct {
  const char *setting;
  gsize       offset;
  gboolean    is_uri;
} details[] = {
  { "oauth-client-id", G_STRUCT_OFFSET (BellOAuthOptions, client_id), FALSE },
  { "oauth-client-secret", G_STRUCT_OFFSET (BellOAuthOptions, client_secret), FALSE },
  { "oauth-issuer", G_STRUCT_OFFSET (BellOAuthOptions, issuer), TRUE },
  { "oauth-authorization-endpoint", G_STRUCT_OFFSET (BellOAuthOptions, authorization_endpoint),
    TRUE },
  { "oauth-token-endpoint", G_STRUCT_OFFSET (BellOAuthOptions, token_endpoint), TRUE },
  { "oauth-device-endpoint", G_STRUCT_OFFSET (BellOAuthOptions, device_endpoint), TRUE },
  { "oauth-scopes", G_STRUCT_OFFSET (BellOAuthOptions, scopes), FALSE },
};

static const char *
get_detail (const BellOAuthOptions *self, guint i)
{
  return G_STRUCT_MEMBER (const char *, self, details[i].offset);
}

GArray *
bell_oauth_options_add_to (const GOptionEntry *entries, BellOAuthOptions *options)
{
  GArray            *all = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));
  const GOptionEntry own[] = {
    { "provider", 0, 0, G_OPTION_ARG_FILENAME, &options->provider,
      N_ ("Where to sign in: google, microsoft … or custom"), N_ ("NAME") },
    { "client-id", 0, 0, G_OPTION_ARG_FILENAME, &options->client_id,
      N_ ("A client id of your own, registered there"), N_ ("ID") },
    { "client-secret", 0, 0, G_OPTION_ARG_FILENAME, &options->client_secret,
      N_ ("What Google gives out with it; it is not secret"), N_ ("TEXT") },
    { "issuer", 0, 0, G_OPTION_ARG_FILENAME, &options->issuer,
      N_ ("Of a custom provider: its issuer, which knows the rest"), N_ ("URL") },
    { "authorization-endpoint", 0, 0, G_OPTION_ARG_FILENAME, &options->authorization_endpoint,
      N_ ("Of a custom provider: what the browser opens"), N_ ("URL") },
    { "token-endpoint", 0, 0, G_OPTION_ARG_FILENAME, &options->token_endpoint,
      N_ ("Of a custom provider: what gives out tokens"), N_ ("URL") },
    { "device-endpoint", 0, 0, G_OPTION_ARG_FILENAME, &options->device_endpoint,
      N_ ("Of a custom provider: what gives out codes"), N_ ("URL") },
    { "scopes", 0, 0, G_OPTION_ARG_FILENAME, &options->scopes,
      N_ ("Of a custom provider: what to ask for"), N_ ("SCOPES") },
  };

  for (; entries != NULL && entries->long_name != NULL; entries++)
    g_array_append_vals (all, entries, 1);
  g_array_append_vals (all, own, G_N_ELEMENTS (own));
  return all;
}

void
bell_oauth_options_clear (BellOAuthOptions *self)
{
  g_free (self->provider);
  g_free (self->client_id);
  g_free (self->client_secret);
  g_free (self->issuer);
  g_free (self->authorization_endpoint);
  g_free (self->token_endpoint);
  g_free (self->device_endpoint);
  g_free (self->scopes);
}

gboolean
bell_oauth_options_is_set (const BellOAuthOptions *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (details); i++)
    if (get_detail (self, i) != NULL)
      return TRUE;
  return self->provider != NULL;
}

static gboolean
check_detail (guint i, const char *text)
{
  if (details[i].is_uri && !bell_https_is_allowed (text)) {
    bell_command_fail (_ ("“%s” cannot be an address of the provider. It has to begin with "
                          "https://."),
                       text);
    return FALSE;
  }
  if (!bell_input_is_line (text)) {
    bell_command_fail (_ ("The option --%s cannot be empty or hold control characters."),
                       details[i].setting + strlen ("oauth-"));
    return FALSE;
  }
  return TRUE;
}

BellOAuthProvider *
bell_oauth_options_choose (const BellOAuthOptions *self, const BellOAuthProvider *otherwise)
{
  g_autoptr (BellOAuthProvider) provider = NULL;
  g_auto (GStrv) names = bell_oauth_provider_list ();
  g_autofree char *list = g_strjoinv (", ", names);

  if (self->provider != NULL)
    provider = bell_oauth_provider_lookup (self->provider);
  else if (otherwise != NULL)
    provider = bell_oauth_provider_copy (otherwise);
  if (provider == NULL) {
    bell_command_fail (
      _ ("It is not known where to sign in. Give the provider with --provider, one of %s."), list);
    return NULL;
  }
  for (guint i = 0; i < G_N_ELEMENTS (details); i++) {
    const char *text = get_detail (self, i);

    if (text != NULL && !check_detail (i, text))
      return NULL;
    bell_oauth_provider_override (provider, details[i].setting, text);
  }
  return g_steal_pointer (&provider);
}

static void
open_browser (const char *uri, gpointer name)
{
  /* Translators: the name of a provider, such as Google, then an address. */
  g_print (_ ("Opening the sign-in of %s in the browser. If no page appears, open this one:\n%s\n"),
           (const char *) name, uri);
  g_app_info_launch_default_for_uri_async (uri, NULL, NULL, NULL, NULL);
  g_print ("%s\n", _ ("Waiting for you to sign in there…"));
}

static void
show_code (const BellOAuthDevice *device, gpointer name)
{
  /* Translators: the name of a provider, then an address, then a code. */
  g_print (_ ("To sign in to %s, open this page on any device:\n%s\nand type the code %s there.\n"),
           (const char *) name, device->verification_uri, device->user_code);
  g_print ("%s\n", _ ("Waiting for you to sign in there…"));
}

static gboolean
on_signal (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_CONTINUE;
}

/* (transfer full) (nullable) */
static BellSignInFlowResult *
run_flow (const char              *address,
          const BellOAuthProvider *provider,
          gboolean                 on_device,
          GError                 **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  guint interrupted = g_unix_signal_add (SIGINT, on_signal, cancellable);
  guint terminated = g_unix_signal_add (SIGTERM, on_signal, cancellable);

  if (on_device)
    bell_sign_in_flow_on_device_async (provider, show_code, provider->name, cancellable,
                                       bell_command_on_ready, &result);
  else
    bell_sign_in_flow_in_browser_async (provider, address, open_browser, provider->name,
                                        cancellable, bell_command_on_ready, &result);
  bell_command_wait (&result);
  g_source_remove (interrupted);
  g_source_remove (terminated);
  return bell_sign_in_flow_finish (result, error);
}

static gboolean
store (const char                 *id,
       const char                 *address,
       const char                 *mail_server,
       const BellSignInFlowResult *flow,
       GError                    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_credentials_store_refresh_token_async (
    id, address, mail_server, flow->provider->token_endpoint, flow->provider->client_id,
    flow->tokens->refresh_token, NULL, bell_command_on_ready, &result);
  return bell_credentials_store_finish (bell_command_wait (&result), error);
}

BellOAuthProvider *
bell_oauth_sign_in (const char              *id,
                    const char              *address,
                    const char              *mail_server,
                    const BellOAuthProvider *provider,
                    gboolean                 on_device)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (BellSignInFlowResult) flow = run_flow (address, provider, on_device, &error);

  if (flow == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    bell_command_fail ("%s", _ ("The sign-in was broken off, and nothing was changed."));
    return NULL;
  }
  if (flow == NULL) {
    g_autofree char *code = bell_error_get_code (error);

    g_debug ("sign-in: %s", code);
    text = bell_failure_describe_for_terminal (error, provider->name, 0);
    bell_command_fail ("%s", text);
    return NULL;
  }
  if (!store (id, address, mail_server, flow, &error)) {
    text = bell_credentials_describe_not_stored (error);
    bell_command_fail ("%s", text);
    return NULL;
  }
  return bell_oauth_provider_copy (flow->provider);
}
