/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-status.c: what is so now with one account. */

#include "policy/account-status.h"

#include "base/time-units.h"
#include "mail/safe-text.h"

#include <glib/gi18n-lib.h>

#define NAME_GRAPHEMES 60

const char *
bell_account_state_to_nick (BellAccountState state)
{
  switch (state) {
  case BELL_ACCOUNT_OFF:
    return "off";
  case BELL_ACCOUNT_CONNECTING:
    return "connecting";
  case BELL_ACCOUNT_WAITING_FOR_NETWORK:
    return "waiting-for-network";
  case BELL_ACCOUNT_WAITING_TO_RETRY:
    return "waiting-to-retry";
  case BELL_ACCOUNT_ASK_USER:
    return "ask-user";
  case BELL_ACCOUNT_PUSHING:
    return "pushing";
  case BELL_ACCOUNT_POLLING:
    return "polling";
  default:
    g_return_val_if_reached ("off");
  }
}

const char *
bell_push_to_nick (BellPush push)
{
  switch (push) {
  case BELL_PUSH_NONE:
    return "none";
  case BELL_PUSH_POLL:
    return "poll";
  case BELL_PUSH_IDLE:
    return "idle";
  case BELL_PUSH_NOTIFY:
    return "notify";
  default:
    g_return_val_if_reached ("none");
  }
}

const char *
bell_account_state_to_text (BellAccountState state)
{
  switch (state) {
  case BELL_ACCOUNT_OFF:
    return _ ("Not watched");
  case BELL_ACCOUNT_CONNECTING:
    return _ ("Connecting…");
  case BELL_ACCOUNT_WAITING_FOR_NETWORK:
    return _ ("Waiting for the network");
  case BELL_ACCOUNT_WAITING_TO_RETRY:
    return _ ("Disconnected, will try again soon");
  case BELL_ACCOUNT_ASK_USER:
    return _ ("Needs your attention");
  case BELL_ACCOUNT_PUSHING:
    return _ ("Push: new mail rings at once");
  case BELL_ACCOUNT_POLLING:
    return _ ("No push: the server is asked at intervals");
  default:
    g_return_val_if_reached ("");
  }
}

const char *
bell_poll_reason_to_nick (BellImapPollReason reason)
{
  switch (reason) {
  case BELL_IMAP_POLL_REASON_NO_IDLE:
    return "no-idle";
  case BELL_IMAP_POLL_REASON_REFUSED:
    return "refused";
  case BELL_IMAP_POLL_REASON_LIED:
    return "lied";
  case BELL_IMAP_POLL_REASON_NONE:
  default:
    return NULL;
  }
}

BellAccountState
bell_account_state_from_nick (const char *nick)
{
  for (BellAccountState state = BELL_ACCOUNT_OFF; state <= BELL_ACCOUNT_POLLING; state++)
    if (g_strcmp0 (nick, bell_account_state_to_nick (state)) == 0)
      return state;
  return BELL_ACCOUNT_OFF;
}

BellPush
bell_push_from_nick (const char *nick)
{
  for (BellPush push = BELL_PUSH_NONE; push <= BELL_PUSH_NOTIFY; push++)
    if (g_strcmp0 (nick, bell_push_to_nick (push)) == 0)
      return push;
  return BELL_PUSH_NONE;
}

BellImapPollReason
bell_poll_reason_from_nick (const char *nick)
{
  for (BellImapPollReason reason = BELL_IMAP_POLL_REASON_NO_IDLE;
       reason <= BELL_IMAP_POLL_REASON_LIED; reason++)
    if (g_strcmp0 (nick, bell_poll_reason_to_nick (reason)) == 0)
      return reason;
  return BELL_IMAP_POLL_REASON_NONE;
}

const char *
bell_poll_reason_to_text (BellImapPollReason reason)
{
  switch (reason) {
  case BELL_IMAP_POLL_REASON_NO_IDLE:
    return _ ("This server cannot push (it has no IDLE), so it is asked at intervals.");
  case BELL_IMAP_POLL_REASON_REFUSED:
    return _ ("This server offers push (IDLE) but refuses it, so it is asked at intervals.");
  case BELL_IMAP_POLL_REASON_LIED:
    return _ ("This server promised push (IDLE) and did not tell of new mail, so it is asked at "
              "intervals; push is tried again after a day.");
  case BELL_IMAP_POLL_REASON_NONE:
  default:
    return NULL;
  }
}

static void
folder_status_free (gpointer data)
{
  BellFolderStatus *folder = data;

  g_free (folder->name);
  g_free (folder);
}

BellAccountStatus *
bell_account_status_new (const char *id, const char *address, const char *name)
{
  BellAccountStatus *self = g_new0 (BellAccountStatus, 1);

  g_atomic_ref_count_init (&self->references);
  self->id = g_strdup (id);
  self->address = g_strdup (address);
  self->name = g_strdup (name != NULL && *name != '\0' ? name : address);
  self->state = BELL_ACCOUNT_OFF;
  self->push = BELL_PUSH_NONE;
  self->folders = g_ptr_array_new_with_free_func (folder_status_free);
  self->retry_at_us = BELL_NEVER;
  return self;
}

BellAccountStatus *
bell_account_status_ref (BellAccountStatus *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
bell_account_status_unref (BellAccountStatus *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_free (self->id);
  g_free (self->address);
  g_free (self->name);
  g_free (self->error);
  g_free (self->remedy_command);
  g_free (self->mechanism);
  g_free (self->command_error);
  g_free (self->tls);
  g_strfreev (self->capabilities);
  g_clear_pointer (&self->certificate, bell_certificate_facts_unref);
  g_ptr_array_unref (self->folders);
  g_free (self);
}

void
bell_account_status_add_folder (BellAccountStatus *self,
                                const char        *name,
                                guint              unread,
                                BellPush           push)
{
  BellFolderStatus *folder = g_new (BellFolderStatus, 1);

  folder->name = g_strdup (name);
  folder->unread = unread;
  folder->push = push;
  g_ptr_array_add (self->folders, folder);
}

char *
bell_account_status_to_line (const BellAccountStatus *self, guint error_graphemes)
{
  gboolean watched = self->state == BELL_ACCOUNT_PUSHING || self->state == BELL_ACCOUNT_POLLING;
  g_autofree char *safe_name = bell_safe_text (self->name, -1, NAME_GRAPHEMES);
  g_autofree char *name = bell_safe_text_isolate (safe_name);
  g_autofree char *text = NULL;

  if (self->error == NULL && watched && self->unread > 0)
    /* Translators: an account and its unread messages: "Work: 2 unread". */
    return g_strdup_printf (ngettext ("%s: %u unread", "%s: %u unread", self->unread), name,
                            self->unread);

  if (self->error != NULL)
    text = bell_safe_text (self->error, -1, error_graphemes);
  else if (watched && self->unread_known)
    text = g_strdup (_ ("Nothing new"));
  else
    text = g_strdup (bell_account_state_to_text (self->state));

  if (self->unread > 0)
    /* Translators: an account, its unread messages as last known, and what it is doing:
     * "Work: 2 unread. Connecting…" */
    return g_strdup_printf (ngettext ("%s: %u unread. %s", "%s: %u unread. %s", self->unread), name,
                            self->unread, text);

  /* Translators: an account and what it is doing: "Work: Connecting…". */
  return g_strdup_printf (_ ("%s: %s"), name, text);
}
