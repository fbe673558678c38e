/* SPDX-License-Identifier: GPL-3.0-or-later */
/* one-time-code.c: the text is cut into words; words that name a code are looked for, and near them
 * numbers that could be one. The nearest wins, unless another one is just as near. */

#include "mail/one-time-code.h"

#include <string.h>

/* How far, in words, the number may stand behind the word for it, or before it. */
#define MOST_BEHIND 12
#define MOST_BEFORE 6

/* A number before the word for it ("123456 is your code") is less certain by this many words. */
#define COST_BEFORE 3

/* Subject and preview have far fewer; what is longer is no such message. */
#define MOST_WORDS 400

typedef struct {
  char       *folded; /* (owned) */
  const char *start;  /* (unowned) in the text */
  const char *end;
  gboolean    ideographic; /* written without spaces between words */
} Word;

/* These name nothing but such a code. With "*" before it: also as the end of a compound word. */
static const char *const sure_names[] = {
  "otp",
  "2fa-code",
  "passcode",
  "*einmalcode",
  "*einmalpasswort",
  "*einmalkennwort",
  "mtan",
  "smstan",
  "tan",
  "*bestätigungscode",
  "*sicherheitscode",
  "*verifizierungscode",
  "*verifikationscode",
  "*anmeldecode",
  "*zugangscode",
  "*authentifizierungscode",
  "*freischaltcode",
  "*verificatiecode",
  "*beveiligingscode",
  "*bekræftelseskode",
  "*verifieringskod",
  "*engångskod",
  "*engangskode",
  "*vahvistuskoodi",
  "*kertakäyttökoodi",
};

/* The same in languages without spaces, anywhere in a run of their letters. */
static const char *const sure_parts[] = {
  "验证码",   "驗證碼",     "校验码",   "动态码",   "動態密碼", "確認コード", "認証コード",
  "認証番号", "ワンタイム", "인증번호", "인증코드", "확인코드", "보안코드",
};

/* These name such a code where the text speaks of signing in. */
static const char *const names[] = {
  "code",   "codes",   "pin",     "password", "passwort", "kennwort", "passphrase",
  "código", "codigo",  "clave",   "codice",   "kod",      "kód",      "kode",
  "koodi",  "koden",   "koodisi", "kodu",     "kodunuz",  "код",      "пароль",
  "коду",   "κωδικός", "κωδικό",  "رمز",      "الرمز",    "קוד",      "senha",
  "mã",     "token",   "cod",     "codul",    "kodas",    "coduri",
};

/* What a text about signing in says, by the beginnings of its words. */
static const char *const signs[] = {
  "verif",      "vérif",    "bestätig", "confirm",   "authent",   "authoriz", "authoris",
  "authentif",  "sign",     "login",    "logon",     "log",       "anmeld",   "einlogg",
  "sicherheit", "security", "identit",  "identifi",  "one-time",  "onetime",  "einmal",
  "2fa",        "expire",   "expir",    "gültig",    "access",    "acceso",   "acceder",
  "connexion",  "sécurité", "usage",    "valable",   "seguridad", "sesión",   "sicurezza",
  "accedi",     "inlog",    "geldig",   "bevestig",  "подтвер",   "вход",     "входа",
  "безопас",    "logow",    "weryfik",  "potwierdz", "ověř",      "přihl",    "giriş",
  "doğrula",    "bekreft",  "bekræft",  "vahvist",   "kirjaut",   "seguran",  "entrar",
  "تحقق",       "التحقق",   "אימות",    "επαλήθ",    "xác",       "autentif", "autentic",
  "conect",
};

/* Codes of another kind: the word before such a name, or the beginning of its compound. */
static const char *const others[] = {
  "promo",     "promotion", "discount", "rabatt",  "coupon",      "voucher",  "gutschein",
  "gift",      "error",     "fehler",   "zip",     "postal",      "post",     "area",
  "country",   "dress",     "source",   "quell",   "qr",          "bar",      "tracking",
  "booking",   "buchung",   "order",    "bestell", "reference",   "referral", "invite",
  "product",   "produkt",   "color",    "status",  "promocional", "postale",  "sconto",
  "descuento", "réduction", "kunden",   "aktions", "strich",
};

