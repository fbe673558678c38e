/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invitations: what calendar programs send, cut at every byte, and made to hurt. */

#include "mail/invitation.h"

#include "hostile-text.h"

#include <string.h>

#define HEAD(method) "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:" method "\r\n"
#define EVENT(lines) "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Review\r\n" lines "END:VEVENT\r\n"
#define TAIL "END:VCALENDAR\r\n"
#define UTC "DTSTART:20261124T090000Z\r\nDTEND:20261124T100000Z\r\n"

/* As Exchange names and sends it. */
#define WINDOWS_ZONE                                                                               \
  "BEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\n"                                            \
  "BEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"        \
  "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"                         \
  "BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"        \
  "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"

/* Every second since 1601. */
#define ENDLESS_ZONE                                                                               \
  "BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"                     \
  "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\n"              \
  "END:VTIMEZONE\r\n"

#define ADA "ORGANIZER;CN=Ada Lovelace:mailto:ada@example.org\r\n"

/* 2026-11-24 09:00 UTC. */
#define NINE (G_GINT64_CONSTANT (1795510800))
#define HOUR (60 * 60)
#define DAY (24 * HOUR)

typedef struct {
  const char        *name;
  const char        *text;
  BellInvitationKind kind;
  gint64             start;
  gint64             length;
  const char        *who;
  gboolean           all_day, floating, repeats;
} Case;

/* clang-format off */
static const Case cases[] = {
  { "utc", HEAD ("REQUEST") EVENT (UTC ADA) TAIL, BELL_INVITATION_ASKED, NINE, HOUR, "Ada Lovelace",
    FALSE, FALSE, FALSE },
  { "changed", HEAD ("REQUEST") EVENT (UTC "SEQUENCE:2\r\n") TAIL, BELL_INVITATION_CHANGED, NINE,
    HOUR, "", FALSE, FALSE, FALSE },
  { "cancelled", HEAD ("CANCEL") EVENT (UTC "SEQUENCE:1\r\n" ADA) TAIL, BELL_INVITATION_CANCELLED,
    NINE, HOUR, "Ada Lovelace", FALSE, FALSE, FALSE },
  { "accepted", HEAD ("REPLY") EVENT (UTC ADA
    "ATTENDEE;CN=Grace;PARTSTAT=ACCEPTED:mailto:grace@example.net\r\n") TAIL,
    BELL_INVITATION_ACCEPTED, NINE, HOUR, "Grace", FALSE, FALSE, FALSE },
  { "declined", HEAD ("REPLY") EVENT (UTC
    "ATTENDEE;PARTSTAT=DECLINED:MAILTO:grace@example.net\r\n") TAIL, BELL_INVITATION_DECLINED, NINE,
    HOUR, "grace@example.net", FALSE, FALSE, FALSE },
  { "perhaps", HEAD ("REPLY") EVENT (UTC "ATTENDEE;PARTSTAT=TENTATIVE:mailto:g@example.net\r\n")
    TAIL, BELL_INVITATION_TENTATIVE, NINE, HOUR, "g@example.net", FALSE, FALSE, FALSE },
  { "countered", HEAD ("COUNTER") EVENT (UTC) TAIL, BELL_INVITATION_COUNTERED, NINE, HOUR, "", FALSE,
    FALSE, FALSE },
  { "zone-of-the-system", HEAD ("REQUEST") EVENT ("DTSTART;TZID=Europe/Berlin:20261124T100000\r\n"
    "DURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\n") TAIL, BELL_INVITATION_ASKED, NINE, HOUR, "", FALSE,
    FALSE, TRUE },
  { "zone-that-came-along", HEAD ("REQUEST") WINDOWS_ZONE
    EVENT ("DTSTART;TZID=\"W. Europe Standard Time\":20261124T100000\r\n"
    "DTEND;TZID=W. Europe Standard Time:20261124T120000\r\n") TAIL, BELL_INVITATION_ASKED, NINE,
    2 * HOUR, "", FALSE, FALSE, FALSE },
  { "daylight-time-that-came-along", HEAD ("REQUEST") WINDOWS_ZONE
    EVENT ("DTSTART;TZID=W. Europe Standard Time:20260724T100000\r\n") TAIL, BELL_INVITATION_ASKED,
    1784880000, 0, "", FALSE, FALSE, FALSE },
  { "zone-unknown", HEAD ("REQUEST") EVENT ("DTSTART;TZID=Nowhere Time:20261124T090000\r\n") TAIL,
    BELL_INVITATION_ASKED, NINE, 0, "", FALSE, TRUE, FALSE },
  { "zone-endless", HEAD ("REQUEST") ENDLESS_ZONE EVENT ("DTSTART;TZID=X:20261124T090000\r\n") TAIL,
    BELL_INVITATION_ASKED, NINE, 0, "", FALSE, TRUE, FALSE },
  { "zone-is-a-path", HEAD ("REQUEST")
    EVENT ("DTSTART;TZID=../../../../dev/zero:20261124T090000\r\n") TAIL, BELL_INVITATION_ASKED, NINE,
    0, "", FALSE, TRUE, FALSE },
  { "floating", HEAD ("REQUEST") EVENT ("DTSTART:20261124T090000\r\n") TAIL, BELL_INVITATION_ASKED,
    NINE, 0, "", FALSE, TRUE, FALSE },
  { "all-day", HEAD ("PUBLISH") EVENT ("DTSTART;VALUE=DATE:20261124\r\n") TAIL,
    BELL_INVITATION_ASKED, NINE - 9 * HOUR, DAY, "", TRUE, FALSE, FALSE },
  { "days", HEAD ("REQUEST") EVENT ("DTSTART;VALUE=DATE:20261124\r\n"
    "DTEND;VALUE=DATE:20261127\r\n") TAIL, BELL_INVITATION_ASKED, NINE - 9 * HOUR, 3 * DAY, "", TRUE,
    FALSE, FALSE },
  { "ends-before-it-begins", HEAD ("REQUEST") EVENT ("DTSTART:20261124T090000Z\r\n"
    "DTEND:20261123T090000Z\r\n") TAIL, BELL_INVITATION_ASKED, NINE, 0, "", FALSE, FALSE, FALSE },
  { "duration-backwards", HEAD ("REQUEST") EVENT ("DTSTART:20261124T090000Z\r\n"
    "DURATION:-P9999W\r\n") TAIL, BELL_INVITATION_ASKED, NINE, 0, "", FALSE, FALSE, FALSE },
  { "cut", HEAD ("REQUEST") "BEGIN:VEVENT\r\nSUMMARY:Review\r\n" UTC "DESCRIPTION:a lo",
    BELL_INVITATION_ASKED, NINE, HOUR, "", FALSE, FALSE, FALSE },
};

