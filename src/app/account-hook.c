/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-hook.c: the command of one account. */

#include "app/account-hook.h"

#include "app/hook-facts.h"
#include "desktop/hook-run.h"
#include "io/clock.h"
#include "policy/hook-plan.h"

#include <glib/gi18n-lib.h>

struct _BellAccountHook {
  BellAccount *account; /* (owned) */
  void (*changed) (BellAccountHook *hook, gpointer user_data);
  gpointer       user_data;
  BellHookPlan   plan;
  BellHookFacts *facts;    /* (owned) that no run was told of */
  BellHookFacts *told;     /* (owned) (nullable) to RUN */
  BellHookRun   *run;      /* (owned) (nullable) */
  BellAlarm     *alarm;    /* (owned) of the plan's deadline */
  gulong         followed; /* the handler of the setting */
  guint          unread;
  char          *failure;    /* (owned) (nullable) */
  char          *last_lines; /* (owned) (nullable) with FAILURE, if it said something */
};

static void
tell_changed (BellAccountHook *self)
{
  self->changed (self, self->user_data);
}

/* (transfer full) */
static char **
get_command (BellAccountHook *self)
{
  return g_settings_get_strv (bell_account_get_settings (self->account), "command");
}

static void
set_failure (BellAccountHook *self, char *failure, const char *last_lines)
{
  g_free (self->failure);
  g_free (self->last_lines);
  self->failure = failure;
  self->last_lines = last_lines != NULL && *last_lines != '\0' ? g_strdup (last_lines) : NULL;
}

static void
arm (BellAccountHook *self)
{
  bell_alarm_set (self->alarm, bell_hook_plan_get_deadline (&self->plan));
}

/* (transfer full) (nullable): NULL if all is well. */
static char *
describe_end (const BellHookResult *result, const char *program)
{
  switch (result->manner) {
  case BELL_HOOK_TIMED_OUT:
    return g_strdup_printf (ngettext ("“%s” was ended because it took longer than %d second.",
                                      "“%s” was ended because it took longer than %d seconds.",
                                      (gulong) result->number),
                            program, result->number);
  case BELL_HOOK_KILLED:
    return g_strdup_printf (_ ("“%s” was ended by signal %d."), program, result->number);
  case BELL_HOOK_EXITED:
  default:
    if (result->number == 0)
      return NULL;
    return g_strdup_printf (_ ("“%s” failed with exit status %d."), program, result->number);
  }
}

/* What it was told is told once more when it is tried again. */
static void
ended (BellAccountHook *self, BellHookEnd end)
{
  if (end == BELL_HOOK_WELL)
    g_clear_pointer (&self->told, bell_hook_facts_free);
  else if (self->told != NULL)
    bell_hook_facts_add_earlier (self->facts, g_steal_pointer (&self->told));
  bell_hook_plan_ended (&self->plan, end, bell_clock_now ());
  arm (self);
  tell_changed (self);
}

static void
on_run_ended (const BellHookResult *result, gpointer user_data)
{
  BellAccountHook *self = user_data;
  g_auto (GStrv) command = get_command (self);
  char *failure = describe_end (result, command[0] != NULL ? command[0] : "");

  set_failure (self, failure, failure != NULL ? result->last_lines : NULL);
  g_debug ("account %s: the command ended, %d %d", bell_account_get_id (self->account),
           result->manner, result->number);
  g_clear_pointer (&self->run, bell_hook_run_free);
  ended (self, failure == NULL ? BELL_HOOK_WELL : BELL_HOOK_FAILED);
}

/* With what is known now. */
static gboolean
start (BellAccountHook *self, GError **error)
{
  g_auto (GStrv) command = get_command (self);
  const BellHookAccount account = {
    .id = bell_account_get_id (self->account),
    .address = bell_account_get_address (self->account),
    .name = bell_account_get_name (self->account),
    .unread = self->unread,
  };
  g_auto (GStrv) environment = bell_hook_facts_to_environment (self->facts, &account);
  g_autofree char *json = bell_hook_facts_to_json (self->facts, &account);
  GSettings       *settings = bell_account_get_settings (self->account);
  BellHookJob      job = {
         .command = (const char *const *) command,
         .facts = (const char *const *) environment,
         .input = json,
         .limit_s = g_settings_get_uint (settings, "command-timeout-seconds"),
  };

  self->run = bell_hook_run_new (&job, on_run_ended, self, error);
  if (self->run == NULL)
    return FALSE;
  self->told = g_steal_pointer (&self->facts);
  self->facts = bell_hook_facts_new ();
  return TRUE;
}

