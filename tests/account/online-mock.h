/* SPDX-License-Identifier: GPL-3.0-or-later */
/* online-mock.h: GNOME Online Accounts as far as we use it, on a connection of its own to the
 * session bus of the test. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct {
  GDBusConnection *connection;   /* (owned) */
  GVariant        *objects;      /* (owned) what GetManagedObjects answers */
  GPtrArray       *calls;        /* (owned) of char *: the methods that were called, in order */
  const char      *ensure_error; /* (unowned) (nullable): name of the error of EnsureCredentials */
  const char      *dies_in;      /* (unowned) (nullable): the method at which it drops dead */
  const char      *forgets_in; /* (unowned) (nullable): the method that the account no longer has */
  const char      *hangs_in;   /* (unowned) (nullable): the method that is never answered */
  const char      *secret;     /* (unowned) the password or token */
  int              expires_in;
} OnlineMock;

/* OBJECTS: text of an a{oa{sa{sv}}}. Its first account's methods are at ONLINE_MOCK_PATH. */
#define ONLINE_MOCK_PATH "/org/gnome/OnlineAccounts/Accounts/account_1"

void online_mock_start (OnlineMock *mock, const char *objects);
void online_mock_stop (OnlineMock *mock);

/* From now on it says OBJECTS; SIGNAL: and tells of it. */
void online_mock_set_objects (OnlineMock *mock, const char *objects, gboolean signal);

/* The methods called so far, separated by commas. (transfer full) */
char *online_mock_get_calls (OnlineMock *mock);

G_END_DECLS
