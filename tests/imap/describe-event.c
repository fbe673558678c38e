/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events in words; how each reads is in transcripts/README.md. */

#include "describe-event.h"

#include <string.h>

/* What stands behind "Subject: " in a header block. */
static char *
find_subject (GBytes *header)
{
  gsize            length;
  const char      *bytes = g_bytes_get_data (header, &length);
  g_autofree char *text = g_strndup (bytes != NULL ? bytes : "", length);
  const char      *subject = strstr (text, "Subject: ");

  if (subject == NULL)
    return g_strdup ("");
  subject += strlen ("Subject: ");
  return g_strndup (subject, strcspn (subject, "\r\n"));
}

static void
describe_messages (GString *text, const BellImapEvent *event)
{
  for (guint i = 0; i < event->news->len; i++) {
    const BellImapNews *news = g_ptr_array_index (event->news, i);
    g_autofree char    *subject = find_subject (news->header);

    g_string_append_printf (text, " %u%s \"%s\"", news->uid, news->seen ? " seen" : "", subject);
    if (news->preview != NULL)
      g_string_append_printf (text, " preview=\"%s\"", news->preview);
    if (news->text != NULL)
      g_string_append_printf (text, " text=%zu", g_bytes_get_size (news->text));
    if (news->calendar != NULL)
      g_string_append_printf (text, " calendar=%s/%s/%zu", news->invitation->encoding,
                              news->invitation->charset, g_bytes_get_size (news->calendar));
  }
}

static char *
describe_news (const BellImapEvent *event)
{
  GString *text = g_string_new ("news");

  describe_messages (text, event);
  g_string_append_printf (text, " more=%u uid_seen=%u", event->n_more, event->uid_seen);
  if (event->after_absence)
    g_string_append (text, " after-absence");
  return g_string_free (text, FALSE);
}

static char *
describe_newest (const BellImapEvent *event)
{
  GString *text = g_string_new ("newest");

  describe_messages (text, event);
  if (event->news->len == 0)
    g_string_append (text, " none");
  return g_string_free (text, FALSE);
}

static const char *
error_name (const GError *error)
{
  static const char *const names[] = { "syntax",
                                       "too-large",
                                       "not-imap",
                                       "protocol",
                                       "injection",
                                       "no-starttls",
                                       "preauth",
                                       "no-mechanism",
                                       "sign-in-refused",
                                       "sign-in-unclear",
                                       "busy",
                                       "no-mailbox",
                                       "command-failed",
                                       "bye",
                                       "closed",
                                       "timeout",
                                       "token-refused",
                                       "downgrade",
                                       "sign-in-invalid",
                                       "server-unproven",
                                       "no-ticket",
                                       "certificate-refused",
                                       "unexplained",
                                       "no-list",
                                       "inbox-refused",
                                       "elsewhere" };

  return names[error->code];
}

const char *
describe_rung (BellImapRung rung)
{
  static const char *const names[] = { "none", "poll", "idle", "notify" };

  return names[rung];
}

BellImapRung
rung_from_name (const char *name)
{
  BellImapRung rung = BELL_IMAP_RUNG_NONE;

  while (!g_str_equal (describe_rung (rung), name))
    rung++;
  return rung;
}

/* Most conversations are not about signing in: its ordinary ways are not named. */
static char *
describe_ready (const BellImapEvent *event)
{
  gboolean ordinary = event->mechanism == NULL || g_str_equal (event->mechanism, "PLAIN") ||
                      g_str_equal (event->mechanism, "LOGIN");

  return g_strconcat ("ready", ordinary ? "" : " ", ordinary ? "" : event->mechanism,
                      event->plus_broken ? " plus-broken" : "",
                      event->external_broken ? " external-broken" : "", NULL);
}

static char *
describe_acted (const BellImapEvent *event)
{
  static const char *const names[] = { "done",  "gone",      "left",        "refused", "no-target",
                                       "stale", "read-only", "interrupted", "unclear" };
  g_autofree char         *uids = bell_imap_uid_set_to_string (event->uids);
  g_autofree char         *target_uids =
    event->target_uids != NULL ? bell_imap_uid_set_to_string (event->target_uids) : NULL;
  GString *text = g_string_new ("acted");

  g_string_append_printf (text, " %u %s %u/%s", event->action_id, names[event->acted],
                          event->uid_validity, uids);
  if (event->sought)
    g_string_append (text, " sought");
  if (event->target != NULL)
    g_string_append_printf (text, " to %s", event->target);
  if (target_uids != NULL)
    g_string_append_printf (text, " at %u/%s", event->target_uid_validity, target_uids);
  return g_string_free (text, FALSE);
}

static char *
describe_type (const BellImapEvent *event)
{
  g_autofree char *uids = event->uids != NULL ? bell_imap_uid_set_to_string (event->uids) : NULL;

  switch (event->type) {
  case BELL_IMAP_EVENT_START_TLS:
    return g_strdup ("start-tls");
  case BELL_IMAP_EVENT_START_COMPRESSION:
    return g_strdup ("start-compression");
  case BELL_IMAP_EVENT_COMPUTE:
    return g_strdup ("compute");
  case BELL_IMAP_EVENT_READY:
    return describe_ready (event);
  case BELL_IMAP_EVENT_MAILBOX:
    return g_strdup_printf ("mailbox %u/%u", event->uid_validity, event->uid_seen);
  case BELL_IMAP_EVENT_LOST:
    return g_strdup ("lost");
  case BELL_IMAP_EVENT_UNLISTED:
    return g_strdup ("unlisted");
  case BELL_IMAP_EVENT_WATCHING:
    return g_strdup_printf ("watching %s%s%s", describe_rung (event->rung),
                            event->others_pushed ? " all" : "",
                            event->error != NULL ? " without list" : "");
  case BELL_IMAP_EVENT_UNREAD:
    return g_strdup_printf ("unread %u", event->unread);
  case BELL_IMAP_EVENT_NEWS:
    return describe_news (event);
  case BELL_IMAP_EVENT_NEWEST:
    return describe_newest (event);
  case BELL_IMAP_EVENT_GONE:
    return g_strdup_printf ("gone %u/%s", event->uid_validity, uids);
  case BELL_IMAP_EVENT_ACTED:
    return describe_acted (event);
  case BELL_IMAP_EVENT_RENEWED:
    return g_strdup_printf ("renewed %ds", (int) (event->silent_us / BELL_SECOND));
  case BELL_IMAP_EVENT_LIED:
    return g_strdup ("lied");
  case BELL_IMAP_EVENT_LISTED:
    return g_strdup_printf ("listed %d", (int) event->role);
  case BELL_IMAP_EVENT_ERRAND_DONE:
    return event->error != NULL
             ? g_strdup_printf ("errand failed: %s", event->error->message)
             : g_strdup_printf ("errand done %u/%u", event->uid_validity, event->uid_seen);
  case BELL_IMAP_EVENT_CLOSED:
    return g_strdup ("closed");
  case BELL_IMAP_EVENT_FAILED:
    if (event->retry_after_us > 0)
      return g_strdup_printf ("failed %s, come back in %" G_GINT64_FORMAT " s",
                              error_name (event->error), event->retry_after_us / BELL_SECOND);
    return g_strdup_printf ("failed %s", error_name (event->error));
  default:
    g_assert_not_reached ();
  }
}

char *
describe_event (const BellImapEvent *event, const char *home)
{
  g_autofree char *text = describe_type (event);

  if (event->mailbox == NULL || g_str_equal (event->mailbox, home))
    return g_steal_pointer (&text);
  return g_strconcat (event->mailbox, ": ", text, NULL);
}
