/* SPDX-License-Identifier: GPL-3.0-or-later */
/* error-code.c: an error for the log. */

#include "base/error-code.h"

char *
bell_error_get_code (const GError *error)
{
  return g_strdup_printf ("%s %d", g_quark_to_string (error->domain), error->code);
}
