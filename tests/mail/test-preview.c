/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Previews of bodies and parts: whole, cut at every byte, and made to hurt. */

#include "mail/preview.h"

#include "hostile-text.h"

#include <string.h>

typedef struct {
  const char *name;
  const char *body;
  const char *content_type;
  const char *charset;
  const char *encoding;
  const char *expected;
} Case;

#define HTML "text/html; charset=utf-8"

#define ALTERNATIVE                                                                                \
  "--b2\r\nContent-Type: text/plain; charset=utf-8\r\n"                                            \
  "Content-Transfer-Encoding: quoted-printable\r\n\r\n"                                            \
  "Gr=C3=BC=C3=9Fe aus K=C3=B6ln,=\r\n wie geht's?\r\n"                                            \
  "--b2\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Not this</p>\r\n--b2--\r\n"

#define NESTED                                                                                     \
  "This is a multi-part message in MIME format.\r\n--b1\r\n"                                       \
  "Content-Type: multipart/alternative; boundary=\"b2\"\r\n\r\n" ALTERNATIVE "--b1--\r\n"

/* clang-format off */
static const Case cases[] = {
  { "empty", "", NULL, NULL, NULL, "" },
  { "plain", "one\r\ntwo\r\n", NULL, NULL, NULL, "one two" },
  { "markup-in-plain-stays-text", "<b>&amp;</b>", "text/plain", NULL, NULL, "<b>&amp;</b>" },
  { "charset", "Gr\xFC\xDF" "e", "text/plain; charset=iso-8859-1", NULL, NULL, "Grüße" },
  { "charset-overridden", "\xF0\xD2\xC9", "text/plain; charset=utf-8", "koi8-r", NULL, "При" },
  { "charset-undeclared", "Gr\xFC\xDF" "e", NULL, NULL, NULL, "Grüße" },
  { "charset-utf-7-refused", "+ADw-b+AD4-", "text/plain; charset=utf-7", NULL, NULL, "+ADw-b+AD4-" },
  { "charset-unknown", "a\xFF", "text/plain; charset=x-none", NULL, NULL, "a" },
  { "utf-8-cut-in-a-character", "Gr\xC3\xBC\xC3", NULL, NULL, NULL, "Grü" },
  { "japanese", "\x1B$BF|K\\\x1B(B", "text/plain; charset=ISO-2022-JP", NULL, NULL, "日本" },
  { "quoted-printable", "Gr=C3=BC=C3=9F=\r\ne", "text/plain; charset=utf-8", NULL, "QUOTED-PRINTABLE",
    "Grüße" },
  { "quoted-printable-cut", "Gr=C3=BC=C", "text/plain; charset=utf-8", NULL, "quoted-printable",
    "Grü" },
  { "base64", "R3LD\r\nvMOfZQ==\r\n", "text/plain; charset=utf-8", NULL, "base64", "Grüße" },
  { "base64-cut", "R3LDvMO", "text/plain; charset=utf-8", NULL, "base64", "Gr" },
  { "encoding-with-line-break", "a", "text/plain", NULL, "7bit\r\nX: y", "a" },
  { "type-with-line-break", "a", "text/plain\r\n\r\nevil", NULL, NULL, "a" },
  { "type-malformed", "a", "nonsense", NULL, NULL, "a" },
  { "type-unknown-text", "a", "text/x-patch", NULL, NULL, "a" },
  { "not-text", "%PDF-1.4", "application/pdf", NULL, NULL, "" },
  { "calendar", "BEGIN:VCALENDAR", "text/calendar", NULL, NULL, "" },
  { "invisible-padding", "Hi\u034F \u200C\u00A0\u200C\u2007\u00AD there", NULL, NULL, NULL, "Hi there" },
  { "quotes-and-signature", "On 1.2.2025, Ann wrote:\n> x\n\nYes.\n-- \nBob", NULL, NULL, NULL, "Yes." },

  { "alternative", ALTERNATIVE, "multipart/alternative; boundary=b2", NULL, NULL,
    "Grüße aus Köln, wie geht's?" },
  { "nested", NESTED, "multipart/mixed; boundary=b1", NULL, NULL, "Grüße aus Köln, wie geht's?" },
  { "nested-type-unknown", NESTED, NULL, NULL, NULL, "Grüße aus Köln, wie geht's?" },
  { "nested-boundary-unknown", NESTED, "multipart/mixed", NULL, NULL, "Grüße aus Köln, wie geht's?" },
  { "boundary-first", ALTERNATIVE, NULL, NULL, NULL, "Grüße aus Köln, wie geht's?" },
  { "dashes-first-in-plain", "--hello\nworld", NULL, NULL, NULL, "--hello world" },
  { "html-when-plain-is-empty",
    "--b\nContent-Type: text/plain\n\n \n--b\nContent-Type: text/html\n\n<p>yes\n--b--",
    "multipart/alternative; boundary=b", NULL, NULL, "yes" },
  { "plain-behind-html",
    "--b\nContent-Type: text/html\n\n<p>no\n--b\nContent-Type: text/plain\n\nyes\n--b--",
    "multipart/alternative; boundary=b", NULL, NULL, "yes" },
  { "html-before-footer",
    "--b\nContent-Type: text/html\n\n<p>yes\n--b\nContent-Type: text/plain\n\nlist footer\n--b--",
    "multipart/mixed; boundary=b", NULL, NULL, "yes" },
  { "attachment-skipped",
    "--b\nContent-Type: text/plain\nContent-Disposition: attachment\n\nno\n--b\n\nyes\n--b--",
    "multipart/mixed; boundary=b", NULL, NULL, "yes" },
  { "enclosed-message",
    "--b\nContent-Type: message/rfc822\n\nFrom: a@b\nSubject: s\n\nyes\n--b--",
    "multipart/mixed; boundary=b", NULL, NULL, "yes" },
  { "cut-in-part-header", "--b\nContent-Type: text/pl", "multipart/mixed; boundary=b", NULL, NULL, "" },

  { "html", "<html><head><title>T</title><style>p{}</style></head><body><p>Hello&nbsp;&amp; "
            "<b>wel</b>come</p><script>x()</script></body></html>", HTML, NULL, NULL,
    "Hello & welcome" },
  { "html-blocks", "<div>a</div><div>b</div>c<br>d<table><tr><td>e</td><td>f</td></tr></table>", HTML,
    NULL, NULL, "a b c d e f" },
  { "html-inline", "a<b>b</b><span>c</span>", HTML, NULL, NULL, "abc" },
  { "html-picture", "a<img alt=\"logo\" src=\"https://tracker.example/\">b", HTML, NULL, NULL, "ab" },
  { "html-comment", "a<!-- x --><!--[if mso]>y<![endif]-->b", HTML, NULL, NULL, "ab" },
  { "html-hidden", "<div style=\"Display : none\">x</div><p hidden>x</p>"
                   "<p style='font-size:0px'>x</p><p style=max-height:0>x</p>seen", HTML, NULL, NULL,
    "seen" },
  { "html-small-is-not-hidden", "<p style='font-size:0.9em;max-height:09px'>seen", HTML, NULL, NULL,
    "seen" },
  { "html-padding", "Hi&zwnj;&nbsp;&#847;&zwnj;&nbsp;&shy;there", HTML, NULL, NULL, "Hi there" },
  { "html-quote", "yes<blockquote type=cite>no</blockquote><blockquote class=gmail_quote>no"
                  "</blockquote><blockquote>this</blockquote>", HTML, NULL, NULL, "yes this" },
  { "html-gmail-reply", "ok<div class=gmail_quote><div>On Mon, 3 Feb 2025, A &lt;a@b&gt; wrote:<br></div>"
                        "<blockquote class=gmail_quote>no</blockquote></div>", HTML, NULL, NULL, "ok" },
  { "html-pre", "<pre>a\n&gt; no\nb</pre>", HTML, NULL, NULL, "a b" },
  { "html-cut-in-tag", "<p>Hello <a href=\"https://x", HTML, NULL, NULL, "Hello" },
  { "html-unclosed-hidden", "seen<div style='display:none'>x", HTML, NULL, NULL, "seen" },
  { "html-bidi-entity", "a&#x202e;b&#8203;c", HTML, NULL, NULL, "abc" },
  { "html-meta-charset", "<meta charset=\"koi8-r\"><p>\xF0\xD2\xC9", "text/html", NULL, NULL, "При" },
  { "html-meta-does-not-overrule", "<meta charset=koi8-r><p>Gr\xC3\xBC", HTML, NULL, NULL, "Grü" },
};
/* clang-format on */

