/* SPDX-License-Identifier: GPL-3.0-or-later */
/* debug-info.h: what belongs into a report of a fault: versions, the desktop, what each account does.
 * Holds no address, name, server or secret. */

#pragma once

#include "account/account-list.h"
#include "preferences/applet-link.h"

G_BEGIN_DECLS

/* (transfer full) */
char *bell_debug_info_describe (BellAccountList *accounts, BellAppletLink *applet);

G_END_DECLS
