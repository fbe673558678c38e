/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notifier-fixture.h: a notification daemon that says of itself what the test wants, and a notifier. */

#pragma once

#include "desktop/notification-daemon.h"
#include "desktop/notifier.h"

G_BEGIN_DECLS

/* More than the notifier lets wait. Their ids are "1", "2"… */
#define MOST_NOTICES 60

/* The daemon and the application, on a bus of their own. */
typedef struct {
  GTestDBus       *bus;         /* (owned) */
  GDBusConnection *connection;  /* (owned) the daemon's */
  GApplication    *application; /* (owned) */
  BellNotifier    *notifier;    /* (owned) */
  gboolean         markup;      /* what the daemon announces */
  const char      *deadly;      /* (nullable) the method that is never answered */
  GPtrArray       *unanswered;  /* of GDBusMethodInvocation (owned) */
  guint            questions;   /* for what it can do */
  GQueue           bodies;      /* of char (owned): what it was sent */
  char            *actions;     /* (owned) (nullable) of the last one */
  GVariant        *hints;       /* (owned) (nullable) of the last one */
  guint32          number;      /* of the last one */
  GString         *closed;      /* (owned) "NUMBER " of each that it was asked to close */
  GQueue           gtk_calls;   /* of char (owned): "AddNotification ID" */
} NotifierFixture;

/* For the notifier's memory: made before the first test, and removed after the last. */
char *notifier_fixture_make_runtime (void);
void  notifier_fixture_remove_runtime (const char *runtime);

/* SERVICES (nullable): the path of a directory of services that the bus can start. */
void notifier_fixture_set_up (NotifierFixture *fixture, gconstpointer services);
void notifier_fixture_tear_down (NotifierFixture *fixture, gconstpointer data);

/* METHOD: "RequestName" or "ReleaseName". */
guint notifier_fixture_call_for_name (GDBusConnection *connection,
                                      const char      *method,
                                      const char      *name);

/* CONNECTION becomes a notification daemon, whose calls come to ON_CALLED. */
void notifier_fixture_export (GDBusConnection             *connection,
                              GDBusInterfaceMethodCallFunc on_called,
                              gpointer                     user_data);

/* One is there from the beginning. */
void notifier_fixture_start_daemon (NotifierFixture *fixture);
void notifier_fixture_stop_daemon (NotifierFixture *fixture);

/* What was sent to CONNECTION before is in its main loop then. */
void notifier_fixture_ping (GDBusConnection *connection);

/* All that was sent has arrived, and has been answered. */
void notifier_fixture_settle (NotifierFixture *fixture);

void notifier_fixture_show (NotifierFixture *fixture,
                            const char      *id,
                            const char      *account_id, /* (nullable) */
                            const char      *body);

/* Waits for what the daemon is sent next. (transfer full) */
char *notifier_fixture_await_body (NotifierFixture *fixture);
void  notifier_fixture_assert_next_body (NotifierFixture *fixture, const char *expected);

G_END_DECLS
