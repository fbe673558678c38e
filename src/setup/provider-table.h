/* SPDX-License-Identifier: GPL-3.0-or-later */
/* provider-table.h: the common mail providers, compiled in, so that most addresses need no look-up.
 * The rows are in provider-rows.c. */

#pragma once

#include <glib.h>

#include "base/security.h"

G_BEGIN_DECLS

/* What a person signs in with. */
typedef enum {
  BELL_SIGN_IN_PASSWORD,     /* that of the account */
  BELL_SIGN_IN_APP_PASSWORD, /* one made for a program, or a code, from the provider's web site */
  BELL_SIGN_IN_OAUTH,        /* the browser only; no password is taken */
} BellSignIn;

typedef enum {
  BELL_USER_ADDRESS,    /* the whole mail address */
  BELL_USER_LOCAL_PART, /* what is left of the "@" */
} BellUserRule;

typedef enum {
  BELL_ADVICE_NONE,
  BELL_ADVICE_GOOGLE,
  BELL_ADVICE_BROWSER,
  BELL_ADVICE_APP_PASSWORD,
  BELL_ADVICE_SWITCH_ON,
  BELL_ADVICE_CODE,
  BELL_ADVICE_MAILBOX_PASSWORD,
  BELL_ADVICE_BRIDGE,
  BELL_ADVICE_PAID,
} BellAdvice;

typedef struct {
  const char  *name;     /* as people know it */
  const char  *domains;  /* (nullable) of addresses, separated by spaces */
  const char  *mx;       /* (nullable) endings of its MX hosts, separated by spaces */
  const char  *host;     /* IMAP server */
  guint16      port;     /* 0: the usual one of SECURITY */
  BellSecurity security; /* TLS unless said otherwise */
  BellUserRule user_rule;
  BellSignIn   sign_in;
  const char  *oauth; /* (nullable) identifier of its OAuth 2 provider */
  BellAdvice   advice;
} BellProvider;

/* Names are in lower-case ASCII. (transfer none) (nullable) */
const BellProvider *bell_provider_find_by_domain (const char *domain);
const BellProvider *bell_provider_find_by_mx (const char *mx);
const BellProvider *bell_provider_find_by_host (const char *host);

/* What there is to know before signing in, a translated sentence. (transfer none) (nullable) */
const char *bell_provider_get_advice (const BellProvider *provider);

/* The name to sign in with. (transfer full) */
char *bell_provider_get_user (const BellProvider *provider, const char *address);

/* All rows, for tests. */
extern const BellProvider bell_provider_rows[];
extern const guint        bell_provider_n_rows;

G_END_DECLS
