/* SPDX-License-Identifier: GPL-3.0-or-later */
/* whole-look-up.c: whole look-ups on loopback. */

#include "whole-look-up.h"

#include "base/time-units.h"

#include "fake-resolver.h"

#include <string.h>

/* Nothing but these two is ever said before a password is there. */
static gboolean
answer (G_GNUC_UNUSED GIOStream *tls, const char *const *line)
{
  g_assert_true (g_str_equal (line[1], "CAPABILITY") || g_str_equal (line[1], "LOGOUT"));
  return FALSE;
}

void
whole_look_up_serve (GSocketConnection *tcp, const char *certificate)
{
  lookup_world_serve (tcp, certificate, "IMAP4rev1 IDLE SASL-IR AUTH=PLAIN", answer);
}

void
whole_look_up_start_with (WholeLookUp *world, LoopbackServe serve, const char *certificate)
{
  memset (world, 0, sizeof *world);
  lookup_world_start (&world->base, serve, certificate, BELL_HOUR);
  world->progress = g_string_new (NULL);
  world->cancellable = g_cancellable_new ();
  fake_resolver_add_host ("autoconfig.example.org");
  fake_resolver_add_host ("ispdb.example.net");
}

void
whole_look_up_start (WholeLookUp *world)
{
  whole_look_up_start_with (world, whole_look_up_serve, "names.pem");
}

void
whole_look_up_stop (WholeLookUp *world)
{
  lookup_world_stop (&world->base);
  g_string_free (world->progress, TRUE);
  g_object_unref (world->cancellable);
}

void
whole_look_up_publish (WholeLookUp *world, const char *page, const char *host, const char *more)
{
  g_autofree char *text =
    g_strdup_printf ("<clientConfig><emailProvider><incomingServer type=\"imap\"><hostname>%s"
                     "</hostname><port>%u</port><socketType>SSL</socketType>%s</incomingServer>"
                     "</emailProvider></clientConfig>",
                     host, world->base.imap.port, more);

  https_server_add (&world->base.https, page, 200, text);
}

static void
on_progress (const char *sentence, gpointer user_data)
{
  WholeLookUp *world = user_data;

  g_string_append_printf (world->progress, "%s\n", sentence);
  if (world->cancels)
    g_cancellable_cancel (world->cancellable);
}

static void
on_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

BellServerFound *
whole_look_up_run (WholeLookUp      *world,
                   const char       *address,
                   const char       *pin,
                   BellServerFound **on_error,
                   GError          **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  gpointer         outstanding = NULL;
  BellServerFound *found;

  bell_server_lookup_async (address, &world->base.places, pin, on_progress, world,
                            world->cancellable, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  found = bell_server_lookup_finish (result, on_error, error);

  /* Whatever was still outstanding has been cancelled, and lets go of the look-up. */
  outstanding = result;
  g_object_add_weak_pointer (G_OBJECT (result), &outstanding);
  g_clear_object (&result);
  while (outstanding != NULL)
    g_main_context_iteration (NULL, TRUE);
  return found;
}

BellServerFound *
whole_look_up_must_find (WholeLookUp *world, const char *address, const char *host, const char *how)
{
  g_autoptr (GError) error = NULL;
  BellServerFound *found = whole_look_up_run (world, address, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (found->host, ==, host);
  g_assert_cmpuint (found->port, ==, world->base.imap.port);
  g_assert_cmpint (found->security, ==, BELL_SECURITY_TLS);
  g_assert_cmpstr (found->how, ==, how);
  g_assert_null (found->fingerprint);
  return found;
}
