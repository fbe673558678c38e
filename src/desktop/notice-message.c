/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice-message.c: a notice in the words of the Desktop Notifications Specification. */

#include "desktop/notice-message.h"

#include "desktop/face-drawing.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

/* For a notice that goes by itself. The others stay as long as the daemon likes. */
#define BRIEF_MS 10000

/* Desktop Notifications Specification §"Hints": urgency. */
#define URGENCY_LOW 0
#define URGENCY_NORMAL 1

/* Sound Naming Specification. */
#define NEW_MAIL_SOUND "message-new-email"

char *
bell_notice_get_default_action (const BellNotice *notice)
{
  const char *action = notice->asks_user ? "app.account-preferences" : "app.open-mail";
  g_autoptr (GVariant) account = NULL;

  if (notice->message != NULL)
    return g_action_print_detailed_name ("app.open-message", notice->message);
  if (notice->account_id == NULL)
    return NULL;
  account = g_variant_ref_sink (g_variant_new_string (notice->account_id));
  return g_action_print_detailed_name (action, account);
}

const char *
bell_notice_get_default_label (const BellNotice *notice)
{
  return notice->asks_user ? _ ("Preferences") : _ ("Open");
}

/* DEFAULT_ACTION (nullable): the keys of buttons are the names of their actions. */
static GVariant *
make_actions (const BellNotice *notice, const char *default_action)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("as"));
  if (notice->buttons == NULL && default_action != NULL) {
    /* Some daemons never send the default action (xfce4-notifyd 0.7). */
    g_variant_builder_add (&builder, "s", default_action);
    g_variant_builder_add (&builder, "s", bell_notice_get_default_label (notice));
  }
  for (guint i = 0; notice->buttons != NULL && i < notice->buttons->len; i++) {
    const BellNoticeButton *button = g_ptr_array_index (notice->buttons, i);
    g_autofree char        *name = g_action_print_detailed_name (button->action, button->target);

    g_variant_builder_add (&builder, "s", name);
    g_variant_builder_add (&builder, "s", button->label);
  }
  if (default_action != NULL) {
    /* A label would make a button of it in some daemons. LXQt's leaves it out of its list, but counts
     * it in when it looks up what was chosen: anywhere but at the end, Delete would archive. */
    g_variant_builder_add (&builder, "s", "default");
    g_variant_builder_add (&builder, "s", "");
  }
  return g_variant_builder_end (&builder);
}

/* -1: as the daemon likes; 0: until somebody closes it. */
static int
get_timeout_ms (const BellNotice *notice)
{
  if (notice->brief)
    return BRIEF_MS;
  if (notice->duration_s == 0)
    return -1;
  return notice->duration_s < 0 ? 0 : notice->duration_s * 1000;
}

static GVariant *
make_hints (const BellNotice *notice)
{
  GVariantDict hints;
  GVariant    *face = notice->address != NULL ? bell_face_draw_hint (notice) : NULL;

  g_variant_dict_init (&hints, NULL);
  g_variant_dict_insert (&hints, "desktop-entry", "s", BELL_APPLICATION_ID);
  if (face != NULL)
    g_variant_dict_insert_value (&hints, "image-data", face);
  else
    g_variant_dict_insert (&hints, "image-path", "s", BELL_APPLICATION_ID);
  g_variant_dict_insert (&hints, "urgency", "y",
                         notice->low_urgency ? URGENCY_LOW : URGENCY_NORMAL);
  if (notice->account_id != NULL && !notice->asks_user)
    g_variant_dict_insert (&hints, "category", "s", "email.arrived");
  if (notice->with_sound)
    g_variant_dict_insert (&hints, "sound-name", "s", NEW_MAIL_SOUND);
  else
    g_variant_dict_insert (&hints, "suppress-sound", "b", TRUE);
  if (notice->brief)
    g_variant_dict_insert (&hints, "transient", "b", TRUE);
  return g_variant_dict_end (&hints);
}

GVariant *
bell_notice_to_message (const BellNotice *notice, const char *body, gboolean with_actions)
{
  g_autofree char *action = bell_notice_get_default_action (notice);
  GVariant *actions = with_actions ? make_actions (notice, action) : g_variant_new_strv (NULL, 0);

  return g_variant_ref_sink (g_variant_new ("(ss@as@a{sv}i)", notice->title, body, actions,
                                            make_hints (notice), get_timeout_ms (notice)));
}
