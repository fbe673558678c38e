/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranges in ascending order, with at least one UID that is not in the set between two of them. */

#include "imap/imap-uid-set.h"

#include "imap/imap-limits.h"

struct _BellImapUidSet {
  GArray *ranges; /* (owned) of BellImapUidRange */
};

static BellImapUidRange *
range_at (const BellImapUidSet *self, guint i)
{
  return &g_array_index (self->ranges, BellImapUidRange, i);
}

/* TRUE if nothing lies between the end of one range and the UID behind it. */
static gboolean
reaches (const BellImapUidRange *range, guint32 uid)
{
  return range->last == G_MAXUINT32 || range->last + 1 >= uid;
}

/* The first range that ends at UID or behind it, or the number of ranges. */
static guint
find_range (const BellImapUidSet *self, guint32 uid)
{
  guint low = 0;
  guint high = self->ranges->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (range_at (self, middle)->last < uid)
      low = middle + 1;
    else
      high = middle;
  }

  return low;
}

static int
compare_ranges (gconstpointer a, gconstpointer b)
{
  guint32 first_a = ((const BellImapUidRange *) a)->first;
  guint32 first_b = ((const BellImapUidRange *) b)->first;

  return (first_a > first_b) - (first_a < first_b);
}

static void
sort_and_merge (BellImapUidSet *self)
{
  guint kept = 0;

  g_array_sort (self->ranges, compare_ranges);
  for (guint i = 1; i < self->ranges->len; i++) {
    BellImapUidRange *before = range_at (self, kept);
    BellImapUidRange *range = range_at (self, i);

    if (reaches (before, range->first))
      before->last = MAX (before->last, range->last);
    else
      *range_at (self, ++kept) = *range;
  }
  g_array_set_size (self->ranges, kept + 1);
}

/* Reads "n" at *TEXT and moves behind it; FALSE if there is no number from 1 to 2^32 - 1. */
static gboolean
read_uid (const char **text, guint32 *uid)
{
  guint64 number = 0;

  if (!g_ascii_isdigit (**text))
    return FALSE;
  for (; g_ascii_isdigit (**text); (*text)++) {
    number = 10 * number + (guint64) (**text - '0');
    if (number > G_MAXUINT32)
      return FALSE;
  }
  *uid = (guint32) number;

  return number > 0;
}

static gboolean
read_range (const char **text, BellImapUidRange *range)
{
  guint32 other;

  if (!read_uid (text, &range->first))
    return FALSE;
  range->last = range->first;
  if (**text != ':')
    return TRUE;

  (*text)++;
  if (!read_uid (text, &other))
    return FALSE;
  /* "5:2" is the same as "2:5" (RFC 9051 §9, seq-range). */
  range->last = MAX (range->first, other);
  range->first = MIN (range->first, other);

  return TRUE;
}

BellImapUidSet *
bell_imap_uid_set_parse (const char *text)
{
  g_autoptr (BellImapUidSet) self = bell_imap_uid_set_new ();
  BellImapUidRange range;

  for (;;) {
    if (!read_range (&text, &range) || self->ranges->len == BELL_IMAP_LIMIT_VALUES)
      return NULL;
    g_array_append_val (self->ranges, range);
    if (*text == '\0')
      break;
    if (*text++ != ',')
      return NULL;
  }
  sort_and_merge (self);

  return g_steal_pointer (&self);
}

BellImapUidSet *
bell_imap_uid_set_new (void)
{
  BellImapUidSet *self = g_new0 (BellImapUidSet, 1);

  self->ranges = g_array_new (FALSE, FALSE, sizeof (BellImapUidRange));

  return self;
}

BellImapUidSet *
bell_imap_uid_set_copy (const BellImapUidSet *self)
{
  BellImapUidSet *copy = g_new0 (BellImapUidSet, 1);

  copy->ranges = g_array_copy (self->ranges);

  return copy;
}

void
bell_imap_uid_set_free (BellImapUidSet *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->ranges);
  g_free (self);
}

