/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-notice-text.c: whatever a message says, its notification is text.
 * Ten thousand messages, each made by the same seed in every run: MAILBELL_SEED takes another one,
 * MAILBELL_MESSAGES another number. Every word of every notice is checked, as each kind of daemon
 * gets it. */

#include "policy/invitation-text.h"
#include "policy/notice-markup.h"
#include "policy/notice-policy.h"

#include "../mail/hostile-text.h"

#include "mail/grapheme.h"
#include "mail/preview.h"

#include <string.h>

#define FSI "\342\201\250"
#define PDI "\342\201\251"

#define MESSAGES 10000
#define SEED 20261122

/* Subject and preview, a line each, and the line of a code; or those of an invitation. */
#define BODY_LINES BELL_INVITATION_LINES

/* Sender or folder and what stands around them. */
#define TITLE_GRAPHEMES (2 * BELL_SENDER_GRAPHEMES + 20)

/* An honest message takes microseconds; the worst of a mebibyte, less than this in processor time,
 * under a sanitizer too. */
#define SECONDS_FOR_ONE 2

static const char *const charsets[] = {
  "UTF-8",     "ISO-8859-1", "ISO-8859-15", "WINDOWS-1251", "KOI8-R",      "ISO-2022-JP",
  "SHIFT_JIS", "EUC-JP",     "GB18030",     "BIG5",         "EUC-KR",      "ISO-8859-8",
  "UTF-16",    "UTF-16LE",   "UTF-32",      "UTF-7",        "WINDOWS-874", "no-such-charset",
};

static const char *const words[] = {
  "Grüße",    "Привет",       "日本語",
  "שלום",     "مرحبا",        "สวัสดี",
  "한국어",   "naïve",        "👨‍👩‍👧",
  "<b>bold",  "</b>",         "&amp;",
  "&lt;",     "<a href='x'>", "\u202Egnp.exe",
  "1 < 2",    "\u2066",       "\a",
  "\x1B[31m", "a\u0301",      "100 %s",
  "%n",       "-- ",          "> quoted",
};

static const char *
choose (GRand *rand, const char *const *from, guint n)
{
  return from[g_rand_int_range (rand, 0, (gint32) n)];
}

static GString *
make_words (GRand *rand, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++) {
    g_string_append (text, choose (rand, words, G_N_ELEMENTS (words)));
    g_string_append_c (text, ' ');
  }
  return text;
}

/* TEXT in one of the charsets as far as that has its characters, or as it is. */
static GBytes *
encode_charset (GRand *rand, const GString *text, const char **charset)
{
  g_autofree char *encoded = NULL;
  gsize            length = 0;

  /* Making a converter takes longer than anything else here. */
  *charset = g_rand_boolean (rand) ? "UTF-8" : choose (rand, charsets, G_N_ELEMENTS (charsets));
  if (g_str_equal (*charset, "UTF-8") || g_str_equal (*charset, "no-such-charset"))
    return g_bytes_new (text->str, text->len);
  encoded = g_convert_with_fallback (text->str, (gssize) text->len, *charset, "UTF-8", "?", NULL,
                                     &length, NULL);
  if (encoded == NULL)
    return g_bytes_new (text->str, text->len);
  return g_bytes_new (encoded, length);
}

static void
append_quoted (GString *out, GBytes *bytes, gboolean in_header)
{
  gsize         length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  for (gsize i = 0; i < length; i++) {
    if (g_ascii_isalnum (data[i]))
      g_string_append_c (out, (char) data[i]);
    else if (in_header && data[i] == ' ')
      g_string_append_c (out, '_');
    else
      g_string_append_printf (out, "=%02X", data[i]);
  }
}

static void
append_base64 (GString *out, GBytes *bytes)
{
  gsize            length;
  const guint8    *data = g_bytes_get_data (bytes, &length);
  g_autofree char *text = g_base64_encode (data, length);

  g_string_append (out, text);
}

/* Bytes are lost, or become others. */
static void
damage (GRand *rand, GString *text)
{
  if (text->len == 0)
    return;
  if (g_rand_boolean (rand))
    g_string_truncate (text, (gsize) g_rand_int_range (rand, 0, (gint32) text->len));
  for (gint32 n = g_rand_int_range (rand, 0, 3); n > 0 && text->len > 0; n--)
    text->str[g_rand_int_range (rand, 0, (gint32) text->len)] =
      (char) g_rand_int_range (rand, 1, 256);
}

