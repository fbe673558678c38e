/* SPDX-License-Identifier: GPL-3.0-or-later */
/* password-prompt.c: a password from standard input or from the terminal.
 * A signal that arrives while the echo is off is caught, the terminal is restored, and only then the
 * signal has its way. */

#include "app/password-prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const int caught_signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP };

static volatile sig_atomic_t caught_signal;

static void
on_signal (int number)
{
  caught_signal = number;
}

static BellSecretText *
make_password (const char *line, gsize length, GError **error)
{
  if (length == 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         _ ("The password is empty. Please give one."));
  else if (length > BELL_PASSWORD_BYTES)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 _ ("The password is longer than %d bytes. Please give a shorter one."),
                 BELL_PASSWORD_BYTES);
  else if (!g_utf8_validate_len (line, length, NULL))
    g_set_error_literal (
      error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
      _ ("The password is not valid UTF-8 text. Please type or pipe it as text."));
  else
    return bell_secret_text_new (line, (gssize) length);
  return NULL;
}

/* Reads until a newline, the end, or one byte too many. FALSE with errno set. */
static gboolean
read_line (int fd, char *line, gsize size, gsize *length)
{
  *length = 0;
  while (*length < size) {
    ssize_t n = read (fd, line + *length, 1);

    if (n < 0)
      return FALSE;
    if (n == 0 || line[*length] == '\n')
      break;
    *length += 1;
  }
  return TRUE;
}

BellSecretText *
bell_password_read_line (int fd, GError **error)
{
  char            line[BELL_PASSWORD_BYTES + 1];
  gsize           length = 0;
  BellSecretText *password = NULL;

  if (read_line (fd, line, sizeof line, &length)) {
    /* Of a file with the line ends of Windows. */
    if (length > 0 && line[length - 1] == '\r')
      length--;
    password = make_password (line, length, error);
  } else
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                 _ ("The password could not be read: %s"), g_strerror (errno));
  bell_secret_wipe (line, sizeof line);
  return password;
}

static void
catch_signals (struct sigaction *old)
{
  struct sigaction action = { .sa_handler = on_signal };

  sigemptyset (&action.sa_mask);
  caught_signal = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (caught_signals); i++)
    sigaction (caught_signals[i], &action, &old[i]);
}

static void
release_signals (const struct sigaction *old)
{
  for (gsize i = 0; i < G_N_ELEMENTS (caught_signals); i++)
    sigaction (caught_signals[i], &old[i], NULL);
}

static void
write_text (int fd, const char *text)
{
  if (write (fd, text, strlen (text)) < 0)
    g_debug ("The terminal does not take a prompt: %s", g_strerror (errno));
}

/* One question with the echo off. Sets caught_signal if a signal put an end to it. */
static BellSecretText *
ask_once (int terminal, const char *prompt, GError **error)
{
  struct sigaction old_actions[G_N_ELEMENTS (caught_signals)];
  struct termios   old_mode;
  struct termios   silent;
  BellSecretText  *password;

  if (tcgetattr (terminal, &old_mode) != 0) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                         _ ("The terminal cannot hide what is typed. Pipe the password instead."));
    return NULL;
  }
  silent = old_mode;
  silent.c_lflag &= ~(tcflag_t) ECHO;

  catch_signals (old_actions);
  tcsetattr (terminal, TCSAFLUSH, &silent);
  write_text (terminal, prompt);
  password = bell_password_read_line (terminal, error);
  tcsetattr (terminal, TCSAFLUSH, &old_mode);
  write_text (terminal, "\n");
  release_signals (old_actions);
  return password;
}

static BellSecretText *
ask_on_terminal (const char *prompt, GError **error)
{
  int             terminal = open ("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
  BellSecretText *password;

  if (terminal < 0) {
    g_set_error_literal (
      error, G_IO_ERROR, G_IO_ERROR_FAILED,
      _ ("There is no terminal to ask for the password. Pipe it to standard input instead."));
    return NULL;
  }
  password = ask_once (terminal, prompt, error);
  while (password == NULL && caught_signal != 0) {
    raise (caught_signal);
    /* Still here: stopped and continued, so ask again. */
    g_clear_error (error);
    password = ask_once (terminal, prompt, error);
  }
  close (terminal);
  return password;
}

BellSecretText *
bell_password_read (const char *prompt, GError **error)
{
  if (isatty (STDIN_FILENO))
    return ask_on_terminal (prompt, error);
  return bell_password_read_line (STDIN_FILENO, error);
}