/* What makes the number behind it something else. */
static const char *const labels[] = {
  "nr",           "no",    "order",  "bestellung", "rechnung", "invoice", "ticket",  "ref",
  "reference",    "phone", "tel",    "telefon",    "fax",      "plz",     "account", "konto",
  "kundennummer", "case",  "pedido", "factura",    "commande", "ordine",  "заказ",   "usd",
  "eur",          "gbp",   "chf",    "rs",         "year",
};

/* What makes the number before it something else. */
static const char *const units[] = {
  "eur",     "euro",    "euros",    "usd",        "dollar",  "dollars", "chf",
  "gbp",     "km",      "kg",       "uhr",        "points",  "punkte",  "minutes",
  "minuten", "seconds", "sekunden", "characters", "zeichen", "people",  "rub",
};

static void
word_clear (gpointer data)
{
  Word *word = data;

  g_free (word->folded);
}

static gboolean
is_ideographic (gunichar c)
{
  return g_unichar_iswide (c) || (c >= 0xAC00 && c <= 0xD7A3);
}

static GArray *
split_words (const char *text)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (Word));

  g_array_set_clear_func (words, word_clear);
  for (const char *p = text; *p != '\0' && words->len < MOST_WORDS;) {
    Word word = { .start = p, .ideographic = is_ideographic (g_utf8_get_char (p)) };

    while (*p != '\0' &&
           (g_unichar_isalnum (g_utf8_get_char (p)) || g_unichar_ismark (g_utf8_get_char (p))) &&
           is_ideographic (g_utf8_get_char (p)) == word.ideographic)
      p = g_utf8_next_char (p);
    if (p == word.start) {
      p = g_utf8_next_char (p);
      continue;
    }
    word.end = p;
    word.folded = g_utf8_casefold (word.start, p - word.start);
    g_array_append_val (words, word);
  }
  return words;
}

static const Word *
get_word (GArray *words, gint i)
{
  return i >= 0 && (guint) i < words->len ? &g_array_index (words, Word, i) : NULL;
}

static gboolean
is_listed (const Word *word, const char *const *list, gsize n_list)
{
  for (gsize i = 0; word != NULL && i < n_list; i++)
    if (g_str_equal (word->folded, list[i]))
      return TRUE;
  return FALSE;
}

