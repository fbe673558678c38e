/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-message.c: the message that tests the bell. Not translated: it lives for a second. */

#include "setup/test-message.h"

/* RFC 5322 §3.3: in English, whatever the locale. */
static char *
format_date (GDateTime *time)
{
  static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autofree char         *clock = g_date_time_format (time, "%H:%M:%S %z");

  return g_strdup_printf ("%s, %d %s %d %s", days[g_date_time_get_day_of_week (time) - 1],
                          g_date_time_get_day_of_month (time),
                          months[g_date_time_get_month (time) - 1], g_date_time_get_year (time),
                          clock);
}

static gboolean
fits_into_a_header (const char *address)
{
  for (const char *c = address; *c != '\0'; c++)
    if (!g_ascii_isgraph (*c) || *c == '<' || *c == '>')
      return FALSE;
  return TRUE;
}

char *
bell_test_message_new_id (void)
{
  g_autofree char *uuid = g_uuid_string_random ();

  return g_strconcat (uuid, "@mailbell.invalid", NULL);
}

char *
bell_test_message_write (const char *address, const char *id, GDateTime *now)
{
  g_autofree char *date = format_date (now);
  const char      *name = fits_into_a_header (address) ? address : "mailbell@mailbell.invalid";

  return g_strdup_printf ("From: Mailbell <%s>\r\n"
                          "To: <%s>\r\n"
                          "Subject: Mailbell test\r\n"
                          "Date: %s\r\n"
                          "Message-ID: <%s>\r\n"
                          "MIME-Version: 1.0\r\n"
                          "Content-Type: text/plain; charset=us-ascii\r\n"
                          "Auto-Submitted: auto-generated\r\n"
                          "\r\n"
                          "If you read this in a notification, the bell works. Mailbell removes\r\n"
                          "this message by itself.\r\n",
                          name, name, date, id);
}