static char *
make_preview (const Case *test, gsize length)
{
  return bell_preview_new (test->body, length, test->content_type, test->charset, test->encoding);
}

static void
test_case (gconstpointer data)
{
  const Case      *test = data;
  g_autofree char *text = make_preview (test, strlen (test->body));

  g_assert_cmpstr (text, ==, test->expected);
}

/* Wherever a body is cut, what is said of it is safe. */
static void
test_every_prefix (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize length = 0; length <= strlen (cases[i].body); length++) {
      g_autofree char *copy = g_memdup2 (cases[i].body, MAX (length, 1));
      g_autofree char *text =
        bell_preview_new (copy, length, cases[i].content_type, cases[i].charset, cases[i].encoding);

      bell_test_assert_safe (text, BELL_PREVIEW_GRAPHEMES);
    }
}

static void
test_nul (void)
{
  g_autofree char *text = bell_preview_new ("a\0b", 3, NULL, NULL, NULL);

  g_assert_cmpstr (text, ==, "ab");
}

static char *
repeat (const char *unit, gsize bytes)
{
  GString *out = g_string_new (NULL);

  while (out->len < bytes)
    g_string_append (out, unit);
  return g_string_free (out, FALSE);
}

static void
test_floods (void)
{
  static const char *const units[] = {
    "<div>",
    "<b></i>",
    "<p><font>",
    "<table><tr><td>",
    "<",
    "&",
    "<!--",
    "</p>",
    "<html>",
    "<select>",
    "<a href=x>",
    "<p style=display:none>",
    "<p a b c d e f g h i>",
    "<![CDATA[",
    "<?x",
    "<!DOCTYPE x [",
    "&#x110000;",
    "--b\r\n",
    "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n",
    "--b\r\nContent-Type: message/rfc822\r\n\r\n",
    "a1:\n",
    "> \n",
    "\n",
    "=\r\n",
    "====",
    "X: y\r\n",
    "On 1, wrote\n",
    "\xE2\x80\x8C\xC2\xA0",
    "\xF0\x9F\x91\xA8\xE2\x80\x8D",
    "\xCC\x81",
    "________________\n",
  };
  static const char *const types[] = { NULL, HTML, "multipart/mixed; boundary=b",
                                       "message/rfc822" };
  static const char *const encodings[] = { NULL, "base64", "quoted-printable", "x-uuencode" };
  gint64                   started = bell_test_now ();

  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    g_autofree char *body = repeat (units[i], 2 * BELL_PREVIEW_INPUT_BYTES);

    for (guint k = 0; k < G_N_ELEMENTS (types); k++) {
      g_autofree char *text =
        bell_preview_new (body, strlen (body), types[k], NULL, encodings[(i + k) % 4]);
      g_autofree char *unencoded = bell_preview_new (body, strlen (body), types[k], NULL, NULL);

      bell_test_assert_safe (text, BELL_PREVIEW_GRAPHEMES);
      bell_test_assert_safe (unencoded, BELL_PREVIEW_GRAPHEMES);
    }
  }
  bell_test_assert_quick (started, 60);
}

