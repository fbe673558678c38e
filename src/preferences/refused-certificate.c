/* SPDX-License-Identifier: GPL-3.0-or-later */
/* refused-certificate.c: a certificate that was refused, and a button to trust it all the same. */

#include "preferences/refused-certificate.h"

#include <glib/gi18n-lib.h>

struct _BellRefusedCertificate {
  AdwPreferencesGroup parent_instance;

  AdwActionRow *subject_row;
  AdwActionRow *issuer_row;
  AdwActionRow *valid_row;
  AdwActionRow *fingerprint_row;
};

G_DEFINE_FINAL_TYPE (BellRefusedCertificate, bell_refused_certificate, ADW_TYPE_PREFERENCES_GROUP)

static guint trusted_signal;

static void
on_trust_clicked (BellRefusedCertificate *self)
{
  g_signal_emit (self, trusted_signal, 0);
}

/* (transfer full) */
static char *
format_day (gint64 unix_seconds)
{
  g_autoptr (GDateTime) time =
    unix_seconds != 0 ? g_date_time_new_from_unix_local (unix_seconds) : NULL;
  char *day = time != NULL ? g_date_time_format (time, "%x") : NULL;

  return day != NULL ? day : g_strdup ("?");
}

static void
bell_refused_certificate_class_init (BellRefusedCertificateClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/refused-certificate.ui");
  gtk_widget_class_bind_template_child (widget_class, BellRefusedCertificate, subject_row);
  gtk_widget_class_bind_template_child (widget_class, BellRefusedCertificate, issuer_row);
  gtk_widget_class_bind_template_child (widget_class, BellRefusedCertificate, valid_row);
  gtk_widget_class_bind_template_child (widget_class, BellRefusedCertificate, fingerprint_row);
  gtk_widget_class_bind_template_callback (widget_class, on_trust_clicked);
  trusted_signal = g_signal_new ("trusted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
bell_refused_certificate_init (BellRefusedCertificate *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
bell_refused_certificate_set_facts (BellRefusedCertificate *self, const BellCertificateFacts *facts)
{
  g_autofree char *fingerprint = bell_certificate_facts_spell_fingerprint (facts);
  g_autofree char *first = format_day (facts->not_before);
  g_autofree char *last = format_day (facts->not_after);
  /* Translators: two dates. */
  g_autofree char *valid = g_strdup_printf (_ ("%s to %s"), first, last);

  adw_action_row_set_subtitle (self->subject_row, facts->subject);
  adw_action_row_set_subtitle (self->issuer_row, facts->issuer);
  adw_action_row_set_subtitle (self->valid_row, valid);
  adw_action_row_set_subtitle (self->fingerprint_row, fingerprint);
}

char *
bell_refused_certificate_warn (const BellCertificateFacts *facts, const char *host)
{
  /* Translators: what is wrong with the certificate, a sentence; the server. */
  return g_strdup_printf (_ ("%s So it is not certain that this is %s, and nothing was sent to "
                             "it. Trust it only if you know it, for example because you run "
                             "this server; Mailbell then takes this certificate and no other."),
                          facts->reason, host);
}
