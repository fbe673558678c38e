# SPDX-License-Identifier: GPL-3.0-or-later
"""What a page of the help tells people to type, taken out of the page as it stands there."""

import xml.etree.ElementTree as ElementTree

from processes import SOURCE

MALLARD = "{http://projectmallard.org/1.0/}"


class HelpPage:
    def __init__(self, name):
        self._name = name
        self._root = ElementTree.parse(SOURCE / f"data/help/C/{name}.page")

    def _one(self, found, what):
        assert len(found) == 1, f"{len(found)} times {what} in {self._name}.page"
        return found[0]

    def listing(self, title):
        """The file of that title."""
        found = [
            listing.find(f"{MALLARD}code").text
            for listing in self._root.iter(f"{MALLARD}listing")
            if "".join(listing.find(f"{MALLARD}title").itertext()) == title
        ]
        return self._one(found, f"a listing “{title}”")

    def commands(self, words, section):
        """The screen with these words in it: one or more lines for a shell."""
        found = [
            screen.find(f"{MALLARD}input").text
            for each in self._root.iter(f"{MALLARD}section")
            if each.get("id") == section
            for screen in each.iter(f"{MALLARD}screen")
            if words in screen.find(f"{MALLARD}input").text
        ]
        return self._one(found, f"a screen “{words}”")
