/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Its buffer is made large enough at once, since one that grows leaves copies behind. */

#include "account/oauth-form.h"

#include <string.h>

/* Three tokens of the greatest length, every byte escaped. */
#define ROOM_BYTES (160 * 1024)

struct _BellOAuthForm {
  GString *text; /* (owned) */
};

BellOAuthForm *
bell_oauth_form_new (void)
{
  BellOAuthForm *self = g_new0 (BellOAuthForm, 1);

  self->text = g_string_sized_new (ROOM_BYTES);
  return self;
}

void
bell_oauth_form_free (BellOAuthForm *self)
{
  bell_secret_wipe (self->text->str, self->text->allocated_len);
  g_string_free (self->text, TRUE);
  g_free (self);
}

static void
append (GString *out, const char *text)
{
  g_string_append_uri_escaped (out, text, NULL, FALSE);
}

void
bell_oauth_form_add (BellOAuthForm *self, const char *name, const char *text)
{
  if (text == NULL)
    return;
  if (self->text->len > 0)
    g_string_append_c (self->text, '&');
  append (self->text, name);
  g_string_append_c (self->text, '=');
  append (self->text, text);
}

BellSecretText *
bell_oauth_form_to_text (const BellOAuthForm *self)
{
  return bell_secret_text_new (self->text->str, (gssize) self->text->len);
}
