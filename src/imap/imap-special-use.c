/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of attributes and a table of names. */

#include "imap/imap-special-use.h"

#include <string.h>

#include "imap/imap-mailbox-name.h"
#include "imap/imap-response.h"

/* clang-format off */
static const struct {
  const char  *attribute;
  BellImapRole role;
} attributes_table[] = {
  { "\\Noselect",    BELL_IMAP_ROLE_NOT_SELECTABLE },
  { "\\NonExistent", BELL_IMAP_ROLE_NOT_SELECTABLE },
  { "\\Archive",     BELL_IMAP_ROLE_ARCHIVE },
  { "\\Trash",       BELL_IMAP_ROLE_TRASH },
  { "\\Junk",        BELL_IMAP_ROLE_JUNK },
  { "\\Spam",        BELL_IMAP_ROLE_JUNK },  /* Gmail's XLIST */
  { "\\Sent",        BELL_IMAP_ROLE_SENT },
  { "\\Drafts",      BELL_IMAP_ROLE_DRAFTS },
  { "\\All",         BELL_IMAP_ROLE_VIRTUAL },
  { "\\AllMail",     BELL_IMAP_ROLE_VIRTUAL },
  { "\\Flagged",     BELL_IMAP_ROLE_VIRTUAL },
  { "\\Important",   BELL_IMAP_ROLE_VIRTUAL },
};

/* Last parts of names, in lower case, as servers and mail programs create them. */
static const struct {
  BellImapRole role;
  const char  *names; /* separated by "|" */
} names_table[] = {
  { BELL_IMAP_ROLE_SENT,
    "sent|sent items|sent messages|sent mail|gesendet|gesendete elemente|gesendete objekte|"
    "gesendete nachrichten|postausgang|envoyés|éléments envoyés|messages envoyés|enviados|"
    "elementos enviados|itens enviados|enviadas|inviata|posta inviata|inviati|verzonden|"
    "verzonden items|skickat|sendte|sendt|wysłane|отправленные|odeslaná pošta|"
    "lähetetyt|gönderilmiş öğeler|送信済み|送信済みメール|已发送|已发送邮件|보낸편지함" },
  { BELL_IMAP_ROLE_DRAFTS,
    "drafts|draft|entwürfe|brouillons|borradores|rascunhos|bozze|concepten|utkast|kladder|"
    "wersje robocze|szkice|черновики|koncepty|luonnokset|taslaklar|下書き|草稿|草稿箱|임시보관함" },
  { BELL_IMAP_ROLE_TRASH,
    "trash|deleted|deleted items|deleted messages|bin|papierkorb|gelöscht|gelöschte elemente|"
    "gelöschte objekte|corbeille|éléments supprimés|papelera|elementos eliminados|lixo|lixeira|"
    "itens excluídos|cestino|posta eliminata|prullenbak|verwijderde items|papperskorg|"
    "slettet post|papirkurv|kosz|корзина|удаленные|удалённые|koš|roskakori|çöp kutusu|"
    "ごみ箱|ゴミ箱|已删除|已删除邮件|휴지통" },
  { BELL_IMAP_ROLE_JUNK,
    "junk|junk e-mail|junk email|junk mail|spam|bulk mail|bulk|spamverdacht|unerwünscht|"
    "courrier indésirable|indésirables|pourriel|correo no deseado|lixo eletrônico|"
    "posta indesiderata|ongewenst|ongewenste e-mail|skräppost|søppelpost|uønsket mail|"
    "wiadomości-śmieci|нежелательная почта|спам|nevyžádaná pošta|roskaposti|"
    "迷惑メール|垃圾邮件|스팸편지함" },
  { BELL_IMAP_ROLE_ARCHIVE,
    "archive|archives|archiv|archivio|archivo|arquivo|archief|arkiv|archiwum|архив|arkisto|"
    "arşiv|アーカイブ|归档" },
};
/* clang-format on */

/* The last part of the name, for people, in lower case; NULL if it cannot be decoded. */
static char *
last_part (const char *name, const char *delimiter)
{
  g_autofree char *decoded = bell_imap_mailbox_name_decode (name);
  const char      *part;

  if (decoded == NULL)
    return NULL;
  part = delimiter != NULL && *delimiter != '\0' ? strrchr (decoded, *delimiter) : NULL;
  return g_utf8_strdown (part != NULL ? part + 1 : decoded, -1);
}

static gboolean
is_listed (const char *names, const char *name)
{
  g_auto (GStrv) list = g_strsplit (names, "|", -1);

  return g_strv_contains ((const char *const *) list, name);
}

static BellImapRole
find_by_name (const char *name, const char *delimiter)
{
  g_autofree char *part = last_part (name, delimiter);

  for (guint i = 0; part != NULL && i < G_N_ELEMENTS (names_table); i++)
    if (is_listed (names_table[i].names, part))
      return names_table[i].role;
  return BELL_IMAP_ROLE_ORDINARY;
}

BellImapRole
bell_imap_role_find (char *const *attributes, const char *name, const char *delimiter)
{
  for (guint i = 0; i < G_N_ELEMENTS (attributes_table); i++)
    if (bell_imap_flags_contain (attributes, attributes_table[i].attribute))
      return attributes_table[i].role;
  if (bell_imap_mailbox_name_is_inbox (name))
    return BELL_IMAP_ROLE_INBOX;
  return find_by_name (name, delimiter);
}

gboolean
bell_imap_role_receives_mail (BellImapRole role)
{
  return role == BELL_IMAP_ROLE_ORDINARY || role == BELL_IMAP_ROLE_INBOX;
}
