/* SPDX-License-Identifier: GPL-3.0-or-later */
/* network-state.h: tells of changes of the network and of waking from sleep, and whether bytes cost
 * money.
 * GNetworkMonitor is a hint only: in a sandbox it says "not available" right after start, so no
 * first attempt is ever given up because of it. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BELL_TYPE_NETWORK_STATE (bell_network_state_get_type ())
G_DECLARE_FINAL_TYPE (BellNetworkState, bell_network_state, BELL, NETWORK_STATE, GObject)

/* Signal "changed": the network came, went or changed, or the machine has slept; at most once a
 * second, and the last time after the last change. */
BellNetworkState *bell_network_state_new (void);

/* For tests: after PATIENCE_S it counts as known, whether it is or not. */
BellNetworkState *bell_network_state_new_with_patience (guint patience_s);

gboolean bell_network_state_get_available (BellNetworkState *self);
/* The network wants its user to sign in on a web page first, as in hotels and trains. Only some
 * systems can tell (NetworkManager, the portal in a sandbox). */
gboolean bell_network_state_is_captive (BellNetworkState *self);

/* Property "metered", read-only: the network is metered, as far as anybody knows; that it is so no
 * longer is told after a second. */
gboolean bell_network_state_get_metered (BellNetworkState *self);

/* Property "known", read-only: what there is to know is known. It becomes TRUE once, soon. */
gboolean bell_network_state_get_known (BellNetworkState *self);

G_END_DECLS
