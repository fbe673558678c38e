/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice-policy.h: which notifications a batch of news makes: one per message up to a limit, then
 * one digest, which grows for as long as they keep coming; what they say, how loudly, and with which
 * buttons. Pure. */

#pragma once

#include "mail/message-summary.h"
#include "policy/notice-digest.h"
#include "policy/notice.h"

G_BEGIN_DECLS

/* Microseconds. What comes within this time of what was told before it belongs to the same burst. */
#define BELL_BURST_TIME (60 * G_USEC_PER_SEC)

/* How much of a message is told. The values are those of the schema. */
typedef enum {
  BELL_CONTENT_FULL,    /* sender, subject and first words */
  BELL_CONTENT_SENDER,  /* who wrote */
  BELL_CONTENT_PRIVATE, /* that there is mail, and in which account */
} BellNoticeContent;

typedef enum {
  BELL_LOUDNESS_NORMAL,
  BELL_LOUDNESS_QUIET, /* low urgency, no sound */
  BELL_LOUDNESS_NONE,  /* no notification */
} BellLoudness;

/* What the user wants of all notices. */
typedef struct {
  BellNoticeContent  content;
  BellLoudness       loudness;
  const char *const *exceptions; /* (nullable) addresses, or "@domain", that are never quiet */
  const char *const *buttons;    /* (nullable) which, in order: "open", "mark-read", "archive",
                                  * "delete", "junk", "copy-code"; what is none is skipped */
  gboolean           with_faces; /* of senders, unless CONTENT is private */
  int                duration_s; /* of BellNotice */
  gboolean           with_sound;
  GTimeZone         *zone;      /* (nullable) of the times of invitations; NULL: UTC */
  gboolean           clipboard; /* a code can be put there; else it is written out */
} BellNoticeStyle;

typedef struct {
  const char *account_id;
  const char *account_name;
  const char *folder;     /* for people; NULL: the inbox, which goes without saying */
  GPtrArray  *messages;   /* of BellMessageSummary, oldest first; those already read are skipped */
  guint       n_more;     /* unread new messages of which only the number is known */
  gboolean after_absence; /* what came while we were away is always one digest (if more than one) */
  guint    digest_above;  /* more than this many in one burst become one digest */
  gboolean moved;         /* they were told of a moment ago, in another folder: without a sound */
} BellNews;

/* What is on the screen of the same folder. */
typedef struct {
  GPtrArray *singles; /* of BellMessageSummary: told one by one, within BELL_BURST_TIME */
  const BellNoticeDigest *digest; /* (nullable) whenever that was told */
} BellStanding;

/* Of BellNotice, perhaps empty. DIGEST (out) (nullable) (transfer full): what the last of them, which is
 * that of a digest then, tells of: also of what is STANDING and in it, whose notices it replaces. */
GPtrArray *bell_notice_policy_decide (const BellNews        *news,
                                      const BellNoticeStyle *style,
                                      const BellStanding    *standing,
                                      gint64                 now_us,
                                      BellNoticeDigest     **digest);

/* The notice of a digest again, quietly: of some of its messages nothing is to be told any more. */
BellNotice *bell_notice_policy_tell_rest (const BellNoticeDigest *digest,
                                          const char             *account_name,
                                          const BellNoticeStyle  *style);

/* Whether ADDRESS is one of EXCEPTIONS, "ada@example.org" or "@example.org". */
gboolean bell_notice_policy_is_exception (const char *const *exceptions, const char *address);

G_END_DECLS
