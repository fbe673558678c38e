/* SPDX-License-Identifier: GPL-3.0-or-later */
/* state-file.h: a small key file that mirrors what its owner has in memory, in
 * $XDG_STATE_HOME/mailbell. It is read once and replaced as a whole, atomically, in a worker thread;
 * one write at a time, and several changes in one main loop turn are one write.
 * Limits: a file larger than the owner's limit is neither read nor written.
 * Errors: BELL_STATE_FILE_ERROR, and those of G_FILE_ERROR.
 * Owns:   the owner has the state file, and lives at least until a write that has begun is done. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BELL_STATE_FILE_ERROR (bell_state_file_error_quark ())

typedef enum {
  BELL_STATE_FILE_ERROR_DAMAGED,   /* or of another version; it was set aside, see get_aside() */
  BELL_STATE_FILE_ERROR_TOO_LARGE, /* nothing was written */
} BellStateFileErrorCode;

GQuark bell_state_file_error_quark (void);

/* What is the owner's own. */
typedef struct {
  int   version;
  gsize limit_bytes;

  /* In a worker thread, so it must not touch the owner. (transfer full) (nullable): NULL if damaged,
   * else a table with strings for keys, which frees its keys and values. */
  GHashTable *(*read) (GKeyFile *file);

  /* Puts the owner's memory into FILE, which is empty. */
  void (*write) (GObject *owner, GKeyFile *file);

  /* ERROR (nullable): NULL if the last write succeeded. */
  void (*written) (GObject *owner, const GError *error);
} BellStateFileForm;

typedef struct _BellStateFile BellStateFile;

/* DIRECTORY (nullable): NULL for $XDG_STATE_HOME/mailbell. OWNER (unowned). FORM must be static. */
BellStateFile *bell_state_file_new (const char              *directory,
                                    const char              *name,
                                    GObject                 *owner,
                                    const BellStateFileForm *form);

/* A change that no write has taken up yet is lost. */
void bell_state_file_free (BellStateFile *self);

const char *bell_state_file_get_path (BellStateFile *self);

/* Where a damaged file is put. (transfer full) */
char *bell_state_file_get_aside (BellStateFile *self);

/* Adds to ENTRIES, of the form's kind, what the file has and ENTRIES has not: that is newer. FALSE
 * with an error if there was nothing to be had from it; a missing file is none. */
void     bell_state_file_load_async (BellStateFile      *self,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);
gboolean bell_state_file_load_finish (BellStateFile *self,
                                      GAsyncResult  *result,
                                      GHashTable    *entries,
                                      GError       **error);

/* The owner's memory has changed. */
void bell_state_file_change (BellStateFile *self);

/* Done once all that has changed is on disk, or cannot be. Tries again what failed before. */
void bell_state_file_flush_async (BellStateFile      *self,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);
void bell_state_file_flush_finish (BellStateFile *self, GAsyncResult *result);

/* Removes the file, if there is one. */
void bell_state_file_remove (const char *directory, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellStateFile, bell_state_file_free)

G_END_DECLS
