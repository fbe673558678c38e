/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signs in once, by TLS to 127.0.0.1, and prints by which mechanism, or the code of what went wrong.
 *   sign-in-probe PORT PIN USER password|token [MECHANISM]      the secret from standard input
 * For what an account cannot be set to, or not without a desktop: access tokens above all. */

#include "io/session.h"

#include <stdio.h>
#include <string.h>

typedef struct {
  gboolean done;
  int      status;
} Probe;

static void
on_event (G_GNUC_UNUSED BellSession *session, const BellImapEvent *event, Probe *probe)
{
  if (event->type != BELL_IMAP_EVENT_READY)
    return;
  printf ("%s%s\n", event->mechanism, event->plus_broken ? " plus-broken" : "");
  probe->done = TRUE;
}

static void
on_ended (G_GNUC_UNUSED BellSession *session, const GError *error, Probe *probe)
{
  if (!probe->done)
    printf ("%s %d\n", g_quark_to_string (error->domain), error->code);
  probe->status = probe->done ? 0 : 1;
  probe->done = TRUE;
}

/* (transfer full) */
static BellSecretText *
read_secret (void)
{
  char line[8192] = "";

  if (fgets (line, sizeof line, stdin) == NULL)
    line[0] = '\0';
  line[strcspn (line, "\n")] = '\0';
  return bell_secret_text_new (line, -1);
}

int
main (int argc, char **argv)
{
  BellEndpoint         endpoint = { .host = "127.0.0.1", .security = BELL_SECURITY_TLS };
  BellImapClientConfig config = { .security = BELL_SECURITY_TLS, .random = 1 };
  g_autoptr (BellSecretText) secret = NULL;
  g_autoptr (BellSession) session = NULL;
  Probe probe = { 0 };

  if (argc < 5)
    return 2;
  endpoint.port = (guint16) g_ascii_strtoull (argv[1], NULL, 10);
  endpoint.pin = argv[2];
  secret = read_secret ();
  config.user = argv[3];
  if (g_str_equal (argv[4], "token"))
    config.token = secret;
  else
    config.password = secret;
  config.mechanism = argv[5]; /* NULL ends them */
  config.host = endpoint.host;
  config.port = endpoint.port;
  session = bell_session_new (&endpoint, &config, "probe");
  g_signal_connect (session, "event", G_CALLBACK (on_event), &probe);
  g_signal_connect (session, "ended", G_CALLBACK (on_ended), &probe);
  bell_session_start (session);
  while (!probe.done)
    g_main_context_iteration (NULL, TRUE);
  return probe.status;
}
