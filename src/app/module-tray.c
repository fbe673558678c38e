/* SPDX-License-Identifier: GPL-3.0-or-later */
/* module-tray.c: what the module "tray" exports. */

#include "app/modules.h"

static const BellTrayModule table = {
  .indicator_new = bell_tray_indicator_new,
  .indicator_set_summary = bell_tray_indicator_set_summary,
  .indicator_is_out_of_sight = bell_tray_indicator_is_out_of_sight,
  .indicator_take_activation_token = bell_tray_indicator_take_activation_token,
  .clipboard_is_there = bell_tray_clipboard_is_there,
  .clipboard_set = bell_tray_clipboard_set,
  .face_draw_hint = bell_face_draw_hint,
  .face_draw_icon = bell_face_draw_icon,
};

extern const BellModule bell_module;
const BellModule        bell_module = { .version = BELL_VERSION, .table = &table };
