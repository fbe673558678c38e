/* SPDX-License-Identifier: GPL-3.0-or-later */
/* folder-choice.c: a choice of folders, as the settings hold it. */

#include "preferences/folder-choice.h"

#include "imap/imap-mailbox-name.h"

static gboolean
is_same (const char *a, const char *b)
{
  if (bell_imap_mailbox_name_is_inbox (a))
    return bell_imap_mailbox_name_is_inbox (b);
  return g_str_equal (a, b);
}

gboolean
bell_folder_choice_has (const char *const *chosen, const char *name)
{
  for (; *chosen != NULL; chosen++)
    if (is_same (*chosen, name))
      return TRUE;
  return FALSE;
}

char **
bell_folder_choice_set (const char *const *chosen, const char *name, gboolean wanted)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) result = NULL;
  gboolean in_front = wanted && bell_imap_mailbox_name_is_inbox (name);

  if (in_front)
    g_strv_builder_add (builder, name);
  for (guint i = 0; chosen[i] != NULL; i++)
    if (!is_same (chosen[i], name))
      g_strv_builder_add (builder, chosen[i]);
  if (wanted && !in_front)
    g_strv_builder_add (builder, name);
  result = g_strv_builder_end (builder);
  return result[0] != NULL ? g_steal_pointer (&result) : NULL;
}
