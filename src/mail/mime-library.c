/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one place where GMime is initialised. It is never shut down: it frees nothing of ours. */

#include "mail/mime-library.h"

#include <gmime/gmime.h>

static gpointer
start (gpointer unused)
{
  (void) unused;
  g_mime_init ();
  return NULL;
}

void
bell_mime_library_need (void)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, start, NULL);
}
