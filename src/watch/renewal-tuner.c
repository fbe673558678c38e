/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what is known of a path, lets policy/renewal.c decide, and writes it back. */

#include "watch/renewal-tuner.h"

#include "base/time-units.h"
#include "io/network-identity.h"
#include "watch/path-store.h"

struct _BellRenewalTuner {
  GObject parent_instance;

  BellPathStore *store; /* (owned) */
  gboolean       loaded;
  char          *network;     /* (owned) */
  GCancellable  *cancellable; /* (owned) of the question which network it is */
};

G_DEFINE_FINAL_TYPE (BellRenewalTuner, bell_renewal_tuner, G_TYPE_OBJECT)

static gint64
now_s (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

gboolean
bell_renewal_tuner_remembers (BellRenewalTuner *self)
{
  return self->loaded && !g_str_equal (self->network, BELL_NETWORK_UNKNOWN);
}

static void
get (BellRenewalTuner *self, const char *host, guint16 port, BellRenewal *renewal)
{
  if (bell_renewal_tuner_remembers (self))
    bell_path_store_get (self->store, self->network, host, port, now_s (), renewal);
  else
    bell_renewal_init (renewal, bell_renewal_is_short_lived (host));
}

static void
set (BellRenewalTuner *self, const char *host, guint16 port, const BellRenewal *renewal)
{
  if (bell_renewal_tuner_remembers (self))
    bell_path_store_set (self->store, self->network, host, port, now_s (), renewal);
}

gint64
bell_renewal_tuner_get_interval (BellRenewalTuner *self,
                                 const char       *host,
                                 guint16           port,
                                 gboolean         *exact)
{
  BellRenewal renewal;

  get (self, host, port, &renewal);
  *exact = bell_renewal_is_trial (&renewal);
  return bell_renewal_get_interval_us (&renewal);
}

void
bell_renewal_tuner_survived (BellRenewalTuner *self,
                             const char       *host,
                             guint16           port,
                             gint64            silent_us)
{
  BellRenewal renewal;

  get (self, host, port, &renewal);
  bell_renewal_survived (&renewal, silent_us);
  set (self, host, port, &renewal);
}

void
bell_renewal_tuner_died (BellRenewalTuner *self, const char *host, guint16 port, gint64 silent_us)
{
  BellRenewal renewal;

  get (self, host, port, &renewal);
  bell_renewal_died (&renewal, silent_us);
  set (self, host, port, &renewal);
}

void
bell_renewal_tuner_kept_alive (BellRenewalTuner *self, const char *host, guint16 port)
{
  BellRenewal renewal;

  get (self, host, port, &renewal);
  bell_renewal_kept_alive (&renewal);
  set (self, host, port, &renewal);
}

void
bell_renewal_tuner_lied (BellRenewalTuner *self, const char *host, guint16 port)
{
  BellRenewal renewal;

  get (self, host, port, &renewal);
  bell_renewal_lied (&renewal, now_s ());
  set (self, host, port, &renewal);
}

gboolean
bell_renewal_tuner_distrusts_idle (BellRenewalTuner *self, const char *host, guint16 port)
{
  BellRenewal renewal;

  get (self, host, port, &renewal);
  return bell_renewal_distrusts_idle (&renewal, now_s ());
}

static void
on_network_found (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellRenewalTuner) self = user_data;
  char *network = bell_network_identity_find_finish (result, NULL);

  if (network == NULL) /* cancelled: another question is on its way */
    return;
  g_free (self->network);
  self->network = network;
}

void
bell_renewal_tuner_network_changed (BellRenewalTuner *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  bell_network_identity_find_async (NULL, self->cancellable, on_network_found, g_object_ref (self));
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellRenewalTuner) self = user_data;

  bell_path_store_load_finish (BELL_PATH_STORE (source), result);
  self->loaded = TRUE;
}

gboolean
bell_renewal_tuner_is_loaded (BellRenewalTuner *self)
{
  return self->loaded;
}

static void
bell_renewal_tuner_finalize (GObject *object)
{
  BellRenewalTuner *self = BELL_RENEWAL_TUNER (object);

  g_clear_object (&self->store);
  g_clear_object (&self->cancellable);
  g_free (self->network);
  G_OBJECT_CLASS (bell_renewal_tuner_parent_class)->finalize (object);
}

static void
bell_renewal_tuner_class_init (BellRenewalTunerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bell_renewal_tuner_finalize;
}

static void
bell_renewal_tuner_init (BellRenewalTuner *self)
{
  self->cancellable = g_cancellable_new ();
}

BellRenewalTuner *
bell_renewal_tuner_new (const char *directory, const char *network)
{
  BellRenewalTuner *self = g_object_new (BELL_TYPE_RENEWAL_TUNER, NULL);

  self->network = g_strdup (network != NULL ? network : BELL_NETWORK_UNKNOWN);
  self->store = bell_path_store_new (directory);
  bell_path_store_load_async (self->store, on_loaded, g_object_ref (self));
  return self;
}
