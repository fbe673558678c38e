/* SPDX-License-Identifier: GPL-3.0-or-later */
/* https-server.h: a web server on this computer that answers from a list and remembers what it was
 * asked. It runs on the main loop; its certificate is certificates/names.pem. */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct {
  SoupServer *server;    /* (owned) */
  guint16     port;      /* of HTTPS */
  guint16     http_port; /* the same in clear */
  GHashTable *pages;     /* (owned) by "HOST/PATH" */
  GPtrArray  *requests;  /* (owned) of "HOST/PATH?QUERY", in order */
} HttpsServer;

void https_server_start (HttpsServer *server);
void https_server_stop (HttpsServer *server);

/* WHERE: "autoconfig.example.org/mail/config-v1.1.xml". TEXT: the body, or where to go for a redirecting
 * STATUS. STATUS 0: never answers. */
void https_server_add (HttpsServer *server, const char *where, guint status, const char *text);

/* (transfer none) (nullable): the first request that begins with PREFIX. */
const char *https_server_find_request (HttpsServer *server, const char *prefix);

/* Trusts certificates/names.pem, or the system again. */
void https_server_trust (gboolean trusted);

G_END_DECLS
