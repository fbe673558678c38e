/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watched-folders.h: the folders of one connection, as they are shown: a GPtrArray of
 * BellWatchedFolder, the one that is kept open first. */

#pragma once

#include "imap/imap-client.h"
#include "policy/account-status.h"

G_BEGIN_DECLS

typedef struct {
  char    *mailbox; /* (owned) on the wire */
  char    *name;    /* (owned) UTF-8, for people */
  gint64   unread;  /* -1: not known */
  BellPush push;
} BellWatchedFolder;

GPtrArray *bell_watched_folders_new (void);

/* (transfer none) (nullable) */
BellWatchedFolder *bell_watched_folders_find (GPtrArray *folders, const char *mailbox);

/* Adds it if it is not there yet. (transfer none) */
BellWatchedFolder *bell_watched_folders_need (GPtrArray *folders, const char *mailbox);

void bell_watched_folders_set_push (GPtrArray *folders, BellPush first, BellPush others);

BellPush bell_push_of_rung (BellImapRung rung);

G_END_DECLS
