/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lookup-world.h: all that a look-up can ask, on loopback: a resolver from a list, a web server that is
 * trusted, a mail server. */

#pragma once

#include "setup/lookup-source.h"

#include "../io/loopback-server.h"
#include "https-server.h"

G_BEGIN_DECLS

typedef struct {
  HttpsServer      https;
  LoopbackServer   imap;
  char            *ispdb; /* (owned) */
  BellLookupPlaces places;
} LookupWorld;

/* It has one name, example.org. */
void lookup_world_start (LookupWorld  *self,
                         LoopbackServe serve,
                         const char   *certificate,
                         gint64        grace_us);
void lookup_world_stop (LookupWorld *self);

/* LINE: split at its first three spaces. TRUE: it has been answered; else it is with OK. */
typedef gboolean (*LookupWorldAnswer) (GIOStream *tls, const char *const *line);

/* What a mail server with TLS says to one client: CAPABILITIES in its greeting, goodbye to LOGOUT.
 * ANSWER comes first. */
void lookup_world_serve (GSocketConnection *tcp,
                         const char        *certificate,
                         const char        *capabilities,
                         LookupWorldAnswer  answer);
void lookup_world_write (GIOStream *tls, const char *text);

G_END_DECLS
