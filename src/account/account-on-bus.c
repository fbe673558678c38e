/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-on-bus.c: the properties of an account, read back. One of another type, of an applet of another
 * version, is none. */

#include "account/account-on-bus.h"

/* (transfer full) (nullable) */
static GVariant *
get (GDBusProxy *proxy, const char *name, const char *type)
{
  g_autoptr (GVariant) value = g_dbus_proxy_get_cached_property (proxy, name);

  if (value == NULL || !g_variant_is_of_type (value, G_VARIANT_TYPE (type)))
    return NULL;
  return g_steal_pointer (&value);
}

/* The bus has no NULL. (transfer full) (nullable) */
static char *
get_text (GDBusProxy *proxy, const char *name)
{
  g_autoptr (GVariant) value = get (proxy, name, "s");
  const char *text = value != NULL ? g_variant_get_string (value, NULL) : "";

  return *text != '\0' ? g_strdup (text) : NULL;
}

static guint
get_number (GDBusProxy *proxy, const char *name)
{
  g_autoptr (GVariant) value = get (proxy, name, "u");

  return value != NULL ? g_variant_get_uint32 (value) : 0;
}

static gboolean
get_switch (GDBusProxy *proxy, const char *name)
{
  g_autoptr (GVariant) value = get (proxy, name, "b");

  return value != NULL && g_variant_get_boolean (value);
}

static guint64
get_bytes (GDBusProxy *proxy, const char *name)
{
  g_autoptr (GVariant) value = get (proxy, name, "t");

  return value != NULL ? g_variant_get_uint64 (value) : 0;
}

static void
read_counts (GDBusProxy *proxy, const char *name, BellMeterCounts *counts)
{
  g_autoptr (GVariant) numbers = get (proxy, name, "(tttttt)");

  for (guint i = 0; numbers != NULL && i < BELL_METER_KINDS; i++)
    g_variant_get_child (numbers, i, "t", &counts->n[i]);
}

static void
read_folders (GDBusProxy *proxy, BellAccountStatus *status)
{
  g_autoptr (GVariant) folders = get (proxy, "Folders", "a(sus)");
  GVariantIter iter;
  const char  *name;
  const char  *push;
  guint        unread;

  if (folders == NULL)
    return;
  g_variant_iter_init (&iter, folders);
  while (g_variant_iter_next (&iter, "(&su&s)", &name, &unread, &push))
    bell_account_status_add_folder (status, name, unread, bell_push_from_nick (push));
}

static void
read_state (GDBusProxy *proxy, BellAccountStatus *status)
{
  g_autofree char *state = get_text (proxy, "State");
  g_autofree char *push = get_text (proxy, "Push");
  g_autofree char *reason = get_text (proxy, "PollReason");

  status->state = bell_account_state_from_nick (state);
  status->push = bell_push_from_nick (push);
  status->poll_reason = bell_poll_reason_from_nick (reason);
  status->unread = get_number (proxy, "Unread");
  status->unread_known = status->unread > 0 || status->state >= BELL_ACCOUNT_PUSHING;
  status->offline = get_switch (proxy, "Offline");
  status->error = get_text (proxy, "Error");
  status->remedy_command = get_text (proxy, "RemedyCommand");
}

static void
read_connection (GDBusProxy *proxy, BellAccountStatus *status)
{
  g_autoptr (GVariant) since = get (proxy, "ConnectedSince", "x");
  g_autoptr (GVariant) capabilities = get (proxy, "Capabilities", "as");

  status->connected_since = since != NULL ? g_variant_get_int64 (since) : 0;
  status->mechanism = get_text (proxy, "Mechanism");
  status->tls = get_text (proxy, "Tls");
  if (capabilities != NULL)
    status->capabilities = g_variant_dup_strv (capabilities, NULL);
  status->renewal_s = get_number (proxy, "Renewal");
  status->bytes_in = get_bytes (proxy, "BytesIn");
  status->bytes_out = get_bytes (proxy, "BytesOut");
}

static void
read_command (GDBusProxy *proxy, BellAccountStatus *status)
{
  status->command_running = get_switch (proxy, "CommandRunning");
  status->command_error = get_text (proxy, "CommandError");
}

BellAccountStatus *
bell_account_on_bus_read (GDBusProxy *proxy)
{
  g_autofree char   *id = get_text (proxy, "Id");
  g_autofree char   *address = get_text (proxy, "Address");
  g_autofree char   *name = get_text (proxy, "Name");
  BellAccountStatus *status =
    bell_account_status_new (id != NULL ? id : "", address != NULL ? address : "", name);

  read_state (proxy, status);
  read_folders (proxy, status);
  read_connection (proxy, status);
  read_counts (proxy, "Today", &status->today);
  read_counts (proxy, "Month", &status->month);
  read_command (proxy, status);
  return status;
}
