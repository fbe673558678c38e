/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of the provider table. What is left out of a row is the usual: port 993, TLS, the whole
 * address as the user name, an ordinary password. Hosts are what the providers' own help pages and
 * the public lists of Thunderbird (github.com/thunderbird/autoconfig) and FairEmail agree on, MX
 * endings what their domains were seen with; everyone else is found by asking. */

#include "setup/provider-table.h"

/* clang-format off */
const BellProvider bell_provider_rows[] = {
  { .name = "Gmail", .host = "imap.gmail.com",
    .domains = "gmail.com googlemail.com", .mx = "google.com googlemail.com",
    .sign_in = BELL_SIGN_IN_APP_PASSWORD, .oauth = "google", .advice = BELL_ADVICE_GOOGLE },

  { .name = "Outlook.com", .host = "outlook.office365.com",
    .domains =
      "outlook.com hotmail.com live.com msn.com windowslive.com livemail.tw "
      "outlook.at outlook.be outlook.cl outlook.cz outlook.de outlook.dk outlook.es outlook.fr "
      "outlook.hu outlook.ie outlook.in outlook.it outlook.jp outlook.kr outlook.lv outlook.my "
      "outlook.ph outlook.pt outlook.sa outlook.sg outlook.sk outlook.co.id outlook.co.il "
      "outlook.co.th outlook.com.ar outlook.com.au outlook.com.br outlook.com.gr outlook.com.tr "
      "outlook.com.vn "
      "hotmail.be hotmail.ca hotmail.cl hotmail.cz hotmail.de hotmail.dk hotmail.es hotmail.fi "
      "hotmail.fr hotmail.gr hotmail.hu hotmail.it hotmail.lt hotmail.lv hotmail.my hotmail.nl "
      "hotmail.no hotmail.ph hotmail.rs hotmail.se hotmail.sg hotmail.sk hotmail.co.id "
      "hotmail.co.il hotmail.co.in hotmail.co.jp hotmail.co.kr hotmail.co.th hotmail.co.uk "
      "hotmail.co.za hotmail.com.ar hotmail.com.au hotmail.com.br hotmail.com.hk hotmail.com.tr "
      "hotmail.com.tw hotmail.com.vn "
      "live.at live.be live.ca live.cl live.cn live.de live.dk live.fi live.fr live.hk live.ie "
      "live.in live.it live.jp live.nl live.no live.ru live.se live.co.jp live.co.kr live.co.uk "
      "live.co.za live.com.ar live.com.au live.com.mx live.com.my live.com.ph live.com.pt "
      "live.com.sg",
    .mx = "olc.protection.outlook.com",
    .sign_in = BELL_SIGN_IN_OAUTH, .oauth = "microsoft", .advice = BELL_ADVICE_BROWSER },
  { .name = "Microsoft 365", .host = "outlook.office365.com",
    .mx = "mail.protection.outlook.com mx.microsoft",
    .sign_in = BELL_SIGN_IN_OAUTH, .oauth = "microsoft", .advice = BELL_ADVICE_BROWSER },

  { .name = "Yahoo Japan", .host = "imap.mail.yahoo.co.jp",
    .domains = "yahoo.co.jp", .user_rule = BELL_USER_LOCAL_PART, .advice = BELL_ADVICE_SWITCH_ON },
  { .name = "AOL", .host = "imap.aol.com",
    .domains = "aol.com aol.de aol.fr aol.co.uk aim.com verizon.net compuserve.com",
    .mx = "mx-aol.mail.gm0.yahoodns.net",
    .sign_in = BELL_SIGN_IN_APP_PASSWORD, .oauth = "aol", .advice = BELL_ADVICE_APP_PASSWORD },
  { .name = "Yahoo", .host = "imap.mail.yahoo.com",
    .domains =
      "yahoo.com yahoo.de yahoo.it yahoo.fr yahoo.es yahoo.se yahoo.ca yahoo.in yahoo.co.in "
      "yahoo.co.uk yahoo.co.nz yahoo.co.id yahoo.com.au yahoo.com.ar yahoo.com.br yahoo.com.mx "
      "yahoo.com.tw yahoo.com.hk yahoo.com.ph yahoo.com.sg ymail.com myyahoo.com rocketmail.com "
      "cox.net",
    .mx = "am0.yahoodns.net",
    .sign_in = BELL_SIGN_IN_APP_PASSWORD, .oauth = "yahoo", .advice = BELL_ADVICE_APP_PASSWORD },
  { .name = "AT&T", .host = "imap.mail.att.net",
    .domains =
      "att.net ameritech.net bellsouth.net currently.com flash.net nvbell.net pacbell.net "
      "prodigy.net sbcglobal.net snet.net swbell.net wans.net",
    .sign_in = BELL_SIGN_IN_APP_PASSWORD, .oauth = "yahoo", .advice = BELL_ADVICE_APP_PASSWORD },

  { .name = "iCloud", .host = "imap.mail.me.com",
    .domains = "icloud.com me.com mac.com", .user_rule = BELL_USER_LOCAL_PART,
    .sign_in = BELL_SIGN_IN_APP_PASSWORD, .advice = BELL_ADVICE_APP_PASSWORD },
  /* With a domain of one's own the local part is not the name of the Apple account's mailbox. */
  { .name = "iCloud", .host = "imap.mail.me.com", .mx = "mail.icloud.com",
    .sign_in = BELL_SIGN_IN_APP_PASSWORD, .advice = BELL_ADVICE_APP_PASSWORD },

  { .name = "GMX", .host = "imap.gmx.net",
    .domains =
      "gmx.de gmx.net gmx.at gmx.ch gmx.eu gmx.biz gmx.org gmx.info mein.gmx mail.gmx email.gmx",
    .mx = "gmx.net", .advice = BELL_ADVICE_SWITCH_ON },
  { .name = "GMX", .host = "imap.gmx.com",
    .domains = "gmx.com gmx.us", .mx = "gmx.com", .advice = BELL_ADVICE_SWITCH_ON },
  { .name = "WEB.DE", .host = "imap.web.de",
    .domains = "web.de", .user_rule = BELL_USER_LOCAL_PART, .advice = BELL_ADVICE_SWITCH_ON },
  { .name = "mail.com", .host = "imap.mail.com",
    .domains =
      "mail.com email.com usa.com myself.com consultant.com post.com europe.com asia.com iname.com "
      "writeme.com dr.com cheerful.com accountant.com techie.com engineer.com linuxmail.org "
      "musician.org contractor.net workmail.com financier.com",
    .advice = BELL_ADVICE_PAID },
  { .name = "IONOS", .host = "imap.ionos.de",
    .domains = "ionos.de online.de", .mx = "ionos.de kundenserver.de",
    .advice = BELL_ADVICE_MAILBOX_PASSWORD },
  { .name = "IONOS", .host = "imap.ionos.com",
    .domains = "ionos.com", .mx = "ionos.com perfora.net", .advice = BELL_ADVICE_MAILBOX_PASSWORD },
  { .name = "IONOS", .host = "imap.ionos.co.uk",
    .mx = "ionos.co.uk", .advice = BELL_ADVICE_MAILBOX_PASSWORD },
  { .name = "IONOS", .host = "imap.ionos.fr", .mx = "ionos.fr", .advice = BELL_ADVICE_MAILBOX_PASSWORD },
  { .name = "Strato", .host = "imap.strato.de",
    .mx = "rzone.de", .advice = BELL_ADVICE_MAILBOX_PASSWORD },
  { .name = "T-Online", .host = "secureimap.t-online.de",
    .domains = "t-online.de magenta.de",
    .sign_in = BELL_SIGN_IN_APP_PASSWORD, .advice = BELL_ADVICE_MAILBOX_PASSWORD },
  { .name = "freenet", .host = "mx.freenet.de",
    .domains = "freenet.de fn.de freenetmail.de bossmail.de justmail.de" },
  { .name = "Posteo", .host = "posteo.de",
    .domains = "posteo.de posteo.net posteo.org posteo.at posteo.ch posteo.eu posteo.us",
    .mx = "posteo.de" },
  { .name = "mailbox.org", .host = "imap.mailbox.org",
    .domains = "mailbox.org", .mx = "mailbox.org" },
  { .name = "mail.de", .host = "imap.mail.de", .domains = "mail.de" },
  { .name = "Vodafone", .host = "imap.vodafonemail.de",
    .domains = "vodafone.de vodafonemail.de arcor.de nexgo.de",
    .advice = BELL_ADVICE_MAILBOX_PASSWORD },
  { .name = "EWE", .host = "imap.ewe.net", .domains = "ewe.net ewetel.net" },
  { .name = "dismail", .host = "imap.dismail.de", .domains = "dismail.de" },
  { .name = "Hetzner", .host = "mail.your-server.de", .mx = "your-server.de" },
  { .name = "Bluewin", .host = "imaps.bluewin.ch", .domains = "bluewin.ch" },

  { .name = "Fastmail", .host = "imap.fastmail.com",
    .domains = "fastmail.com fastmail.fm fastmail.de fastmail.net fastmail.org fastmail.co.uk",
    .mx = "messagingengine.com",
    .sign_in = BELL_SIGN_IN_APP_PASSWORD, .oauth = "fastmail", .advice = BELL_ADVICE_APP_PASSWORD },
  { .name = "Proton Mail", .host = "127.0.0.1", .port = 1143, .security = BELL_SECURITY_STARTTLS,
    .domains = "proton.me protonmail.com protonmail.ch pm.me", .mx = "protonmail.ch",
    .sign_in = BELL_SIGN_IN_APP_PASSWORD, .advice = BELL_ADVICE_BRIDGE },
  { .name = "Migadu", .host = "imap.migadu.com", .domains = "migadu.com", .mx = "migadu.com" },
  { .name = "Purelymail", .host = "imap.purelymail.com",
    .domains = "purelymail.com cheapermail.com placeq.com rethinkmail.com worldofmail.com",
    .mx = "purelymail.com" },
  { .name = "Disroot", .host = "disroot.org", .domains = "disroot.org", .mx = "disroot.org" },
  { .name = "Riseup", .host = "mail.riseup.net", .domains = "riseup.net" },
  { .name = "Kolab Now", .host = "imap.kolabnow.com",
    .domains = "kolabnow.com", .mx = "kolabnow.com mykolab.com" },
  { .name = "Mailfence", .host = "imap.mailfence.com",
    .domains = "mailfence.com", .user_rule = BELL_USER_LOCAL_PART },
  { .name = "Runbox", .host = "mail.runbox.com", .domains = "runbox.com", .mx = "runbox.com" },
  { .name = "StartMail", .host = "imap.startmail.com",
    .domains = "startmail.com",
    .sign_in = BELL_SIGN_IN_APP_PASSWORD, .advice = BELL_ADVICE_APP_PASSWORD },

  { .name = "OVHcloud", .host = "ssl0.ovh.net", .domains = "ovh.net", .mx = "mail.ovh.net" },
  { .name = "Gandi", .host = "mail.gandi.net", .mx = "mail.gandi.net" },
  { .name = "Infomaniak", .host = "mail.infomaniak.com",
    .domains = "ik.me ikmail.com etik.com", .mx = "infomaniak.ch",
    .advice = BELL_ADVICE_MAILBOX_PASSWORD },
  { .name = "Orange", .host = "imap.orange.fr", .domains = "orange.fr wanadoo.fr" },
  { .name = "SFR", .host = "imap.sfr.fr",
    .domains = "sfr.fr neuf.fr cegetel.net 9online.fr club-internet.fr" },
  { .name = "La Poste", .host = "imap.laposte.net", .domains = "laposte.net" },
  { .name = "one.com", .host = "imap.one.com", .mx = "one.com" },
  { .name = "Private Email", .host = "mail.privateemail.com", .mx = "privateemail.com" },
  { .name = "DreamHost", .host = "imap.dreamhost.com", .mx = "dreamhost.com" },
  { .name = "Libero", .host = "imapmail.libero.it", .domains = "libero.it iol.it" },
  { .name = "Virgilio", .host = "in.virgilio.it", .domains = "virgilio.it" },
  { .name = "Comcast", .host = "imap.comcast.net",
    .domains = "comcast.net", .advice = BELL_ADVICE_SWITCH_ON },
  { .name = "BT", .host = "mail.btinternet.com", .domains = "btinternet.com btopenworld.com" },
  { .name = "Virgin Media", .host = "imap.virginmedia.com",
    .domains = "virginmedia.com virgin.com ntlworld.com blueyonder.co.uk",
    .sign_in = BELL_SIGN_IN_APP_PASSWORD, .advice = BELL_ADVICE_APP_PASSWORD },
  { .name = "Freedom", .host = "imap.freedom.nl", .domains = "freedom.nl" },
  { .name = "KPN", .host = "imap.kpnmail.nl",
    .domains = "kpnmail.nl kpnplanet.nl planet.nl wxs.nl hetnet.nl" },
  { .name = "Ziggo", .host = "imap.ziggo.nl",
    .domains = "ziggo.nl quicknet.nl home.nl casema.nl upcmail.nl chello.nl a2000.nl" },
  { .name = "Telenet", .host = "imap.telenet.be", .domains = "telenet.be" },
  { .name = "WP", .host = "imap.wp.pl", .domains = "wp.pl", .advice = BELL_ADVICE_SWITCH_ON },
  { .name = "o2.pl", .host = "poczta.o2.pl",
    .domains = "o2.pl go2.pl", .advice = BELL_ADVICE_SWITCH_ON },
  { .name = "Onet", .host = "imap.poczta.onet.pl",
    .domains = "op.pl onet.pl poczta.onet.pl vp.pl onet.eu onet.com.pl" },
  { .name = "Interia", .host = "poczta.interia.pl",
    .domains = "interia.pl interia.eu interia.com poczta.fm", .advice = BELL_ADVICE_SWITCH_ON },

  { .name = "Yandex", .host = "imap.yandex.com",
    .domains = "yandex.com",
    .sign_in = BELL_SIGN_IN_APP_PASSWORD, .oauth = "yandex", .advice = BELL_ADVICE_SWITCH_ON },
  { .name = "Yandex", .host = "imap.yandex.ru",
    .domains = "yandex.ru ya.ru yandex.by yandex.kz", .mx = "mx.yandex.net mx.yandex.ru",
    .sign_in = BELL_SIGN_IN_APP_PASSWORD, .oauth = "yandex", .advice = BELL_ADVICE_SWITCH_ON },
  { .name = "Mail.ru", .host = "imap.mail.ru",
    .domains = "mail.ru inbox.ru list.ru bk.ru", .mx = "mail.ru",
    .sign_in = BELL_SIGN_IN_APP_PASSWORD, .oauth = "mailru", .advice = BELL_ADVICE_APP_PASSWORD },
  { .name = "Rambler", .host = "imap.rambler.ru",
    .domains = "rambler.ru lenta.ru myrambler.ru autorambler.ru ro.ru",
    .advice = BELL_ADVICE_SWITCH_ON },
  { .name = "QQ Mail", .host = "imap.qq.com",
    .domains = "qq.com vip.qq.com foxmail.com",
    .sign_in = BELL_SIGN_IN_APP_PASSWORD, .advice = BELL_ADVICE_CODE },
  { .name = "Tencent Exmail", .host = "imap.exmail.qq.com", .mx = "mxbiz1.qq.com mxbiz2.qq.com",
    .advice = BELL_ADVICE_SWITCH_ON },
  { .name = "163", .host = "imap.163.com",
    .domains = "163.com", .sign_in = BELL_SIGN_IN_APP_PASSWORD, .advice = BELL_ADVICE_CODE },
  { .name = "126", .host = "imap.126.com",
    .domains = "126.com", .sign_in = BELL_SIGN_IN_APP_PASSWORD, .advice = BELL_ADVICE_CODE },
  { .name = "Zoho", .host = "imap.zoho.com",
    .domains = "zoho.com zohomail.com", .advice = BELL_ADVICE_SWITCH_ON },
  { .name = "Zoho", .host = "imap.zoho.eu",
    .domains = "zoho.eu zohomail.eu", .advice = BELL_ADVICE_SWITCH_ON },
  { .name = "Zoho", .host = "imappro.zoho.com", .mx = "zoho.com", .advice = BELL_ADVICE_SWITCH_ON },
  { .name = "Zoho", .host = "imappro.zoho.eu", .mx = "zoho.eu", .advice = BELL_ADVICE_SWITCH_ON },
};
/* clang-format on */

const guint bell_provider_n_rows = G_N_ELEMENTS (bell_provider_rows);
