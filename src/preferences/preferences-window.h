/* SPDX-License-Identifier: GPL-3.0-or-later */
/* preferences-window.h: the window: at its side the accounts and the general page, beside it, or on a
 * narrow screen in its place, the page of what is chosen. Without an account it welcomes. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BELL_TYPE_PREFERENCES_WINDOW (bell_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (
  BellPreferencesWindow, bell_preferences_window, BELL, PREFERENCES_WINDOW, AdwApplicationWindow)

BellPreferencesWindow *bell_preferences_window_new (GtkApplication *application);

/* NAME: an account's identifier, or its address. Of one that is not there a toast tells. */
void bell_preferences_window_show_account (BellPreferencesWindow *self, const char *name);

/* Opens what an account is added with, or brings it to the front. */
void bell_preferences_window_add_account (BellPreferencesWindow *self);

/* TEXT: a sentence, plain text, shown for a moment. What is in the window says it with its action
 * "window.tell" (s). */
void bell_preferences_window_toast (BellPreferencesWindow *self, const char *text);

/* For a report of a fault; holds no address and no secret. (transfer full) */
char *bell_preferences_window_describe_state (BellPreferencesWindow *self);

G_END_DECLS
