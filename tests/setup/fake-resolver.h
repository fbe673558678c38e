/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fake-resolver.h: a resolver that answers from lists and remembers what it was asked. It becomes the
 * one of the process, until it is unset. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void fake_resolver_set (void);
void fake_resolver_unset (void);

/* NAME is on this computer. All other names are unknown. */
void fake_resolver_add_host (const char *name);

/* An SRV record of "_imaps._tcp.example.org". */
void fake_resolver_add_service (
  const char *name, const char *target, guint16 port, guint16 priority, guint16 weight);

void fake_resolver_add_mx (const char *domain, guint16 preference, const char *host);

/* How many SRV and MX records were asked for. */
guint fake_resolver_get_n_records (void);

G_END_DECLS
