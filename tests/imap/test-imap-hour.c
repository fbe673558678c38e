/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ten accounts in virtual time: how often the machine is woken in an hour in which nothing happens,
 * and how many bytes that takes.
 *
 * Ten clients, each with a little server of its own, share one clock. A wake-up is a moment at which
 * a client has something to do, because its deadline has come or because bytes have; what falls into
 * the second after one belongs to it. The accounts begin one after another, as on no machine they
 * begin at once. Counted are the hour after that, and another one when they have found together. */

#include "imap/imap-client.h"

#include <string.h>

#define N_ACCOUNTS 10
#define HOUR (60 * BELL_MINUTE)
#define ROUND_TRIP (80 * BELL_MILLISECOND)
/* Dovecot, imap_idle_notify_interval. */
#define KEEP_ALIVE (2 * BELL_MINUTE)

#define BEGIN (1234567 * BELL_SECOND)
#define STAGGER (137 * BELL_SECOND)
#define FIRST_HOUR (BEGIN + N_ACCOUNTS * STAGGER)
#define SETTLED_HOUR (FIRST_HOUR + 4 * HOUR)

#define WITH_IDLE "IMAP4rev1 IDLE ESEARCH"
#define WITHOUT_IDLE "IMAP4rev1 ESEARCH"

/* What is the same for all accounts. */
typedef struct {
  const char *capabilities;
  gint64      renewal_us;
  gboolean    exact_renewal;
  gint64      polling_us;
  gint64      keep_alive_us;  /* 0: the servers say nothing by themselves */
  gint64      phase_apart_us; /* between those lines of one server and of the next */
} Setting;

typedef struct {
  const Setting  *setting;
  BellImapClient *client;
  gint64          keep_alive_us; /* when its server speaks next; BELL_NEVER */
  GString        *down;          /* on its way to the client */
  gint64          arrives_us;    /* BELL_NEVER: nothing is */
  char           *idle_tag;      /* (nullable): the client idles */
  guint           n_looks;
} Account;

typedef struct {
  guint  n_wake_ups;
  gint64 woken_us; /* the last time */
  gsize  n_up, n_down;
} Tally;

typedef struct {
  Account accounts[N_ACCOUNTS];
  gint64  now_us;
  Tally   tally;
} World;

static void
answer_idle (Account *self, const char *tag)
{
  g_free (self->idle_tag);
  self->idle_tag = g_strdup (tag);
  g_string_append (self->down, "+ idling\r\n");
}

static void
answer_opening (Account *self, const char *tag)
{
  g_string_append_printf (self->down,
                          "* 23 EXISTS\r\n* OK [UIDVALIDITY 42] ok\r\n* OK [UIDNEXT 29] ok\r\n"
                          "%s OK [READ-ONLY] Examine completed.\r\n",
                          tag);
}

static void
answer_look (Account *self, const char *tag)
{
  self->n_looks++;
  g_string_append_printf (
    self->down, "* ESEARCH (TAG \"%s\") UID COUNT 2\r\n%s OK Search completed.\r\n", tag, tag);
}

/* One line of the client's. */
static void
answer (Account *self, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  const char *tag = words[0], *command = words[1];

  if (g_str_equal (line, "DONE")) {
    g_assert_nonnull (self->idle_tag);
    g_string_append_printf (self->down, "%s OK Idle completed.\r\n", self->idle_tag);
    g_clear_pointer (&self->idle_tag, g_free);
    return;
  }
  g_assert_null (self->idle_tag);
  g_assert_nonnull (command);
  if (g_str_equal (command, "AUTHENTICATE"))
    g_string_append_printf (self->down, "%s OK [CAPABILITY %s] Logged in\r\n", tag,
                            self->setting->capabilities);
  else if (g_str_equal (command, "EXAMINE"))
    answer_opening (self, tag);
  else if (g_str_equal (command, "IDLE"))
    answer_idle (self, tag);
  else if (g_str_has_suffix (line, " UID SEARCH RETURN (COUNT) UNSEEN"))
    answer_look (self, tag);
  else
    g_error ("the little server does not know this: %s", line);
}

/* Whatever the client has written reaches its server, and the answer is on its way. */
static void
take_output (World *world, Account *self)
{
  g_autoptr (GByteArray) output = NULL;

  while ((output = bell_imap_client_take_output (self->client)) != NULL) {
    g_autofree char *text = g_strndup ((const char *) output->data, output->len);
    g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);

    world->tally.n_up += output->len;
    for (guint i = 0; lines[i + 1] != NULL; i++)
      answer (self, lines[i]);
    self->arrives_us = MIN (self->arrives_us, world->now_us + ROUND_TRIP);
    g_clear_pointer (&output, g_byte_array_unref);
  }
}

static void
take_events (Account *self)
{
  BellImapEvent *event;

  while ((event = bell_imap_client_take_event (self->client)) != NULL) {
    g_assert_cmpint (event->type, !=, BELL_IMAP_EVENT_FAILED);
    g_assert_cmpint (event->type, !=, BELL_IMAP_EVENT_LIED);
    bell_imap_event_free (event);
  }
}

