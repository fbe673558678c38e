/* SPDX-License-Identifier: GPL-3.0-or-later */
/* oauth-error.h: the ways in which getting a token fails. Messages are for the log and hold nothing
 * that came from the network; io/failure.h has the words for people. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BELL_OAUTH_ERROR (bell_oauth_error_quark ())

typedef enum {
  BELL_OAUTH_ERROR_NO_PROVIDER,   /* the settings name none, or leave something out */
  BELL_OAUTH_ERROR_NO_CLIENT_ID,  /* neither built in nor in the settings */
  BELL_OAUTH_ERROR_NO_DEVICE,     /* the provider has no sign-in on another device */
  BELL_OAUTH_ERROR_SIGN_IN_AGAIN, /* the grant is gone (invalid_grant), or none is stored */
  BELL_OAUTH_ERROR_DENIED,        /* the user, or the provider for them, said no */
  BELL_OAUTH_ERROR_EXPIRED,       /* nobody signed in in time */
  BELL_OAUTH_ERROR_PENDING,       /* RFC 8628 §3.5: not yet */
  BELL_OAUTH_ERROR_SLOW_DOWN,     /* RFC 8628 §3.5: not yet, and ask less often */
  BELL_OAUTH_ERROR_REFUSED,       /* the provider does not accept the client or its request */
  BELL_OAUTH_ERROR_NO_GRANT,      /* signed in, but nothing that lasts was given */
  BELL_OAUTH_ERROR_ANSWER,        /* not what the RFCs say: garbage, too large, a redirection */
  BELL_OAUTH_ERROR_UNREACHABLE,   /* the network, or a server error */
  BELL_OAUTH_ERROR_UNTRUSTED,     /* its certificate, or old TLS */
  BELL_OAUTH_ERROR_COMMAND,       /* the token command failed, hung, or printed no token */
  BELL_OAUTH_ERROR_NO_COMMAND,    /* there is none, or it cannot be run */
  BELL_OAUTH_ERROR_OTHER_SERVER,  /* the grant is for another mail server than the account's */
} BellOAuthErrorCode;

GQuark bell_oauth_error_quark (void);

G_END_DECLS
