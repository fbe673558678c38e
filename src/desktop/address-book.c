/* SPDX-License-Identifier: GPL-3.0-or-later */
/* address-book.c: who an address belongs to.
 * The registry tells which books there are; the factory opens one, on an object of its own that
 * lives as long as our connection or until it is closed, and that answers questions. Tried with
 * Evolution Data Server 3.46; a version with other names is taken for one that does not run. */

#include "desktop/address-book.h"

#include "base/error-code.h"

#include <string.h>

#define REGISTRY_NAME "org.gnome.evolution.dataserver.Sources5"
#define REGISTRY_PATH "/org/gnome/evolution/dataserver/SourceManager"
#define SOURCE_INTERFACE "org.gnome.evolution.dataserver.Source"
#define FACTORY_NAME "org.gnome.evolution.dataserver.AddressBook10"
#define FACTORY_PATH "/org/gnome/evolution/dataserver/AddressBookFactory"
#define FACTORY_INTERFACE "org.gnome.evolution.dataserver.AddressBookFactory"
#define BOOK_INTERFACE "org.gnome.evolution.dataserver.AddressBook"

#define BOOKS 5

static guint patience_ms = BELL_ADDRESS_BOOK_MS;

typedef struct {
  GDBusConnection *session;     /* (owned) */
  GCancellable    *cancellable; /* (owned) ours: the caller's, or the end of our patience */
  GCancellable    *outer;       /* (owned) (nullable) the caller's */
  gulong           outer_handler;
  guint            timeout;
  char            *address; /* (owned) */
  GQueue           books;   /* of char * (owned): those that are still to be asked */
  char            *name;    /* (owned) (nullable) of the book that is open, on the bus */
  char            *path;    /* (owned) (nullable) */
  BellContact     *contact; /* (owned) (nullable) while its picture is read */
  guint8          *buffer;  /* (owned) (nullable) */
} Search;

/* Nobody waits for its answer, and it is to be said when our time is over too. */
static void
close_book (Search *search)
{
  if (search->path != NULL)
    g_dbus_connection_call (search->session, search->name, search->path, BOOK_INTERFACE, "Close",
                            NULL, NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
  g_clear_pointer (&search->path, g_free);
  g_clear_pointer (&search->name, g_free);
}

static void
search_free (gpointer data)
{
  Search *search = data;

  close_book (search);
  g_clear_handle_id (&search->timeout, g_source_remove);
  if (search->outer != NULL)
    g_cancellable_disconnect (search->outer, search->outer_handler);
  g_clear_object (&search->outer);
  g_object_unref (search->cancellable);
  g_object_unref (search->session);
  g_queue_clear_full (&search->books, g_free);
  g_free (search->address);
  g_free (search->buffer);
  g_clear_pointer (&search->contact, bell_contact_free);
  g_free (search);
}

static void
call (GTask              *task,
      const char         *name,
      const char         *path,
      const char         *interface,
      const char         *method,
      GVariant           *arguments,
      const char         *answer,
      GAsyncReadyCallback callback)
{
  Search *search = g_task_get_task_data (task);

  g_dbus_connection_call (search->session, name, path, interface, method, arguments,
                          G_VARIANT_TYPE (answer), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                          search->cancellable, callback, g_object_ref (task));
}

static void ask_next_book (GTask *task);

/* (transfer full) (nullable): NULL if a book fails, in which case the next one is asked. */
static GVariant *
take_answer (GTask *task, GObject *source, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer == NULL) {
    g_autofree char *code = bell_error_get_code (error);

    g_debug ("An address book fails: %s", code);
    ask_next_book (task);
  }
  return answer;
}

static void
return_contact (GTask *task)
{
  Search *search = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&search->contact),
                         (GDestroyNotify) bell_contact_free);
}

/* Without its picture it is a contact all the same. */
static void
on_picture_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  gsize   length = 0;

  if (g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &length, NULL) &&
      length > 0 && length <= BELL_ADDRESS_BOOK_PICTURE_BYTES)
    search->contact->picture = g_bytes_new_take (g_steal_pointer (&search->buffer), length);
  return_contact (task);
}

static void
on_picture_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (source), result, NULL);

  if (stream == NULL) {
    return_contact (task);
    return;
  }
  search->buffer = g_malloc (BELL_ADDRESS_BOOK_PICTURE_BYTES + 1);
  g_input_stream_read_all_async (G_INPUT_STREAM (stream), search->buffer,
                                 BELL_ADDRESS_BOOK_PICTURE_BYTES + 1, G_PRIORITY_DEFAULT,
                                 search->cancellable, on_picture_read, g_object_ref (task));
}

static void
take_card (GTask *task, const char *card)
{
  Search *search = g_task_get_task_data (task);

  search->contact = bell_contact_new (card);
  if (search->contact->picture_path != NULL) {
    g_autoptr (GFile) file = g_file_new_for_path (search->contact->picture_path);

    g_file_read_async (file, G_PRIORITY_DEFAULT, search->cancellable, on_picture_opened,
                       g_object_ref (task));
  } else {
    return_contact (task);
  }
}

