/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lookup-environment.h: for whole programs that look servers up on loopback: names, records, ports and
 * the trusted certificate come from the environment.
 *
 * LOOKUP_HOSTS     names that are on this computer, separated by spaces
 * LOOKUP_SERVICES  SRV records, each NAME=TARGET:PORT
 * LOOKUP_MX        MX records, each DOMAIN=HOST
 * LOOKUP_TRUST     file of the one certificate to trust
 * LOOKUP_ISPDB     address of Thunderbird's list
 * LOOKUP_LIMIT_S  how long a look-up may take
 * LOOKUP_HTTPS_PORT, LOOKUP_TLS_PORT, LOOKUP_STARTTLS_PORT */

#pragma once

#include "setup/lookup-source.h"

G_BEGIN_DECLS

/* Puts resolver and trust in place for the rest of the process. (transfer none) */
const BellLookupPlaces *lookup_environment_use (void);

G_END_DECLS
