/* SPDX-License-Identifier: GPL-3.0-or-later */
/* message-commands.h: what can be done with a message from its notification and from the menu.
 * Adds these actions to the application, whose target says which message (policy/notice.h):
 * mark-read, archive, delete, junk; undo, whose last member is the folder to move back to; and
 * mark-told-read, for all of NEWEST, and copy-code (s: the code).
 * A message that went to another folder is told for some seconds, with a button that brings it back;
 * what could not be done is told with its reason, and the message's own notification comes back. */

#pragma once

#include <gio/gio.h>

#include "desktop/notifier.h"
#include "policy/newest-messages.h"
#include "watch/watch-list.h"

G_BEGIN_DECLS

#define BELL_TYPE_MESSAGE_COMMANDS (bell_message_commands_get_type ())
G_DECLARE_FINAL_TYPE (BellMessageCommands, bell_message_commands, BELL, MESSAGE_COMMANDS, GObject)

/* NEWEST lives at least until bell_message_commands_stop(). */
BellMessageCommands *bell_message_commands_new (GActionMap         *application,
                                                BellWatchList      *watch,
                                                BellNotifier       *notifier,
                                                BellNewestMessages *newest);

/* The actions go; what is under way is not told any more. */
void bell_message_commands_stop (BellMessageCommands *self);

/* For how long it is offered to undo what was done; for tests, on machines that may be slow. To be said
 * before the object is made. */
void bell_message_commands_set_undo_time (guint undo_ms);

G_END_DECLS
