/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history-picture.h: what is drawn of an account's last seven days, and what is said of each part of it.
 * Pure: no widgets, no clock; the time zone is given.
 * Place:  seven columns of one width, a calendar day each, today the last; what is still to come of it,
 *         and what nobody recorded, is empty. Across is 0 to 1 in the direction of reading; a day that
 *         has 23 or 25 hours is as wide as the others.
 * Lanes:  bells (those of one hour are one part), states, days. */

#pragma once

#include "policy/meter.h"

G_BEGIN_DECLS

#define BELL_PICTURE_DAYS 7

typedef enum {
  BELL_PICTURE_BELLS,
  BELL_PICTURE_STATES,
  BELL_PICTURE_BYTES,
} BellPictureLane;

#define BELL_PICTURE_LANES (BELL_PICTURE_BYTES + 1)

typedef struct {
  double         from;
  double         until;  /* of bells: as FROM */
  BellMeterState state;  /* of a state */
  double         height; /* of bytes: 0 to 1, of the highest */
  char          *label;  /* (owned) (nullable) of bytes: the day's short name */
  char          *time;   /* (owned) when, for people */
  char          *value;  /* (owned) what, for people */
} BellPicturePart;

typedef struct {
  GPtrArray *lanes[BELL_PICTURE_LANES]; /* (owned) of BellPicturePart, in the order of time */
  guint      states;                    /* those that occur, a bit each */
  char      *value;                     /* (owned) of all of it */
  char      *text; /* (owned) all of it in words, a line a day, for who does not see it */
} BellHistoryPicture;

/* A part of it, or with INDEX -1 none. */
typedef struct {
  BellPictureLane lane;
  int             index;
} BellPicturePlace;

/* "The Last Seven Days": what any picture is of. (transfer none) */
const char *bell_history_picture_get_title (void);

/* (transfer full) */
BellHistoryPicture *bell_history_picture_new (const BellMeter *meter,
                                              gint64           now_s,
                                              GTimeZone       *zone);
void                bell_history_picture_free (BellHistoryPicture *self);

/* NULL if there is none at PLACE. (transfer none) (nullable) */
const BellPicturePart *bell_history_picture_get (const BellHistoryPicture *self,
                                                 BellPicturePlace          place);

/* The part of LANE at ACROSS, or one that is not farther away than REACH; of several the narrowest, which
 * is harder to hit. */
BellPicturePlace bell_history_picture_find (const BellHistoryPicture *self,
                                            BellPictureLane           lane,
                                            double                    across,
                                            double                    reach);

/* Where the keys lead: STEPS parts on in the lane, or the first, or the last; LANES down, to what is
 * nearest there; a lane without a part is passed over. PLACE itself if there is nothing. */
BellPicturePlace bell_history_picture_step (const BellHistoryPicture *self,
                                            BellPicturePlace          place,
                                            int                       steps);
BellPicturePlace bell_history_picture_climb (const BellHistoryPicture *self,
                                             BellPicturePlace          place,
                                             int                       lanes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellHistoryPicture, bell_history_picture_free)

G_END_DECLS
