/* SPDX-License-Identifier: GPL-3.0-or-later */
/* secret-json.h: reads a JSON object that may hold secrets, from somebody who is not trusted.
 * Limits: 32 levels; what is read as a secret is wiped in the object.
 * Errors: what does not fit is absent. */

#pragma once

#include <json-glib/json-glib.h>

#include "base/secret-text.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): NULL if TEXT is no JSON object. */
JsonNode *bell_secret_json_parse (const BellSecretText *text);

/* Visible ASCII and spaces (RFC 6749 §A), not empty, at most LIMIT bytes; moved out of the object.
 * (transfer full) (nullable) */
BellSecretText *bell_secret_json_take (JsonNode *object, const char *name, gsize limit);

/* The same for what is not secret. (transfer none) (nullable) */
const char *bell_secret_json_peek (JsonNode *object, const char *name, gsize limit);

/* A number from 0 to MOST, also written as a string; OTHERWISE if it is none. */
gint64 bell_secret_json_number (JsonNode *object, const char *name, gint64 most, gint64 otherwise);

/* Visible ASCII and spaces, not empty, at most LIMIT bytes. */
gboolean bell_secret_is_token (const char *text, gsize limit);

G_END_DECLS
