/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzes the summary of a header block, and with it header text, sender, date and safe text. */

#include "mail/message-summary.h"

#include "fuzz.h"
#include "hostile-text.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (BellMessageSummary) summary = bell_message_summary_new (1, 2, FALSE, data, size);

  bell_test_assert_safe (summary->sender, BELL_SENDER_GRAPHEMES);
  bell_test_assert_safe (summary->address, 400);
  bell_test_assert_safe (summary->subject, BELL_SUBJECT_GRAPHEMES);
  bell_test_assert_safe (summary->message_id, 250);
  return 0;
}
