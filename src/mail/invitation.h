/* SPDX-License-Identifier: GPL-3.0-or-later */
/* invitation.h: what a calendar part says of one event: iMIP, by libical.
 * In:     the part's first bytes, still encoded, perhaps cut anywhere.
 * Out:    safe text (safe-text.h); times as instants, or as days.
 * Limits: BELL_INVITATION_BYTES are looked at; rules of time zones that no calendar program writes
 *         are not followed, since they could take for ever.
 * Source: RFC 5545, RFC 5546, RFC 6047. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BELL_INVITATION_BYTES (64 * 1024)

typedef enum {
  BELL_INVITATION_ASKED,     /* REQUEST, or what is published */
  BELL_INVITATION_CHANGED,   /* REQUEST with a later SEQUENCE */
  BELL_INVITATION_CANCELLED, /* CANCEL */
  BELL_INVITATION_ACCEPTED,  /* REPLY, by how it answers */
  BELL_INVITATION_DECLINED,
  BELL_INVITATION_TENTATIVE,
  BELL_INVITATION_COUNTERED, /* COUNTER: another time is proposed */
} BellInvitationKind;

typedef struct {
  BellInvitationKind kind;
  char              *what;  /* (owned) perhaps empty */
  char              *where; /* (owned) perhaps empty */
  char              *who;   /* (owned) who invites; of an answer, who answers; perhaps empty */
  char    *zone;  /* (owned) (nullable) a name that means nothing here: the times are as there */
  gint64   start; /* Unix seconds; ALL_DAY or FLOATING: of that day or clock as if it were UTC */
  gint64   end;   /* the same; not before START */
  gboolean all_day;
  gboolean floating; /* the same clock wherever one is */
  gboolean repeats;
} BellInvitation;

/* TRUE if this build can read invitations at all. */
gboolean bell_invitation_is_supported (void);

/* ENCODING and CHARSET (nullable): as the message says. NULL if there is no event with a start in it.
 * (transfer full) (nullable) */
BellInvitation *bell_invitation_new (const void *bytes,
                                     gsize       length,
                                     const char *encoding,
                                     const char *charset);

void bell_invitation_free (BellInvitation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellInvitation, bell_invitation_free)

G_END_DECLS
