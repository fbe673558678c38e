/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice-policy.c: which notifications a batch of news makes.
 * Names and subjects come from strangers: each is isolated before it meets other text, so that
 * its writing direction stays its own (UAX #9). */

#include "policy/notice-policy.h"

#include "mail/one-time-code.h"
#include "mail/safe-text.h"
#include "policy/invitation-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* As many names as fit the two or three lines that notification daemons give a body. */
#define DIGEST_SENDERS 5

static void
notice_free (gpointer notice)
{
  bell_notice_free (notice);
}

static const char *
get_sender (const BellMessageSummary *message)
{
  return *message->sender != '\0' ? message->sender : _ ("Unknown sender");
}

/* As it stands beside other text. (transfer full) */
static char *
isolate_folder (const char *folder)
{
  g_autofree char *safe = bell_safe_text_folder (folder);

  return bell_safe_text_isolate (safe);
}

static char *
message_title (const BellNews *news, const BellMessageSummary *message)
{
  g_autofree char *sender = NULL;
  g_autofree char *folder = NULL;

  if (news->folder == NULL)
    return g_strdup (get_sender (message));

  sender = bell_safe_text_isolate (get_sender (message));
  folder = isolate_folder (news->folder);
  /* Translators: title of a notification: who wrote, and the folder that the message is in. */
  return g_strdup_printf (_ ("%s (%s)"), sender, folder);
}

/* CODE (nullable): written out, where it cannot be copied. */
static char *
message_body (const BellMessageSummary *message, const char *code)
{
  const char      *subject = *message->subject != '\0' ? message->subject : _ ("(no subject)");
  const char      *preview = *message->preview != '\0' ? message->preview : NULL;
  g_autofree char *line = NULL;

  if (code != NULL)
    /* Translators: first line of a notification: the one-time code that a message brings. */
    line = g_strdup_printf (_ ("Code: %s"), code);
  /* Each stands on a line of its own, and direction does not cross lines. */
  return g_strconcat (line != NULL ? line : "", line != NULL ? "\n" : "", subject,
                      preview != NULL ? "\n" : "", preview, NULL);
}

static const struct {
  const char *name; /* in the settings */
  const char *action;
  const char *label;
} buttons[] = {
  { "open", "app.open-message", N_ ("Open") },
  { "mark-read", "app.mark-read", N_ ("Mark as Read") },
  { "archive", "app.archive", N_ ("Archive") },
  { "delete", "app.delete", N_ ("Delete") },
  /* Translators: a button: declares the message to be junk. */
  { "junk", "app.junk", N_ ("Junk") },
};

static void
add_copy_button (BellNotice *notice, const char *code)
{
  /* Translators: a button; %s is a one-time code such as 123456. */
  g_autofree char *label = g_strdup_printf (_ ("Copy %s"), code);

  bell_notice_add_button (notice, label, "app.copy-code", g_variant_new_string (code));
}

/* CODE (nullable): to be copied. */
static void
add_buttons (BellNotice *notice, const char *const *names, const char *code)
{
  if (names == NULL)
    return;
  notice->buttons = bell_notice_no_buttons ();
  for (; *names != NULL; names++) {
    if (g_str_equal (*names, "copy-code") && code != NULL)
      add_copy_button (notice, code);
    for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
      if (g_str_equal (*names, buttons[i].name))
        bell_notice_add_button (notice, _ (buttons[i].label), buttons[i].action, notice->message);
  }
}

/* What the message is told with. */
static void
write_message (BellNotice               *notice,
               const BellNews           *news,
               const BellNoticeStyle    *style,
               const BellMessageSummary *message,
               const char               *code)
{
  if (style->content == BELL_CONTENT_PRIVATE) {
    notice->title = g_strdup (_ ("New message"));
    notice->body = g_strdup (news->account_name);
  } else if (style->content == BELL_CONTENT_SENDER) {
    notice->title = message_title (news, message);
    notice->body = g_strdup (_ ("New message"));
  } else {
    notice->title = message_title (news, message);
    notice->body = message->invitation != NULL
                     ? bell_invitation_text_new (message->invitation, style->zone, message->sender)
                     : message_body (message, style->clipboard ? NULL : code);
  }
}

/* Where it can be copied. (transfer full) (nullable): it brings none. */
static char *
find_code (const BellMessageSummary *message, const BellNoticeStyle *style)
{
  if (style->content != BELL_CONTENT_FULL || style->buttons == NULL ||
      !g_strv_contains (style->buttons, "copy-code"))
    return NULL;
  return bell_one_time_code_find (message->subject, message->preview);
}

static BellNotice *
message_notice (const BellNews           *news,
                const BellNoticeStyle    *style,
                const BellMessageSummary *message)
{
  BellNotice      *notice = g_new0 (BellNotice, 1);
  g_autofree char *code = find_code (message, style);
  notice->id = bell_notice_id (news->account_id, news->folder, message->uid_validity, message->uid);
  notice->account_id = g_strdup (news->account_id);
  notice->message = g_variant_ref_sink (bell_message_target_new (
    news->account_id, news->folder, message->uid_validity, message->uid, message->message_id));
  write_message (notice, news, style, message, code);
  if (style->with_faces && style->content != BELL_CONTENT_PRIVATE && *message->address != '\0') {
    notice->sender = g_strdup (message->sender);
    notice->address = g_strdup (message->address);
  }
  add_buttons (notice, style->buttons, style->clipboard ? code : NULL);
  notice->duration_s = style->duration_s;
  notice->low_urgency = style->loudness != BELL_LOUDNESS_NORMAL &&
                        !bell_notice_policy_is_exception (style->exceptions, message->address);
  return notice;
}

static char *
digest_title (const BellNoticeDigest *digest, const char *account_name)
{
  guint            count = bell_notice_digest_count (digest);
  g_autofree char *account = bell_safe_text_isolate (account_name);
  g_autofree char *folder = NULL;

  if (digest->folder == NULL)
    /* Translators: title of a notification; in parentheses the name of the account. */
    return g_strdup_printf (ngettext ("%u new message (%s)", "%u new messages (%s)", count), count,
                            account);

  folder = isolate_folder (digest->folder);
  /* Translators: title of a notification; in parentheses the account and the folder. */
  return g_strdup_printf (ngettext ("%u new message (%s, %s)", "%u new messages (%s, %s)", count),
                          count, account, folder);
}

/* The first distinct senders that are known; N_LISTED receives how many of MESSAGES are theirs. */
static GPtrArray *
choose_senders (GPtrArray *messages, guint *n_listed)
{
  GPtrArray *senders = g_ptr_array_new ();

  *n_listed = 0;
  for (guint i = 0; i < messages->len; i++) {
    const BellMessageSummary *message = g_ptr_array_index (messages, i);
    char                     *sender = message->sender;
    gboolean known = g_ptr_array_find_with_equal_func (senders, sender, g_str_equal, NULL);

    if (*sender == '\0' || (!known && senders->len == DIGEST_SENDERS))
      continue;
    if (!known)
      g_ptr_array_add (senders, sender);
    *n_listed += 1;
  }
  return senders;
}

static char *
digest_body (const BellNoticeDigest *digest)
{
  guint n_listed = 0;
  g_autoptr (GPtrArray) senders = choose_senders (digest->messages, &n_listed);
  g_autoptr (GString) list = g_string_new (NULL);
  guint n_more = bell_notice_digest_count (digest) - n_listed;

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

static gboolean
has_exception (GPtrArray *messages, const BellNoticeStyle *style)
{
  for (guint i = 0; i < messages->len; i++) {
    const BellMessageSummary *message = g_ptr_array_index (messages, i);

    if (bell_notice_policy_is_exception (style->exceptions, message->address))
      return TRUE;
  }
  return FALSE;
}

static BellNotice *
digest_notice (const BellNoticeDigest *digest,
               const char             *account_name,
               const BellNoticeStyle  *style)
{
  BellNotice *notice = g_new0 (BellNotice, 1);

  notice->id = bell_notice_digest_id (digest->account_id, digest->folder);
  notice->account_id = g_strdup (digest->account_id);
  notice->title = digest_title (digest, account_name);
  notice->body = style->content == BELL_CONTENT_PRIVATE ? g_strdup ("") : digest_body (digest);
  notice->low_urgency =
    style->loudness != BELL_LOUDNESS_NORMAL && !has_exception (digest->messages, style);
  notice->duration_s = style->duration_s;
  return notice;
}

gboolean
bell_notice_policy_is_exception (const char *const *exceptions, const char *address)
{
  const char *domain = strrchr (address, '@');

  for (; domain != NULL && exceptions != NULL && *exceptions != NULL; exceptions++) {
    const char *part = **exceptions == '@' ? domain : address;

    if (g_ascii_strcasecmp (*exceptions, part) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Those that are to be told. */
static GPtrArray *
choose_messages (const BellNews *news, const BellNoticeStyle *style)
{
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; i < news->messages->len; i++) {
    BellMessageSummary *message = g_ptr_array_index (news->messages, i);

    if (!message->seen && (style->loudness != BELL_LOUDNESS_NONE ||
                           bell_notice_policy_is_exception (style->exceptions, message->address)))
      g_ptr_array_add (chosen, message);
  }
  return chosen;
}

/* A digest that has just been told goes on for as long as the burst does. */
static gboolean
is_young (const BellNoticeDigest *digest, gint64 now_us)
{
  return digest != NULL && digest->told_us > now_us - BELL_BURST_TIME;
}

/* Somebody waits for a code to come: it is told apart, and heard, whatever comes with it. */
static void
part (GPtrArray *messages, const BellNoticeStyle *style, GPtrArray *common, GPtrArray *coded)
{
  for (guint i = 0; i < messages->len; i++) {
    BellMessageSummary *message = g_ptr_array_index (messages, i);
    g_autofree char    *code = find_code (message, style);

    g_ptr_array_add (code != NULL ? coded : common, message);
  }
}

/* (transfer full) */
static BellNoticeDigest *
gather (const BellNews         *news,
        const BellNoticeDigest *former,
        GPtrArray              *singles,
        GPtrArray              *messages,
        guint                   n_more)
{
  BellNoticeDigest *digest = former != NULL
                               ? bell_notice_digest_copy (former)
                               : bell_notice_digest_new (news->account_id, news->folder);

  for (guint i = 0; i < singles->len; i++)
    bell_notice_digest_add (digest, g_ptr_array_index (singles, i));
  for (guint i = 0; i < messages->len; i++)
    bell_notice_digest_add (digest, g_ptr_array_index (messages, i));
  bell_notice_digest_add_more (digest, n_more);
  return digest;
}

/* Notices that come together ring once. */
static gboolean
add_sound (GPtrArray *notices)
{
  for (guint i = 0; i < notices->len; i++) {
    BellNotice *notice = g_ptr_array_index (notices, i);

    if (notice->low_urgency)
      continue;
    notice->with_sound = TRUE;
    return TRUE;
  }
  return FALSE;
}

static void
add_each (GPtrArray             *notices,
          const BellNews        *news,
          const BellNoticeStyle *style,
          GPtrArray             *messages)
{
  for (guint i = 0; i < messages->len; i++)
    g_ptr_array_add (notices, message_notice (news, style, g_ptr_array_index (messages, i)));
}

GPtrArray *
bell_notice_policy_decide (const BellNews        *news,
                           const BellNoticeStyle *style,
                           const BellStanding    *standing,
                           gint64                 now_us,
                           BellNoticeDigest     **digest)
{
  GPtrArray *notices = g_ptr_array_new_with_free_func (notice_free);
  g_autoptr (GPtrArray) chosen = choose_messages (news, style);
  g_autoptr (GPtrArray) messages = g_ptr_array_new ();
  g_autoptr (GPtrArray) coded = g_ptr_array_new ();
  g_autoptr (GPtrArray) singles = g_ptr_array_new ();
  g_autoptr (GPtrArray) standing_coded = g_ptr_array_new ();
  guint    n_more = style->loudness == BELL_LOUDNESS_NONE ? 0 : news->n_more;
  gboolean goes_on = is_young (standing->digest, now_us);
  gboolean heard = goes_on && standing->digest->rang;
  gboolean rings = FALSE;

  part (chosen, style, messages, coded);
  part (standing->singles, style, singles, standing_coded);
  if (coded->len + standing_coded->len > news->digest_above)
    g_ptr_array_extend_and_steal (messages, g_steal_pointer (&coded));
  else
    add_each (notices, news, style, coded);
  *digest = NULL;
  if ((messages->len > 0 || n_more > 0) &&
      (goes_on || n_more > 0 || (news->after_absence && messages->len > 1) ||
       messages->len + singles->len > news->digest_above)) {
    *digest = gather (news, standing->digest, singles, messages, n_more);
    g_ptr_array_add (notices, digest_notice (*digest, news->account_name, style));
  } else {
    add_each (notices, news, style, messages);
  }
  if (style->with_sound && !news->moved && (!heard || (coded != NULL && coded->len > 0)))
    rings = add_sound (notices);
  if (*digest != NULL) {
    (*digest)->told_us = now_us;
    (*digest)->rang = heard || rings;
  }
  return notices;
}

BellNotice *
bell_notice_policy_tell_rest (const BellNoticeDigest *digest,
                              const char             *account_name,
                              const BellNoticeStyle  *style)
{
  BellNotice *notice = digest_notice (digest, account_name, style);

  notice->low_urgency = TRUE;
  return notice;
}