static gint64
get_next (const Account *self)
{
  gint64 next_us = MIN (self->arrives_us, bell_imap_client_get_deadline (self->client));

  return self->idle_tag != NULL ? MIN (next_us, self->keep_alive_us) : next_us;
}

static void
woken (World *world)
{
  if (world->tally.n_wake_ups > 0 && world->now_us - world->tally.woken_us < BELL_SECOND)
    return;
  world->tally.n_wake_ups++;
  world->tally.woken_us = world->now_us;
}

/* The server's own line, at the same times whatever the client does. */
static void
keep_alive (World *world, Account *self)
{
  gint64 period_us = self->setting->keep_alive_us;

  while (self->keep_alive_us < world->now_us)
    self->keep_alive_us += period_us;
  if (self->keep_alive_us > world->now_us || self->idle_tag == NULL)
    return;
  self->keep_alive_us += period_us;
  g_string_append (self->down, "* OK Still here\r\n");
  self->arrives_us = world->now_us;
}

static void
act (World *world, Account *self)
{
  if (self->setting->keep_alive_us > 0)
    keep_alive (world, self);
  if (self->arrives_us <= world->now_us) {
    g_autofree char *bytes = g_string_free (self->down, FALSE);

    self->down = g_string_new (NULL);
    self->arrives_us = BELL_NEVER;
    world->tally.n_down += strlen (bytes);
    woken (world);
    bell_imap_client_receive (self->client, bytes, strlen (bytes), world->now_us);
  }
  if (bell_imap_client_get_deadline (self->client) <= world->now_us) {
    woken (world);
    bell_imap_client_tick (self->client, world->now_us);
  }
  take_output (world, self);
  take_events (self);
}

static void
run_until (World *world, guint n_accounts, gint64 end_us)
{
  for (;;) {
    gint64 next_us = BELL_NEVER;

    for (guint i = 0; i < n_accounts; i++)
      next_us = MIN (next_us, get_next (&world->accounts[i]));
    if (next_us >= end_us)
      break;
    g_assert_cmpint (next_us, >=, world->now_us);
    world->now_us = next_us;
    for (guint i = 0; i < n_accounts; i++)
      act (world, &world->accounts[i]);
  }
  world->now_us = end_us;
}

static void
start (World *world, guint number, const Setting *setting)
{
  static const char *const mailboxes[] = { "INBOX", NULL };
  BellImapRemembered       remembered = { .mailbox = "INBOX", .uid_validity = 42, .uid_seen = 28 };
  g_autoptr (BellSecretText) password = bell_secret_text_new ("secret", -1);
  BellImapClientConfig config = { .security = BELL_SECURITY_TLS,
                                  .user = "bob",
                                  .password = password,
                                  .mailboxes = mailboxes,
                                  .remembered = &remembered,
                                  .n_remembered = 1,
                                  .renewal_us = setting->renewal_us,
                                  .exact_renewal = setting->exact_renewal,
                                  .polling_us = setting->polling_us,
                                  .random = number };
  Account             *self = &world->accounts[number];

  self->setting = setting;
  self->client = bell_imap_client_new (&config, world->now_us);
  self->keep_alive_us =
    setting->keep_alive_us > 0 ? BEGIN + number * setting->phase_apart_us : BELL_NEVER;
  self->down = g_string_new ("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready\r\n");
  self->arrives_us = world->now_us;
  bell_imap_client_opened (self->client, world->now_us);
}

static World *
begin (const Setting *setting)
{
  World *world = g_new0 (World, 1);

  world->now_us = BEGIN;
  for (guint i = 0; i < N_ACCOUNTS; i++) {
    start (world, i, setting);
    run_until (world, i + 1, BEGIN + (i + 1) * STAGGER);
  }
  g_assert_cmpint (world->now_us, ==, FIRST_HOUR);
  return world;
}

static void
end (World *world)
{
  for (guint i = 0; i < N_ACCOUNTS; i++) {
    bell_imap_client_free (world->accounts[i].client);
    g_string_free (world->accounts[i].down, TRUE);
    g_free (world->accounts[i].idle_tag);
  }
  g_free (world);
}

/* Each account has looked in this hour, as often as its interval asks for. */
static Tally
count_hour (World *world, gint64 begin_us, guint min_looks, const char *name)
{
  run_until (world, N_ACCOUNTS, begin_us);
  memset (&world->tally, 0, sizeof world->tally);
  for (guint i = 0; i < N_ACCOUNTS; i++)
    world->accounts[i].n_looks = 0;
  run_until (world, N_ACCOUNTS, begin_us + HOUR);
  for (guint i = 0; i < N_ACCOUNTS; i++)
    g_assert_cmpuint (world->accounts[i].n_looks, >=, min_looks);
  g_test_message ("%s, ten accounts: %u wake-ups, %zu bytes up, %zu bytes down", name,
                  world->tally.n_wake_ups, world->tally.n_up, world->tally.n_down);
  return world->tally;
}

