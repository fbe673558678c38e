/* SPDX-License-Identifier: GPL-3.0-or-later */
/* set-up-input.h: what a person typed to set an account up, and what is wrong with it, field by field.
 * In:     any text, of any length.
 * Limits: BELL_SET_UP_NAME_BYTES, BELL_SET_UP_PASSWORD_BYTES; RFC 1035 and RFC 5321 for the others. */

#pragma once

#include <glib.h>

#include "base/security.h"

G_BEGIN_DECLS

#define BELL_SET_UP_NAME_BYTES 256
#define BELL_SET_UP_PASSWORD_BYTES 1024

typedef enum {
  BELL_SET_UP_FIELD_NONE, /* of none of them, but of the whole */
  BELL_SET_UP_FIELD_NAME,
  BELL_SET_UP_FIELD_ADDRESS,
  BELL_SET_UP_FIELD_PASSWORD,
  BELL_SET_UP_FIELD_HOST,
  BELL_SET_UP_FIELD_PORT,
  BELL_SET_UP_FIELD_USER,
  BELL_SET_UP_N_FIELDS,
} BellSetUpField;

typedef struct {
  const char  *fields[BELL_SET_UP_N_FIELDS]; /* (nullable) as typed; NULL is the same as "" */
  gboolean     security_chosen;
  BellSecurity security;  /* if it was chosen; else the port tells, or the look-up */
  const char  *mechanism; /* (nullable) NULL: the strongest */
} BellSetUpInput;

/* A copy that owns its texts: without the password, and without white space around the others.
 * (transfer full) */
BellSetUpInput *bell_set_up_input_copy (const BellSetUpInput *input);
void            bell_set_up_input_free (BellSetUpInput *copy);

/* TRUE if A (nullable) and B lead to the same server and user. */
gboolean bell_set_up_input_is_same_server (const BellSetUpInput *a, const BellSetUpInput *b);

/* Without white space around it, which is often pasted along; a password is left as it is.
 * (transfer full) */
char *bell_set_up_input_get (const BellSetUpInput *input, BellSetUpField field);

/* A translated sentence that says what is wrong with FIELD. An empty field is right, but for the
 * address. (transfer full) (nullable): NULL if nothing is. */
char *bell_set_up_input_check (const BellSetUpInput *input, BellSetUpField field);

/* The first field that is wrong, and why in SENTENCE (out) (transfer full); BELL_SET_UP_FIELD_NONE,
 * and SENTENCE untouched, if all are right. */
BellSetUpField bell_set_up_input_find_mistake (const BellSetUpInput *input, char **sentence);

/* Of fields that are right. 0: none was given. */
guint16 bell_set_up_input_get_port (const BellSetUpInput *input);

/* In ASCII. (transfer full) (nullable): NULL if none was given. */
char *bell_set_up_input_get_host (const BellSetUpInput *input);

/* What was chosen, else what is usual on PORT. */
BellSecurity bell_set_up_input_get_security (const BellSetUpInput *input, guint16 port);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellSetUpInput, bell_set_up_input_free)

G_END_DECLS
