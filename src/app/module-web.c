/* SPDX-License-Identifier: GPL-3.0-or-later */
/* module-web.c: what the module "web" exports. */

#include "app/modules.h"

static const BellWebModule table = {
  .send_async = bell_https_send_async,
  .send_finish = bell_https_send_finish,
  .session_new = bell_https_session_new,
  .get_async = bell_https_get_async,
  .get_finish = bell_https_get_finish,
  .domain_get_base = bell_mail_domain_get_base,
};

extern const BellModule bell_module;
const BellModule        bell_module = { .version = BELL_VERSION, .table = &table };