/* A value in encoded words (RFC 2047), honest but for what happens to it on the way. */
static GString *
make_encoded (GRand *rand)
{
  GString *value = g_string_new (NULL);

  for (gint32 n = g_rand_int_range (rand, 1, 4); n > 0; n--) {
    g_autoptr (GString) text = make_words (rand, (guint) g_rand_int_range (rand, 1, 6));
    const char *charset = NULL;
    g_autoptr (GBytes) bytes = encode_charset (rand, text, &charset);
    gboolean quoted = g_rand_boolean (rand);

    g_string_append_printf (value, "=?%s?%c?", charset, quoted ? 'Q' : 'B');
    if (quoted)
      append_quoted (value, bytes, TRUE);
    else
      append_base64 (value, bytes);
    g_string_append (value, n > 1 ? "?=\r\n " : "?=");
  }
  if (g_rand_int_range (rand, 0, 2) == 0)
    damage (rand, value);
  return value;
}

/* A mebibyte and more of one thing. */
static GString *
make_long (GRand *rand)
{
  g_autoptr (GString) unit = g_rand_boolean (rand)
                               ? bell_test_make_hostile (rand, 60)
                               : g_string_new (choose (rand, words, G_N_ELEMENTS (words)));
  GString *value = g_string_sized_new (1100 * 1024);

  while (value->len < 1024 * 1024)
    g_string_append_len (value, unit->str, (gssize) unit->len);
  return value;
}

/* One in five hundred is a long one. */
static GString *
make_value (GRand *rand)
{
  gint32 dice = g_rand_int_range (rand, 0, 1000);

  if (dice < 2)
    return make_long (rand);
  if (dice < 600)
    return make_encoded (rand);
  if (dice < 700)
    return make_words (rand, (guint) g_rand_int_range (rand, 0, 60));
  return bell_test_make_hostile (rand, (gsize) g_rand_int_range (rand, 0, 500));
}

static void
append_repeated (GString *out, const char *text, gint32 n)
{
  for (; n > 0; n--)
    g_string_append (out, text);
}

/* What has brought parsers of HTML to their knees. */
static GString *
make_bomb (GRand *rand)
{
  static const char *const nests[] = { "<div>",         "<b><i>",     "<table><tr><td>",
                                       "<blockquote>",  "<ul><li>",   "<pre>",
                                       "<font size=7>", "<a href=x>", "<select><svg>" };
  GString                 *html = g_string_new (NULL);
  gint32                   n = g_rand_int_range (rand, 1, 20000);

  switch (g_rand_int_range (rand, 0, 6)) {
  case 0:
    append_repeated (html, choose (rand, nests, G_N_ELEMENTS (nests)), n);
    g_string_append (html, "deep");
    break;
  case 1: /* a billion laughs */
    g_string_append (html, "<!DOCTYPE html [<!ENTITY a \"ha\">");
    for (char c = 'b'; c <= 'j'; c++)
      g_string_append_printf (html, "<!ENTITY %c \"&%c;&%c;&%c;&%c;\">", c, c - 1, c - 1, c - 1,
                              c - 1);
    g_string_append (html, "<!ENTITY x SYSTEM \"file:///etc/passwd\">]><p>&j;&x;");
    break;
  case 2:
    g_string_append (html, "<p ");
    append_repeated (html, "a=b ", n);
    break;
  case 3:
    append_repeated (html, "&#x202e;&#60;b&#62;&lt;i&gt;", n / 20 + 1);
    break;
  case 4:
    append_repeated (html, "<!--", n);
    break;
  default:
    append_repeated (html, "<style>p{}</style><script>x</script><p>word", n / 40 + 1);
    break;
  }
  return html;
}

static GString *
make_content (GRand *rand, gboolean *is_html)
{
  gint32 dice = g_rand_int_range (rand, 0, 20);

  *is_html = dice < 8;
  if (dice == 0)
    return make_bomb (rand);
  if (dice < 8) {
    g_autoptr (GString) text = make_words (rand, (guint) g_rand_int_range (rand, 0, 80));
    GString *html = g_string_new (NULL);

    g_string_printf (html, "<html><body><p>%s</p>", text->str);
    return html;
  }
  if (dice < 14)
    return make_words (rand, (guint) g_rand_int_range (rand, 0, 80));
  return bell_test_make_hostile (rand, (gsize) g_rand_int_range (rand, 0, 3000));
}