void
bell_imap_uid_set_add (BellImapUidSet *self, guint32 uid)
{
  BellImapUidRange single = { uid, uid };
  guint            at = find_range (self, uid);
  gboolean         joins_before;
  gboolean         joins_after;

  g_return_if_fail (uid > 0);

  if (at < self->ranges->len && range_at (self, at)->first <= uid)
    return;

  joins_before = at > 0 && reaches (range_at (self, at - 1), uid);
  joins_after = at < self->ranges->len && range_at (self, at)->first == uid + 1;
  if (joins_before && joins_after) {
    range_at (self, at - 1)->last = range_at (self, at)->last;
    g_array_remove_index (self->ranges, at);
  } else if (joins_before) {
    range_at (self, at - 1)->last = uid;
  } else if (joins_after) {
    range_at (self, at)->first = uid;
  } else if (self->ranges->len < BELL_IMAP_LIMIT_VALUES) {
    g_array_insert_val (self->ranges, at, single);
  }
}

void
bell_imap_uid_set_add_set (BellImapUidSet *self, const BellImapUidSet *other)
{
  /* To sort a full set once more for each line that comes would take all the time there is. */
  if (other->ranges->len == 0 || self->ranges->len >= BELL_IMAP_LIMIT_VALUES)
    return;
  g_array_append_vals (self->ranges, other->ranges->data, other->ranges->len);
  sort_and_merge (self);
  if (self->ranges->len > BELL_IMAP_LIMIT_VALUES)
    g_array_set_size (self->ranges, BELL_IMAP_LIMIT_VALUES);
}

void
bell_imap_uid_set_intersect (BellImapUidSet *self, const BellImapUidSet *other)
{
  g_autoptr (GArray) ranges = g_steal_pointer (&self->ranges);
  guint i = 0, j = 0;

  self->ranges = g_array_new (FALSE, FALSE, sizeof (BellImapUidRange));
  while (i < ranges->len && j < other->ranges->len) {
    const BellImapUidRange *mine = &g_array_index (ranges, BellImapUidRange, i);
    const BellImapUidRange *others = range_at (other, j);
    BellImapUidRange both = { MAX (mine->first, others->first), MIN (mine->last, others->last) };

    if (both.first <= both.last)
      g_array_append_val (self->ranges, both);
    if (mine->last < others->last)
      i++;
    else
      j++;
  }
}

gboolean
bell_imap_uid_set_overlaps (const BellImapUidSet *self, const BellImapUidSet *other)
{
  g_autoptr (BellImapUidSet) both = bell_imap_uid_set_copy (self);

  bell_imap_uid_set_intersect (both, other);
  return both->ranges->len > 0;
}

guint64
bell_imap_uid_set_count (const BellImapUidSet *self)
{
  guint64 n = 0;

  for (guint i = 0; i < self->ranges->len; i++)
    n += (guint64) range_at (self, i)->last - range_at (self, i)->first + 1;

  return n;
}

gboolean
bell_imap_uid_set_contains (const BellImapUidSet *self, guint32 uid)
{
  guint at = find_range (self, uid);

  return at < self->ranges->len && range_at (self, at)->first <= uid;
}

guint
bell_imap_uid_set_get_n_ranges (const BellImapUidSet *self)
{
  return self->ranges->len;
}

const BellImapUidRange *
bell_imap_uid_set_get_ranges (const BellImapUidSet *self)
{
  return (const BellImapUidRange *) (gconstpointer) self->ranges->data;
}

/* A comma goes before all but the first. */
static void
append_range (GString *text, const BellImapUidRange *range)
{
  if (text->len > 0)
    g_string_append_c (text, ',');
  g_string_append_printf (text, "%" G_GUINT32_FORMAT, range->first);
  if (range->last > range->first)
    g_string_append_printf (text, ":%" G_GUINT32_FORMAT, range->last);
}

char *
bell_imap_uid_set_to_string (const BellImapUidSet *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->ranges->len; i++)
    append_range (text, range_at (self, i));

  return g_string_free (text, FALSE);
}

char *
bell_imap_uid_set_cut (const BellImapUidSet *self, guint *at, gsize most_bytes)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (*at < self->ranges->len, g_string_free (text, FALSE));

  append_range (text, range_at (self, (*at)++));
  while (*at < self->ranges->len) {
    gsize before = text->len;

    append_range (text, range_at (self, *at));
    if (text->len > most_bytes) {
      g_string_truncate (text, before);
      break;
    }
    (*at)++;
  }

  return g_string_free (text, FALSE);
}
