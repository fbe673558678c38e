/* SPDX-License-Identifier: GPL-3.0-or-later */
/* certificate-group.h: the certificate that an account shows its server: chosen, opened, taken away.
 * In a sandbox the desktop's portal chooses the file and lets us read that one, also after a restart.
 * Signals: "told" (const char *text): a sentence about what has been done. */

#pragma once

#include <adwaita.h>

#include "account/account.h"

G_BEGIN_DECLS

#define BELL_TYPE_CERTIFICATE_GROUP (bell_certificate_group_get_type ())
G_DECLARE_FINAL_TYPE (
  BellCertificateGroup, bell_certificate_group, BELL, CERTIFICATE_GROUP, AdwPreferencesGroup)

/* Once. */
void bell_certificate_group_set_account (BellCertificateGroup *self, BellAccount *account);

G_END_DECLS
