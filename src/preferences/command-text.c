/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command-text.c: a command as people type it, in one line, and as it is run. */

#include "preferences/command-text.h"

#include "setup/account-input.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Longer than any command that somebody has typed. */
#define COMMAND_BYTES 4000

/* What only a shell understands. */
static const char *const shell_words[] = { "|", "||", "&", "&&", ";", "<", ">", ">>", "2>", NULL };

/* Whether it is read as it is written. */
static gboolean
is_plain (const char *word)
{
  return *word != '\0' && strpbrk (word, " \t\n'\"\\$`#|&;<>") == NULL;
}

char *
bell_command_text_join (const char *const *words)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++) {
    g_autofree char *word = is_plain (words[i]) ? g_strdup (words[i]) : g_shell_quote (words[i]);

    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", word);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char **
bell_command_text_split (const char *text)
{
  g_autoptr (GError) error = NULL;
  char **words = NULL;

  if (g_shell_parse_argv (text, NULL, &words, &error))
    return words;
  return g_error_matches (error, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING) ? g_new0 (char *, 1)
                                                                            : NULL;
}

/* (transfer full) (nullable) */
static char *
check_program (const char *program)
{
  g_autofree char *path = g_find_program_in_path (program);

  if (path != NULL)
    return NULL;
  if (*program == '~')
    return g_strdup (_ ("No shell runs the command, so “~” is not known. Write the whole path of "
                        "the program, such as /usr/local/bin/program."));
  if (strchr (program, '/') != NULL)
    return g_strdup_printf (_ ("There is no program %s, or it may not be run."), program);
  return g_strdup_printf (_ ("There is no program “%s” on this computer. Check its name, or give "
                             "its whole path."),
                          program);
}

char *
bell_command_text_check (const char *text, G_GNUC_UNUSED gpointer data)
{
  g_auto (GStrv) words = NULL;

  if (strlen (text) > COMMAND_BYTES)
    return g_strdup (_ ("This is too long. Put it into a script, and enter the script’s name."));
  if (*text == '\0')
    return NULL;
  if (!bell_input_is_line (text))
    return g_strdup (_ ("Enter one line of text, without control characters."));
  words = bell_command_text_split (text);
  if (words == NULL)
    return g_strdup (_ ("A quotation mark or a backslash lacks its other half."));
  for (guint i = 0; words[i] != NULL; i++)
    if (g_strv_contains (shell_words, words[i]))
      return g_strdup_printf (_ ("No shell runs the command, so “%s” is not understood. Begin with "
                                 "“sh -c” and put the rest in quotation marks."),
                              words[i]);
  return words[0] != NULL ? check_program (words[0]) : NULL;
}
