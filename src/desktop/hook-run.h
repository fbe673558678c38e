/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hook-run.h: one run of the command of an account.
 * In:     an argument vector, which no shell sees; facts in the environment and on standard input.
 * Out:    how it ended, and the last lines that it said on standard output and standard error.
 * Limits: the time given. After that the command is asked to end, with all that it started, and two
 *         seconds later killed; what it leaves behind when it ends in time runs on, unheard. However much it says,
 *         little is read at a time and less is kept.
 * Never blocks: what stands on standard input lies in memory, whether or not it is read. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct {
  const char *const *command;
  const char *const *facts; /* "NAME=value" */
  const char        *input; /* for standard input */
  guint              limit_s;
} BellHookJob;

typedef enum {
  BELL_HOOK_EXITED,    /* NUMBER: its exit status */
  BELL_HOOK_KILLED,    /* NUMBER: by which signal */
  BELL_HOOK_TIMED_OUT, /* NUMBER: the limit in seconds */
} BellHookManner;

typedef struct {
  BellHookManner manner;
  int            number;
  const char    *last_lines;
} BellHookResult;

typedef struct _BellHookRun BellHookRun;

/* RESULT is good during the call only. The run is over then, and may be freed. */
typedef void (*BellHookEnded) (const BellHookResult *result, gpointer user_data);

/* NULL, and a sentence, if it could not be started: G_IO_ERROR_NOT_FOUND, _PERMISSION_DENIED,
 * _FAILED. ENDED is called once, from the main loop. (transfer full) */
BellHookRun *bell_hook_run_new (const BellHookJob *job,
                                BellHookEnded      ended,
                                gpointer           user_data,
                                GError           **error);

/* Asks it to end if it has not; ENDED is not called any more. */
void bell_hook_run_free (BellHookRun *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellHookRun, bell_hook_run_free)

G_END_DECLS
