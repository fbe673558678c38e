/* SPDX-License-Identifier: GPL-3.0-or-later */
/* module-markup.c: what the module "markup" exports. */

#include "app/modules.h"

static const BellMarkupModule table = {
  .html_text_new = bell_html_text_new,
  .autoconfig_parse = bell_autoconfig_parse,
};

extern const BellModule bell_module;
const BellModule        bell_module = { .version = BELL_VERSION, .table = &table };
