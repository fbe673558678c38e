/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keyring-prompt.c: three calls, one after the other: which items are locked, unlock them, and show the
 * prompt that this takes. */

#include "account/keyring-prompt.h"

#define SECRETS_NAME "org.freedesktop.secrets"
#define SECRETS_PATH "/org/freedesktop/secrets"
#define SERVICE_INTERFACE "org.freedesktop.Secret.Service"
#define PROMPT_INTERFACE "org.freedesktop.Secret.Prompt"

/* What stands for no object in an answer. */
#define NO_OBJECT "/"

static void
call (GDBusConnection    *session,
      const char         *path,
      const char         *interface,
      const char         *method,
      GVariant           *parameters,
      const char         *answer,
      GAsyncReadyCallback on_answer)
{
  g_dbus_connection_call (session, SECRETS_NAME, path, interface, method, parameters,
                          answer != NULL ? G_VARIANT_TYPE (answer) : NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, on_answer, NULL);
}

/* (transfer full) (nullable) */
static GVariant *
take_answer (GObject *session, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (session), result, &error);

  if (answer == NULL)
    g_debug ("The keyring cannot be asked to unlock: %s", error->message);
  return answer;
}

static void
on_unlocked (GObject *session, GAsyncResult *result, G_GNUC_UNUSED gpointer user_data)
{
  g_autoptr (GVariant) answer = take_answer (session, result);
  const char *prompt;

  if (answer == NULL)
    return;
  g_variant_get (answer, "(@ao&o)", NULL, &prompt);
  if (!g_str_equal (prompt, NO_OBJECT))
    call (G_DBUS_CONNECTION (session), prompt, PROMPT_INTERFACE, "Prompt",
          g_variant_new ("(s)", ""), NULL, NULL);
}

static void
on_found (GObject *session, GAsyncResult *result, G_GNUC_UNUSED gpointer user_data)
{
  g_autoptr (GVariant) answer = take_answer (session, result);
  g_autoptr (GVariant) locked = NULL;

  if (answer == NULL)
    return;
  locked = g_variant_get_child_value (answer, 1);
  if (g_variant_n_children (locked) > 0)
    call (G_DBUS_CONNECTION (session), SECRETS_PATH, SERVICE_INTERFACE, "Unlock",
          g_variant_new ("(@ao)", locked), "(aoo)", on_unlocked);
}

void
bell_keyring_prompt_show (GDBusConnection *session, const char *account_id)
{
  GVariantBuilder attributes;

  g_variant_builder_init (&attributes, G_VARIANT_TYPE ("a{ss}"));
  g_variant_builder_add (&attributes, "{ss}", "account", account_id);
  call (session, SECRETS_PATH, SERVICE_INTERFACE, "SearchItems",
        g_variant_new ("(a{ss})", &attributes), "(aoao)", on_found);
}
