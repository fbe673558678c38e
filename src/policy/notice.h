/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice.h: one notification, as it is to be shown, and what can be done from it.
 * Owns: a notice owns its strings, all plain safe text in the user's language, never markup. All
 *       that is NULL or 0 is absent: a notice of id, title and body alone tells of something that
 *       went wrong.
 * The actions are those of the application ("app.delete"); their targets hold all that is needed to
 * carry them out, so that they can be after a restart of Mailbell too. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Account, folder ("": the inbox), UIDVALIDITY, UID, Message-ID ("": none). */
#define BELL_MESSAGE_TARGET_TYPE "(ssuus)"

/* (transfer floating) FOLDER (nullable): the inbox. */
GVariant *bell_message_target_new (const char *account_id,
                                   const char *folder,
                                   guint32     uid_validity,
                                   guint32     uid,
                                   const char *message_id);

typedef struct {
  char     *label;  /* (owned) */
  char     *action; /* (owned) such as "app.delete" */
  GVariant *target; /* (owned) */
} BellNoticeButton;

typedef struct {
  char *id;         /* (owned) the same message or digest has the same id again: it replaces */
  char *account_id; /* (owned) (nullable) whose mail it tells of */
  char *title;      /* (owned) */
  char *body;       /* (owned) */

  char *sender;  /* (owned) (nullable) whose face it may show, with ADDRESS */
  char *address; /* (owned) (nullable) */

  GBytes *picture; /* (owned) (nullable) of the sender, in some image format */

  GVariant  *message; /* (owned) (nullable) target of app.open-message, the default action;
                           * without it, a notice with an account opens the account's client, or
                           * its page of the preferences where the user is asked */
  GPtrArray *buttons; /* (owned) (nullable) of BellNoticeButton; NULL: one for the default action */
  gboolean   asks_user;   /* it is about ACCOUNT_ID itself, not about mail */
  gboolean   with_sound;  /* plays the sound of new mail */
  gboolean   low_urgency; /* quietly, where the desktop tells the difference */
  gboolean   brief;       /* goes by itself and is not kept */
  int duration_s; /* how long it is shown; 0: as the desktop has it, negative: until closed */
} BellNotice;

BellNotice *bell_notice_copy (const BellNotice *notice);
void        bell_notice_free (BellNotice *notice);

/* What the address book has: NAME, perhaps empty, instead of the one that the message gives, and
 * PICTURE (nullable). */
void bell_notice_take_contact (BellNotice *notice, const char *name, GBytes *picture);

/* An empty list of them. (transfer full) */
GPtrArray *bell_notice_no_buttons (void);

/* TARGET: floating, taken. */
void bell_notice_add_button (BellNotice *notice,
                             const char *label,
                             const char *action,
                             GVariant   *target);

/* The id that a message's notice has, to withdraw it. (transfer full) */
char *bell_notice_id (const char *account_id,
                      const char *folder,
                      guint32     uid_validity,
                      guint32     uid);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellNotice, bell_notice_free)

G_END_DECLS
