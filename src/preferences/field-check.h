/* SPDX-License-Identifier: GPL-3.0-or-later */
/* field-check.h: what is wrong with what somebody typed into a field, in words. Pure. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* NULL if TEXT will do, else a translated sentence that says what is expected. (transfer full)
 * (nullable). DATA is the check's own. */
typedef char *(*BellFieldCheck) (const char *text, gpointer data);

/* A line of text, or nothing. DATA: unused. */
char *bell_field_check_line (const char *text, gpointer data);

/* The name of a server. DATA: unused. */
char *bell_field_check_host (const char *text, gpointer data);

/* The port of an IMAP server; those of other services are told apart. DATA: unused. */
char *bell_field_check_port (const char *text, gpointer data);

/* A renewal interval. DATA: unused. */
char *bell_field_check_renewal (const char *text, gpointer data);

/* A mail address, or a domain behind an "@". DATA: unused. */
char *bell_field_check_sender (const char *text, gpointer data);

typedef struct {
  guint least;
  guint most;
} BellFieldRange;

/* A whole number. DATA: a BellFieldRange. */
char *bell_field_check_range (const char *text, gpointer data);

G_END_DECLS
