/* SPDX-License-Identifier: GPL-3.0-or-later */
/* preferences-application.h: the program of the preferences: one per session, with one window. On the
 * bus it is io.github.mailbell.Mailbell.Preferences.
 * Actions: app.show-account (s: the identifier of an account), app.add-account, app.about, app.quit. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BELL_PREFERENCES_ID BELL_APPLICATION_ID ".Preferences"

#define BELL_TYPE_PREFERENCES_APPLICATION (bell_preferences_application_get_type ())
G_DECLARE_FINAL_TYPE (BellPreferencesApplication,
                      bell_preferences_application,
                      BELL,
                      PREFERENCES_APPLICATION,
                      AdwApplication)

BellPreferencesApplication *bell_preferences_application_new (void);

G_END_DECLS
