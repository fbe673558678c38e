/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-error.h: what can go wrong in the protocol. Callers branch on the code, never on the text,
 * which is for the debug log and not translated. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BELL_IMAP_ERROR (bell_imap_error_quark ())

typedef enum {
  BELL_IMAP_ERROR_SYNTAX,       /* bytes that are no IMAP response */
  BELL_IMAP_ERROR_TOO_LARGE,    /* a line, literal or response over its limit */
  BELL_IMAP_ERROR_NOT_IMAP,     /* the greeting is not an IMAP greeting */
  BELL_IMAP_ERROR_PROTOCOL,     /* well-formed, but impossible here: unknown tag, stray "+" … */
  BELL_IMAP_ERROR_INJECTION,    /* bytes in clear behind the STARTTLS answer (CVE-2011-0411) */
  BELL_IMAP_ERROR_NO_STARTTLS,  /* STARTTLS asked for, refused or not offered */
  BELL_IMAP_ERROR_PREAUTH,      /* PREAUTH where we must sign in ourselves */
  BELL_IMAP_ERROR_NO_MECHANISM, /* no sign-in method that we may use here */
  BELL_IMAP_ERROR_SIGN_IN_REFUSED, /* [AUTHENTICATIONFAILED] and its kin: ask the user */
  BELL_IMAP_ERROR_SIGN_IN_UNCLEAR, /* NO without a code: most often a wrong password: ask the user */
  BELL_IMAP_ERROR_BUSY,            /* [LIMIT], [INUSE], [UNAVAILABLE], throttled: later */
  BELL_IMAP_ERROR_NO_MAILBOX,      /* the mailbox to watch does not exist or may not be read */
  BELL_IMAP_ERROR_COMMAND_FAILED,  /* NO or BAD to a command that must work */
  BELL_IMAP_ERROR_BYE,             /* the server ended the session */
  BELL_IMAP_ERROR_CLOSED,          /* end of stream without BYE */
  BELL_IMAP_ERROR_TIMEOUT,         /* no answer within the deadline */
  BELL_IMAP_ERROR_TOKEN_REFUSED,   /* the OAuth 2 access token was not accepted */
  BELL_IMAP_ERROR_DOWNGRADE,       /* a weaker sign-in than this account has had here before */
  BELL_IMAP_ERROR_SIGN_IN_INVALID, /* a challenge that is malformed, or that may not be answered */
  BELL_IMAP_ERROR_SERVER_UNPROVEN, /* the server did not prove that it knows the password */
  BELL_IMAP_ERROR_NO_TICKET,       /* Kerberos has no ticket for this server */
  BELL_IMAP_ERROR_CERTIFICATE_REFUSED, /* the client certificate does not sign in, nothing else may */
  BELL_IMAP_ERROR_UNEXPLAINED,         /* refused without a code before the password was used */
  BELL_IMAP_ERROR_NO_LIST,             /* every way to ask for the mailboxes is refused */
  BELL_IMAP_ERROR_INBOX_REFUSED,       /* the INBOX, which is always there, may not be opened */
  BELL_IMAP_ERROR_ELSEWHERE,           /* the mailbox is said to be on another server (RFC 2193) */
} BellImapErrorCode;

GQuark bell_imap_error_quark (void);

G_END_DECLS
