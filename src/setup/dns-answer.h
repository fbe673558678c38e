/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dns-answer.h: what SRV and MX records say, in the order in which it is to be tried. Names that
 * could not be those of a host are left out. */

#pragma once

#include <gio/gio.h>

#include "setup/server-candidate.h"

G_BEGIN_DECLS

/* The servers of TARGETS, a list of GSrvTarget (transfer full), by priority and weight (RFC 2782).
 * The target "." says that the service is not offered. (transfer full) */
GPtrArray *bell_dns_read_services (GList *targets, BellSecurity security, const char *user);

/* The hosts of RECORDS, a list of GVariant "(qs)" (transfer full), by preference. (transfer full) */
GStrv bell_dns_read_mx (GList *records);

G_END_DECLS
