/* SPDX-License-Identifier: GPL-3.0-or-later */
/* whole-look-up.h: whole look-ups on loopback: a web server, mail servers with TLS, and a resolver from
 * a list. */

#pragma once

#include "setup/server-lookup.h"

#include "lookup-world.h"

G_BEGIN_DECLS

#define OWN_PAGE "autoconfig.example.org/mail/config-v1.1.xml"
#define SITE_PAGE "example.org/.well-known/autoconfig/mail/config-v1.1.xml"
#define ISPDB_PAGE "ispdb.example.net/v1.1/"

typedef struct {
  LookupWorld   base;
  GString      *progress; /* (owned) */
  gboolean      cancels;  /* at the first progress */
  GCancellable *cancellable;
} WholeLookUp;

/* A mail server that nobody signs in to. */
void whole_look_up_serve (GSocketConnection *tcp, const char *certificate);

void whole_look_up_start (WholeLookUp *world);
void whole_look_up_start_with (WholeLookUp *world, LoopbackServe serve, const char *certificate);
void whole_look_up_stop (WholeLookUp *world);

/* PAGE names HOST, at the port of the mail server. */
void whole_look_up_publish (WholeLookUp *world,
                            const char  *page,
                            const char  *host,
                            const char  *more);

/* As bell_server_lookup_finish(). */
BellServerFound *whole_look_up_run (WholeLookUp      *world,
                                    const char       *address,
                                    const char       *pin,
                                    BellServerFound **on_error,
                                    GError          **error);

/* HOST at the port of the mail server is found, as HOW says. */
BellServerFound *whole_look_up_must_find (WholeLookUp *world,
                                          const char  *address,
                                          const char  *host,
                                          const char  *how);

G_END_DECLS
