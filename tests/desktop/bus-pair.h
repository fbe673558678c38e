/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bus-pair.h: two ends of one D-Bus connection, with or without a bus between them. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct {
  GTestDBus       *bus;    /* (owned) (nullable) between the two */
  GDBusConnection *ours;   /* (owned) where the code under test is */
  GDBusConnection *theirs; /* (owned) where its callers are */
} BusPair;

void bus_pair_init (BusPair *pair);
void bus_pair_init_with_bus (BusPair *pair);
void bus_pair_clear (BusPair *pair);

/* Calls from their end. (transfer full) (nullable) */
GVariant *bus_pair_call (BusPair    *pair,
                         const char *path,
                         const char *interface,
                         const char *method,
                         GVariant   *parameters,
                         GError    **error);

/* From their end to the bus itself, which must be there: "RequestName" … */
void bus_pair_call_bus (BusPair *pair, const char *method, GVariant *parameters);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BusPair, bus_pair_clear)

G_END_DECLS