static const char *const nothing[] = {
  "", "x", "BEGIN:VCALENDAR", HEAD ("REQUEST") TAIL, "BEGIN:VEVENT\r\n" UTC,
  HEAD ("REQUEST") EVENT ("") TAIL,
  HEAD ("REQUEST") EVENT ("DTSTART:nonsense\r\n") TAIL,
  HEAD ("REQUEST") EVENT ("DTSTART:99991231T235959Z\r\n") TAIL,
  HEAD ("REQUEST") EVENT ("DTSTART:20261399T990000Z\r\n") TAIL,
  HEAD ("REQUEST") "BEGIN:VTODO\r\nSUMMARY:x\r\nDUE:20261124T090000Z\r\nEND:VTODO\r\n" TAIL,
};
/* clang-format on */

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (BellInvitation) invitation =
    bell_invitation_new (test->text, strlen (test->text), "8bit", "utf-8");

  if (!bell_invitation_is_supported ()) {
    g_assert_null (invitation);
    g_test_skip ("built without libical");
    return;
  }
  g_assert_nonnull (invitation);
  g_assert_cmpint (invitation->kind, ==, test->kind);
  g_assert_cmpstr (invitation->what, ==, "Review");
  g_assert_cmpstr (invitation->who, ==, test->who);
  g_assert_cmpint (invitation->start, ==, test->start);
  g_assert_cmpint (invitation->end - invitation->start, ==, test->length);
  g_assert_cmpint (invitation->all_day, ==, test->all_day);
  g_assert_cmpint (invitation->floating, ==, test->floating);
  g_assert_cmpint (invitation->repeats, ==, test->repeats);
}

static void
test_nothing (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (nothing); i++)
    if (bell_invitation_new (nothing[i], strlen (nothing[i]), "7bit", NULL) != NULL)
      g_error ("something was read from \"%s\"", nothing[i]);
}

/* GIVEN: (transfer full) (nullable) */
static void
assert_safe (BellInvitation *given)
{
  g_autoptr (BellInvitation) invitation = given;

  if (invitation == NULL)
    return;
  bell_test_assert_safe (invitation->what, 150);
  bell_test_assert_safe (invitation->where, 60);
  bell_test_assert_safe (invitation->who, 60);
  if (invitation->zone != NULL)
    bell_test_assert_safe (invitation->zone, 60);
  g_assert_cmpint (invitation->start, <=, invitation->end);
}

