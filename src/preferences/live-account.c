/* SPDX-License-Identifier: GPL-3.0-or-later */
/* live-account.c: follows the account's object on the bus from one life of the applet to the next. */

#include "preferences/live-account.h"

#include "base/certificate-variant.h"
#include "policy/account-status.h"

#include <glib/gi18n-lib.h>

struct _BellLiveAccount {
  GObject parent_instance;

  BellAccount    *account; /* (owned) */
  BellAppletLink *applet;  /* (owned) */
  BellBusAccount *bus;     /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (BellLiveAccount, bell_live_account, G_TYPE_OBJECT)

static guint changed_signal;

static void
tell (BellLiveAccount *self)
{
  g_signal_emit (self, changed_signal, 0);
}

static void
on_applet_changed (BellLiveAccount *self)
{
  BellBusAccount *bus =
    bell_applet_link_get_account (self->applet, bell_account_get_id (self->account));

  if (bus != self->bus) {
    if (self->bus != NULL)
      g_signal_handlers_disconnect_by_data (self->bus, self);
    g_set_object (&self->bus, bus);
    if (bus != NULL)
      g_signal_connect_object (bus, "g-properties-changed", G_CALLBACK (tell), self,
                               G_CONNECT_SWAPPED);
  }
  tell (self);
}

static void
bell_live_account_dispose (GObject *object)
{
  BellLiveAccount *self = BELL_LIVE_ACCOUNT (object);

  g_clear_object (&self->account);
  g_clear_object (&self->applet);
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (bell_live_account_parent_class)->dispose (object);
}

static void
bell_live_account_class_init (BellLiveAccountClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bell_live_account_dispose;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
bell_live_account_init (G_GNUC_UNUSED BellLiveAccount *self)
{
}

BellLiveAccount *
bell_live_account_new (BellAccount *account, BellAppletLink *applet)
{
  BellLiveAccount *self = g_object_new (BELL_TYPE_LIVE_ACCOUNT, NULL);

  self->account = g_object_ref (account);
  self->applet = g_object_ref (applet);
  g_signal_connect_object (applet, "changed", G_CALLBACK (on_applet_changed), self,
                           G_CONNECT_SWAPPED);
  on_applet_changed (self);
  return self;
}

const char *
bell_live_account_get_id (BellLiveAccount *self)
{
  return bell_account_get_id (self->account);
}

gboolean
bell_live_account_is_gone (BellLiveAccount *self)
{
  return self->bus == NULL && bell_applet_link_get_state (self->applet) == BELL_APPLET_GONE;
}

BellBusAccount *
bell_live_account_get_bus (BellLiveAccount *self)
{
  return self->bus;
}

static BellAccountState
get_state (BellLiveAccount *self)
{
  if (self->bus != NULL)
    return bell_account_state_from_nick (bell_bus_account_get_state (self->bus));
  return bell_account_get_enabled (self->account) ? BELL_ACCOUNT_CONNECTING : BELL_ACCOUNT_OFF;
}

const char *
bell_live_account_get_state_text (BellLiveAccount *self)
{
  if (bell_live_account_is_gone (self))
    return _ ("Mailbell is not running");
  return bell_account_state_to_text (get_state (self));
}

/* (transfer full) */
static char *
describe_retry (gint64 retry_at_s, const char *error)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (retry_at_s);
  g_autofree char *clock = g_date_time_format (time, "%X");

  /* Translators: a sentence that says what is wrong, then a time of day. */
  return g_strdup_printf (_ ("%s Next attempt at %s."), error, clock);
}

/* (transfer full) */
static char *
describe_unread (guint unread)
{
  if (unread == 0)
    return g_strdup (_ ("No unread messages"));
  return g_strdup_printf (ngettext ("%u unread message", "%u unread messages", unread), unread);
}

BellCertificateFacts *
bell_live_account_get_certificate (BellLiveAccount *self)
{
  if (self->bus == NULL)
    return NULL;
  return bell_certificate_facts_from_variant (bell_bus_account_get_certificate (self->bus));
}

static gboolean
is_certificate_refused (BellLiveAccount *self)
{
  g_autoptr (BellCertificateFacts) certificate = bell_live_account_get_certificate (self);

  return certificate != NULL;
}

char *
bell_live_account_describe_detail (BellLiveAccount *self)
{
  const char *error;
  const char *reason;
  gint64      retry_at_s;

  if (self->bus == NULL)
    return g_strdup ("");
  if (is_certificate_refused (self))
    return g_strdup (
      _ ("The certificate of the server was refused, and nothing was sent to it. Look "
         "at it, and trust it only if you know it."));
  error = bell_bus_account_get_error (self->bus);
  retry_at_s = bell_bus_account_get_retry_at (self->bus);
  if (error != NULL && *error != '\0')
    return retry_at_s > 0 ? describe_retry (retry_at_s, error) : g_strdup (error);
  reason = bell_poll_reason_to_text (
    bell_poll_reason_from_nick (bell_bus_account_get_poll_reason (self->bus)));
  if (reason != NULL)
    return g_strdup (reason);
  if (get_state (self) == BELL_ACCOUNT_OFF)
    return g_strdup ("");
  return describe_unread (bell_bus_account_get_unread (self->bus));
}

gboolean
bell_live_account_is_connected (BellLiveAccount *self)
{
  BellAccountState state = get_state (self);

  return state == BELL_ACCOUNT_PUSHING || state == BELL_ACCOUNT_POLLING;
}

const char *
bell_live_account_get_icon_name (BellLiveAccount *self)
{
  if (bell_live_account_is_gone (self))
    return "dialog-warning-symbolic";
  switch (get_state (self)) {
  case BELL_ACCOUNT_PUSHING:
    return "emblem-ok-symbolic";
  case BELL_ACCOUNT_POLLING:
    return "emblem-synchronizing-symbolic";
  case BELL_ACCOUNT_ASK_USER:
    return "dialog-warning-symbolic";
  case BELL_ACCOUNT_WAITING_FOR_NETWORK:
  case BELL_ACCOUNT_WAITING_TO_RETRY:
    return "network-offline-symbolic";
  case BELL_ACCOUNT_OFF:
    return "media-playback-pause-symbolic";
  case BELL_ACCOUNT_CONNECTING:
  default:
    return "content-loading-symbolic";
  }
}

guint
bell_live_account_get_unread (BellLiveAccount *self)
{
  return self->bus != NULL ? bell_bus_account_get_unread (self->bus) : 0;
}

GStrv
bell_live_account_get_folders (BellLiveAccount *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GVariant    *folders = self->bus != NULL ? bell_bus_account_get_folders (self->bus) : NULL;
  GVariantIter iter;
  const char  *name;

  if (folders == NULL)
    return g_strv_builder_end (builder);
  g_variant_iter_init (&iter, folders);
  while (g_variant_iter_next (&iter, "(&su&s)", &name, NULL, NULL))
    g_strv_builder_add (builder, name);
  return g_strv_builder_end (builder);
}

guint
bell_live_account_get_renewal (BellLiveAccount *self)
{
  if (self->bus == NULL || get_state (self) != BELL_ACCOUNT_PUSHING)
    return 0;
  return bell_bus_account_get_renewal (self->bus);
}
