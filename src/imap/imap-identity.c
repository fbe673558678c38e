/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who signs in. */

#include "imap/imap-identity.h"

void
bell_imap_identity_copy (BellImapIdentity *self, const BellImapIdentity *other)
{
  *self = *other;
  self->user = g_strdup (other->user);
  self->address = g_strdup (other->address);
  self->password = other->password != NULL ? bell_secret_text_ref (other->password) : NULL;
  self->token = other->token != NULL ? bell_secret_text_ref (other->token) : NULL;
  self->mechanism = g_strdup (other->mechanism);
  self->strongest = g_strdup (other->strongest);
  self->host = g_strdup (other->host);
  self->nonce = g_strdup (other->nonce);
  self->binding_type = g_strdup (other->binding_type);
  self->binding = other->binding != NULL ? g_bytes_ref (other->binding) : NULL;
}

void
bell_imap_identity_clear (BellImapIdentity *self)
{
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->password, bell_secret_text_unref);
  g_clear_pointer (&self->token, bell_secret_text_unref);
  g_clear_pointer (&self->mechanism, g_free);
  g_clear_pointer (&self->strongest, g_free);
  g_clear_pointer (&self->host, g_free);
  g_clear_pointer (&self->nonce, g_free);
  bell_imap_identity_set_binding (self, NULL, NULL);
}

void
bell_imap_identity_set_binding (BellImapIdentity *self, const char *type, GBytes *data)
{
  g_clear_pointer (&self->binding_type, g_free);
  g_clear_pointer (&self->binding, g_bytes_unref);
  if (data == NULL || g_bytes_get_size (data) == 0)
    return;
  self->binding_type = g_strdup (type);
  self->binding = g_bytes_ref (data);
}
