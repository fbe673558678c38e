# SPDX-License-Identifier: GPL-3.0-or-later
"""The common ground of the tests of the preferences window: it is read as a screen reader does, and
worked with its actions, the mouse and real keys."""

import re

from gi.repository import GLib

from cases import Case
from preferences import Preferences
from processes import wait_until


def above_pages(node):
    """NODE and what is below it, but nothing of the pages."""
    yield node
    try:
        children = node.children if node.name != "AdwLeaflet" else []
    except GLib.Error:
        children = []  # it is gone
    for child in children:
        yield from above_pages(child)


class PreferencesCase(Case):
    SESSION = {"display": True, "screen": "1024x3000"}
    PREFERENCES = Preferences

    def setUp(self):
        super().setUp()
        self.preferences = self.PREFERENCES(self.session)
        self.mailbell.env.update(self.session.env)
        self.accessibility = self.preferences.accessibility
        self.addCleanup(self.close_window)

    def diagnosis(self):
        return super().diagnosis() + self.preferences.log()

    def open(self, *arguments):
        self.window = self.preferences.open(*arguments)
        return self.window

    def press(self, node):
        self.preferences.press(node)

    def close_window(self):
        """It has ended without a complaint."""
        self.preferences.close()
        complaints = [
            line
            for line in self.preferences.log().splitlines()
            if "-CRITICAL" in line or "-WARNING" in line or "Sanitizer" in line
        ]
        self.assertEqual(complaints, [])

    def open_with_account(self):
        user, address = self.start_pushing(security="none")
        self.open()
        self.wait_state("Push: new mail rings at once")
        return user, address

    def wait_state(self, words):
        """The first row of the account's page."""
        self.window.find("list item", words)

    def setting(self, address, key):
        (account,) = [
            each for each in self.mailbell.must("list", "--json").json if each["address"] == address
        ]
        return account[key]

    def wait_setting(self, address, key, value):
        wait_until(
            lambda: self.setting(address, key) == value,
            lambda: f"{key} {value!r}, it is {self.setting(address, key)!r}",
        )

    def expand(self, title):
        """Unfold a row, or fold it: its head, which bears its name inside of it, is pressed."""
        self.window.find("list item", title)
        self.press(self.window.find_all("list item", title)[-1])

    def choose(self, title, choice):
        """In a combo row, with the keyboard: the choices are in a window of their own."""
        row = self.window.find("combo box", title)
        self.press(row)
        wait_until(lambda: choice in self.choices(row), lambda: f"{choice} in {self.choices(row)}")
        self.keys("Home", *["Down"] * self.choices(row).index(choice), "Return")

    def choices(self, row):
        """What the open list of a combo row has."""
        return [
            label.name
            for each in row.find_all("list", "GtkListView")
            for label in each.find_all("label", re.compile("."))
        ]

    def keys(self, *names):
        """Press keys, where the focus is."""
        self.session.tool("xdotool", "key", "--clearmodifiers", *names)

    def general_setting(self, key):
        """As the file has it: of the general settings, or of the only account; None: not set."""
        path = self.session.home / ".config/glib-2.0/settings/keyfile"
        text = path.read_text() if path.exists() else ""
        found = re.search(rf"^{key}=(.*)$", text, re.MULTILINE)
        return found and found.group(1)

    def wait_stored(self, key, value):
        wait_until(
            lambda: self.general_setting(key) == value,
            lambda: f"{key}={value}, it is {self.general_setting(key)}",
        )

    def enter(self, title, text):
        """Type into a field and apply it; return the field."""
        field = self.window.find("text box", title)
        self.press(field)
        field.text = text
        wait_until(lambda: field.text == text[: len(field.text)], f"“{text}” in the field")
        self.keys("Return")
        return field

    def wait_label(self, pattern):
        return self.window.find("label", re.compile(pattern))

    def wait_toast(self, role, pattern):
        """What a toast says or offers. It goes by itself, so the pages below it are not searched, which
        takes its time."""

        def look():
            try:
                for node in above_pages(self.window):
                    if node.role == role and re.match(pattern, node.name):
                        return node
            except GLib.Error:
                pass  # something has gone meanwhile
            return None

        return wait_until(look, f"a toast “{pattern}”")

    def hold_undo(self):
        """Rest the pointer on the offer to undo a removal, which stays as long as it is there, and return
        its button."""

        def held():
            button = self.wait_toast("button", "_?Undo")
            try:
                self.preferences.hover(button)
            except GLib.Error:
                return None  # the one of an earlier removal, on its way
            return button

        return wait_until(held, "an offer that stays")

    def assert_refused(self, title, text, reason):
        self.enter(title, text)
        self.wait_label(reason)