static gboolean
try_start (BellAccountHook *self, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (start (self, &failure)) {
    arm (self);
    tell_changed (self);
    return TRUE;
  }
  set_failure (self, g_strdup (failure->message), NULL);
  g_propagate_error (error, g_steal_pointer (&failure));
  ended (self, BELL_HOOK_NOT_STARTED);
  return FALSE;
}

static void
on_deadline (gpointer user_data)
{
  BellAccountHook *self = user_data;

  if (bell_hook_plan_take_start (&self->plan, bell_clock_now ()))
    try_start (self, NULL);
  else
    arm (self);
}

/* Another command has its own chances; without one, nothing is to be done. */
static void
on_command_changed (BellAccountHook *self)
{
  g_auto (GStrv) command = get_command (self);

  if (command[0] != NULL)
    bell_hook_plan_forgive (&self->plan);
  else {
    bell_hook_plan_drop (&self->plan);
    g_clear_pointer (&self->facts, bell_hook_facts_free);
    self->facts = bell_hook_facts_new ();
  }
  set_failure (self, NULL, NULL);
  arm (self);
  tell_changed (self);
}

BellAccountHook *
bell_account_hook_new (BellAccount *account,
                       void (*changed) (BellAccountHook *hook, gpointer user_data),
                       gpointer user_data)
{
  BellAccountHook *self = g_new0 (BellAccountHook, 1);

  self->account = g_object_ref (account);
  self->changed = changed;
  self->user_data = user_data;
  self->facts = bell_hook_facts_new ();
  bell_hook_plan_init (&self->plan);
  self->alarm = bell_alarm_new (on_deadline, self);
  self->followed = g_signal_connect_swapped (
    bell_account_get_settings (account), "changed::command", G_CALLBACK (on_command_changed), self);
  return self;
}

void
bell_account_hook_free (BellAccountHook *self)
{
  g_signal_handler_disconnect (bell_account_get_settings (self->account), self->followed);
  bell_alarm_free (self->alarm);
  g_clear_pointer (&self->run, bell_hook_run_free);
  g_clear_pointer (&self->told, bell_hook_facts_free);
  bell_hook_facts_free (self->facts);
  set_failure (self, NULL, NULL);
  g_object_unref (self->account);
  g_free (self);
}

void
bell_account_hook_news (BellAccountHook *self, const BellNews *news)
{
  g_auto (GStrv) command = get_command (self);

  if (command[0] == NULL)
    return;
  bell_hook_facts_add (self->facts, news);
  bell_hook_plan_news (&self->plan, bell_clock_now ());
  arm (self);
}

gboolean
bell_account_hook_run_now (BellAccountHook *self, GError **error)
{
  g_auto (GStrv) command = get_command (self);

  if (command[0] == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 _ ("No command is set for %s. Set one in the settings of the account."),
                 bell_account_get_address (self->account));
    return FALSE;
  }
  bell_hook_plan_ask (&self->plan);
  if (bell_hook_plan_take_start (&self->plan, bell_clock_now ()))
    return try_start (self, error);
  return TRUE;
}

void
bell_account_hook_set_unread (BellAccountHook *self, guint unread)
{
  self->unread = unread;
}

void
bell_account_hook_set_held (BellAccountHook *self, gboolean held)
{
  bell_hook_plan_set_held (&self->plan, held);
  arm (self);
}

BellAccount *
bell_account_hook_get_account (BellAccountHook *self)
{
  return self->account;
}

gboolean
bell_account_hook_get_running (BellAccountHook *self)
{
  return self->run != NULL;
}

const char *
bell_account_hook_get_failure (BellAccountHook *self)
{
  return self->failure;
}

const char *
bell_account_hook_get_last_lines (BellAccountHook *self)
{
  return self->last_lines;
}
