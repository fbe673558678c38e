/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wall-alarm.c: a timer of the kernel's on CLOCK_REALTIME, at an absolute time. When the clock is
 * set the kernel wakes us with ECANCELED, and the same time is asked for again. */

#include "io/wall-alarm.h"

#include <glib-unix.h>

#include <errno.h>
#include <sys/timerfd.h>
#include <unistd.h>

struct _BellWallAlarm {
  void (*callback) (gpointer user_data);
  gpointer user_data;
  gint64   unix_s;
  int      fd; /* -1: the kernel gave none */
  guint    source;
};

static void
arm (BellWallAlarm *self)
{
  struct itimerspec when = { .it_value.tv_sec = (time_t) MAX (self->unix_s, 0) };

  if (self->fd >= 0 &&
      timerfd_settime (self->fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, NULL) != 0)
    g_message ("no timer on the clock: %s", g_strerror (errno));
}

static gboolean
on_readable (gint fd, G_GNUC_UNUSED GIOCondition condition, gpointer user_data)
{
  BellWallAlarm *self = user_data;
  guint64        n_expired;

  if (read (fd, &n_expired, sizeof n_expired) < 0) {
    if (errno == ECANCELED)
      arm (self);
    return G_SOURCE_CONTINUE;
  }
  self->unix_s = 0;
  self->callback (self->user_data);
  return G_SOURCE_CONTINUE;
}

BellWallAlarm *
bell_wall_alarm_new (void (*callback) (gpointer user_data), gpointer user_data)
{
  BellWallAlarm *self = g_new0 (BellWallAlarm, 1);

  self->callback = callback;
  self->user_data = user_data;
  self->fd = timerfd_create (CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  if (self->fd >= 0)
    self->source = g_unix_fd_add (self->fd, G_IO_IN, on_readable, self);
  else
    g_message ("no timer on the clock: %s", g_strerror (errno));
  return self;
}

void
bell_wall_alarm_free (BellWallAlarm *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

void
bell_wall_alarm_set (BellWallAlarm *self, gint64 unix_s)
{
  self->unix_s = unix_s;
  arm (self);
}
