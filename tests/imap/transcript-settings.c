/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts and switches stand in a table, the others each have their own form. */

#include "transcript-settings.h"

#include "describe-event.h"

gint64
transcript_parse_duration (const char *text)
{
  char  *end;
  gint64 n = g_ascii_strtoll (text, &end, 10);

  if (g_str_equal (end, "ms"))
    return n * BELL_MILLISECOND;
  if (g_str_equal (end, "s"))
    return n * BELL_SECOND;
  if (g_str_equal (end, "m"))
    return n * BELL_MINUTE;
  g_error ("no duration: %s", text);
}

static void
replace (char **text, const char *with)
{
  g_free (*text);
  *text = g_strdup (with);
}

static void
watch (TranscriptSettings *settings, const char *mailbox, gboolean first)
{
  if (first)
    g_ptr_array_set_size (settings->mailboxes, 0);
  g_ptr_array_add (settings->mailboxes, g_strdup (mailbox));
}

/* "UIDVALIDITY/UID[/MODSEQ] [MAILBOX]" */
static void
remember (TranscriptSettings *settings, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 2);
  g_auto (GStrv) numbers = g_strsplit (words[0], "/", 3);
  char              *name = g_strdup (words[1] != NULL ? words[1] : settings->mailboxes->pdata[0]);
  BellImapRemembered remembered = {
    .mailbox = name,
    .uid_validity = (guint32) g_ascii_strtoull (numbers[0], NULL, 10),
    .uid_seen = (guint32) g_ascii_strtoull (numbers[1], NULL, 10),
    .modseq = numbers[2] != NULL ? g_ascii_strtoull (numbers[2], NULL, 10) : 0
  };

  g_ptr_array_add (settings->names, name);
  g_array_append_val (settings->remembered, remembered);
}

/* (transfer none) */
static BellImapRemembered *
get_last_remembered (TranscriptSettings *settings)
{
  return &g_array_index (settings->remembered, BellImapRemembered, settings->remembered->len - 1);
}

/* As long as the settings. (transfer none) */
static const char *
keep_text (TranscriptSettings *settings, const char *text)
{
  char *copy = g_strdup (text);

  g_ptr_array_add (settings->names, copy);
  return copy;
}

/* Where the value of a setting that is text stands. (nullable) */
static char **
find_text (TranscriptSettings *settings, const char *key)
{
  const struct {
    const char *key;
    char      **text;
  } texts[] = {
    { "user", &settings->user },           { "password", &settings->password },
    { "mechanism", &settings->mechanism }, { "token", &settings->token },
    { "strongest", &settings->strongest }, { "nonce", &settings->nonce },
    { "binding", &settings->binding },     { "only", &settings->only },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (key, texts[i].key))
      return texts[i].text;
  return NULL;
}

/* The same of one that is given or not. (nullable) */
static gboolean *
find_switch (TranscriptSettings *settings, const char *key)
{
  BellImapClientConfig *config = &settings->config;
  const struct {
    const char *key;
    gboolean   *on;
  } switches[] = {
    { "plus-broken", &config->plus_broken },
    { "external", &config->external },
    { "external-broken", &config->external_broken },
    { "automatic", &config->automatic },
    { "previews", &config->previews },
    { "newest-told", &config->newest_told },
    { "invitations", &config->invitations },
    { "one-by-one", &config->one_by_one },
    { "compress", &config->compress },
    { "slow", &settings->slow },
  };

  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    if (g_str_equal (key, switches[i].key))
      return switches[i].on;
  return NULL;
}

void
transcript_settings_set (TranscriptSettings *settings, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 2);
  const char *key = words[0], *value = words[1] != NULL ? words[1] : "";

  if (find_text (settings, key) != NULL)
    replace (find_text (settings, key), value);
  else if (find_switch (settings, key) != NULL)
    *find_switch (settings, key) = TRUE;
  else if (g_str_equal (key, "security"))
    g_assert_true (bell_security_from_nick (value, &settings->config.security));
  else if (g_str_equal (key, "look"))
    g_clear_pointer (&settings->user, g_free);
  else if (g_str_equal (key, "mailbox"))
    watch (settings, value, TRUE);
  else if (g_str_equal (key, "other"))
    watch (settings, value, FALSE);
  else if (g_str_equal (key, "no-mailbox"))
    g_ptr_array_set_size (settings->mailboxes, 0);
  else if (g_str_equal (key, "seen"))
    remember (settings, value);
  else if (g_str_equal (key, "told"))
    get_last_remembered (settings)->told = keep_text (settings, value);
  else if (g_str_equal (key, "earlier"))
    get_last_remembered (settings)->earlier = keep_text (settings, value);
  else if (g_str_equal (key, "newest"))
    settings->config.newest = (guint) g_ascii_strtoull (value, NULL, 10);
  else if (g_str_equal (key, "keep-alive"))
    settings->config.keep_alive_us = transcript_parse_duration (value);
  else if (g_str_equal (key, "rung"))
    settings->config.best_rung = rung_from_name (value);
  else
    g_error ("unknown setting %s", key);
}

void
transcript_settings_init (TranscriptSettings *settings)
{
  *settings = (TranscriptSettings){ .user = g_strdup ("bob"), .password = g_strdup ("secret") };
  settings->mailboxes = g_ptr_array_new_with_free_func (g_free);
  settings->names = g_ptr_array_new_with_free_func (g_free);
  settings->remembered = g_array_new (FALSE, FALSE, sizeof (BellImapRemembered));
  watch (settings, "INBOX", TRUE);
}

void
transcript_settings_clear (TranscriptSettings *settings)
{
  g_free (settings->user);
  g_free (settings->password);
  g_ptr_array_unref (settings->mailboxes);
  g_ptr_array_unref (settings->names);
  g_array_unref (settings->remembered);
  g_free (settings->mechanism);
  g_free (settings->token);
  g_free (settings->strongest);
  g_free (settings->nonce);
  g_free (settings->binding);
  g_free (settings->only);
}