/* Attributes of one tag are compared with each other: thousands of them would be quadratic. */
static void
test_attribute_flood (void)
{
  g_autoptr (GString) body = g_string_new ("<p ");
  g_autofree char *text = NULL;
  gint64           started = bell_test_now ();

  for (guint i = 0; body->len < BELL_PREVIEW_INPUT_BYTES - 100; i++)
    g_string_append_printf (body, "a%u ", i);
  g_string_append (body, ">seen");
  text = bell_preview_new (body->str, body->len, HTML, NULL, NULL);
  g_assert_cmpstr (text, ==, "seen");
  bell_test_assert_quick (started, 20);
}

/* Every level has its own boundary, as MIME wants; the text lies deeper than is looked. */
static void
test_deep_multipart (void)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < 500; i++)
    g_string_append_printf (body, "--b%u\r\nContent-Type: multipart/mixed; boundary=b%u\r\n\r\n", i,
                            i + 1);
  g_string_append (body, "--b500\r\n\r\ndeep\r\n");
  text = bell_preview_new (body->str, body->len, "multipart/mixed; boundary=b0", NULL, NULL);
  g_assert_cmpstr (text, ==, "");
}

static void
test_hostile (void)
{
  static const char *const types[] = { NULL, HTML, "multipart/mixed; boundary=b", "text/plain",
                                       "message/rfc822" };
  static const char *const charsets[] = {
    NULL, "utf-8", "gb18030", "iso-2022-jp", "big5", "x-none"
  };
  static const char *const encodings[] = { NULL, "base64", "quoted-printable", "8bit" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (guint i = 0; i < 4000; i++) {
    g_autoptr (GString) body =
      bell_test_make_hostile (rand, (gsize) g_rand_int_range (rand, 0, 1500));
    g_autofree char *text = bell_preview_new (
      body->str, body->len, types[g_rand_int_range (rand, 0, G_N_ELEMENTS (types))],
      charsets[g_rand_int_range (rand, 0, G_N_ELEMENTS (charsets))],
      encodings[g_rand_int_range (rand, 0, G_N_ELEMENTS (encodings))]);

    bell_test_assert_safe (text, BELL_PREVIEW_GRAPHEMES);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/preview/case/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/preview/every-prefix", test_every_prefix);
  g_test_add_func ("/preview/nul", test_nul);
  g_test_add_func ("/preview/floods", test_floods);
  g_test_add_func ("/preview/attribute-flood", test_attribute_flood);
  g_test_add_func ("/preview/deep-multipart", test_deep_multipart);
  g_test_add_func ("/preview/hostile", test_hostile);
  return g_test_run ();
}
