# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages as they come from the world: several scripts, encodings and bad habits."""

import base64
import dataclasses
import email.message
import itertools

_numbers = itertools.count(1)


@dataclasses.dataclass
class Sample:
    sender: str  # as a person should read it
    subject: str
    raw_from: bytes  # as it stands in the header
    raw_subject: bytes
    body: str = "This is the body of a message."

    def message(self):
        number = next(_numbers)
        return b"".join(
            [
                b"From: " + self.raw_from + b"\r\n",
                b"To: Bob <bob@example.org>\r\n",
                b"Subject: " + self.raw_subject + b"\r\n",
                b"Date: Sat, 21 Nov 2026 10:%02d:00 +0100\r\n" % (number % 60),
                b"Message-ID: <%d.mailbell@example.net>\r\n" % number,
                b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n",
                self.body.encode() + b"\r\n",
            ]
        )


def simple(sender="Ada Lovelace", subject="The engine"):
    """ASCII only, with nothing to decode."""
    address = sender.lower().replace(" ", ".")
    return Sample(sender, subject, f"{sender} <{address}@example.net>".encode(), subject.encode())


def invitation(*lines, method="REQUEST", encoding="base64"):
    """As Google's and Exchange's calendars send it: behind text that says the same."""
    text = f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:1\r\n"
    text += "\r\n".join(lines) + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    message = email.message.EmailMessage()
    message["From"] = "Ada Lovelace <ada.lovelace@example.net>"
    message["Subject"] = "Something in your calendar"
    message["Message-ID"] = "<1@example.net>"
    message.set_content("Words. " * 1000)
    message.add_alternative("<p>Words</p>" * 1000, subtype="html")
    message.add_alternative(
        text.encode(), "text", "calendar", cte=encoding, params={"method": method}
    )
    message.make_mixed()
    message.add_attachment(text.encode(), "application", "ics", filename="invite.ics")
    return message.as_bytes().replace(b"\n", b"\r\n")


def _q(text, charset):
    coded = "".join(
        chr(byte) if chr(byte).isalnum() and byte < 128 else f"={byte:02X}"
        for byte in text.encode(charset)
    )
    return f"=?{charset}?Q?{coded}?=".encode()


def _b(text, charset="UTF-8"):
    return f"=?{charset}?B?{base64.b64encode(text.encode(charset)).decode()}?=".encode()


def _b_folded(*pieces):
    """One encoded word a line; the white space between them does not count (RFC 2047 §6.2)."""
    return b"\r\n ".join(map(_b, pieces))


def _sample(sender, name, subject, body, encode=_b):
    """NAME: of their address, by which they have a colour."""
    raw_from = encode(sender) + f" <{name}@example.net>".encode()
    return Sample(sender, subject, raw_from, encode(subject), body)


def _latin1(text):
    return _q(text, "ISO-8859-1")


def _cyrillic(text):
    return _b(text, "windows-1251")


SAMPLES = [
    simple("Grace Hopper", "Lunch on Thursday?"),
    _sample(
        "Jürgen Müller",
        "mueller",
        "Grüße aus Köln (und Düren)",
        "Der Zug war pünktlich, das Wetter weniger. Morgen mehr.",
        _latin1,
    ),
    _sample("山田太郎", "yamada", "会議の議事録", "添付の議事録をご確認ください。"),
    _sample(
        "Анна Каренина",
        "karenina",
        "Поезд опоздает на час",
        "Не жди меня на вокзале, я возьму такси.",
        _cyrillic,
    ),
    _sample("ليلى حسن", "leila", "صور من الرحلة", "أرسلت لك أجمل الصور."),
    _sample("प्रिया शर्मा", "priya", "जन्मदिन मुबारक", "शाम को मिलते हैं।"),
    _sample("Zoë 🌈", "zoe", "Tonight 🎉 at eight", "Bring nothing but yourself."),
    Sample(
        "François Bélanger",
        "Déjà vu: 8 bits, sans façon",
        "François Bélanger <fb@example.net>".encode(),
        "Déjà vu: 8 bits, sans façon".encode(),
    ),
    Sample(
        "The Committee",
        "Minutes of the long meeting on the folding of header lines and other matters",
        b'"The Committee" <committee@example.net>',
        b"Minutes of the long meeting\r\n on the folding of header lines\r\n\tand other matters",
    ),
    Sample(
        "Łukasz Żółć",
        "Zażółć gęślą jaźń",
        _b("Łukasz Żółć") + b" <lukasz@example.net>",
        _b_folded("Zażółć ", "gęślą ", "jaźń"),
    ),
    Sample(
        "Smith & Sons <Ltd>",
        "Is 1 < 2 & 3 > 2? <b>Yes</b>",
        b'"Smith & Sons <Ltd>" <smith@example.net>',
        b"Is 1 < 2 & 3 > 2? <b>Yes</b>",
    ),
]
