/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mark-all-commands.h: all unread messages are marked as read from the menu, and unread again.
 * Adds these actions to the application: mark-all-read (s: account id, "" for all accounts) and
 * undo-mark-all-read (u: which time, so that an old button takes back nothing else).
 * How many were marked is told for some seconds, with a button that takes it back: among them are
 * messages that nobody has looked at. What could not be done is told with its reason. */

#pragma once

#include <gio/gio.h>

#include "desktop/notifier.h"
#include "watch/watch-list.h"

G_BEGIN_DECLS

#define BELL_TYPE_MARK_ALL_COMMANDS (bell_mark_all_commands_get_type ())
G_DECLARE_FINAL_TYPE (BellMarkAllCommands, bell_mark_all_commands, BELL, MARK_ALL_COMMANDS, GObject)

BellMarkAllCommands *bell_mark_all_commands_new (GActionMap    *application,
                                                 BellWatchList *watch,
                                                 BellNotifier  *notifier);

/* The actions go; what is under way is not told any more. */
void bell_mark_all_commands_stop (BellMarkAllCommands *self);

G_END_DECLS