static gboolean
begins_as_listed (const Word *word, const char *const *list, gsize n_list)
{
  for (gsize i = 0; word != NULL && i < n_list; i++)
    if (g_str_has_prefix (word->folded, list[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_sure_name (const Word *word)
{
  for (gsize i = 0; word->ideographic && i < G_N_ELEMENTS (sure_parts); i++)
    if (strstr (word->folded, sure_parts[i]) != NULL)
      return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (sure_names); i++) {
    const char *name = sure_names[i];

    if (*name == '*' ? g_str_has_suffix (word->folded, name + 1) : g_str_equal (word->folded, name))
      return TRUE;
  }
  return FALSE;
}

/* "code", or a compound that ends so ("Logincode"), and of no other kind ("promo code"). */
static gboolean
is_name (GArray *words, gint i)
{
  const Word *word = get_word (words, i);

  if (begins_as_listed (word, others, G_N_ELEMENTS (others)) ||
      begins_as_listed (get_word (words, i - 1), others, G_N_ELEMENTS (others)))
    return FALSE;
  return is_listed (word, names, G_N_ELEMENTS (names)) ||
         (g_str_has_suffix (word->folded, "code") && !g_str_equal (word->folded, "barcode"));
}

static gboolean
speaks_of_signing_in (GArray *words)
{
  for (guint i = 0; i < words->len; i++)
    if (begins_as_listed (get_word (words, (gint) i), signs, G_N_ELEMENTS (signs)))
      return TRUE;
  return FALSE;
}

static gboolean
is_digits (const Word *word, gsize least, gsize most)
{
  gsize length = word != NULL ? (gsize) (word->end - word->start) : 0;

  if (word == NULL || length < least || length > most)
    return FALSE;
  for (const char *p = word->start; p < word->end; p++)
    if (!g_ascii_isdigit (*p))
      return FALSE;
  return TRUE;
}

/* Capital letters and at least two digits. */
static gboolean
is_mixed (const Word *word)
{
  gsize length = (gsize) (word->end - word->start);
  guint n_digits = 0;
  guint n_letters = 0;

  for (const char *p = word->start; p < word->end; p++) {
    if (!g_ascii_isdigit (*p) && !g_ascii_isupper (*p))
      return FALSE;
    n_digits += g_ascii_isdigit (*p) ? 1 : 0;
    n_letters += g_ascii_isupper (*p) ? 1 : 0;
  }
  return length >= 5 && length <= 10 && n_digits >= 2 && n_letters >= 1;
}

/* Nothing but one sign between two words. */
static gboolean
are_joined_by (const Word *left, const Word *right, const char *joints)
{
  return left != NULL && right != NULL && right->start == left->end + 1 &&
         strchr (joints, *left->end) != NULL;
}

static gboolean
is_number_like (const Word *word)
{
  return word != NULL && g_ascii_isdigit (*word->start);
}

/* "G-123456": the letter is not typed. */
static gboolean
is_prefix (const Word *word, const Word *next)
{
  return word != NULL && word->end - word->start == 1 && g_ascii_isalpha (*word->start) &&
         are_joined_by (word, next, "-");
}

/* A part of something longer: an amount, a date, a time, a telephone number, an address. */
static gboolean
is_attached (const char *text, GArray *words, gint first, gint last)
{
  const Word *before = get_word (words, first - 1);
  const Word *word = get_word (words, first);
  const Word *end = get_word (words, last);
  const Word *after = get_word (words, last + 1);

  if (word->start > text && strchr ("+#$@/=&%_~", word->start[-1]) != NULL)
    return TRUE;
  if (word->start > text && g_unichar_type (g_utf8_get_char (g_utf8_prev_char (word->start))) ==
                              G_UNICODE_CURRENCY_SYMBOL)
    return TRUE;
  if (*end->end != '\0' && strchr ("@/=&%_", *end->end) != NULL)
    return TRUE;
  if (g_unichar_type (g_utf8_get_char (end->end)) == G_UNICODE_CURRENCY_SYMBOL)
    return TRUE;
  if (are_joined_by (before, word, ".,-'’") && !is_prefix (before, word))
    return TRUE;
  if (is_number_like (before) && are_joined_by (before, word, " :"))
    return TRUE;
  if (are_joined_by (end, after, "-'") ||
      (is_number_like (after) && are_joined_by (end, after, " .,:")))
    return TRUE;
  return is_listed (before, labels, G_N_ELEMENTS (labels)) ||
         is_listed (after, units, G_N_ELEMENTS (units));
}

static gboolean
is_year (const char *code)
{
  return strlen (code) == 4 && (g_str_has_prefix (code, "19") || g_str_has_prefix (code, "20"));
}

/* The code that begins with word I, and with which word it ends. (transfer full) (nullable) */
static char *
read_code (const char *text, GArray *words, gint i, gint *last)
{
  const Word *word = get_word (words, i);
  const Word *next = get_word (words, i + 1);
  gboolean    pair = (is_digits (word, 3, 3) && is_digits (next, 3, 3)) ||
                  (is_digits (word, 4, 4) && is_digits (next, 4, 4));

  *last = i;
  if (pair && are_joined_by (word, next, " -"))
    *last = i + 1;
  else if (!is_digits (word, 4, 8) && !is_mixed (word))
    return NULL;
  if (is_attached (text, words, i, *last))
    return NULL;
  return *last == i ? g_strndup (word->start, (gsize) (word->end - word->start))
                    : g_strdup_printf ("%.*s%.*s", (int) (word->end - word->start), word->start,
                                       (int) (next->end - next->start), next->start);
}

/* How far the words FIRST to LAST are from the nearest name of a code; G_MAXUINT: too far. */
static guint
find_distance (const gboolean *named, gint n_words, gint first, gint last)
{
  guint best = G_MAXUINT;

  for (gint i = MAX (first - MOST_BEHIND, 0); i < first; i++)
    if (named[i])
      best = (guint) (first - i);
  for (gint i = last + 1; i < n_words && i <= last + MOST_BEFORE; i++)
    if (named[i])
      return MIN (best, (guint) (i - last) + COST_BEFORE);
  return best;
}

/* Which words name a code; SURE receives whether one of them names nothing else. */
static gboolean *
find_names (GArray *words, gboolean signing_in)
{
  gboolean *named = g_new0 (gboolean, words->len + 1);

  for (guint i = 0; i < words->len; i++)
    named[i] =
      is_sure_name (get_word (words, (gint) i)) || (signing_in && is_name (words, (gint) i));
  return named;
}

/* The nearest code of TEXT and its distance in DISTANCE; (nullable) none, or two as near. */
static char *
find_nearest (const char *text, GArray *words, gboolean signing_in, guint *distance)
{
  g_autofree gboolean *named = find_names (words, signing_in);
  g_autofree char     *nearest = NULL;
  gboolean             doubtful = FALSE;

  *distance = G_MAXUINT;
  for (gint i = 0, last = 0; i < (gint) words->len; i = last + 1) {
    g_autofree char *code = read_code (text, words, i, &last);
    guint d = code != NULL ? find_distance (named, (gint) words->len, i, last) : G_MAXUINT;

    if (d == G_MAXUINT || (is_year (code) && d > 2))
      continue;
    if (d < *distance) {
      doubtful = FALSE;
      *distance = d;
      g_free (nearest);
      nearest = g_steal_pointer (&code);
    } else if (d == *distance && !g_str_equal (code, nearest)) {
      doubtful = TRUE;
    }
  }
  return doubtful ? NULL : g_steal_pointer (&nearest);
}

/* "123456" alone on its line below "Your verification code": the subject names it, the text has no
 * other number. */
static char *
find_only (const char *text, GArray *words)
{
  g_autofree char *only = NULL;

  for (gint i = 0, last = 0; i < (gint) words->len; i = last + 1) {
    g_autofree char *code = read_code (text, words, i, &last);

    if (code == NULL)
      continue;
    if ((only != NULL && !g_str_equal (only, code)) || is_year (code))
      return NULL;
    g_free (only);
    only = g_steal_pointer (&code);
  }
  return g_steal_pointer (&only);
}

static gboolean
has_name (GArray *words, gboolean signing_in)
{
  g_autofree gboolean *named = find_names (words, signing_in);

  for (guint i = 0; i < words->len; i++)
    if (named[i])
      return TRUE;
  return FALSE;
}

char *
bell_one_time_code_find (const char *subject, const char *text)
{
  /* Fullwidth digits become ordinary ones. */
  g_autofree char *plain_subject = g_utf8_normalize (subject, -1, G_NORMALIZE_NFKC);
  g_autofree char *plain_text = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  g_autoptr (GArray) subject_words = NULL;
  g_autoptr (GArray) text_words = NULL;
  g_autofree char *of_subject = NULL;
  g_autofree char *of_text = NULL;
  gboolean         signing_in;
  guint            d_subject, d_text;

  if (plain_subject == NULL || plain_text == NULL)
    return NULL;
  subject_words = split_words (plain_subject);
  text_words = split_words (plain_text);
  signing_in = speaks_of_signing_in (subject_words) || speaks_of_signing_in (text_words);

  of_subject = find_nearest (plain_subject, subject_words, signing_in, &d_subject);
  of_text = find_nearest (plain_text, text_words, signing_in, &d_text);
  if (of_subject != NULL && of_text != NULL && !g_str_equal (of_subject, of_text))
    return d_text < d_subject ? g_steal_pointer (&of_text) : g_steal_pointer (&of_subject);
  if (of_text != NULL || of_subject != NULL)
    return of_text != NULL ? g_steal_pointer (&of_text) : g_steal_pointer (&of_subject);
  if (d_text == G_MAXUINT && d_subject == G_MAXUINT && has_name (subject_words, signing_in))
    return find_only (plain_text, text_words);
  return NULL;
}