/* The first bytes of a body, and the fields of the header that say how to read them. */
static GBytes *
make_text (GRand *rand, GString *header)
{
  static const char *const encodings[] = { "7bit", "8bit", "base64", "quoted-printable", "x" };
  gboolean                 is_html = FALSE;
  g_autoptr (GString) content = make_content (rand, &is_html);
  g_autoptr (GString) body = g_string_new (NULL);
  const char *encoding = choose (rand, encodings, G_N_ELEMENTS (encodings));
  const char *charset = NULL;
  g_autoptr (GBytes) bytes = encode_charset (rand, content, &charset);

  if (g_str_equal (encoding, "base64"))
    append_base64 (body, bytes);
  else if (g_str_equal (encoding, "quoted-printable"))
    append_quoted (body, bytes, FALSE);
  else
    g_string_append_len (body, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  if (g_rand_boolean (rand))
    damage (rand, body);
  g_string_append_printf (header,
                          "Content-Type: text/%s; charset=%s\r\n"
                          "Content-Transfer-Encoding: %s\r\n",
                          is_html ? "html" : "plain", charset, encoding);
  return g_bytes_new (body->str, body->len);
}

/* (transfer full) (nullable) */
static BellInvitation *
make_invitation (GRand *rand)
{
  g_autoptr (GString) what = bell_test_make_hostile (rand, 200);
  g_autoptr (GString) where = make_words (rand, 30);
  g_autoptr (GString) who = bell_test_make_hostile (rand, 100);
  g_autofree char *text = g_strdup_printf (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;TZID=<b>:20261124T090000\r\nSUMMARY:%s\r\n"
    "LOCATION:%s\r\nORGANIZER;CN=\"%s\":mailto:a@b\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    what->str, where->str, who->str);

  return bell_invitation_new (text, strlen (text), "8bit", NULL);
}

static BellMessageSummary *
make_message (GRand *rand, guint32 uid)
{
  g_autoptr (GString) header = g_string_new (NULL);
  g_autoptr (GString) from = make_value (rand);
  g_autoptr (GString) subject = make_value (rand);
  g_autoptr (GBytes) text = NULL;
  g_autoptr (GBytes) fields = NULL;
  g_autofree char    *made = NULL;
  BellMessageSummary *message;

  g_string_printf (header, "From: %s <ada@example.org>\r\nSubject: %s\r\n", from->str,
                   subject->str);
  text = make_text (rand, header);
  if (g_rand_int_range (rand, 0, 4) == 0) /* a server's own preview is a stranger's word too */
    made = g_strndup (g_bytes_get_data (text, NULL), g_bytes_get_size (text));
  fields = g_bytes_new (header->str, header->len);
  message = bell_message_summary_new (7, uid, FALSE, header->str, header->len);
  bell_message_summary_set_preview (message, made, fields, text);
  if (g_rand_int_range (rand, 0, 20) == 0)
    bell_message_summary_set_invitation (message, make_invitation (rand));
  return message;
}

/* Isolates are ours: each that is opened is closed, and none is within another. */
static char *
take_isolates_off (const char *text)
{
  GString *bare = g_string_new (NULL);
  gboolean open = FALSE;

  for (const char *p = text; *p != '\0';) {
    gboolean begins = g_str_has_prefix (p, FSI);

    if (!begins && !g_str_has_prefix (p, PDI)) {
      g_string_append_c (bare, *p++);
      continue;
    }
    g_assert_true (begins != open);
    open = begins;
    p += strlen (FSI);
  }
  g_assert_false (open);
  return g_string_free (bare, FALSE);
}

static void
assert_line (const char *text, guint graphemes)
{
  g_autofree char *bare = take_isolates_off (text);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  bell_test_assert_safe (bare, graphemes);
}

/* Read as markup it is nothing but this text. */
static void
on_element (GMarkupParseContext *context G_GNUC_UNUSED,
            const char                  *name,
            const char **names           G_GNUC_UNUSED,
            const char **values          G_GNUC_UNUSED,
            gpointer user_data           G_GNUC_UNUSED,
            GError **error               G_GNUC_UNUSED)
{
  g_assert_cmpstr (name, ==, "body");
}

static void
on_text (GMarkupParseContext *context G_GNUC_UNUSED,
         const char                  *text,
         gsize                        length,
         gpointer                     user_data,
         GError **error               G_GNUC_UNUSED)
{
  g_string_append_len (user_data, text, (gssize) length);
}

static void
assert_reads_as (const char *markup, const char *text)
{
  static const GMarkupParser parser = { .start_element = on_element, .text = on_text };
  g_autoptr (GString) read = g_string_new (NULL);
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, read, NULL);
  g_autofree char *document = g_strconcat ("<body>", markup, "</body>", NULL);
  g_autoptr (GError) error = NULL;

  g_markup_parse_context_parse (context, document, -1, &error);
  g_assert_no_error (error);
  g_assert_true (g_markup_parse_context_end_parse (context, &error));
  g_assert_cmpstr (read->str, ==, text);
}

static void
assert_body (const char *body)
{
  g_auto (GStrv) lines = g_strsplit (body, "\n", -1);
  g_autofree char *plain = bell_notice_markup_write (BELL_NOTICE_READER_PLAIN, body);
  g_autofree char *markup = bell_notice_markup_write (BELL_NOTICE_READER_MARKUP, body);
  g_autofree char *unsure = bell_notice_markup_write (BELL_NOTICE_READER_UNSURE, body);

  g_assert_cmpuint (g_strv_length (lines), <=, BODY_LINES);
  for (guint i = 0; lines[i] != NULL; i++)
    assert_line (lines[i], MAX (BELL_PREVIEW_GRAPHEMES, 6 * BELL_SENDER_GRAPHEMES));
  g_assert_cmpstr (plain, ==, body);
  assert_reads_as (markup, body);
  g_assert_null (strpbrk (unsure, "<>&"));
  g_assert_true (g_utf8_validate (unsure, -1, NULL));
}

static void
assert_notice (const BellNotice *notice)
{
  assert_line (notice->title, TITLE_GRAPHEMES);
  assert_body (notice->body);
  for (guint i = 0; notice->buttons != NULL && i < notice->buttons->len; i++) {
    const BellNoticeButton *button = g_ptr_array_index (notice->buttons, i);

    assert_line (button->label, BELL_SENDER_GRAPHEMES);
  }
}

static guint32
get_number (const char *variable, guint32 otherwise)
{
  const char *text = g_getenv (variable);

  return text != NULL ? (guint32) g_ascii_strtoull (text, NULL, 10) : otherwise;
}

static void
message_unref (gpointer message)
{
  bell_message_summary_unref (message);
}

static void
assert_told (GRand *rand, GPtrArray *messages, guint digest_above)
{
  static const char *const buttons[] = { "copy-code", "open", NULL };
  BellNoticeStyle          style = { .buttons = buttons, .clipboard = g_rand_boolean (rand) };
  BellNews                 news = { .account_id = "a",
                                    .account_name = "Work",
                                    .folder = g_rand_boolean (rand) ? "Lists" : NULL,
                                    .messages = messages,
                                    .digest_above = digest_above };
  g_autoptr (GPtrArray) no_singles = g_ptr_array_new ();
  BellStanding standing = { .singles = no_singles };
  g_autoptr (BellNoticeDigest) digest = NULL;
  g_autoptr (GPtrArray) notices = bell_notice_policy_decide (&news, &style, &standing, 0, &digest);

  g_assert_cmpuint (notices->len, ==, 1);
  assert_notice (g_ptr_array_index (notices, 0));
}

/* Each message is told alone, and each ten as a digest. */
static void
test_text (void)
{
  guint32 seed = get_number ("MAILBELL_SEED", SEED);
  guint32 n = get_number ("MAILBELL_MESSAGES", MESSAGES);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GPtrArray) ten = g_ptr_array_new_with_free_func (message_unref);

  g_test_message ("MAILBELL_SEED=%u MAILBELL_MESSAGES=%u", seed, n);
  for (guint32 i = 0; i < n; i++) {
    gint64              started = bell_test_now ();
    BellMessageSummary *message = make_message (rand, i + 1);
    g_autoptr (GPtrArray) alone = g_ptr_array_new ();

    bell_test_assert_quick (started, SECONDS_FOR_ONE);
    bell_test_assert_safe (message->sender, BELL_SENDER_GRAPHEMES);
    bell_test_assert_safe (message->subject, BELL_SUBJECT_GRAPHEMES);
    bell_test_assert_safe (message->preview, BELL_PREVIEW_GRAPHEMES);
    g_ptr_array_add (alone, message);
    g_ptr_array_add (ten, message);
    assert_told (rand, alone, 1);
    if (ten->len < 10)
      continue;
    assert_told (rand, ten, 1);
    g_ptr_array_set_size (ten, 0);
  }
}

/* The test can fail: text that is not escaped does not read as itself. */
static void
test_markup_is_text (void)
{
  static const struct {
    const char *text, *markup, *unsure;
  } cases[] = {
    { "plain", "plain", "plain" },
    { "<b>x</b>", "&lt;b&gt;x&lt;/b&gt;", " b x /b " },
    { "a & b &lt;", "a &amp; b &amp;lt;", "a   b  lt;" },
    { "\"it's\"", "&quot;it&apos;s&quot;", "\"it's\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *plain = bell_notice_markup_write (BELL_NOTICE_READER_PLAIN, cases[i].text);
    g_autofree char *markup = bell_notice_markup_write (BELL_NOTICE_READER_MARKUP, cases[i].text);
    g_autofree char *unsure = bell_notice_markup_write (BELL_NOTICE_READER_UNSURE, cases[i].text);

    g_assert_cmpstr (plain, ==, cases[i].text);
    g_assert_cmpstr (markup, ==, cases[i].markup);
    assert_reads_as (markup, cases[i].text);
    g_assert_cmpstr (unsure, ==, cases[i].unsure);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notice-text/markup-is-text", test_markup_is_text);
  g_test_add_func ("/notice-text/ten-thousand", test_text);
  return g_test_run ();
}
