/* SPDX-License-Identifier: GPL-3.0-or-later */
/* renewal-tuner.h: what is learnt of the paths to the servers over the network that we are on: the
 * decisions of policy/renewal.h kept in path-store.h. One for all accounts.
 * Before the store is read and the network is known, and on a network that cannot be told from
 * others, it answers with what is safe everywhere and learns nothing that lasts. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BELL_TYPE_RENEWAL_TUNER (bell_renewal_tuner_get_type ())
G_DECLARE_FINAL_TYPE (BellRenewalTuner, bell_renewal_tuner, BELL, RENEWAL_TUNER, GObject)

/* DIRECTORY (nullable): see path-store.h. NETWORK (nullable): NULL to find out. */
BellRenewalTuner *bell_renewal_tuner_new (const char *directory, const char *network);

/* What was learnt before has been read. */
gboolean bell_renewal_tuner_is_loaded (BellRenewalTuner *self);

/* Another network, perhaps: asks which. Also to be called once at start. */
void bell_renewal_tuner_network_changed (BellRenewalTuner *self);

/* What is told now lasts: the store has been read, and the network is known. */
gboolean bell_renewal_tuner_remembers (BellRenewalTuner *self);

/* How long a connection may be silent. EXACT (out): whether the renewal must come at that time and
 * no sooner to teach anything. */
gint64 bell_renewal_tuner_get_interval (BellRenewalTuner *self,
                                        const char       *host,
                                        guint16           port,
                                        gboolean         *exact);

/* As the functions of policy/renewal.h. */
void     bell_renewal_tuner_survived (BellRenewalTuner *self,
                                      const char       *host,
                                      guint16           port,
                                      gint64            silent_us);
void     bell_renewal_tuner_died (BellRenewalTuner *self,
                                  const char       *host,
                                  guint16           port,
                                  gint64            silent_us);
void     bell_renewal_tuner_kept_alive (BellRenewalTuner *self, const char *host, guint16 port);
void     bell_renewal_tuner_lied (BellRenewalTuner *self, const char *host, guint16 port);
gboolean bell_renewal_tuner_distrusts_idle (BellRenewalTuner *self, const char *host, guint16 port);

G_END_DECLS
