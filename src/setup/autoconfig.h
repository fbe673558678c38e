/* SPDX-License-Identifier: GPL-3.0-or-later */
/* autoconfig.h: reads the settings that domains and Thunderbird's list publish as XML.
 * In:     the bytes of a document, hostile or not.
 * Out:    its usable IMAP servers, those with TLS from the start first.
 * Limits: BELL_AUTOCONFIG_BYTES; no document type, so no entities; nothing is loaded from elsewhere.
 * Errors: G_IO_ERROR_INVALID_DATA.
 * Source: draft-ietf-mailmaint-autoconfig; github.com/thunderbird/autoconfig. */

#pragma once

#include "setup/server-candidate.h"

G_BEGIN_DECLS

#define BELL_AUTOCONFIG_BYTES (128 * 1024)

/* DOMAIN: that of ADDRESS, in ASCII. Servers without encryption, and those that are no IMAP, are left
 * out. (transfer full) (nullable): a list that may be empty, or NULL with ERROR. */
GPtrArray *bell_autoconfig_parse (
  const char *text, gsize length, const char *address, const char *domain, GError **error);

G_END_DECLS
