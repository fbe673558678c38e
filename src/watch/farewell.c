/* SPDX-License-Identifier: GPL-3.0-or-later */
/* farewell.c: a session that logs out. */

#include "watch/farewell.h"

#include "io/clock.h"

/* Longer than a server needs to say goodbye, shorter than a log-out of the desktop waits. */
#define PATIENCE (1500 * BELL_MILLISECOND)

struct _BellFarewell {
  BellSession *session;  /* (owned) */
  BellTraffic *traffic;  /* (owned) */
  BellAlarm   *patience; /* (owned) */
  void (*on_gone) (gpointer user_data);
  gpointer user_data;
};

static void
on_time_up (gpointer user_data)
{
  BellFarewell *self = user_data;

  self->on_gone (self->user_data); /* may free SELF */
}

/* It may end within bell_farewell_new() already, whose caller does not know us by then. */
static void
on_ended (BellSession *session G_GNUC_UNUSED, const GError *error G_GNUC_UNUSED, BellFarewell *self)
{
  bell_alarm_set (self->patience, 0);
}

BellFarewell *
bell_farewell_new (BellSession *session,
                   BellTraffic *traffic,
                   void (*on_gone) (gpointer user_data),
                   gpointer user_data)
{
  BellFarewell *self = g_new0 (BellFarewell, 1);

  self->session = g_object_ref (session);
  self->traffic = traffic;
  self->on_gone = on_gone;
  self->user_data = user_data;
  self->patience = bell_alarm_new (on_time_up, self);
  bell_alarm_set (self->patience, bell_clock_now () + PATIENCE);
  g_signal_connect (session, "ended", G_CALLBACK (on_ended), self);
  bell_session_want (session, BELL_IMAP_WISH_LOG_OUT);
  return self;
}

void
bell_farewell_free (BellFarewell *self)
{
  g_signal_handlers_disconnect_by_data (self->session, self);
  bell_session_close (self->session);
  bell_traffic_free (self->traffic);
  g_object_unref (self->session);
  bell_alarm_free (self->patience);
  g_free (self);
}
