/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice-policy.c: which notifications a batch of news makes.
 * Names and subjects come from strangers: each is isolated before it meets other text, so that
 * its writing direction stays its own (UAX #9). */

#include "policy/notice-policy.h"

#include "mail/safe-text.h"

#include <glib/gi18n-lib.h>

/* As many names as fit the two or three lines that notification daemons give a body. */
#define DIGEST_SENDERS 5

void
bell_notice_free (BellNotice *notice)
{
  g_free (notice->id);
  g_free (notice->account_id);
  g_free (notice->title);
  g_free (notice->body);
  g_free (notice);
}

static void
notice_free (gpointer notice)
{
  bell_notice_free (notice);
}

/* The folder stands last: it alone may hold any character. */
char *
bell_notice_id (const char *account_id, const char *folder, guint32 uid_validity, guint32 uid)
{
  return g_strdup_printf ("%s/%u/%u/%s", account_id, uid_validity, uid,
                          folder != NULL ? folder : "");
}

static char *
digest_id (const BellNews *news)
{
  return g_strdup_printf ("%s/digest/%s", news->account_id,
                          news->folder != NULL ? news->folder : "");
}

static const char *
get_sender (const BellMessageSummary *message)
{
  return *message->sender != '\0' ? message->sender : _ ("Unknown sender");
}

static char *
message_title (const BellNews *news, const BellMessageSummary *message)
{
  g_autofree char *sender = NULL;
  g_autofree char *folder = NULL;

  if (news->folder == NULL)
    return g_strdup (get_sender (message));

  sender = bell_safe_text_isolate (get_sender (message));
  folder = bell_safe_text_isolate (news->folder);
  /* Translators: title of a notification: who wrote, and the folder that the message is in. */
  return g_strdup_printf (_ ("%s (%s)"), sender, folder);
}

static char *
message_body (const BellMessageSummary *message)
{
  const char *subject = *message->subject != '\0' ? message->subject : _ ("(no subject)");

  /* Each stands on a line of its own, and direction does not cross lines. */
  return *message->preview != '\0' ? g_strconcat (subject, "\n", message->preview, NULL)
                                   : g_strdup (subject);
}

static BellNotice *
message_notice (const BellNews *news, const BellMessageSummary *message)
{
  BellNotice *notice = g_new0 (BellNotice, 1);

  notice->id = bell_notice_id (news->account_id, news->folder, message->uid_validity, message->uid);
  notice->account_id = g_strdup (news->account_id);
  notice->title = message_title (news, message);
  notice->body = message_body (message);
  return notice;
}

static char *
digest_title (const BellNews *news, guint count)
{
  g_autofree char *account = bell_safe_text_isolate (news->account_name);
  g_autofree char *folder = NULL;

  if (news->folder == NULL)
    /* Translators: title of a notification; in parentheses the name of the account. */
    return g_strdup_printf (ngettext ("%u new message (%s)", "%u new messages (%s)", count), count,
                            account);

  folder = bell_safe_text_isolate (news->folder);
  /* Translators: title of a notification; in parentheses the account and the folder. */
  return g_strdup_printf (ngettext ("%u new message (%s, %s)", "%u new messages (%s, %s)", count),
                          count, account, folder);
}

/* The first distinct senders; N_LISTED receives how many of MESSAGES are theirs. */
static GPtrArray *
choose_senders (GPtrArray *messages, guint *n_listed)
{
  GPtrArray *senders = g_ptr_array_new ();

  *n_listed = 0;
  for (guint i = 0; i < messages->len; i++) {
    const char *sender = get_sender (g_ptr_array_index (messages, i));
    gboolean    known = g_ptr_array_find_with_equal_func (senders, sender, g_str_equal, NULL);

    if (!known && senders->len == DIGEST_SENDERS)
      continue;
    if (!known)
      g_ptr_array_add (senders, (gpointer) sender);
    *n_listed += 1;
  }
  return senders;
}

static char *
digest_body (GPtrArray *messages, guint count)
{
  guint n_listed = 0;
  g_autoptr (GPtrArray) senders = choose_senders (messages, &n_listed);
  g_autoptr (GString) list = g_string_new (NULL);
  guint n_more = count - n_listed;

  for (guint i = 0; i < senders->len; i++) {
    g_autofree char *sender = bell_safe_text_isolate (g_ptr_array_index (senders, i));

    if (i > 0)
      g_string_append (list, _ (", "));
    g_string_append (list, sender);
  }
  if (senders->len == 0 || n_more == 0)
    return g_string_free (g_steal_pointer (&list), FALSE);

  /* Translators: a list of senders, and how many messages there are of others. */
  return g_strdup_printf (ngettext ("%s and %u more", "%s and %u more", n_more), list->str, n_more);
}

static BellNotice *
digest_notice (const BellNews *news, GPtrArray *messages, guint count)
{
  BellNotice *notice = g_new0 (BellNotice, 1);

  notice->id = digest_id (news);
  notice->account_id = g_strdup (news->account_id);
  notice->title = digest_title (news, count);
  notice->body = digest_body (messages, count);
  return notice;
}

static GPtrArray *
choose_unread (GPtrArray *messages)
{
  GPtrArray *unread = g_ptr_array_new ();

  for (guint i = 0; i < messages->len; i++) {
    BellMessageSummary *message = g_ptr_array_index (messages, i);
    if (!message->seen)
      g_ptr_array_add (unread, message);
  }
  return unread;
}

GPtrArray *
bell_notice_policy_decide (const BellNews *news)
{
  GPtrArray *notices = g_ptr_array_new_with_free_func (notice_free);
  g_autoptr (GPtrArray) messages = choose_unread (news->messages);
  guint    count = messages->len + MIN (news->n_more, G_MAXUINT - messages->len);
  gboolean digest =
    count > news->digest_above || news->n_more > 0 || (news->after_absence && count > 1);

  if (count == 0)
    return notices;
  if (digest) {
    g_ptr_array_add (notices, digest_notice (news, messages, count));
    return notices;
  }
  for (guint i = 0; i < messages->len; i++)
    g_ptr_array_add (notices, message_notice (news, g_ptr_array_index (messages, i)));
  return notices;
}
