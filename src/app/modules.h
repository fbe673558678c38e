/* SPDX-License-Identifier: GPL-3.0-or-later */
/* modules.h: the parts of the program that bring large libraries along, each loaded when it is first
 * needed, so that the applet at rest holds none of them in memory.
 * How:    the program is linked with forwarders (late-….c) in place of what they forward to; the
 *         modules are made of that very code (module-….c adds the table). Whatever else is linked
 *         with the folders, such as the preferences and the tests, has the code itself.
 * Limits: a module is used only by the version it belongs to: an update may replace the files while
 *         the applet runs.
 * Owns:   a loaded module stays. */

#pragma once

#include "account/https.h"
#include "desktop/face-drawing.h"
#include "desktop/tray-clipboard.h"
#include "desktop/tray-indicator.h"
#include "mail/html-text.h"
#include "mail/invitation.h"
#include "setup/autoconfig.h"
#include "setup/https-get.h"
#include "setup/mail-domain.h"

G_BEGIN_DECLS

/* GTK 3 and the library of the tray icon. */
typedef struct {
  __typeof__ (&bell_tray_indicator_new)                   indicator_new;
  __typeof__ (&bell_tray_indicator_set_summary)           indicator_set_summary;
  __typeof__ (&bell_tray_indicator_is_out_of_sight)       indicator_is_out_of_sight;
  __typeof__ (&bell_tray_indicator_take_activation_token) indicator_take_activation_token;
  __typeof__ (&bell_tray_clipboard_is_there)              clipboard_is_there;
  __typeof__ (&bell_tray_clipboard_set)                   clipboard_set;
  __typeof__ (&bell_face_draw_hint)                       face_draw_hint;
  __typeof__ (&bell_face_draw_icon)                       face_draw_icon;
} BellTrayModule;

/* libsoup, with Kerberos, SQLite and the Public Suffix List. */
typedef struct {
  __typeof__ (&bell_https_send_async)     send_async;
  __typeof__ (&bell_https_send_finish)    send_finish;
  __typeof__ (&bell_https_session_new)    session_new;
  __typeof__ (&bell_https_get_async)      get_async;
  __typeof__ (&bell_https_get_finish)     get_finish;
  __typeof__ (&bell_mail_domain_get_base) domain_get_base;
} BellWebModule;

/* libxml2, with ICU. */
typedef struct {
  __typeof__ (&bell_html_text_new)    html_text_new;
  __typeof__ (&bell_autoconfig_parse) autoconfig_parse;
} BellMarkupModule;

/* libical, with ICU. */
typedef struct {
  __typeof__ (&bell_invitation_new) invitation_new;
} BellCalendarModule;

/* What a module exports. */
typedef struct {
  const char   *version; /* of the program that it belongs to */
  gconstpointer table;   /* one of the above */
} BellModule;

#define BELL_MODULE_SYMBOL "bell_module"

/* The table of the module NAME: "tray", "web", "markup" or "calendar". (transfer none) (nullable): NULL with
 * G_IO_ERROR_NOT_FOUND and a translated sentence. */
gconstpointer bell_modules_get (const char *name, GError **error);

G_END_DECLS
