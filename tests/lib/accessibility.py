# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader is told of the windows of a session, and what it can do there.

AT-SPI by D-Bus itself: its library keeps to one session for a process, a test program has many.
"""

import re

from gi.repository import GLib

import bus
from processes import wait_until

LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
ROOT = "/org/a11y/atspi/accessible/root"
REGISTRY = "org.a11y.atspi.Registry"
INTERFACES = "org.a11y.atspi."
ACCESSIBLE = INTERFACES + "Accessible"

# Numbers of AtspiStateType.
BUSY, CHECKED, EDITABLE, FOCUSABLE, FOCUSED, SENSITIVE, VISIBLE = 3, 4, 7, 11, 12, 24, 30
INVALID = 0, 36  # as GTK 4.8 tells it, and as later ones do
NAME = GLib.Variant("(ss)", (ACCESSIBLE, "Name"))


def _is_in(state, low, high):
    return bool((low | high << 32) >> state & 1)


class Node:
    """One thing on the screen."""

    def __init__(self, connection, name, path):
        self._connection = connection
        self._owner = name
        self._path = path

    def __repr__(self):
        return f"{self.role} “{self.name}”"

    def _call(self, interface, method, arguments=None):
        return bus.call(
            self._connection, self._owner, self._path, INTERFACES + interface, method, arguments
        )

    def _property(self, interface, name):
        arguments = GLib.Variant("(ss)", (INTERFACES + interface, name))
        return bus.call(
            self._connection, self._owner, self._path, bus.PROPERTIES, "Get", arguments
        )[0]

    @property
    def name(self):
        return self._property("Accessible", "Name")

    @property
    def description(self):
        return self._property("Accessible", "Description")

    @property
    def role(self):
        return self._call("Accessible", "GetRoleName")[0]

    @property
    def children(self):
        return [Node(self._connection, *each) for each in self._call("Accessible", "GetChildren")[0]]

    def has(self, state):
        return _is_in(state, *self._call("Accessible", "GetState")[0])

    @property
    def extents(self):
        """x, y, width and height in its window."""
        return self._call("Component", "GetExtents", GLib.Variant("(u)", (1,)))[0]

    @property
    def checked(self):
        return self.has(CHECKED)

    @property
    def text(self):
        count = self._property("Text", "CharacterCount")
        return self._call("Text", "GetText", GLib.Variant("(ii)", (0, count)))[0]

    @text.setter
    def text(self, text):
        self._call("EditableText", "SetTextContents", GLib.Variant("(s)", (text,)))

    def click(self):
        self._call("Action", "DoAction", GLib.Variant("(i)", (0,)))

    def walk(self, stop_below=()):
        """This node and those below it that can be seen, but those below some roles, in the order of
        the window; what goes meanwhile is left out."""
        return [node for node, _role in self._walk(stop_below)]

    def find_all(self, role, name):
        pattern = name if isinstance(name, re.Pattern) else re.compile(re.escape(name) + r"\Z")
        nodes = [node for node, its_role in self._walk() if its_role == role]
        names = self._ask_all(nodes, bus.PROPERTIES, "Get", NAME)
        return [node for node, answer in zip(nodes, names) if answer and pattern.match(answer[0])]

    def _walk(self, stop_below=()):
        facts, level = {}, [self]
        while level:
            level = self._look_at(level, stop_below, facts)
        return self._in_order(facts)

    def _look_at(self, level, stop_below, facts):
        """Add to FACTS, by path, role and children of the nodes that can be seen; return the next
        level."""
        states = self._ask_all(level, ACCESSIBLE, "GetState")
        roles = self._ask_all(level, ACCESSIBLE, "GetRoleName")
        below = self._ask_all(level, ACCESSIBLE, "GetChildren")
        next_level = []
        for node, state, role, children in zip(level, states, roles, below):
            if state and role and children and _is_in(VISIBLE, *state[0]):
                known = [] if role[0] in stop_below else children[0]
                facts[node._path] = role[0], [Node(self._connection, *each) for each in known]
                next_level += facts[node._path][1]
        return next_level

    def _in_order(self, facts):
        if self._path not in facts:
            return []
        role, children = facts[self._path]
        return [(self, role), *(pair for child in children for pair in child._in_order(facts))]

    def _ask_all(self, nodes, interface, method, arguments=None):
        calls = [(each._owner, each._path, interface, method, arguments) for each in nodes]
        return bus.call_all(self._connection, calls)

    def find(self, role, name):
        """The one thing of that role and name, once it is there."""
        return wait_until(
            lambda: next(iter(self.find_all(role, name)), None),
            lambda: f"a {role} “{name}”; there is\n{self.dump()}",
        )

    def dump(self, depth=0):
        """The tree in words, for who reads why a test has failed."""
        lines = [f"{'  ' * depth}{self.role} “{self.name}”"]
        for child in self.children:
            try:
                if child.has(VISIBLE):
                    lines.append(child.dump(depth + 1))
            except GLib.Error:
                pass
        return "\n".join(lines)


class Accessibility:
    """The accessibility bus of SESSION, which needs a display."""

    def __init__(self, session):
        session.spawn("a11y", [LAUNCHER, "--launch-immediately"])
        bus.wait_for_name(session.connection, "org.a11y.Bus")
        self.address = bus.call(
            session.connection, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress"
        )[0]
        self.connection = wait_until(lambda: bus.connect(self.address), "the accessibility bus")

    def window(self, title):
        """The window of that title, once it is there."""
        return wait_until(lambda: self._find_window(title), f"the window “{title}”")

    def has_window(self, title):
        return self._find_window(title) is not None

    def windows(self):
        root = Node(self.connection, REGISTRY, ROOT)
        found = []
        try:
            for application in root.children:
                found += application.children
        except GLib.Error:
            pass  # nobody has come yet, or somebody has gone
        return found

    def _find_window(self, title):
        for window in self.windows():
            try:
                if window.name == title:
                    return window
            except GLib.Error:
                pass
        return None

    def close(self):
        self.connection.close_sync()
