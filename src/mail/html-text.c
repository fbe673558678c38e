/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTML to lines of text: libxml2 builds the tree, a walk without recursion writes it down. */

#include "mail/html-text.h"

#include <libxml/HTMLparser.h>
#include <string.h>

/* libxml2 compares each attribute with those before it: a tag of thousands is an attack, and one
 * that embeds a picture has nothing to read. */
#define TAG_BYTES 4096

/* A style attribute longer than this is not looked at further. */
#define STYLE_BYTES 1024

typedef struct {
  GString *out;
  guint    quotes;       /* quoting elements that we are inside of */
  guint    preformatted; /* likewise */
  gboolean line_start;
} Writer;

static const char *const skipped[] = {
  "head", "style", "script", "title", "noscript", "template", "object",   "iframe",
  "svg",  "math",  "audio",  "video", "select",   "textarea", "noframes", NULL,
};

static const char *const blocks[] = {
  "address", "article", "aside", "blockquote", "body",       "br",     "caption", "center", "dd",
  "div",     "dl",      "dt",    "fieldset",   "figcaption", "figure", "footer",  "form",   "h1",
  "h2",      "h3",      "h4",    "h5",         "h6",         "header", "hr",      "li",     "main",
  "nav",     "ol",      "p",     "pre",        "section",    "table",  "tbody",   "td",     "tfoot",
  "th",      "thead",   "tr",    "ul",         NULL,
};

/* Declarations that hide an element: the tricks of hidden preheaders. A value of zero must end
 * there, with or without a unit, which "0.9em" does not. */
static const char *const hiding[] = {
  "display:none", "visibility:hidden", "font-size:0", "max-height:0", "opacity:0", NULL,
};

static gboolean
is_one_of (const xmlNode *node, const char *const *names)
{
  return node->type == XML_ELEMENT_NODE && node->name != NULL &&
         g_strv_contains (names, (const char *) node->name);
}

static gboolean
is_hiding_declaration (const char *declaration)
{
  for (guint i = 0; hiding[i] != NULL; i++) {
    gsize       n = strlen (hiding[i]);
    const char *rest = declaration + n;

    if (strncmp (declaration, hiding[i], n) != 0)
      continue;
    if (hiding[i][n - 1] != '0')
      return TRUE;
    if (*rest == '.')
      rest += 1 + strspn (rest + 1, "0");
    return !g_ascii_isdigit (*rest);
  }
  return FALSE;
}

static gboolean
is_hiding_style (const char *style)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  g_auto (GStrv) declarations = NULL;

  for (gsize i = 0; style[i] != '\0' && i < STYLE_BYTES; i++)
    if (!g_ascii_isspace (style[i]))
      g_string_append_c (plain, g_ascii_tolower (style[i]));
  declarations = g_strsplit (plain->str, ";", -1);
  for (guint i = 0; declarations[i] != NULL; i++)
    if (is_hiding_declaration (declarations[i]))
      return TRUE;
  return FALSE;
}

/* (nullable) (transfer none): attribute values of a parsed document are single text nodes. */
static const char *
get_attribute (const xmlNode *node, const char *name)
{
  for (const xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next)
    if (strcmp ((const char *) attribute->name, name) == 0)
      return attribute->children != NULL && attribute->children->content != NULL
               ? (const char *) attribute->children->content
               : "";
  return NULL;
}

static gboolean
is_hidden (const xmlNode *node)
{
  const char *style = get_attribute (node, "style");

  return is_one_of (node, skipped) || get_attribute (node, "hidden") != NULL ||
         (style != NULL && is_hiding_style (style));
}

/* Mail programs mark the message that is answered; any other <blockquote> is only indented. */
static gboolean
is_quote (const xmlNode *node)
{
  static const char *const names[] = { "blockquote", NULL };
  const char              *type;
  const char *class;

  if (!is_one_of (node, names))
    return FALSE;
  type = get_attribute (node, "type");
  class = get_attribute (node, "class");
  return g_strcmp0 (type, "cite") == 0 || (class != NULL && strstr (class, "quote") != NULL);
}

