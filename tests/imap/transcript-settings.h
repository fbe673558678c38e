/* SPDX-License-Identifier: GPL-3.0-or-later */
/* transcript-settings.h: what the lines of a transcript that begin with "%" set; README.md has them. */

#pragma once

#include "imap/imap-client.h"

G_BEGIN_DECLS

/* All of it owned; what is not set otherwise stands in CONFIG. */
typedef struct {
  BellImapClientConfig config;
  char                *user;
  char                *password;
  GPtrArray           *mailboxes;  /* of char *; a NULL ends it when the client is made */
  GArray              *remembered; /* of BellImapRemembered */
  GPtrArray           *names;      /* of char *, owned for remembered */
  char                *mechanism;
  char                *token;     /* (nullable) */
  char                *strongest; /* (nullable) */
  char                *nonce;     /* (nullable) */
  char                *binding;   /* (nullable) "TYPE DATA" */
  gboolean             slow;      /* what is to be computed takes until "> computed" */
  char                *only;      /* (nullable) the one split that this conversation is about */
} TranscriptSettings;

/* The inbox of "bob", whose password is "secret". */
void transcript_settings_init (TranscriptSettings *settings);
void transcript_settings_clear (TranscriptSettings *settings);

/* TEXT: a key, or a key, a space and a value. */
void transcript_settings_set (TranscriptSettings *settings, const char *text);

/* "500ms", "30s", "29m". */
gint64 transcript_parse_duration (const char *text);

G_END_DECLS
