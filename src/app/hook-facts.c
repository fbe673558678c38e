/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hook-facts.c: what the command of an account is told. */

#include "app/hook-facts.h"

#include "app/json-members.h"
#include "mail/safe-text.h"

#define ADDRESS_GRAPHEMES 320 /* RFC 5321, section 4.5.3.1: 64 + 1 + 255 */

struct _BellHookFacts {
  GQueue messages; /* of Message, oldest first */
  guint  n_new;    /* those included */
};

typedef struct {
  char               *folder;  /* (owned) */
  BellMessageSummary *summary; /* (owned) */
} Message;

static void
message_free (gpointer data)
{
  Message *message = data;

  g_free (message->folder);
  bell_message_summary_unref (message->summary);
  g_free (message);
}

BellHookFacts *
bell_hook_facts_new (void)
{
  return g_new0 (BellHookFacts, 1);
}

void
bell_hook_facts_free (BellHookFacts *self)
{
  g_queue_clear_full (&self->messages, message_free);
  g_free (self);
}

static void
drop_oldest (BellHookFacts *self)
{
  while (self->messages.length > BELL_HOOK_FACTS_MESSAGES)
    message_free (g_queue_pop_head (&self->messages));
}

void
bell_hook_facts_add (BellHookFacts *self, const BellNews *news)
{
  for (guint i = 0; i < news->messages->len; i++) {
    Message *message = g_new (Message, 1);

    message->folder =
      news->folder != NULL ? bell_safe_text_folder (news->folder) : g_strdup ("INBOX");
    message->summary = bell_message_summary_ref (g_ptr_array_index (news->messages, i));
    g_queue_push_tail (&self->messages, message);
  }
  self->n_new += news->messages->len + news->n_more;
  drop_oldest (self);
}

void
bell_hook_facts_add_earlier (BellHookFacts *self, BellHookFacts *earlier)
{
  for (gpointer message; (message = g_queue_pop_tail (&earlier->messages)) != NULL;)
    g_queue_push_head (&self->messages, message);
  self->n_new += earlier->n_new;
  drop_oldest (self);
  bell_hook_facts_free (earlier);
}

/* "Ada <ada@example.org>", as far as both are known; a name that pretends to be an address carries
 * the address already. (transfer full) */
static char *
name_sender (const BellMessageSummary *message)
{
  g_autofree char *address = bell_safe_text (message->address, -1, ADDRESS_GRAPHEMES);
  g_autofree char *bracketed = g_strdup_printf ("<%s>", address);

  if (*address == '\0' || g_str_equal (message->sender, address) ||
      g_str_has_suffix (message->sender, bracketed))
    return g_strdup (message->sender);
  return g_strdup_printf ("%s %s", message->sender, bracketed);
}

static void
add (GStrvBuilder *builder, const char *name, const char *value)
{
  g_autofree char *variable = g_strdup_printf ("MAILBELL_%s=%s", name, value);

  g_strv_builder_add (builder, variable);
}

static void
add_number (GStrvBuilder *builder, const char *name, guint number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);

  add (builder, name, text);
}

char **
bell_hook_facts_to_environment (const BellHookFacts *self, const BellHookAccount *account)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const Message   *newest = g_queue_peek_tail ((GQueue *) &self->messages);
  g_autofree char *address = bell_safe_text (account->address, -1, ADDRESS_GRAPHEMES);
  g_autofree char *sender = newest != NULL ? name_sender (newest->summary) : g_strdup ("");

  add (builder, "ACCOUNT", address);
  add_number (builder, "UNREAD", account->unread);
  add_number (builder, "NEW", self->n_new);
  add (builder, "FOLDER", newest != NULL ? newest->folder : "");
  add (builder, "FROM", sender);
  add (builder, "SUBJECT", newest != NULL ? newest->summary->subject : "");
  add (builder, "MESSAGE_ID", newest != NULL ? newest->summary->message_id : "");
  return g_strv_builder_end (builder);
}

static void
add_message (JsonBuilder *builder, const Message *message)
{
  const BellMessageSummary *summary = message->summary;

  json_builder_begin_object (builder);
  bell_json_add_text (builder, "folder", message->folder);
  bell_json_add_number (builder, "uid", summary->uid);
  bell_json_add_text (builder, "message_id", summary->message_id);
  bell_json_add_text (builder, "sender", summary->sender);
  bell_json_add_text (builder, "address", summary->address);
  bell_json_add_text (builder, "subject", summary->subject);
  bell_json_add_text (builder, "preview", summary->preview);
  bell_json_add_time (builder, "date", summary->date);
  bell_json_add_switch (builder, "seen", summary->seen);
  json_builder_end_object (builder);
}

char *
bell_hook_facts_to_json (const BellHookFacts *self, const BellHookAccount *account)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *line = NULL;

  json_builder_begin_object (builder);
  bell_json_add_text (builder, "id", account->id);
  bell_json_add_text (builder, "address", account->address);
  bell_json_add_text (builder, "name", account->name);
  bell_json_add_number (builder, "unread", account->unread);
  bell_json_add_number (builder, "new", self->n_new);
  json_builder_set_member_name (builder, "messages");
  json_builder_begin_array (builder);
  for (const GList *link = self->messages.head; link != NULL; link = link->next)
    add_message (builder, link->data);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  line = bell_json_to_line (builder);
  return g_strconcat (line, "\n", NULL);
}
