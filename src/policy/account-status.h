/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-status.h: what is so now with one account, as tray, D-Bus and command line show it.
 * Owns: everything it points to; reference-counted, never changed once it has been handed out. */

#pragma once

#include "base/certificate-facts.h"
#include "imap/imap-event.h"
#include "policy/meter-counts.h"

G_BEGIN_DECLS

typedef enum {
  BELL_ACCOUNT_OFF,
  BELL_ACCOUNT_CONNECTING,
  BELL_ACCOUNT_WAITING_FOR_NETWORK,
  BELL_ACCOUNT_WAITING_TO_RETRY,
  BELL_ACCOUNT_ASK_USER,
  BELL_ACCOUNT_PUSHING,
  BELL_ACCOUNT_POLLING,
} BellAccountState;

typedef enum {
  BELL_PUSH_NONE,
  BELL_PUSH_POLL,
  BELL_PUSH_IDLE,
  BELL_PUSH_NOTIFY,
} BellPush;

/* "off", "connecting", "waiting-for-network" …; "none", "poll", "idle", "notify". Not translated. */
const char *bell_account_state_to_nick (BellAccountState state);
const char *bell_push_to_nick (BellPush push);

/* "no-idle", "refused", "lied"; NULL for NONE. */
const char *bell_poll_reason_to_nick (BellImapPollReason reason); /* (nullable) */

/* The other way round: "off", "none" and NONE for what is no nick. NICK (nullable). */
BellAccountState   bell_account_state_from_nick (const char *nick);
BellPush           bell_push_from_nick (const char *nick);
BellImapPollReason bell_poll_reason_from_nick (const char *nick);

/* How the user can mend an account that waits for them. */
typedef enum {
  BELL_REMEDY_LOOK, /* see what is wrong: nothing simpler is known */
  BELL_REMEDY_PASSWORD,
  BELL_REMEDY_SIGN_IN, /* at the provider, in a browser */
  BELL_REMEDY_CERTIFICATE,
  BELL_REMEDY_KEYRING, /* unlock it */
} BellRemedy;

typedef struct {
  char    *name; /* (owned) UTF-8, for people */
  guint    unread;
  BellPush push;
} BellFolderStatus;

typedef struct {
  char              *id;      /* (owned) */
  char              *address; /* (owned) */
  char              *name;    /* (owned) what people call it; never empty */
  BellAccountState   state;
  BellPush           push;         /* the weakest of its folders' */
  BellImapPollReason poll_reason;  /* NONE: not polled */
  guint              unread;       /* sum over the folders; the last known number while offline */
  gboolean           unread_known; /* FALSE until the server has told it since it was connected */
  gboolean           offline;      /* it is not watched, and not just for some seconds */
  GPtrArray         *folders;      /* (owned) of BellFolderStatus */
  char              *error; /* (owned) (nullable) translated sentences: what happened, what to do */
  BellRemedy         remedy;         /* of ERROR, if the account waits for the user */
  char              *remedy_command; /* (owned) (nullable) a translated sentence, for a terminal */
  BellCertificateFacts *certificate; /* (owned) (nullable) that was refused; ERROR is about it */
  gint64                retry_at_us; /* monotonic; BELL_NEVER: no retry is pending */
  guint                 renewal_s;
  guint64               bytes_in; /* on the wire since Mailbell started */
  guint64               bytes_out;
  gint64                connected_since; /* Unix seconds; 0: not connected */
  char                 *mechanism;       /* (owned) (nullable) by which it has signed in */
  char                 *tls;             /* (owned) (nullable) "TLS 1.3"; NULL: not encrypted */
  char          **capabilities; /* (owned) (nullable) of imap-capabilities.h, those that decide */
  BellMeterCounts today;        /* by the local calendar */
  BellMeterCounts month;        /* today included */
  gboolean        command_running; /* the user's, on new mail */
  char *command_error; /* (owned) (nullable) a translated sentence, then what it said last; lines */

  /*< private >*/
  gatomicrefcount references;
} BellAccountStatus;

/* A status of state off with no folders. (transfer full) */
BellAccountStatus *bell_account_status_new (const char *id, const char *address, const char *name);
BellAccountStatus *bell_account_status_ref (BellAccountStatus *self);
void               bell_account_status_unref (BellAccountStatus *self);

/* Only while it is being built. */
void bell_account_status_add_folder (BellAccountStatus *self,
                                     const char        *name,
                                     guint              unread,
                                     BellPush           push);

/* The state in words: "Push: new mail rings at once", "Connecting…". Translated. (transfer none) */
const char *bell_account_state_to_text (BellAccountState state);

/* Why it is so, in a sentence for whom "at intervals" is a surprise; NULL for NONE. Translated.
 * (transfer none) (nullable) */
const char *bell_poll_reason_to_text (BellImapPollReason reason);

/* The account in one line: "Work: 2 unread", "Home: The password is wrong. …", an error cut to
 * ERROR_GRAPHEMES. (transfer full) */
char *bell_account_status_to_line (const BellAccountStatus *self, guint error_graphemes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellAccountStatus, bell_account_status_unref)

G_END_DECLS
