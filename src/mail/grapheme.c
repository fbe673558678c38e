/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Grapheme clusters: a character is put into one of a few kinds, and a small memory of what came
 * before it tells whether it continues the cluster. */

#include "mail/grapheme.h"

#include <string.h>

typedef enum {
  OTHER,
  EXTEND, /* marks, joiners, selectors: they continue whatever stands before them */
  PREPEND,
  REGIONAL,
  PICTOGRAPH,
  CONSONANT, /* any letter without case: the kind counts only behind a linker */
  HANGUL_L,
  HANGUL_V,
  HANGUL_T,
  HANGUL_LV,
  HANGUL_LVT,
} Kind;

typedef struct {
  Kind     last;
  gboolean pictograph; /* the base was one, followed by nothing but extenders */
  gboolean joiner;     /* a ZWJ came last */
  gboolean linker;     /* a linker came since the last consonant */
  guint    regionals;
} Cluster;

#define ZWNJ 0x200C
#define ZWJ 0x200D

/* Emoji and the symbols that may be drawn as such. A wide net does no harm: the kind counts only
 * behind a joiner. */
static gboolean
is_pictograph (gunichar c)
{
  return (c >= 0x1F000 && c <= 0x1FAFF) || (c >= 0x2190 && c <= 0x2BFF) || c == 0xA9 || c == 0xAE ||
         c == 0x203C || c == 0x2049 || c == 0x2122 || c == 0x2139 || c == 0x3030 || c == 0x303D ||
         c == 0x3297 || c == 0x3299;
}

/* Marks that tie the next consonant to the last (InCB=Linker of rule GB9c). Their common property,
 * combining class 9, also belongs to marks that only silence a vowel. */
static gboolean
is_linker (gunichar c)
{
  static const gunichar linkers[] = {
    0x094D, 0x09CD, 0x0ACD, 0x0B4D,  0x0C4D,  0x0D4D,  0x1039,  0x17D2,  0x1A60,  0x1B44,
    0x1BAB, 0xA9C0, 0xAAF6, 0x10A3F, 0x11133, 0x113D0, 0x1193E, 0x11A47, 0x11A99, 0x11F42,
  };

  for (guint i = 0; i < G_N_ELEMENTS (linkers); i++)
    if (c == linkers[i])
      return TRUE;
  return FALSE;
}

static Kind
classify_by_type (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  if (type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK ||
      type == G_UNICODE_SPACING_MARK)
    return EXTEND;
  if (type == G_UNICODE_FORMAT) /* the Arabic number signs and their like; others were removed */
    return PREPEND;
  if (type == G_UNICODE_OTHER_LETTER)
    return CONSONANT;
  return OTHER;
}

static Kind
classify_hangul (gunichar c)
{
  GUnicodeBreakType type = g_unichar_break_type (c);

  if (type == G_UNICODE_BREAK_HANGUL_L_JAMO)
    return HANGUL_L;
  if (type == G_UNICODE_BREAK_HANGUL_V_JAMO)
    return HANGUL_V;
  if (type == G_UNICODE_BREAK_HANGUL_T_JAMO)
    return HANGUL_T;
  if (type == G_UNICODE_BREAK_HANGUL_LV_SYLLABLE)
    return HANGUL_LV;
  if (type == G_UNICODE_BREAK_HANGUL_LVT_SYLLABLE)
    return HANGUL_LVT;
  return OTHER;
}

static Kind
classify (gunichar c)
{
  if (c < 0xA9)
    return OTHER;
  if (c == ZWNJ || c == ZWJ || c == 0xFF9E || c == 0xFF9F || c == 0x0E33 || c == 0x0EB3 ||
      (c >= 0x1F3FB && c <= 0x1F3FF) || (c >= 0xE0020 && c <= 0xE007F))
    return EXTEND;
  if (c == 0x0D4E || (c >= 0x111C2 && c <= 0x111C3))
    return PREPEND;
  if (c >= 0x1F1E6 && c <= 0x1F1FF)
    return REGIONAL;
  if (is_pictograph (c))
    return PICTOGRAPH;
  if ((c >= 0x1100 && c <= 0x11FF) || (c >= 0xA960 && c <= 0xD7FF))
    return classify_hangul (c) != OTHER ? classify_hangul (c) : classify_by_type (c);
  return classify_by_type (c);
}

static gboolean
continues_hangul (Kind last, Kind next)
{
  if (last == HANGUL_L)
    return next == HANGUL_L || next == HANGUL_V || next == HANGUL_LV || next == HANGUL_LVT;
  if (last == HANGUL_V || last == HANGUL_LV)
    return next == HANGUL_V || next == HANGUL_T;
  if (last == HANGUL_T || last == HANGUL_LVT)
    return next == HANGUL_T;
  return FALSE;
}

static gboolean
continues (const Cluster *cluster, Kind next)
{
  if (next == EXTEND || cluster->last == PREPEND)
    return TRUE;
  if (next == PICTOGRAPH)
    return cluster->pictograph && cluster->joiner;
  if (next == REGIONAL)
    return cluster->last == REGIONAL && cluster->regionals % 2 == 1;
  if (next == CONSONANT)
    return cluster->linker;
  return continues_hangul (cluster->last, next);
}

static void
remember (Cluster *cluster, gunichar c, Kind kind)
{
  cluster->joiner = c == ZWJ;
  cluster->last = kind;
  if (kind == EXTEND) {
    cluster->linker |= is_linker (c);
    return;
  }
  cluster->linker = FALSE;
  cluster->pictograph = kind == PICTOGRAPH;
  cluster->regionals = kind == REGIONAL ? cluster->regionals + 1 : 0;
}

const char *
bell_grapheme_end (const char *text, const char *end)
{
  Cluster     cluster = { 0 };
  const char *p = text;

  while (p < end) {
    gunichar c = g_utf8_get_char (p);
    Kind     kind = classify (c);

    if (p > text && !continues (&cluster, kind))
      break;
    remember (&cluster, c, kind);
    p = g_utf8_next_char (p);
  }
  return p;
}

gsize
bell_grapheme_count (const char *text)
{
  const char *end = text + strlen (text);
  gsize       count = 0;

  for (const char *p = text; p < end; p = bell_grapheme_end (p, end))
    count++;
  return count;
}

const char *
bell_grapheme_tail (const char *text, gsize count)
{
  const char *end = text + strlen (text);
  gsize       total = bell_grapheme_count (text);

  for (; total > count; total--)
    text = bell_grapheme_end (text, end);
  return text;
}
