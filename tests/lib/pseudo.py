# SPDX-License-Identifier: GPL-3.0-or-later
"""A language that nobody speaks, in which both programs can be seen and read.

Each text stands in ⟦brackets⟧, with accents on its letters, and is 40 % longer, as German and Finnish
are. What stands outside of brackets nobody could have translated; what has lost one is cut off.
"""

import re
import shutil
import subprocess

import catalogue
from processes import BUILD, SOURCE, scratch

LANGUAGE = "en_XA"
LONGER = 0.4

ACCENTS = str.maketrans(
    "AaCcDdEeGgHhIiKkLlNnOoRrSsTtUuWwYyZz", "ÅåÇçÐđÉéĜĝĤĥÎîĶķĻļÑñÖöŔŕŠšŢţÛûŴŵÝýŽž"
)
# Conversions of printf, and our own marks for names, stay as they are.
KEPT = re.compile(r"(%(?:\d+\$)?[-+ #0]*\d*(?:\.\d+)?l?[a-zA-Z%]|\{[a-z-]+\}|\n)")
# A text inside of which there is no other.
INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")


def translate(text):
    """TEXT with brackets around each of its paragraphs."""
    return "\n".join(_translate_line(line) if line.strip() else line for line in text.split("\n"))


def _translate_line(line):
    parts = KEPT.split(line)
    said = "".join(
        part if number % 2 else part.translate(ACCENTS) for number, part in enumerate(parts)
    )
    # A mnemonic's mark is not seen.
    count = max(1, round(sum(len(part) - part.count("_") for part in parts[::2]) * LONGER))
    padding = " ".join("~~~~~~~"[: count - start] for start in range(0, count, 7))
    return f"⟦{said}{'~' if count < 7 else ' '}{padding}⟧"


def left_over(text):
    """What of a text on the screen or on the terminal does not come from the catalogue."""
    before = None
    while text != before:
        before, text = text, INNERMOST.sub("", text)
    return text


def make_catalogue(folder):
    """What both programs can say, in FOLDER, where they look for it."""
    names = (SOURCE / "po/POTFILES.in").read_text().split()
    paths = [SOURCE / name for name in names if name.endswith((".c", ".h", ".ui"))]
    entries = []
    for entry in catalogue.template(*paths).split("\n\n")[1:]:
        texts = catalogue.ENTRY.search(entry)
        if texts is None:
            continue
        single, plural = catalogue.text(texts.group(1)), catalogue.text(texts.group(2) or "")
        lines = [line for line in entry.splitlines() if line.startswith("msgctxt")]
        lines.append(f"msgid {_quote(single)}")
        if plural:
            lines.append(f"msgid_plural {_quote(plural)}")
            lines.append(f"msgstr[0] {_quote(translate(single))}")
            lines.append(f"msgstr[1] {_quote(translate(plural))}")
        else:
            lines.append(f"msgstr {_quote(translate(single))}")
        entries.append("\n".join(lines))
    folder.mkdir(parents=True)
    source = folder / "mailbell.po"
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    plurals = '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    source.write_text(head + plurals + "\n" + "\n\n".join(entries) + "\n")
    subprocess.run(["msgfmt", source, "-o", folder / "mailbell.mo"], check=True)


def _quote(text):
    for character, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(character, escaped)
    return f'"{text}"'


def make_build():
    """A build in which mailbell finds the catalogue; others are told: it is in po/."""
    folder = scratch("pseudo")
    (folder / "data").symlink_to(BUILD / "data")
    program = folder / "src/app/mailbell"
    program.parent.mkdir(parents=True)
    shutil.copy(BUILD / "src/app/mailbell", program)
    for module in (BUILD / "src/app").glob("*.so"):
        (program.parent / module.name).symlink_to(module)
    make_catalogue(folder / "po" / LANGUAGE / "LC_MESSAGES")
    return folder
