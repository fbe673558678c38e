/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trusted-certificate-row.c: once it is trusted no longer, the applet connects anew, and where the
 * certificate is refused the page offers to trust it again. */

#include "preferences/trusted-certificate-row.h"

#include "base/certificate-facts.h"

#include <glib/gi18n-lib.h>

struct _BellTrustedCertificateRow {
  AdwActionRow parent_instance;

  BellAccount *account; /* (owned) */

  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (BellTrustedCertificateRow, bell_trusted_certificate_row, ADW_TYPE_ACTION_ROW)

static void
show (BellTrustedCertificateRow *self)
{
  const char      *pin = bell_account_get_pin (self->account);
  g_autofree char *fingerprint = bell_fingerprint_spell (pin != NULL ? pin : "");
  /* Translators: the fingerprint of a certificate. */
  g_autofree char *text =
    g_strdup_printf (_ ("SHA-256: %s\nMailbell takes this one and no other. If "
                        "you stop trusting it, only a certificate that an "
                        "authority vouches for will do."),
                     fingerprint);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
  gtk_widget_set_visible (GTK_WIDGET (self), pin != NULL);
}

/* The row goes, and leaves the focus to what is before it. */
static void
hand_focus_on (BellTrustedCertificateRow *self)
{
  GtkRoot   *window = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus;

  do
    focus = gtk_root_get_focus (window);
  while (focus != NULL &&
         (focus == GTK_WIDGET (self) || gtk_widget_is_ancestor (focus, GTK_WIDGET (self))) &&
         gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_BACKWARD));
}

static void
on_stop_clicked (BellTrustedCertificateRow *self)
{
  hand_focus_on (self);
  g_settings_reset (bell_account_get_settings (self->account), "pin");
  gtk_widget_activate_action (GTK_WIDGET (self), "window.tell", "s",
                              _ ("This certificate is trusted no longer."));
}

static void
bell_trusted_certificate_row_dispose (GObject *object)
{
  g_clear_object (&BELL_TRUSTED_CERTIFICATE_ROW (object)->account);
  G_OBJECT_CLASS (bell_trusted_certificate_row_parent_class)->dispose (object);
}

static void
bell_trusted_certificate_row_class_init (BellTrustedCertificateRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_trusted_certificate_row_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/trusted-certificate-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BellTrustedCertificateRow, button);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_clicked);
}

static void
bell_trusted_certificate_row_init (BellTrustedCertificateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
bell_trusted_certificate_row_set_account (BellTrustedCertificateRow *self, BellAccount *account)
{
  self->account = g_object_ref (account);
  show (self);
  g_signal_connect_object (account, "notify::pin", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
}
