/* SPDX-License-Identifier: GPL-3.0-or-later */
/* online-accounts.h: the mail accounts of GNOME Online Accounts, and their passwords and tokens.
 * Plain GDBus: libgoa is missing from the KDE runtime and from many desktops, and what we need of
 * the interface is a handful of calls. Not GDBusObjectManagerClient either: it reads everything
 * again with a call that blocks the main loop each time the service comes back.
 * Starts: the service is started by load and ask, which somebody wants at that moment; never by the
 *         watching BellOnlineAccounts.
 * Limits: BELL_ONLINE_ACCOUNTS_LIMIT accounts; a token or password of 16 KiB; 25 s for a look at the
 *         accounts, a minute for what asks the provider.
 * Errors: BELL_ONLINE_ACCOUNTS_ERROR, worded by io/failure.h; G_IO_ERROR_CANCELLED. */

#pragma once

#include "account/online-account.h"
#include "base/secret-text.h"

G_BEGIN_DECLS

#define BELL_ONLINE_ACCOUNTS_NAME "org.gnome.OnlineAccounts"
#define BELL_ONLINE_ACCOUNTS_PATH "/org/gnome/OnlineAccounts"
#define BELL_ONLINE_ACCOUNTS_LIMIT 64

#define BELL_ONLINE_ACCOUNTS_ERROR (bell_online_accounts_error_quark ())

typedef enum {
  BELL_ONLINE_ACCOUNTS_ERROR_NO_SERVICE,   /* this session has no Online Accounts */
  BELL_ONLINE_ACCOUNTS_ERROR_REMOVED,      /* it has no such account (any more) */
  BELL_ONLINE_ACCOUNTS_ERROR_ATTENTION,    /* the user has to sign in there again */
  BELL_ONLINE_ACCOUNTS_ERROR_NO_IMAP,      /* what it signs in to is not IMAP */
  BELL_ONLINE_ACCOUNTS_ERROR_MAIL_OFF,     /* its mail is switched off */
  BELL_ONLINE_ACCOUNTS_ERROR_FAILED,       /* no answer, or a useless one; may be better later */
  BELL_ONLINE_ACCOUNTS_ERROR_OTHER_SERVER, /* it signs in to another server than the one asked for */
} BellOnlineAccountsErrorCode;

GQuark bell_online_accounts_error_quark (void);

/* Of BellOnlineAccount, also those that cannot be used. */
void       bell_online_accounts_load_async (GCancellable       *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer            user_data);
GPtrArray *bell_online_accounts_load_finish (GAsyncResult *result,
                                             GError      **error); /* (transfer full) */

/* NULL for one that is USABLE and needs no attention. (transfer full) (nullable) */
GError *bell_online_account_get_obstacle (const BellOnlineAccount *account);

/* The password or access token of the account that Online Accounts calls GOA_ID, which has made sure
 * that it is good (EnsureCredentials) and has refreshed it if need be. It is for HOST and PORT, and
 * given out only if these are the server that Online Accounts has it for: whoever can change our
 * settings cannot change theirs. FORCE_REFRESH: the server did not take the last one, so a provider
 * that cannot be asked now is a failure; else the secret is given out all the same. */
void bell_online_accounts_ask_async (const char         *goa_id,
                                     const char         *host,
                                     guint16             port,
                                     gboolean            force_refresh,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);

/* IS_TOKEN (out): an access token for OAUTHBEARER or XOAUTH2, else a password. EXPIRES_AT_US (out):
 * of the monotonic clock, BELL_NEVER where it is not known. (transfer full) */
BellSecretText *bell_online_accounts_ask_finish (GAsyncResult *result,
                                                 gboolean     *is_token,
                                                 gint64       *expires_at_us,
                                                 GError      **error);

/* Watches, for as long as it lives, what Online Accounts says of its mail accounts.
 * Signals: "changed": it says something else than before: signed in again, removed, added. Whoever
 *          was refused may ask again. Not when the service goes, nor when it comes back with the
 *          same, so that one that dies whenever it is asked cannot lead round in circles. */
#define BELL_TYPE_ONLINE_ACCOUNTS (bell_online_accounts_get_type ())
G_DECLARE_FINAL_TYPE (BellOnlineAccounts, bell_online_accounts, BELL, ONLINE_ACCOUNTS, GObject)

BellOnlineAccounts *bell_online_accounts_new (void);

/* What was said last; empty at first. Of BellOnlineAccount. (transfer none) */
GPtrArray *bell_online_accounts_get_list (BellOnlineAccounts *self);

G_END_DECLS
