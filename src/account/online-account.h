/* SPDX-License-Identifier: GPL-3.0-or-later */
/* online-account.h: a mail account of GNOME Online Accounts, as its object on the bus describes it.
 * In:     the interfaces of one object, from another program: bounded and checked, so that the host,
 *         user and address can be used and shown.
 * Limits: BELL_ONLINE_ACCOUNT_TEXT_BYTES for each text.
 * Leaves: ImapAcceptSslErrors aside on purpose: one wrong click in another program must not switch
 *         off the check of certificates here. A certificate is pinned for this account instead.
 * Source: org.gnome.OnlineAccounts: Account, Mail, OAuth2Based, PasswordBased. */

#pragma once

#include <gio/gio.h>

#include "base/security.h"

G_BEGIN_DECLS

#define BELL_ONLINE_ACCOUNT_TEXT_BYTES 320

/* Why it cannot be watched; the graver obstacle comes first. */
typedef enum {
  BELL_ONLINE_ACCOUNT_USABLE,
  BELL_ONLINE_ACCOUNT_NO_IMAP,  /* Exchange, Microsoft 365: what they sign in to is not IMAP */
  BELL_ONLINE_ACCOUNT_MAIL_OFF, /* the user has switched mail off there */
} BellOnlineAccountUse;

typedef struct {
  char                *id;       /* (owned) what Online Accounts calls it: "account_1700000000_0" */
  char                *path;     /* (owned) of its object */
  char                *name;     /* (owned) what people call it: most often the address */
  char                *provider; /* (owned) "Google" */
  char                *address;  /* (owned) */
  char                *host;     /* (owned) "" where it is of no use */
  guint16              port;
  BellSecurity         security;
  char                *user; /* (owned) */
  BellOnlineAccountUse use;
  gboolean             has_token;        /* an access token; else a password */
  gboolean             attention_needed; /* the user has to sign in again */
} BellOnlineAccount;

/* INTERFACES: a{sa{sv}}. (transfer full) (nullable): NULL if it is no account for mail, or none that
 * can be understood. */
BellOnlineAccount *bell_online_account_new (const char *path, GVariant *interfaces);
void               bell_online_account_free (BellOnlineAccount *self);

gboolean bell_online_account_equal (const BellOnlineAccount *a, const BellOnlineAccount *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellOnlineAccount, bell_online_account_free)

G_END_DECLS
