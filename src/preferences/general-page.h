/* SPDX-License-Identifier: GPL-3.0-or-later */
/* general-page.h: the settings for all accounts, each bound to its key. */

#pragma once

#include <adwaita.h>

#include "preferences/applet-link.h"

G_BEGIN_DECLS

#define BELL_TYPE_GENERAL_PAGE (bell_general_page_get_type ())
G_DECLARE_FINAL_TYPE (BellGeneralPage, bell_general_page, BELL, GENERAL_PAGE, AdwPreferencesPage)

/* Once. */
void bell_general_page_set_settings (BellGeneralPage *self, GSettings *settings);

/* Once. */
void bell_general_page_set_applet (BellGeneralPage *self, BellAppletLink *applet);

G_END_DECLS
