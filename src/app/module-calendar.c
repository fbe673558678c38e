/* SPDX-License-Identifier: GPL-3.0-or-later */
/* module-calendar.c: what the module "calendar" exports. */

#include "app/modules.h"

static const BellCalendarModule table = { .invitation_new = bell_invitation_new };

extern const BellModule bell_module;
const BellModule        bell_module = { .version = BELL_VERSION, .table = &table };
