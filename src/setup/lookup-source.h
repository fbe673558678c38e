/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lookup-source.h: the ways to learn a mail address's IMAP server without connecting to it, one
 * question each. They are in the order of preference: what DNS alone says, which anyone on the way
 * could have answered, comes behind what HTTPS or our own table says.
 * Privacy: the whole address goes to hosts of its own domain only, over HTTPS; Thunderbird's list is
 *          asked for a domain, and the sites of who receives the mail are told nothing at all.
 * Source:  RFC 6186, RFC 8314 §5.1, draft-ietf-mailmaint-autoconfig. */

#pragma once

#include <libsoup/soup.h>

#include "setup/server-candidate.h"

G_BEGIN_DECLS

typedef enum {
  BELL_WAY_TABLE,        /* the domain, in the table of providers */
  BELL_WAY_OWN_HOST,     /* https://autoconfig.DOMAIN */
  BELL_WAY_OWN_SITE,     /* https://DOMAIN/.well-known */
  BELL_WAY_ISPDB,        /* Thunderbird's list */
  BELL_WAY_MX,           /* who receives its mail, in the table; if not there, the next three */
  BELL_WAY_MX_HOST,      /* https://autoconfig.BASE, the base of who receives its mail */
  BELL_WAY_MX_SITE,      /* https://BASE/.well-known */
  BELL_WAY_MX_ISPDB,     /* BASE in Thunderbird's list */
  BELL_WAY_SRV_TLS,      /* _imaps._tcp.DOMAIN */
  BELL_WAY_SRV_STARTTLS, /* _imap._tcp.DOMAIN */
  BELL_WAY_NAMES,        /* imap.DOMAIN and the like */
  BELL_N_WAYS,
} BellLookupWay;

/* Where to ask. What is usual is in bell_lookup_places_usual; tests have their own. */
typedef struct {
  const char *ispdb;         /* address of Thunderbird's list, up to the domain */
  guint16     https_port;    /* of a domain's own sites */
  guint16     tls_port;      /* of servers whose port nobody said */
  guint16     starttls_port; /* the same */
  gint64      limit_us;      /* for the whole look-up */
  gint64      grace_us;      /* for what is better, once a server has answered */
} BellLookupPlaces;

extern const BellLookupPlaces bell_lookup_places_usual;

typedef struct {
  char            *address; /* (owned) */
  char            *domain;  /* (owned) ASCII */
  char            *mx;      /* (owned) (nullable) who receives its mail, before BELL_WAY_MX_HOST */
  SoupSession     *session; /* (owned) */
  BellLookupPlaces places;
} BellLookupQuestion;

typedef struct {
  GPtrArray *candidates; /* (owned) of BellServerCandidate */
  char      *how;        /* (owned) a translated sentence: who named these servers */
  gboolean   vouched;    /* not by DNS alone, which anyone on the way could have answered */
  char      *mx;         /* (owned) (nullable) to be asked about: BELL_WAY_MX_HOST and the next */
} BellLookupAnswer;

/* Whether it is gone only after BELL_WAY_MX, with what that has told. */
gboolean bell_lookup_way_needs_mx (BellLookupWay way);

/* Whether HOST is one of the names that BELL_WAY_NAMES tries for DOMAIN, so that whoever else names it
 * tells nothing new. */
gboolean bell_lookup_is_usual_name (const char *host, const char *domain);

void bell_lookup_question_clear (BellLookupQuestion *question);
void bell_lookup_answer_free (BellLookupAnswer *answer);

/* QUESTION stays until CALLBACK. */
void bell_lookup_source_ask_async (const BellLookupQuestion *question,
                                   BellLookupWay             way,
                                   GCancellable             *cancellable,
                                   GAsyncReadyCallback       callback,
                                   gpointer                  user_data);

/* (transfer full) (nullable): NULL with ERROR. The list may be empty. */
BellLookupAnswer *bell_lookup_source_ask_finish (GAsyncResult *result, GError **error);

/* "Asking example.org…", translated. (transfer full) (nullable): NULL if there is nobody to ask. */
char *bell_lookup_source_describe (const BellLookupQuestion *question, BellLookupWay way);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellLookupAnswer, bell_lookup_answer_free)

G_END_DECLS
