# SPDX-License-Identifier: GPL-3.0-or-later
"""What the program can say, read from the catalogues of its translations and from its source."""

import ast
import os
import re
import subprocess
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("MAILBELL_BUILD", SOURCE / "build")) / "src/app/mailbell"

KEYWORDS = ("_", "N_", "C_:1c,2", "NC_:1c,2", "g_dngettext:2,3")
STRING = r'(?:"(?:[^"\\]|\\.)*"\s*)+'
ENTRY = re.compile(
    rf"^msgid ({STRING})(?:^msgid_plural ({STRING}))?((?:^msgstr(?:\[\d\])? {STRING})+)",
    re.MULTILINE,
)
NEXT_TRANSLATION = re.compile(r"^msgstr(?:\[\d\])? ", re.MULTILINE)


def text(lines):
    """The text of the quoted LINES."""
    return "".join(ast.literal_eval(each) for each in re.findall(r'"(?:[^"\\]|\\.)*"', lines))


def parse(source):
    """What stands in a catalogue: a translation by its original, plurals by the singular and the
    plural; where a context tells two originals apart, the last one."""
    found = {}
    for original, plural, translations in ENTRY.findall(source):
        texts = [text(each) for each in NEXT_TRANSLATION.split(translations)[1:]]
        if text(original):
            found[text(original)] = texts[0]
        if plural:
            found[text(plural)] = texts[-1]
    return found


def read(path):
    return parse(Path(path).read_text())


def interface(language):
    """What the interface says in LANGUAGE, by the originals; "C" is the original."""
    found = read(SOURCE / f"po/{'de' if language == 'C' else language}.po")
    return {original: original for original in found} if language == "C" else found


def template(*paths):
    """The catalogue of these files, with nothing translated yet."""
    keywords = [f"--keyword={each}" for each in KEYWORDS]
    command = ["xgettext", "--from-code=UTF-8", "--output=-", *keywords, *paths]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def messages(*paths):
    """What these files can say, in order."""
    return list(parse(template(*paths)))
