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

/* The name of a mailbox, of which every one is kept. Cyrus allows 490 bytes, Dovecot 255 for each level;
 * some servers take no command that is longer (Yahoo, UW IMAP). */
#define BELL_IMAP_LIMIT_MAILBOX_BYTES 1000

/* Mailboxes that are followed; more than that are not looked at. */
#define BELL_IMAP_LIMIT_MAILBOXES 500

/* Parentheses within parentheses. A BODYSTRUCTURE of depth 10 is rare; the parser is iterative,
 * this bounds the freeing of what it built and whatever reads it. */
#define BELL_IMAP_LIMIT_NESTING 64

/* Values in one response, over all its lists; ranges in one set of UIDs, also one that is gathered. */
#define BELL_IMAP_LIMIT_VALUES 16384

/* The transfer encoding or the character set of a part. The longest that is registered has 45 bytes. */
#define BELL_IMAP_LIMIT_WORD_BYTES 64

/* What a server may say while we sign in, as bytes. SCRAM takes some two hundred, Kerberos a few
 * thousand where the ticket carries many groups. */
#define BELL_IMAP_LIMIT_CHALLENGE_BYTES (16 * 1024)

/* Rounds of one sign-in. Three are the most that a mechanism of ours has been seen to take. */
#define BELL_IMAP_LIMIT_CHALLENGES 10

/* SCRAM's hash iterations: fewer than RFC 5802 §5.1 demands would make the password guessable by a
 * server that is not the right one, more would keep us computing for seconds. */
#define BELL_IMAP_LIMIT_LEAST_ITERATIONS 4096
#define BELL_IMAP_LIMIT_MOST_ITERATIONS 1000000

/* SCRAM's salt: RFC 8018 §4.1 wants eight bytes at the least, servers send 12 to 32. */
#define BELL_IMAP_LIMIT_LEAST_SALT_BYTES 8
#define BELL_IMAP_LIMIT_MOST_SALT_BYTES 256

/* An initial response in the line of its command. Dovecot reads lines of 8 KiB before sign-in. */
#define BELL_IMAP_LIMIT_INITIAL_RESPONSE_BYTES 4096
