/* SPDX-License-Identifier: GPL-3.0-or-later */
/* find-server.h: the look-up of an address's server for a command. On a terminal it shows what is
 * being done; Ctrl-C ends it. */

#pragma once

#include "setup/server-lookup.h"

G_BEGIN_DECLS

typedef enum {
  BELL_FIND_AND_TELL, /* what was found goes to standard output, also what then turned out unusable */
  BELL_FIND_QUIETLY,
} BellFindManner;

/* PIN (nullable). (transfer full) (nullable): NULL if the failure has been told. */
BellServerFound *bell_find_server (const char *address, const char *pin, BellFindManner manner);

/* Asks at PLACES (unowned) (nullable) from now on: for tests. */
void bell_find_server_set_places (const BellLookupPlaces *places);

G_END_DECLS
