/* SPDX-License-Identifier: GPL-3.0-or-later */
/* oauth-form.h: the fields of a request (application/x-www-form-urlencoded), some of them secret. */

#pragma once

#include "base/secret-text.h"

G_BEGIN_DECLS

#define BELL_OAUTH_FORM_TYPE "application/x-www-form-urlencoded"

typedef struct _BellOAuthForm BellOAuthForm;

BellOAuthForm *bell_oauth_form_new (void);
void           bell_oauth_form_free (BellOAuthForm *self);

/* TEXT (nullable): NULL adds nothing. */
void bell_oauth_form_add (BellOAuthForm *self, const char *name, const char *text);

/* (transfer full) */
BellSecretText *bell_oauth_form_to_text (const BellOAuthForm *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellOAuthForm, bell_oauth_form_free)

G_END_DECLS
