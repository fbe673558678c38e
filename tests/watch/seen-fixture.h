/* SPDX-License-Identifier: GPL-3.0-or-later */
/* seen-fixture.h: an account, what has been seen of it, and what is wished of its messages. */

#pragma once

#include "watch/message-actions.h"

G_BEGIN_DECLS

#define SEEN_FIXTURE_ID "a1"

typedef struct {
  GSettings          *settings;  /* (owned) of the account */
  BellAccount        *account;   /* (owned) */
  char               *directory; /* (owned) */
  BellSeenStore      *seen;      /* (owned) in that directory */
  BellMessageActions *actions;   /* (owned) (nullable) */
} SeenFixture;

void seen_fixture_set_up (SeenFixture *self);
void seen_fixture_tear_down (SeenFixture *self);

/* As when Mailbell ends, and starts again. */
void seen_fixture_unload (SeenFixture *self);
void seen_fixture_load (SeenFixture *self);

G_END_DECLS
