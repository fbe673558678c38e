/* SPDX-License-Identifier: GPL-3.0-or-later */
/* renewal-group.h: how often the watch is renewed: automatically or at a fixed interval; for an
 * account also as for all of them. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BELL_TYPE_RENEWAL_GROUP (bell_renewal_group_get_type ())
G_DECLARE_FINAL_TYPE (
  BellRenewalGroup, bell_renewal_group, BELL, RENEWAL_GROUP, AdwPreferencesGroup)

/* Once. SETTINGS: the general ones, or those of an account, which may leave it to GENERAL. */
void bell_renewal_group_set_settings (BellRenewalGroup *self,
                                      GSettings        *settings,
                                      GSettings        *general);

/* SECONDS: the interval now, 0 if it is not known. Shown where it is found out, not set. */
void bell_renewal_group_set_interval (BellRenewalGroup *self, guint seconds);

G_END_DECLS