/* A renewal is DONE, a search and IDLE, and what they are answered: under 80 and 140 bytes. */
static void
assert_bytes (const Tally *tally, guint n_exchanges, guint n_lines)
{
  g_assert_cmpuint (tally->n_up, <=, n_exchanges * 80);
  g_assert_cmpuint (tally->n_down, <=,
                    n_exchanges * 140 + n_lines * strlen ("* OK Still here\r\n"));
}

/* Renewals are between 5/8 of their interval (18.1 min) and all of it apart: four at most in an hour
 * for each account, on ticks a quarter (7.25 min) apart; when they have found together, on multiples
 * of 29 min, of which an hour has three at most. */
static void
test_idle (void)
{
  Setting setting = { .capabilities = WITH_IDLE, .renewal_us = 29 * BELL_MINUTE };
  World  *world = begin (&setting);
  Tally   first = count_hour (world, FIRST_HOUR, 2, "IDLE, first hour");
  Tally   settled = count_hour (world, SETTLED_HOUR, 2, "IDLE, later hour");

  g_assert_cmpuint (first.n_wake_ups, <=, 9);
  assert_bytes (&first, 4 * N_ACCOUNTS, 0);
  g_assert_cmpuint (settled.n_wake_ups, <=, 3);
  assert_bytes (&settled, 3 * N_ACCOUNTS, 0);
  end (world);
}

/* Dovecot tells all connections of one client at the same moment that it is still there: thirty
 * times an hour, and the renewals. */
static void
test_idle_on_one_dovecot (void)
{
  Setting setting = { .capabilities = WITH_IDLE,
                      .renewal_us = 28 * BELL_MINUTE,
                      .keep_alive_us = KEEP_ALIVE };
  World  *world = begin (&setting);
  Tally   first = count_hour (world, FIRST_HOUR, 2, "IDLE on one Dovecot, first hour");
  Tally   settled = count_hour (world, SETTLED_HOUR, 2, "IDLE on one Dovecot, later hour");

  g_assert_cmpuint (first.n_wake_ups, <=, 30 + 9);
  assert_bytes (&first, 4 * N_ACCOUNTS, 30 * N_ACCOUNTS);
  g_assert_cmpuint (settled.n_wake_ups, <=, 30 + 3);
  assert_bytes (&settled, 3 * N_ACCOUNTS, 30 * N_ACCOUNTS);
  end (world);
}

/* Ten Dovecots know nothing of one another. What they send is theirs; we add no more than before. */
static void
test_idle_on_ten_dovecots (void)
{
  Setting setting = { .capabilities = WITH_IDLE,
                      .renewal_us = 28 * BELL_MINUTE,
                      .keep_alive_us = KEEP_ALIVE,
                      .phase_apart_us = 11 * BELL_SECOND };
  World  *world = begin (&setting);
  Tally   settled = count_hour (world, SETTLED_HOUR, 2, "IDLE on ten Dovecots, later hour");

  g_assert_cmpuint (settled.n_wake_ups, <=, 30 * N_ACCOUNTS + 3);
  assert_bytes (&settled, 3 * N_ACCOUNTS, 30 * N_ACCOUNTS);
  end (world);
}

/* Twelve looks an hour, and thirteen ticks if it begins with one; before they have found together,
 * the quarters of the first three intervals. */
static void
test_polling (void)
{
  Setting setting = { .capabilities = WITHOUT_IDLE,
                      .renewal_us = 29 * BELL_MINUTE,
                      .polling_us = 5 * BELL_MINUTE };
  World  *world = begin (&setting);
  Tally   first = count_hour (world, FIRST_HOUR, 12, "polling every 5 min, first hour");
  Tally   settled = count_hour (world, SETTLED_HOUR, 12, "polling every 5 min, later hour");

  g_assert_cmpuint (first.n_wake_ups, <=, 3 * 4 + 10);
  assert_bytes (&first, 15 * N_ACCOUNTS, 0);
  g_assert_cmpuint (settled.n_wake_ups, <=, 13);
  assert_bytes (&settled, 13 * N_ACCOUNTS, 0);
  end (world);
}

/* A trial of how long a path may be silent is not shortened: it is each account's own. */
static void
test_trials (void)
{
  Setting setting = { .capabilities = WITH_IDLE,
                      .renewal_us = 9 * BELL_MINUTE,
                      .exact_renewal = TRUE };
  World  *world = begin (&setting);
  Tally   hour = count_hour (world, FIRST_HOUR, 6, "trials of 9 min");

  g_assert_cmpuint (hour.n_wake_ups, <=, 7 * N_ACCOUNTS);
  assert_bytes (&hour, 7 * N_ACCOUNTS, 0);
  end (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/hour/idle", test_idle);
  g_test_add_func ("/imap/hour/idle-on-one-dovecot", test_idle_on_one_dovecot);
  g_test_add_func ("/imap/hour/idle-on-ten-dovecots", test_idle_on_ten_dovecots);
  g_test_add_func ("/imap/hour/polling", test_polling);
  g_test_add_func ("/imap/hour/trials", test_trials);
  return g_test_run ();
}
