/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error domain of the protocol. */

#include "imap/imap-error.h"

/* clang-format off */
G_DEFINE_QUARK (bell-imap-error-quark, bell_imap_error)
/* clang-format on */
