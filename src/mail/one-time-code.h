/* SPDX-License-Identifier: GPL-3.0-or-later */
/* one-time-code.h: finds the code that a message brings to sign somebody in: "Your code is 123456".
 * In:     subject and first words of a message, safe text (safe-text.h).
 * Out:    the code as it is to be typed: 4 to 8 digits, or 5 to 10 capital letters and digits.
 * Limits: cautious. A number is a code only close to a word for it in one of some twenty languages;
 *         a word that has other meanings ("code", "PIN") counts only where the text speaks of signing
 *         in. Numbers of orders, telephones, dates, amounts and discount codes are none; nor is
 *         anything where two numbers might be meant. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full) (nullable): NULL if there is none, or if it is not certain which one. */
char *bell_one_time_code_find (const char *subject, const char *text);

G_END_DECLS
