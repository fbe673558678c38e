/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sample-notice.c: the notice of a message that there is not, made as all others are. */

#include "app/sample-notice.h"

#include "policy/notice-policy.h"

#include <glib/gi18n-lib.h>

#define NOTICE_ID "sample"

/* Of no account: what opens it opens the mail program alone. */
#define NO_ACCOUNT ""

/* A domain of RFC 2606: it is nobody's face. */
#define ADDRESS "mailbell@example.org"

static BellNotice *
make_notice (BellMessageSummary *message, const BellNoticeStyle *style)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new ();
  g_autoptr (GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr (GPtrArray) notices = NULL;
  g_autoptr (BellNoticeDigest) no_digest = NULL;
  BellStanding standing = { .singles = nothing };
  BellNews     news = {
        .account_id = NO_ACCOUNT, .account_name = "Mailbell", .messages = messages, .digest_above = 1
  };

  g_ptr_array_add (messages, message);
  notices = bell_notice_policy_decide (&news, style, &standing, 0, &no_digest);
  return bell_notice_copy (g_ptr_array_index (notices, 0));
}

BellNotice *
bell_sample_notice_new (GSettings *general)
{
  static const char *const open[] = { "open", NULL }, *const none[] = { NULL };
  g_auto (GStrv) buttons = g_settings_get_strv (general, "notification-buttons");
  gboolean           with_open = g_strv_contains ((const char *const *) buttons, "open");
  BellMessageSummary message = {
    .sender = "Mailbell",
    .address = ADDRESS,
    .subject = _ ("Test notification"),
    .preview = _ ("This is how new mail is told of."),
    .message_id = "",
  };
  BellNoticeStyle style = {
    .content = (BellNoticeContent) g_settings_get_enum (general, "notification-content"),
    .loudness = BELL_LOUDNESS_NORMAL,
    .buttons = with_open ? open : none,
    .with_faces = g_settings_get_boolean (general, "notification-face"),
    .duration_s = g_settings_get_int (general, "notification-duration"),
    .with_sound = g_settings_get_boolean (general, "notification-sound"),
  };
  BellNotice *notice = make_notice (&message, &style);

  g_free (notice->id);
  notice->id = g_strdup (NOTICE_ID);
  return notice;
}
