/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzes the reading of published settings. */

#include "setup/autoconfig.h"
#include "setup/mail-domain.h"

#include "../mail/fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GPtrArray) candidates =
    bell_autoconfig_parse ((const char *) data, size, "jane@example.org", "example.org", NULL);

  for (guint i = 0; candidates != NULL && i < candidates->len; i++) {
    const BellServerCandidate *candidate = g_ptr_array_index (candidates, i);
    g_autofree char           *host = bell_mail_domain_normalise_host (candidate->host);

    g_assert_cmpstr (host, ==, candidate->host);
    g_assert_cmpuint (candidate->port, >, 0);
    g_assert_cmpint (candidate->security, !=, BELL_SECURITY_NONE);
    g_assert_true (g_utf8_validate (candidate->user, -1, NULL));
  }
  return 0;
}
