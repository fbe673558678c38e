/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small tree is built and walked along the one path that matters:
 * clientConfig/emailProvider/incomingServer. */

#include "setup/autoconfig.h"

#include "setup/mail-domain.h"

#include <gio/gio.h>
#include <libxml/parser.h>
#include <string.h>

/* More than any real user name; what is longer is no user name. */
#define USER_BYTES 512

typedef struct {
  const char *address; /* (unowned) */
  const char *domain;  /* (unowned) */
} Identity;

/* No published settings need a document type, and all that entities can do comes with it. */
static void
on_document_type (void                        *context,
                  G_GNUC_UNUSED const xmlChar *name,
                  G_GNUC_UNUSED const xmlChar *external_id,
                  G_GNUC_UNUSED const xmlChar *system_id)
{
  xmlParserCtxtPtr parser = context;

  parser->wellFormed = 0;
  xmlStopParser (parser);
}

static xmlDocPtr
parse_document (const char *text, gsize length)
{
  xmlParserCtxtPtr parser = xmlNewParserCtxt ();
  xmlDocPtr        document;

  parser->sax->internalSubset = on_document_type;
  document = xmlCtxtReadMemory (parser, text, (int) length, NULL, NULL,
                                XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                  XML_PARSE_NOCDATA | XML_PARSE_COMPACT);
  xmlFreeParserCtxt (parser);
  return document;
}

static gboolean
is_element (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && xmlStrEqual (node->name, BAD_CAST name);
}

/* The stripped text of NODE. (transfer full) */
static char *
get_text (xmlNode *node)
{
  xmlChar *content = xmlNodeGetContent (node);
  char    *text = g_strdup (content != NULL ? (const char *) content : "");

  xmlFree (content);
  return g_strstrip (text);
}

/* The text of the first child NAME. (transfer full) (nullable) */
static char *
get_child_text (const xmlNode *node, const char *name)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (is_element (child, name))
      return get_text (child);
  return NULL;
}

static gboolean
is_imap (xmlNode *server)
{
  xmlChar *type = xmlGetProp (server, BAD_CAST "type");
  gboolean imap = type != NULL && g_ascii_strcasecmp ((const char *) type, "imap") == 0;

  xmlFree (type);
  return imap;
}

static gboolean
read_security (const xmlNode *server, BellSecurity *security)
{
  g_autofree char *text = get_child_text (server, "socketType");

  if (text != NULL && g_ascii_strcasecmp (text, "SSL") == 0)
    *security = BELL_SECURITY_TLS;
  else if (text != NULL && g_ascii_strcasecmp (text, "STARTTLS") == 0)
    *security = BELL_SECURITY_STARTTLS;
  else
    return FALSE;
  return TRUE;
}

static gboolean
read_port (const xmlNode *server, guint16 *port)
{
  g_autofree char *text = get_child_text (server, "port");
  guint64          value;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &value, NULL))
    return FALSE;
  *port = (guint16) value;
  return TRUE;
}

/* TEXT with the placeholders of the format filled in. (transfer full) */
static char *
fill_in (const char *text, const Identity *identity)
{
  g_autofree char *local =
    g_strndup (identity->address, (gsize) (strrchr (identity->address, '@') - identity->address));
  g_autoptr (GString) filled = g_string_new (NULL);
  const struct {
    const char *name;
    const char *value;
  } placeholders[] = {
    { "%EMAILADDRESS%", identity->address },
    { "%EMAILLOCALPART%", local },
    { "%EMAILDOMAIN%", identity->domain },
  };

  for (const char *c = text; *c != '\0' && filled->len <= USER_BYTES;) {
    guint i = 0;

    while (i < G_N_ELEMENTS (placeholders) && !g_str_has_prefix (c, placeholders[i].name))
      i++;
    if (i < G_N_ELEMENTS (placeholders)) {
      g_string_append (filled, placeholders[i].value);
      c += strlen (placeholders[i].name);
    } else
      g_string_append_c (filled, *c++);
  }
  return g_string_free (g_steal_pointer (&filled), FALSE);
}

static gboolean
is_user (const char *text)
{
  if (*text == '\0' || strlen (text) > USER_BYTES)
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

/* The whole address where nothing usable is said. (transfer full) */
static char *
read_user (const xmlNode *server, const Identity *identity)
{
  g_autofree char *text = get_child_text (server, "username");
  g_autofree char *user = text != NULL ? fill_in (text, identity) : NULL;

  if (user == NULL || !is_user (user))
    return g_strdup (identity->address);
  return g_steal_pointer (&user);
}

/* Whether ways to sign in are named, and all of them are OAuth 2. */
static gboolean
is_oauth_only (const xmlNode *server)
{
  gboolean oauth = FALSE;

  for (xmlNode *child = server->children; child != NULL; child = child->next) {
    g_autofree char *way = is_element (child, "authentication") ? get_text (child) : NULL;

    if (way != NULL && g_ascii_strcasecmp (way, "OAuth2") != 0)
      return FALSE;
    oauth = oauth || way != NULL;
  }
  return oauth;
}

/* (transfer full) (nullable): NULL if it is none that we could use. */
static BellServerCandidate *
read_server (xmlNode *server, const Identity *identity)
{
  g_autofree char     *text = get_child_text (server, "hostname");
  g_autofree char     *filled = text != NULL ? fill_in (text, identity) : NULL;
  g_autofree char     *host = filled != NULL ? bell_mail_domain_normalise_host (filled) : NULL;
  g_autofree char     *user = NULL;
  BellServerCandidate *candidate;
  BellSecurity         security;
  guint16              port;

  if (!is_imap (server) || host == NULL || !read_port (server, &port) ||
      !read_security (server, &security))
    return NULL;
  user = read_user (server, identity);
  candidate = bell_server_candidate_new (host, port, security, user);
  candidate->oauth_only = is_oauth_only (server);
  return candidate;
}

/* Adds the servers of PROVIDER that are protected by SECURITY. */
static void
add_servers (GPtrArray      *candidates,
             const xmlNode  *provider,
             const Identity *identity,
             BellSecurity    security)
{
  for (xmlNode *node = provider->children; node != NULL; node = node->next) {
    g_autoptr (BellServerCandidate) candidate =
      is_element (node, "incomingServer") ? read_server (node, identity) : NULL;

    if (candidates->len == BELL_CANDIDATES_PER_ANSWER)
      return;
    if (candidate != NULL && candidate->security == security)
      g_ptr_array_add (candidates, g_steal_pointer (&candidate));
  }
}

static GPtrArray *
read_document (const xmlNode *root, const Identity *identity)
{
  GPtrArray *candidates = bell_server_candidates_new ();

  for (xmlNode *node = root->children; node != NULL; node = node->next)
    if (is_element (node, "emailProvider")) {
      add_servers (candidates, node, identity, BELL_SECURITY_TLS);
      add_servers (candidates, node, identity, BELL_SECURITY_STARTTLS);
      break;
    }
  return candidates;
}

GPtrArray *
bell_autoconfig_parse (
  const char *text, gsize length, const char *address, const char *domain, GError **error)
{
  const Identity identity = { address, domain };
  GPtrArray     *candidates = NULL;
  xmlDocPtr      document = NULL;
  xmlNode       *root;

  if (length > 0 && length <= BELL_AUTOCONFIG_BYTES)
    document = parse_document (text, length);
  root = document != NULL ? xmlDocGetRootElement (document) : NULL;
  if (root != NULL && is_element (root, "clientConfig"))
    candidates = read_document (root, &identity);
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "no mail settings in XML");
  xmlFreeDoc (document);
  return candidates;
}