static const char example[] = HEAD ("REQUEST") WINDOWS_ZONE
  "BEGIN:VEVENT\r\nUID:1\r\n" ADA "SUMMARY:Gr\303\274\303\237e \\, "
  "\342\200\256evil <b>\r\n and folded\r\nLOCATION:Raum 5\\nhinten\r\n"
  "DTSTART;TZID=W. Europe Standard Time:20261124T100000\r\n"
  "DTEND;TZID=W. Europe Standard Time:20261124T110000\r\n"
  "BEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM\r\nEND:VEVENT\r\n" TAIL;

static void
test_encodings (void)
{
  g_autofree char *base64 = g_base64_encode ((const guchar *) example, strlen (example));
  g_autoptr (BellInvitation) invitation =
    bell_invitation_new (base64, strlen (base64), "BASE64", "UTF-8");

  if (!bell_invitation_is_supported ())
    return;
  g_assert_nonnull (invitation);
  g_assert_cmpstr (invitation->what, ==, "Grüße , evil <b>and folded");
  g_assert_cmpstr (invitation->where, ==, "Raum 5 hinten");
  g_assert_cmpint (invitation->start, ==, NINE);
}

static void
test_cut_anywhere (void)
{
  for (gsize length = 0; length < strlen (example); length++)
    assert_safe (bell_invitation_new (example, length, "8bit", NULL));
}

static void
test_hostile (void)
{
  static const char *const lines[] = { "BEGIN:VEVENT\r\n",
                                       "END:VEVENT\r\n",
                                       "BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\n",
                                       "END:STANDARD\r\nEND:VTIMEZONE\r\n",
                                       "RRULE:FREQ=SECONDLY;BYSECOND=0,1,2\r\n",
                                       "RRULE:FREQ=YEARLY;COUNT=999999999;BYDAY=99MO\r\n",
                                       "RDATE:20260101T000000\r\n",
                                       "TZOFFSETFROM:+9999\r\nTZOFFSETTO:-9999\r\n",
                                       "DTSTART;TZID=X:20261124T090000\r\n",
                                       "DTSTART;TZID=X;VALUE=DATE:20261124\r\n",
                                       "DTEND;TZID=Europe/Berlin:20261124T090000\r\n",
                                       "DURATION:P999999999999W\r\n",
                                       "SUMMARY;LANGUAGE=x;X=\"",
                                       "ORGANIZER;CN=",
                                       "ATTENDEE;PARTSTAT=",
                                       "METHOD:REPLY\r\n",
                                       "SEQUENCE:-1\r\n",
                                       UTC };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  gint64 started = bell_test_now ();

  for (guint i = 0; i < 3000; i++) {
    g_autoptr (GString) text = g_string_new (HEAD ("REQUEST") "BEGIN:VEVENT\r\n");

    for (gint32 n = g_rand_int_range (rand, 0, 20); n > 0; n--) {
      g_autoptr (GString) noise = bell_test_make_hostile (rand, 20);

      g_string_append (text, lines[g_rand_int_range (rand, 0, G_N_ELEMENTS (lines))]);
      if (g_rand_int_range (rand, 0, 3) == 0)
        g_string_append (text, noise->str);
    }
    g_string_append (text, "END:VEVENT\r\n" TAIL);
    assert_safe (bell_invitation_new (text->str, text->len, "8bit", "utf-8"));
  }
  bell_test_assert_quick (started, 20);
}

/* Much of one thing. */
static void
test_bombs (void)
{
  static const char *const units[] = { "BEGIN:VEVENT\r\n",
                                       "BEGIN:X\r\nEND:X\r\n",
                                       "A;B=C;D=E:F\r\n",
                                       " folded\r\n",
                                       "ATTENDEE:mailto:x@y\r\n",
                                       "\r\n",
                                       ";" };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    g_autoptr (GString) text = g_string_new (HEAD ("REQUEST"));
    gint64 started = bell_test_now ();

    while (text->len < 1024 * 1024)
      g_string_append (text, units[i]);
    assert_safe (bell_invitation_new (text->str, text->len, "8bit", "utf-8"));
    bell_test_assert_quick (started, 5);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/invitation/case/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/invitation/nothing", test_nothing);
  g_test_add_func ("/invitation/encodings", test_encodings);
  g_test_add_func ("/invitation/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/invitation/hostile", test_hostile);
  g_test_add_func ("/invitation/bombs", test_bombs);
  return g_test_run ();
}
