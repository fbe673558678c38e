/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-sign-in.h: with what an account signs in beside the applet: for a check, a test, a list of
 * folders, a new password. It goes no weaker way than the applet would (account/sign-in-memory.h):
 * whoever poses as the server must not get by a check what the applet keeps from it.
 * Owns:   what is in it, USER with all its texts.
 * Errors: those of account/sign-in-secret.h. */

#pragma once

#include "account/sign-in-memory.h"
#include "setup/connection-check.h"

G_BEGIN_DECLS

typedef struct {
  BellConnectionUser user;      /* its texts are among the following */
  char              *name;      /* (owned) */
  char              *address;   /* (owned) */
  char              *mechanism; /* (owned) (nullable) */
  BellSignInMemory   memory;
} BellAccountSignIn;

/* SECRET (nullable): to be tried; NULL: asked for where the account has it. */
void bell_account_sign_in_ask_async (BellAccount        *account,
                                     BellSignInSecret   *secret,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);

/* (transfer full) (nullable): NULL with ERROR. */
BellAccountSignIn *bell_account_sign_in_ask_finish (GAsyncResult *result, GError **error);

void bell_account_sign_in_free (BellAccountSignIn *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellAccountSignIn, bell_account_sign_in_free)

G_END_DECLS
