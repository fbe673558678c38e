/* SPDX-License-Identifier: GPL-3.0-or-later */
/* refused-certificate-binding.c: what is trusted is what is shown, whatever the applet meets meanwhile. */

#include "preferences/refused-certificate-binding.h"

typedef struct {
  BellRefusedCertificate *group;   /* (unowned): it owns us */
  BellAccount            *account; /* (owned) */
  BellLiveAccount        *live;    /* (owned) */
  gulong                  handler; /* of LIVE */
  BellCertificateFacts   *shown;   /* (owned) (nullable) */
} Binding;

static void
binding_free (gpointer data)
{
  Binding *self = data;

  g_signal_handler_disconnect (self->live, self->handler);
  g_object_unref (self->live);
  g_object_unref (self->account);
  g_clear_pointer (&self->shown, bell_certificate_facts_unref);
  g_free (self);
}

static void
show (Binding *self)
{
  g_autofree char *warning =
    bell_refused_certificate_warn (self->shown, bell_account_get_host (self->account));
  g_autofree char *markup = g_markup_escape_text (warning, -1);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->group), markup);
  bell_refused_certificate_set_facts (self->group, self->shown);
}

static void
on_live_changed (Binding *self)
{
  g_clear_pointer (&self->shown, bell_certificate_facts_unref);
  self->shown = bell_live_account_get_certificate (self->live);
  if (self->shown != NULL)
    show (self);
  gtk_widget_set_visible (GTK_WIDGET (self->group), self->shown != NULL);
}

static void
on_trusted (Binding *self)
{
  g_settings_set_string (bell_account_get_settings (self->account), "pin",
                         self->shown->fingerprint);
}

void
bell_refused_certificate_bind (BellRefusedCertificate *group,
                               BellAccount            *account,
                               BellLiveAccount        *live)
{
  Binding *self = g_new0 (Binding, 1);

  self->group = group;
  self->account = g_object_ref (account);
  self->live = g_object_ref (live);
  g_object_set_data_full (G_OBJECT (group), "bell-refused-certificate", self, binding_free);
  g_signal_connect_swapped (group, "trusted", G_CALLBACK (on_trusted), self);
  self->handler = g_signal_connect_swapped (live, "changed", G_CALLBACK (on_live_changed), self);
  on_live_changed (self);
}
