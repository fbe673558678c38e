/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-limits.h: every bound on what a server may make us keep, with its reason.
 * All are far above what a server has been seen to send and far below what hurts. */

#pragma once

/* One line without its literals. Dovecot's own default for the other direction is 64 KiB; the
 * longest honest line is a CAPABILITY, FLAGS or ESEARCH answer of a few kilobytes. */
#define BELL_IMAP_LIMIT_LINE_BYTES (64 * 1024)

/* One literal. We ask for four header fields and a kilobyte of text, so a server that sends more
 * than this is broken or hostile. */
#define BELL_IMAP_LIMIT_LITERAL_BYTES (1024 * 1024)

/* One response with all its literals. */
#define BELL_IMAP_LIMIT_RESPONSE_BYTES (2 * 1024 * 1024)

/* Parentheses within parentheses. A BODYSTRUCTURE of depth 10 is rare; the parser is iterative,
 * this bounds the freeing of what it built and whatever reads it. */
#define BELL_IMAP_LIMIT_NESTING 64

/* Values in one response, over all its lists. */
#define BELL_IMAP_LIMIT_VALUES 16384
