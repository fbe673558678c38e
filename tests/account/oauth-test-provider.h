/* SPDX-License-Identifier: GPL-3.0-or-later */
/* oauth-test-provider.h: an OAuth 2 provider over HTTPS on loopback, with a certificate of
 * tests/io/certificates, and a browser. It holds clients to the RFCs and does wrong when told. */

#pragma once

#include <libsoup/soup.h>

#include "account/oauth-provider.h"

G_BEGIN_DECLS

#define TEST_CLIENT "mailbell-test"

typedef struct {
  SoupServer *server; /* (owned) */
  char       *base;   /* (owned) "https://127.0.0.1:PORT" */

  /* What it does. */
  const char *token_answer; /* (nullable): instead of a real one */
  guint       token_status; /* with it */
  const char *redirect;     /* (nullable): the token endpoint redirects there */
  const char *error;        /* (nullable): how authorisation ends instead of with a code */
  const char *state;        /* (nullable): which it gives back instead of the right one */
  const char *issuer;       /* (nullable): which it says it is */
  guint       n_pending;    /* so often the device is told to wait */
  guint       n_slow_down;  /* after that, so often to ask less often */
  gint64      lifetime_s;   /* of access tokens */
  gboolean    rotates;      /* each refresh gives another refresh token */
  gboolean    gives_nothing_lasting;
  void (*meanwhile) (gpointer data); /* (nullable): while it is asked for tokens */
  gpointer data;

  /* What it has seen. */
  guint      n_requests; /* to the token endpoint */
  guint      n_refreshes;
  guint      n_codes_refused;
  guint      n_registered;
  GPtrArray *polls; /* (owned) of gint64: when the device endpoint's code was asked for */
  char      *code;  /* (owned) (nullable) the one that is good once */
  char      *challenge;
  char      *redirect_uri;
  char      *refresh_token; /* (owned) the one that is good */
  char      *page;          /* (owned) (nullable) what the browser showed last */
  guint      status;        /* with it */
  guint      n_browsing;    /* pages that the browser has not shown yet */
  guint      n_tokens;
} OAuthTestProvider;

/* CERTIFICATE: the name of a file; bell_https trusts the tests' authority from now on. */
OAuthTestProvider *oauth_test_provider_new (const char *certificate);

/* Once the browser shows all that it was to open. */
void oauth_test_provider_free (OAuthTestProvider *self);

/* For a client that knows its endpoints and its id. (transfer full) */
BellOAuthProvider *oauth_test_provider_describe (OAuthTestProvider *self);

/* Follows URI as a browser does, which ends at PAGE; does not wait for it. */
void oauth_test_provider_browse (OAuthTestProvider *self, const char *uri);

/* For asynchronous calls: a callback that fills a GAsyncResult *, and the wait for it. */
void          oauth_test_on_ready (GObject *source, GAsyncResult *result, gpointer slot);
GAsyncResult *oauth_test_wait (GAsyncResult **slot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OAuthTestProvider, oauth_test_provider_free)

G_END_DECLS
