/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Most often there is nothing, which takes a look into a directory. */

#include "watch/trial-remains.h"

#include "base/error-code.h"
#include "setup/account-endpoint.h"
#include "setup/trial-cleanup.h"

typedef struct {
  BellAccount      *account; /* (owned) */
  BellSeenStore    *seen;    /* (owned) */
  BellSignInSecret *secret;  /* (owned) */
} Remains;

static void
remains_free (Remains *self)
{
  g_object_unref (self->account);
  g_object_unref (self->seen);
  bell_sign_in_secret_unref (self->secret);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Remains, remains_free)

static void
on_cleaned_up (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *id = user_data;
  g_autofree char *code = NULL;
  g_autoptr (GError) error = NULL;

  if (bell_trial_cleanup_finish (result, &error)) {
    g_debug ("%s: what a trial had left behind is gone", id);
    return;
  }
  code = bell_error_get_code (error);
  g_debug ("%s: what a trial has left behind stays: %s", id, code);
}

static void
clean_up (Remains *self, BellTrialRecord *record)
{
  const BellEndpoint   endpoint = bell_account_endpoint (self->account);
  BellImapClientConfig config = { 0 };
  BellConnectionUser   user = { .user = bell_account_get_user (self->account),
                                .address = bell_account_get_address (self->account),
                                .secret = self->secret,
                                .mechanism = bell_account_get_mechanism (self->account) };
  BellSignInMemory     memory;

  bell_seen_store_get_sign_in (self->seen, endpoint.host, &memory);
  bell_sign_in_memory_apply (&memory, g_get_real_time () / G_USEC_PER_SEC, &config);
  user.strongest = config.strongest;
  user.plus_broken = config.plus_broken;
  user.external_broken = config.external_broken;
  bell_trial_cleanup_async (record, &endpoint, &user, on_cleaned_up,
                            g_strdup (endpoint.account_id));
}

static void
on_record_taken (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Remains) self = user_data;
  g_autoptr (BellTrialRecord) record = bell_trial_record_take_finish (result, NULL);

  if (record == NULL)
    return;
  if (bell_trial_record_get_message_id (record) != NULL)
    clean_up (self, g_steal_pointer (&record));
  else
    bell_trial_record_clear (record);
}

void
bell_trial_remains_remove (BellAccount *account, BellSeenStore *seen, BellSignInSecret *secret)
{
  Remains *self = g_new0 (Remains, 1);

  self->account = g_object_ref (account);
  self->seen = g_object_ref (seen);
  self->secret = bell_sign_in_secret_ref (secret);
  bell_trial_record_take_async (bell_account_get_id (account), FALSE, on_record_taken, self);
}
