# SPDX-License-Identifier: GPL-3.0-or-later
"""A dialog as a person uses it: words that are to be read, fields, buttons, and real keys."""

from gi.repository import GLib

from accessibility import FOCUSED, Accessibility
from processes import wait_until

# What is below these says the same once more.
WHOLE = ("text box", "combo box", "button")


class Dialog:
    """The window TITLE of PROGRAM in SESSION, which needs a display.

    inside: what is to stand before the program, to start it elsewhere."""

    def __init__(self, session, title, program, *options, env=None, inside=()):
        self.session = session
        self.title = title
        self.accessibility = Accessibility(session)
        env = {"GSK_RENDERER": "cairo", **(env or {})}
        self._fields = {}
        self.process = session.spawn("preferences", [*inside, program, *options], env=env)

    def close(self):
        self.session.end("preferences")
        self.accessibility.close()

    def log(self):
        return self.session.log("preferences")

    def window(self, title=None):
        return self.accessibility.window(title or self.title)

    def is_open(self):
        return self.accessibility.has_window(self.title)

    def words(self):
        """The names of all that can be seen in it."""
        try:
            return [node.name for node in self.window().walk(stop_below=WHOLE)]
        except GLib.Error:
            return []  # it has changed meanwhile: whoever waits reads again

    def shows(self, words):
        return any(words in name for name in self.words())

    def wait_text(self, words):
        wait_until(
            lambda: self.shows(words),
            lambda: f"“{words}”; there is {[name for name in self.words() if name]}",
        )

    def find(self, role, name, title=None):
        """The one thing of that role and name, once it is there and nothing changes around it."""

        def look():
            try:
                return next(iter(self.window(title).find_all(role, name)), None)
            except GLib.Error:
                return None

        return wait_until(look, lambda: f"a {role} “{name}”; there is {self.words()}")

    def wait_focus(self, role, name, title=None):
        """Until keys go there: it can be seen earlier. Of a field nobody tells."""
        node = self.find(role, name, title)
        wait_until(lambda: node.has(FOCUSED), lambda: f"the focus on {node}")

    def field(self, name):
        """Looked for once: a field stays what it is, seen or not."""
        if name not in self._fields:
            self._fields[name] = self.find("text box", name)
        return self._fields[name]

    def text_of(self, name):
        return self.field(name).text

    def type(self, name, text):
        self.field(name).text = text

    def click(self, name, title=None):
        self.find("button", name, title).click()

    def keys(self, *names):
        """Press keys, where the focus is."""
        self.session.tool("xdotool", "key", "--clearmodifiers", *names)

    def write(self, text):
        """Type TEXT, where the focus is."""
        self.session.tool("xdotool", "type", "--clearmodifiers", "--delay", "5", text)