/* "(is "email" "ada@example.org")", with what would end the string escaped. (transfer full) */
static char *
make_query (const char *address)
{
  g_autoptr (GString) query = g_string_new ("(is \"email\" \"");

  for (const char *p = address; *p != '\0'; p++) {
    if (*p == '"' || *p == '\\')
      g_string_append_c (query, '\\');
    g_string_append_c (query, *p);
  }
  g_string_append (query, "\")");
  return g_string_free (g_steal_pointer (&query), FALSE);
}

static void
on_contacts_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GVariant) answer = take_answer (task, source, result);
  g_autofree const char **cards = NULL;

  if (answer == NULL)
    return;
  g_variant_get (answer, "(^a&s)", &cards);
  if (cards[0] != NULL)
    take_card (task, cards[0]);
  else
    ask_next_book (task);
}

static void
on_book_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  g_autoptr (GVariant) answer = take_answer (task, source, result);
  g_autofree char *query = make_query (search->address);

  if (answer != NULL)
    call (task, search->name, search->path, BOOK_INTERFACE, "GetContactList",
          g_variant_new ("(s)", query), "(as)", on_contacts_ready);
}

static void
on_book_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  g_autoptr (GVariant) answer = take_answer (task, source, result);
  const char *path, *name;

  if (answer == NULL)
    return;
  g_variant_get (answer, "(&s&s)", &path, &name);
  if (!g_variant_is_object_path (path) || !g_dbus_is_name (name)) {
    ask_next_book (task);
    return;
  }
  search->path = g_strdup (path);
  search->name = g_strdup (name);
  call (task, search->name, search->path, BOOK_INTERFACE, "Open", NULL, "(as)", on_book_ready);
}

static void
ask_next_book (GTask *task)
{
  Search          *search = g_task_get_task_data (task);
  g_autofree char *book = g_queue_pop_head (&search->books);
  GError          *error = NULL;

  close_book (search);
  if (g_cancellable_set_error_if_cancelled (search->cancellable, &error))
    g_task_return_error (task, error);
  else if (book != NULL)
    call (task, FACTORY_NAME, FACTORY_PATH, FACTORY_INTERFACE, "OpenAddressBook",
          g_variant_new ("(s)", book), "(ss)", on_book_opened);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "nobody knows the address");
}

/* DATA: a key file. */
static gboolean
is_local_book (const char *data)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *backend = NULL;
  g_autofree char *enabled = NULL;

  if (!g_key_file_load_from_data (file, data, (gsize) -1, G_KEY_FILE_NONE, NULL))
    return FALSE;
  backend = g_key_file_get_string (file, "Address Book", "BackendName", NULL);
  enabled = g_key_file_get_string (file, "Data Source", "Enabled", NULL);
  return g_strcmp0 (backend, "local") == 0 && g_strcmp0 (enabled, "false") != 0;
}

static void
on_sources_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GVariant) answer =
    g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autoptr (GVariant) objects = NULL;
  GVariantIter iterator;
  GVariant    *interfaces;

  if (answer == NULL) {
    g_task_return_error (task, error);
    return;
  }
  objects = g_variant_get_child_value (answer, 0);
  g_variant_iter_init (&iterator, objects);
  while (g_variant_iter_loop (&iterator, "{o@a{sa{sv}}}", NULL, &interfaces)) {
    g_autoptr (GVariant) facts =
      g_variant_lookup_value (interfaces, SOURCE_INTERFACE, G_VARIANT_TYPE_VARDICT);
    const char *id, *data;

    if (facts != NULL && g_variant_lookup (facts, "UID", "&s", &id) &&
        g_variant_lookup (facts, "Data", "&s", &data) && is_local_book (data) &&
        g_queue_get_length (&search->books) < BOOKS)
      g_queue_push_tail (&search->books, g_strdup (id));
  }
  ask_next_book (task);
}

static gboolean
on_timeout (gpointer user_data)
{
  Search *search = user_data;

  search->timeout = 0;
  g_cancellable_cancel (search->cancellable);
  return G_SOURCE_REMOVE;
}

static void
on_outer_cancelled (G_GNUC_UNUSED GCancellable *outer, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

void
bell_address_book_set_patience (guint new_patience_ms)
{
  patience_ms = new_patience_ms;
}

void
bell_address_book_find_async (GDBusConnection    *session,
                              const char         *address,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Search *search = g_new0 (Search, 1);

  search->session = g_object_ref (session);
  search->cancellable = g_cancellable_new ();
  search->address = g_strdup (address);
  search->timeout = g_timeout_add (patience_ms, on_timeout, search);
  if (cancellable != NULL) {
    search->outer = g_object_ref (cancellable);
    search->outer_handler = g_cancellable_connect (cancellable, G_CALLBACK (on_outer_cancelled),
                                                   search->cancellable, NULL);
  }
  g_task_set_task_data (task, search, search_free);
  call (task, REGISTRY_NAME, REGISTRY_PATH, "org.freedesktop.DBus.ObjectManager",
        "GetManagedObjects", NULL, "(a{oa{sa{sv}}})", on_sources_ready);
}

BellContact *
bell_address_book_find_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
