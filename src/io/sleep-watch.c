/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sleep-watch.c: tells that the machine has slept. */

#include "io/sleep-watch.h"

#include "base/time-units.h"

#include <glib-unix.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

/* A shorter one is nothing that a connection would notice. */
#define SHORTEST_SLEEP (5 * BELL_SECOND)

struct _BellSleepWatch {
  int    fd; /* (owned) -1: the kernel gave none, and logind has to do */
  guint  source;
  gint64 slept_us; /* when last looked at */
  gint64 (*read_slept) (void);
  void (*on_woken) (gpointer user_data);
  gpointer user_data;
};

static gint64
read_clock (clockid_t clock)
{
  struct timespec time = { 0 };

  clock_gettime (clock, &time);
  return (gint64) time.tv_sec * BELL_SECOND + time.tv_nsec / 1000;
}

gint64
bell_sleep_watch_read_slept (void)
{
  gint64 awake_us = read_clock (CLOCK_MONOTONIC);

  /* In this order, whatever comes in between, it is not negative. */
  return read_clock (CLOCK_BOOTTIME) - awake_us;
}

/* It never expires; what we wait for is that it is cancelled. */
static void
arm (int fd)
{
  const struct itimerspec never = { .it_value.tv_sec = G_MAXLONG };

  timerfd_settime (fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, NULL);
}

static gboolean
on_clock_jumped (int fd, GIOCondition condition G_GNUC_UNUSED, gpointer user_data)
{
  BellSleepWatch *self = user_data;
  gint64          slept_us = self->read_slept ();
  gboolean        slept = slept_us - self->slept_us >= SHORTEST_SLEEP;
  guint64         ignored;

  /* Fails with ECANCELED, which makes it unreadable again. */
  if (read (fd, &ignored, sizeof ignored) < 0)
    arm (fd);
  self->slept_us = slept_us;
  if (slept)
    self->on_woken (self->user_data); /* the last use of SELF: it may be freed */
  return G_SOURCE_CONTINUE;
}

BellSleepWatch *
bell_sleep_watch_new_for_clock (int fd,
                                gint64 (*read_slept) (void),
                                void (*on_woken) (gpointer user_data),
                                gpointer user_data)
{
  BellSleepWatch *self = g_new0 (BellSleepWatch, 1);

  self->fd = fd;
  self->read_slept = read_slept;
  self->on_woken = on_woken;
  self->user_data = user_data;
  self->slept_us = read_slept ();
  if (fd >= 0)
    self->source = g_unix_fd_add (fd, G_IO_IN, on_clock_jumped, self);
  return self;
}

BellSleepWatch *
bell_sleep_watch_new (void (*on_woken) (gpointer user_data), gpointer user_data)
{
  int fd = timerfd_create (CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);

  if (fd >= 0)
    arm (fd);
  return bell_sleep_watch_new_for_clock (fd, bell_sleep_watch_read_slept, on_woken, user_data);
}

void
bell_sleep_watch_free (BellSleepWatch *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}
