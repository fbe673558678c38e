/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fake-network-monitor.h: the GNetworkMonitor of a test, which says what the test has set: at first
 * that there is a network, which is not metered. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Before anybody asks for the default one. */
void fake_network_monitor_install (void);

void fake_network_monitor_set_available (gboolean available);

/* And tells of it. */
void fake_network_monitor_set_metered (gboolean metered);

/* Whether it was made in the thread of install(), which then waited for it. */
gboolean fake_network_monitor_was_waited_for (void);

/* Whether somebody listens to its changes. */
gboolean fake_network_monitor_is_followed (void);

G_END_DECLS
