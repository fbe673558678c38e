/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzes the preview. The first line of the input chooses charset, encoding and content type,
 * separated by "|"; the rest is the body. */

#include "mail/preview.h"

#include "fuzz.h"
#include "hostile-text.h"

#include <string.h>

static const char *
get_part (char **parts, guint index)
{
  return index < g_strv_length (parts) && *parts[index] != '\0' ? parts[index] : NULL;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const uint8_t   *newline = size > 0 ? memchr (data, '\n', size) : NULL;
  size_t           skip = newline != NULL ? (size_t) (newline - data) + 1 : 0;
  g_autofree char *line = g_strndup ((const char *) data, skip > 0 ? skip - 1 : 0);
  g_auto (GStrv) parts = g_strsplit (line, "|", 3);
  g_autofree char *text = bell_preview_new (data + skip, size - skip, get_part (parts, 2),
                                            get_part (parts, 0), get_part (parts, 1));

  bell_test_assert_safe (text, BELL_PREVIEW_GRAPHEMES);
  return 0;
}
