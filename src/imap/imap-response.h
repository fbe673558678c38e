/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-response.h: what one frame means.
 * In:     a frame.
 * Out:    a BellImapResponse that owns everything it points to.
 * Errors: BELL_IMAP_ERROR_SYNTAX, BELL_IMAP_ERROR_TOO_LARGE: the frame is no response that we can
 *         use. An item that is broken or unknown inside a good response is left out, not an error.
 * Source: RFC 9051 §7, RFC 3501 §7; QRESYNC RFC 7162, ESEARCH RFC 4731, ID RFC 2971,
 *         NAMESPACE RFC 2342, PREVIEW RFC 8970, ENABLE RFC 5161. */

#pragma once

#include "imap/imap-framer.h"
#include "imap/imap-structure.h"
#include "imap/imap-uid-set.h"
#include "imap/imap-value.h"

G_BEGIN_DECLS

typedef enum {
  BELL_IMAP_RESPONSE_OTHER,        /* well-formed, not ours to understand */
  BELL_IMAP_RESPONSE_CONTINUATION, /* "+ …" */
  BELL_IMAP_RESPONSE_OK,           /* tagged or untagged, as the next four */
  BELL_IMAP_RESPONSE_NO,
  BELL_IMAP_RESPONSE_BAD,
  BELL_IMAP_RESPONSE_BYE,
  BELL_IMAP_RESPONSE_PREAUTH,
  BELL_IMAP_RESPONSE_CAPABILITY, /* words */
  BELL_IMAP_RESPONSE_ENABLED,    /* words */
  BELL_IMAP_RESPONSE_FLAGS,      /* words */
  BELL_IMAP_RESPONSE_LIST,       /* list; LSUB and XLIST too */
  BELL_IMAP_RESPONSE_STATUS,     /* status */
  BELL_IMAP_RESPONSE_SEARCH,     /* numbers */
  BELL_IMAP_RESPONSE_ESEARCH,    /* search */
  BELL_IMAP_RESPONSE_EXISTS,     /* number */
  BELL_IMAP_RESPONSE_RECENT,     /* number */
  BELL_IMAP_RESPONSE_EXPUNGE,    /* number */
  BELL_IMAP_RESPONSE_FETCH,      /* number, fetch */
  BELL_IMAP_RESPONSE_VANISHED,   /* vanished, earlier */
  BELL_IMAP_RESPONSE_ID,         /* id */
  BELL_IMAP_RESPONSE_NAMESPACE,  /* personal */
} BellImapResponseType;

typedef struct {
  char *name;  /* (owned) upper case */
  char *value; /* (owned) (nullable) the rest inside the brackets, as it stands */
} BellImapCode;

typedef struct {
  char *name;    /* (owned) (nullable) encoded words stay raw */
  char *mailbox; /* (owned) (nullable) */
  char *host;    /* (owned) (nullable) */
} BellImapAddress;

typedef struct {
  char      *date;       /* (owned) (nullable) */
  char      *subject;    /* (owned) (nullable) raw */
  char      *message_id; /* (owned) (nullable) */
  GPtrArray *from;       /* (owned) of BellImapAddress */
} BellImapEnvelope;

typedef struct {
  char   *name;  /* (owned) as the server wrote it, upper case, e.g. "BODY[HEADER.FIELDS (FROM)]" */
  GBytes *bytes; /* (owned) (nullable): NULL for NIL */
} BellImapSection;

typedef struct {
  guint32           uid;          /* 0: absent */
  char            **flags;        /* (owned) (nullable): NULL if absent */
  guint64           modseq;       /* 0: absent */
  char             *internaldate; /* (owned) (nullable) */
  gint64            size;         /* -1: absent */
  BellImapEnvelope *envelope;     /* (owned) (nullable) */
  GPtrArray        *sections;     /* (owned) of BellImapSection, in order */
  char             *preview;      /* (owned) (nullable): NULL if absent or NIL */
  BellImapPart     *calendar;     /* (owned) (nullable) its first calendar part, if BODY was sent */
} BellImapFetch;

typedef struct {
  char **attributes; /* (owned) with their backslashes */
  char  *delimiter;  /* (owned) (nullable) one character; NULL for NIL */
  char  *mailbox;    /* (owned) as on the wire */
  char  *old_name;   /* (owned) (nullable) what it was called before (RFC 5465 §5.4) */
} BellImapList;

/* A number is BELL_IMAP_STATUS_ABSENT where the server did not send it. */
#define BELL_IMAP_STATUS_ABSENT (G_GINT64_CONSTANT (-1))

typedef struct {
  char      *mailbox; /* (owned) as on the wire */
  gint64     messages;
  gint64     recent;
  gint64     uid_next;
  gint64     uid_validity;
  gint64     unseen;
  gint64     highest_modseq;
  GPtrArray *items; /* (owned) of char *: name, number, name, number … as sent, numbers only */
} BellImapStatus;

typedef struct {
  char           *tag; /* (owned) (nullable) of the command it answers */
  gboolean        uid;
  gint64          count; /* -1: absent, as the next three */
  gint64          min;
  gint64          max;
  gint64          modseq;
  BellImapUidSet *all;       /* (owned) (nullable) */
  gint64          n_added;   /* by ADDTO of an updated search (RFC 5267); 0: none */
  gint64          n_removed; /* by REMOVEFROM */
} BellImapSearchResult;

typedef struct {
  BellImapResponseType type;
  char                *tag;  /* (owned) (nullable): NULL for untagged and continuation */
  char                *name; /* (owned) upper case: "OK", "FETCH", "X-SOMETHING"; "+" */
  gboolean             has_number;
  guint32              number; /* of "* n NAME" */
  BellImapCode        *code;   /* (owned) (nullable) */
  char *text; /* (owned) (nullable) human text of a status response, or what follows "+" */

  char                **words;    /* (owned) (nullable) */
  GArray               *numbers;  /* (owned) (nullable) of guint32 */
  BellImapList         *list;     /* (owned) (nullable) */
  BellImapStatus       *status;   /* (owned) (nullable) */
  BellImapSearchResult *search;   /* (owned) (nullable) */
  BellImapFetch        *fetch;    /* (owned) (nullable) */
  BellImapUidSet       *vanished; /* (owned) (nullable) */
  gboolean              earlier;  /* VANISHED (EARLIER) */
  GPtrArray *id;       /* (owned) (nullable) of char * (nullable): field, value, field, value … */
  GPtrArray *personal; /* (owned) (nullable) of char * (nullable): prefix, delimiter, … */
} BellImapResponse;

/* (transfer full) (nullable): NULL with ERROR set. */
BellImapResponse *bell_imap_response_parse (const BellImapFrame *frame, GError **error);
void              bell_imap_response_free (BellImapResponse *self);

gboolean bell_imap_response_has_code (const BellImapResponse *self, const char *name);

/* TRUE, case-insensitively, if FLAGS (nullable) holds FLAG. */
gboolean bell_imap_flags_contain (char *const *flags, const char *flag);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellImapResponse, bell_imap_response_free)

G_END_DECLS
