/* SPDX-License-Identifier: GPL-3.0-or-later */
/* failure.h: the one place that sorts any GError and words it for people. */

#pragma once

#include "policy/account-status.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  BELL_FAILURE_TRY_AGAIN,        /* the network, a restarting server */
  BELL_FAILURE_TRY_LATER,        /* the server asked us to stay away for a while */
  BELL_FAILURE_WAIT_FOR_NETWORK, /* there is no route: wait for a change, and try now and then */
  BELL_FAILURE_WAIT_FOR_SECRETS, /* the secret store is locked or missing: wait for it */
  BELL_FAILURE_ASK_TWICE,        /* nobody knows what is wrong: two more attempts, then ask */
  BELL_FAILURE_ASK_MEANWHILE,    /* the same, but it is tried again for ever: it may mend itself */
  BELL_FAILURE_ASK_AT_ONCE,      /* it may mend itself, but most often it is for the user */
  BELL_FAILURE_ASK_USER,         /* only the user can mend it: stop until something is changed */
} BellFailure;

BellFailure bell_failure_sort (const GError *error);

/* What the user can do about it, if it is for them. */
BellRemedy bell_failure_get_remedy (const GError *error);

/* The server's certificate is not trusted, or not the pinned one. */
gboolean bell_failure_is_distrust (const GError *error);

/* Some sentences: what happened and what the user can do, in words that are true wherever they are
 * shown. Names HOST and PORT where they matter, and no command; never holds text that came from the
 * network. (transfer full) */
char *bell_failure_describe (const GError *error, const char *host, guint16 port);

/* Which command does that, in a sentence for a terminal. (transfer none) (nullable) */
const char *bell_failure_get_command (const GError *error);

/* Both. (transfer full) */
char *bell_failure_describe_for_terminal (const GError *error, const char *host, guint16 port);

G_END_DECLS
