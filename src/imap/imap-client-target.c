/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the archive, the trash and the junk are: by their use (RFC 6154), else by well-known names. The
 * names of all mailboxes are asked for when the first action needs them, once for a session; what
 * LIST tells at other times counts as well. */

#include "imap/imap-client-action.h"

#include <string.h>

static BellImapRole
get_role (BellImapActionType type)
{
  switch (type) {
  case BELL_IMAP_ACTION_ARCHIVE:
    return BELL_IMAP_ROLE_ARCHIVE;
  case BELL_IMAP_ACTION_DELETE:
    return BELL_IMAP_ROLE_TRASH;
  case BELL_IMAP_ACTION_JUNK:
    return BELL_IMAP_ROLE_JUNK;
  case BELL_IMAP_ACTION_MARK_READ:
  case BELL_IMAP_ACTION_MARK_UNREAD:
  case BELL_IMAP_ACTION_MARK_ALL_READ:
  case BELL_IMAP_ACTION_MOVE:
  default:
    return BELL_IMAP_ROLE_ORDINARY;
  }
}

/* What is found by name may be outdone as long as not all names are known. Gmail has no archive: what
 * is taken out of the inbox is in "All Mail". */
const char *
bell_imap_client_get_target (const BellImapClient *self, BellImapActionType type)
{
  const BellImapActions *actions = self->actions;
  const BellImapTarget  *target = &actions->targets[get_role (type)];

  if (get_role (type) == BELL_IMAP_ROLE_ORDINARY)
    return NULL;
  if (target->name != NULL && (target->by_use || actions->listed))
    return target->name;
  return type == BELL_IMAP_ACTION_ARCHIVE && actions->listed ? actions->all : NULL;
}

void
bell_imap_client_forget_targets (BellImapClient *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->actions->targets); i++)
    g_clear_pointer (&self->actions->targets[i].name, g_free);
  g_clear_pointer (&self->actions->all, g_free);
  self->actions->listed = FALSE;
}

void
bell_imap_client_send_targets (BellImapClient *self)
{
  gboolean extended =
    bell_imap_client_has (self, "IMAP4rev2") ||
    (bell_imap_client_has (self, "LIST-EXTENDED") && bell_imap_client_has (self, "SPECIAL-USE"));

  bell_imap_client_forget_targets (self);
  bell_imap_client_send (self, BELL_IMAP_COMMAND_TARGETS, BELL_IMAP_FOLLOW_ANY, NULL,
                         extended ? "LIST \"\" \"*\" RETURN (SPECIAL-USE)" : "LIST \"\" \"*\"");
}

static guint
count_depth (const BellImapList *list)
{
  guint depth = 0;

  if (list->delimiter == NULL || *list->delimiter == '\0')
    return 0;
  for (const char *at = list->mailbox; (at = strchr (at, *list->delimiter)) != NULL; at++)
    depth++;
  return depth;
}

/* A use is worth more than a name, and a name at the top more than one further down. */
static void
consider (BellImapTarget *target, const BellImapList *list, gboolean by_use)
{
  guint depth = count_depth (list);

  if (target->name != NULL &&
      (target->by_use > by_use || (target->by_use == by_use && target->depth <= depth)))
    return;
  g_free (target->name);
  target->name = g_strdup (list->mailbox);
  target->by_use = by_use;
  target->depth = depth;
}

static void
note (BellImapClient *self, const BellImapList *list)
{
  BellImapActions *actions = self->actions;
  BellImapRole     use = bell_imap_role_find (list->attributes, "", NULL);
  BellImapRole     name = bell_imap_role_find (NULL, list->mailbox, list->delimiter);

  if (bell_imap_flags_contain (list->attributes, "\\All") ||
      bell_imap_flags_contain (list->attributes, "\\AllMail")) {
    g_free (actions->all);
    actions->all = g_strdup (list->mailbox);
  } else if (use != BELL_IMAP_ROLE_ORDINARY)
    consider (&actions->targets[use], list, TRUE);
  else
    consider (&actions->targets[name], list, FALSE);
}

/* The list of all names says nothing of subscription; the server may tell of changes meanwhile. */
static gboolean
is_ours (const BellImapClient *self, const BellImapList *list)
{
  BellImapCommandType type;
  gpointer            subject;

  return bell_imap_queue_get_current (self->queue, &type, &subject) &&
         type == BELL_IMAP_COMMAND_TARGETS &&
         !bell_imap_flags_contain (list->attributes, "\\Subscribed") &&
         !bell_imap_flags_contain (list->attributes, "\\NonExistent");
}

/* What is gone is found out when it refuses a message ([TRYCREATE]). LSUB tells of names that do not
 * exist. */
gboolean
bell_imap_client_got_target (BellImapClient *self, const BellImapResponse *response)
{
  const BellImapList *list = response->list;

  if (!g_str_equal (response->name, "LSUB") &&
      bell_imap_role_find (list->attributes, "", NULL) != BELL_IMAP_ROLE_NOT_SELECTABLE)
    note (self, list);
  return !is_ours (self, list);
}
