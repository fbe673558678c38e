/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trusted-certificate-row.h: the certificate that is trusted for an account in spite of all, and the way
 * to trust it no longer. Not seen if there is none. */

#pragma once

#include <adwaita.h>

#include "account/account.h"

G_BEGIN_DECLS

#define BELL_TYPE_TRUSTED_CERTIFICATE_ROW (bell_trusted_certificate_row_get_type ())
G_DECLARE_FINAL_TYPE (BellTrustedCertificateRow,
                      bell_trusted_certificate_row,
                      BELL,
                      TRUSTED_CERTIFICATE_ROW,
                      AdwActionRow)

/* Once. */
void bell_trusted_certificate_row_set_account (BellTrustedCertificateRow *self,
                                               BellAccount               *account);

G_END_DECLS
