/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Feeds files to a fuzz target that is built without a fuzzer: to replay what one has found. */

#include "fuzz.h"

#include <glib.h>
#include <stdlib.h>

int
main (int argc, char **argv)
{
  for (int i = 1; i < argc; i++) {
    g_autofree char *contents = NULL;
    g_autoptr (GError) error = NULL;
    gsize length = 0;

    if (!g_file_get_contents (argv[i], &contents, &length, &error)) {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }
    LLVMFuzzerTestOneInput ((const uint8_t *) contents, length);
  }
  return EXIT_SUCCESS;
}
