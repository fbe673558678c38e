/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz.h: the entry that libFuzzer calls. Without libFuzzer, fuzz-replay.c calls it for each file
 * that is named on the command line. */

#pragma once

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
