/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json-members.h: the members of a JSON object, each in one call, for the --json of the commands. */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* TEXT (nullable): NULL is written as null. */
void bell_json_add_text (JsonBuilder *builder, const char *name, const char *text);
void bell_json_add_number (JsonBuilder *builder, const char *name, gint64 number);
void bell_json_add_switch (JsonBuilder *builder, const char *name, gboolean on);

/* In UTC, by ISO 8601; null if it is 0 or cannot be. */
void bell_json_add_time (JsonBuilder *builder, const char *name, gint64 unix_s);

/* TEXTS (nullable): NULL is an empty array. */
void bell_json_add_texts (JsonBuilder *builder, const char *name, const char *const *texts);

/* What went wrong, as "error" and, for a terminal, "remedy_command", which "status" has too. ERROR
 * (nullable): without one both are null. */
void bell_json_add_failure (JsonBuilder  *builder,
                            const GError *error,
                            const char   *host,
                            guint16       port);

/* All that was built, in one line without its end. (transfer full) */
char *bell_json_to_line (JsonBuilder *builder);

G_END_DECLS
