/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-one-time-code.c: codes that must be found, and numbers that must not be taken for one. */

#include "hostile-text.h"

#include "mail/one-time-code.h"

#include <string.h>

typedef struct {
  const char *subject;
  const char *text;
  const char *code; /* (nullable) */
} Example;

static const Example codes[] = {
  { "Your code", "Your verification code is 123456.", "123456" },
  { "123456 is your Example code", "Use it to sign in. It expires in 10 minutes.", "123456" },
  { "Sign in to Example", "Enter this code: 004512", "004512" },
  { "G-482913 is your verification code", "", "482913" },
  { "Your verification code", "Hello Ada,\n847 201\nThis code expires in 10 minutes.", "847201" },
  { "Your verification code", "Hello! 847-201. Do not share it.", "847201" },
  { "Verify your email", "Your OTP is 9021", "9021" },
  { "Login", "Ihr Einmalcode lautet 77120934. Er ist 15 Minuten gültig.", "77120934" },
  { "Anmeldung", "Ihr Bestätigungscode: 553201", "553201" },
  { "Ihre TAN", "Die TAN 331276 gilt für den Auftrag über 1200,50 EUR.", "331276" },
  { "Sicherheitscode", "Bestellung 4711990: Ihr Sicherheitscode ist 902144.", "902144" },
  { "Code de vérification", "Votre code est le 661204.", "661204" },
  { "Tu código", "Tu código de verificación es 123987", "123987" },
  { "Il tuo codice", "Il codice di verifica è 554433.", "554433" },
  { "Inloggen", "Je verificatiecode is 445566.", "445566" },
  { "Вход", "Ваш код подтверждения: 667788", "667788" },
  { "登录", "您的验证码是123456，请勿泄露。", "123456" },
  { "ログイン", "認証コード：７８９０１２", "789012" },
  { "로그인", "인증번호는 246810입니다.", "246810" },
  { "Kod logowania", "Twój kod weryfikacyjny to 135790.", "135790" },
  { "Doğrulama", "Doğrulama kodu: 864209", "864209" },
  { "Sign-in code", "Your code: 7KQ42M", "7KQ42M" },
  { "Your security code", "123456\nIf this was not you, ignore this message.", "123456" },
  { "Confirm it is you", "Code 2024 confirms your address.", "2024" },
};

static const Example others[] = {
  { "Lunch on Friday?", "Shall we meet at 1230?", NULL },
  { "Order 123456", "Your order 123456 has been sent.", NULL },
  { "Sale", "Use promo code SAVE2025 to get 20% off. Sign in now.", NULL },
  { "Gutschein", "Ihr Gutscheincode 48151623 – jetzt anmelden!", NULL },
  { "Error", "The program ended with error code 40412; log in to see more.", NULL },
  { "Address", "Please confirm your postal code 90210.", NULL },
  { "Code review", "Commit 20240115 changes 1500 lines of code.", NULL },
  { "Sign in", "Call us at +49 30 123456 if the code does not come.", NULL },
  { "Your code", "The code costs 1234 EUR; log in.", NULL },
  { "Your code", "The code of 12.05.2024 has been verified.", NULL },
  { "Login", "Open https://example.org/code/123456 to verify.", NULL },
  { "Login code", "Either 123456 or 654321 is right.", NULL },
  { "Security alert", "New sign-in from 192.0.2.144 in 2024", NULL },
  { "Invoice", "Rechnung 20240815 vom 15.08.2024, Kundennummer 556677", NULL },
  { "Password changed", "Your password was changed on 12 May 2024.", NULL },
  { "", "", NULL },
  { "code", "", NULL },
  { "Kapitan 123456", "Der Kapitän 123456", NULL },
};

static void
assert_examples (const Example *examples, gsize n_examples)
{
  for (gsize i = 0; i < n_examples; i++) {
    g_autofree char *code = bell_one_time_code_find (examples[i].subject, examples[i].text);

    if (g_strcmp0 (code, examples[i].code) != 0)
      g_error ("“%s”, “%s”: found %s, not %s", examples[i].subject, examples[i].text, code,
               examples[i].code);
  }
}

static void
test_codes_are_found (void)
{
  assert_examples (codes, G_N_ELEMENTS (codes));
}

static void
test_other_numbers_are_none (void)
{
  assert_examples (others, G_N_ELEMENTS (others));
}

static void
assert_is_code (const char *code)
{
  g_assert_cmpuint (strlen (code), >=, 4);
  g_assert_cmpuint (strlen (code), <=, 10);
  for (const char *p = code; *p != '\0'; p++)
    g_assert_true (g_ascii_isdigit (*p) || g_ascii_isupper (*p));
}

static void
test_anything_may_come (void)
{
  static const char *const words[] = { " code ",  "otp ",   "123456", " 12 ", "-", "验证码",
                                       "sign in", "١٢٣٤٥٦", "TAN:",   ".",    "G-" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261122);
  guint n_found = 0;

  for (guint i = 0; i < 10000; i++) {
    g_autoptr (GString) text =
      bell_test_make_hostile (rand, (gsize) g_rand_int_range (rand, 0, 60));
    g_autofree char *valid = NULL;
    g_autofree char *code = NULL;

    for (guint n = 0; n < 4; n++)
      g_string_append (text, words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))]);
    valid = g_utf8_make_valid (text->str, (gssize) text->len);
    code = bell_one_time_code_find (valid, valid);
    if (code != NULL) {
      assert_is_code (code);
      n_found++;
    }
  }
  g_assert_cmpuint (n_found, >, 100);
}

static void
test_a_long_text_takes_no_time (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gint64           started = bell_test_now ();
  g_autofree char *code = NULL;

  while (text->len < 1024 * 1024)
    g_string_append (text, "code 12345 ");
  code = bell_one_time_code_find (text->str, text->str);
  bell_test_assert_quick (started, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/one-time-code/found", test_codes_are_found);
  g_test_add_func ("/one-time-code/others", test_other_numbers_are_none);
  g_test_add_func ("/one-time-code/hostile", test_anything_may_come);
  g_test_add_func ("/one-time-code/long", test_a_long_text_takes_no_time);
  return g_test_run ();
}
