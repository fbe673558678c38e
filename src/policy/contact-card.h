/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contact-card.h: name and picture from a card of an address book. Pure.
 * In:     a vCard of any version, perhaps malformed.
 * Out:    safe text (safe-text.h); the picture as the card has it, or where it lies.
 * Limits: BELL_CONTACT_CARD_BYTES are looked at.
 * Source: RFC 2426, RFC 6350. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BELL_CONTACT_CARD_BYTES (2 * 1024 * 1024)

typedef struct {
  char   *name;         /* (owned) perhaps empty */
  GBytes *picture;      /* (owned) (nullable) some image format */
  char   *picture_path; /* (owned) (nullable) of a file on this computer instead */
} BellContact;

/* (transfer full) */
BellContact *bell_contact_new (const char *card);
void         bell_contact_free (BellContact *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellContact, bell_contact_free)

G_END_DECLS
