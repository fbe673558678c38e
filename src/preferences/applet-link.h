/* SPDX-License-Identifier: GPL-3.0-or-later */
/* applet-link.h: the resident applet, seen from the preferences over D-Bus. Follows it as it comes and
 * goes; never waits for it.
 * Signals: "changed": the state, the pause, or which accounts there are. What changes about one account
 *          its own proxy notifies of. */

#pragma once

#include "preferences/applet-bus.h"

G_BEGIN_DECLS

typedef enum {
  BELL_APPLET_UNKNOWN,  /* not asked yet */
  BELL_APPLET_STARTING, /* it was not there and has been started */
  BELL_APPLET_RUNNING,
  BELL_APPLET_GONE, /* it has ended, or could not be started */
} BellAppletState;

#define BELL_TYPE_APPLET_LINK (bell_applet_link_get_type ())
G_DECLARE_FINAL_TYPE (BellAppletLink, bell_applet_link, BELL, APPLET_LINK, GObject)

/* Starts the applet if it does not run. */
BellAppletLink *bell_applet_link_new (void);

BellAppletState bell_applet_link_get_state (BellAppletLink *self);

/* Nothing if it runs or is being started. */
void bell_applet_link_start (BellAppletLink *self);

/* The account on the bus, or NULL while the applet does not know it. (transfer none) (nullable) */
BellBusAccount *bell_applet_link_get_account (BellAppletLink *self, const char *id);

/* For what is asked of the applet as a whole; NULL while it does not run. (transfer none) (nullable) */
BellBusApplication *bell_applet_link_get_application (BellAppletLink *self);

gboolean bell_applet_link_get_paused (BellAppletLink *self);
void     bell_applet_link_resume (BellAppletLink *self);
void     bell_applet_link_check_now (BellAppletLink *self);

G_END_DECLS
