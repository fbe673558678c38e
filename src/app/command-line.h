/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command-line.h: sorts the arguments: a subcommand, a general option, or the applet itself. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* To be called before anything starts a thread. Returns the exit status. */
int bell_command_line_run (int argc, char **argv);

G_END_DECLS