static gboolean
is_preformatted (const xmlNode *node)
{
  static const char *const names[] = { "pre", NULL };

  return is_one_of (node, names);
}

static void
break_line (Writer *self)
{
  if (!self->line_start)
    g_string_append_c (self->out, '\n');
  self->line_start = TRUE;
}

static void
write_text (Writer *self, const char *text)
{
  for (const char *p = text; *p != '\0' && self->out->len < BELL_HTML_TEXT_BYTES; p++) {
    char c = *p == '\r' || (*p == '\n' && self->preformatted == 0) ? ' ' : *p;

    if (c == '\n') {
      break_line (self);
      continue;
    }
    if (self->line_start && g_ascii_isspace (c))
      continue;
    if (self->line_start && self->quotes > 0)
      g_string_append (self->out, "> ");
    self->line_start = FALSE;
    g_string_append_c (self->out, c);
  }
}

/* TRUE: the children of NODE are to be read. */
static gboolean
enter (Writer *self, const xmlNode *node)
{
  if (node->type == XML_TEXT_NODE) {
    if (node->content != NULL)
      write_text (self, (const char *) node->content);
    return FALSE;
  }
  if (is_one_of (node, blocks))
    break_line (self);
  self->quotes += is_quote (node);
  self->preformatted += is_preformatted (node);
  if (node->type == XML_ELEMENT_NODE)
    return !is_hidden (node);
  return node->type == XML_HTML_DOCUMENT_NODE;
}

static void
leave (Writer *self, const xmlNode *node)
{
  if (is_one_of (node, blocks))
    break_line (self);
  self->quotes -= is_quote (node);
  self->preformatted -= is_preformatted (node);
}

static void
walk (Writer *self, const xmlNode *root)
{
  const xmlNode *node = root;

  while (self->out->len < BELL_HTML_TEXT_BYTES) {
    if (enter (self, node) && node->children != NULL) {
      node = node->children;
      continue;
    }
    leave (self, node);
    while (node != root && node->next == NULL) {
      node = node->parent;
      leave (self, node);
    }
    if (node == root)
      return;
    node = node->next;
  }
}

/* HTML without its overlong tags. */
static GString *
drop_long_tags (const char *html)
{
  GString    *out = g_string_sized_new (strlen (html));
  const char *p = html;

  while (*p != '\0') {
    gsize text = strcspn (p, "<");
    gsize tag = strcspn (p + text, ">");

    g_string_append_len (out, p, (gssize) text);
    p += text;
    if (tag <= TAG_BYTES)
      g_string_append_len (out, p, (gssize) tag);
    p += tag;
    if (*p == '>' && tag <= TAG_BYTES)
      g_string_append_c (out, '>');
    p += *p == '>';
  }
  return out;
}

static xmlDoc *
parse (const GString *html)
{
  const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                      HTML_PARSE_NONET | HTML_PARSE_COMPACT | HTML_PARSE_IGNORE_ENC;
  htmlParserCtxt *context = htmlNewParserCtxt ();
  xmlDoc         *doc = NULL;

  if (context == NULL)
    return NULL;
  doc = htmlCtxtReadMemory (context, html->str, (int) html->len, NULL, "UTF-8", options);
  htmlFreeParserCtxt (context);
  return doc;
}

char *
bell_html_text_new (const char *html)
{
  g_autoptr (GString) safe = drop_long_tags (html);
  Writer  writer = { .out = g_string_new (NULL), .line_start = TRUE };
  xmlDoc *doc = parse (safe);

  if (doc != NULL) {
    walk (&writer, (const xmlNode *) doc);
    xmlFreeDoc (doc);
  }
  return g_string_free (writer.out, FALSE);
}
