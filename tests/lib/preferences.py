# SPDX-License-Identifier: GPL-3.0-or-later
"""The preferences window of a session that has a display: its program, its place, the mouse in it."""

from accessibility import Accessibility
from processes import BUILD, wait_until

PROGRAM = BUILD / "src/preferences/mailbell-preferences"
TITLE = "Mailbell Preferences"


class Preferences:
    def __init__(self, session, title=TITLE, program=PROGRAM):
        session.env["GSK_RENDERER"] = "cairo"
        self.session = session
        self.title = title
        self.program = program
        self.accessibility = Accessibility(session)
        self.process = None
        self.window = None
        self.x_window = None

    def open(self, *arguments, size=(1000, 2950), env=None):
        """Start the program and return its window, at the screen's corner."""
        self.process = self.session.spawn("preferences", [self.program, *arguments], env=env)
        return self.appear(size)

    def appear(self, size=(1000, 2950)):
        """Wait for the window, whoever has started it, and return it, at the screen's corner."""
        self.window = self.accessibility.window(self.title)
        self.x_window = self.session.wait_window("--name", self.title)
        self.session.tool("xdotool", "windowsize", "--sync", self.x_window, *map(str, size))
        self.session.tool("xdotool", "windowmove", self.x_window, "0", "0")
        wait_until(
            lambda: 0 <= size[0] - self.window.extents[2] < 60
            and 0 <= size[1] - self.window.extents[3] < 60,
            lambda: f"a window of {size}, it is {self.window.extents}",
        )
        return self.window

    def end(self):
        if "preferences" in self.session.processes:
            self.session.end("preferences")

    def log(self):
        return self.session.log("preferences")

    def press(self, node):
        """With the mouse, what offers no action to a screen reader."""
        self.press_at(*wait_until(lambda: self._place(node), f"a place of {node}"))

    def press_at(self, x, y, width, height):
        where = [str(x + width // 2), str(y + height // 2)]
        bottom = self.window.extents[3]
        assert y + height <= bottom, f"{where} cannot be seen: the window ends at {bottom}"
        self.session.tool("xdotool", "mousemove", "--window", self.x_window, *where, "click", "1")

    def hover(self, node):
        """Lead the pointer onto it, from elsewhere, until it has not moved on meanwhile."""
        tool, window = self.session.tool, ["--window", self.x_window]

        def reached():
            x, y, width, height = place = wait_until(lambda: self._place(node), f"a place of {node}")
            tool("xdotool", "mousemove", *window, "5", "5")
            tool("xdotool", "mousemove", *window, str(x + width // 2), str(y + height // 2))
            return node.extents == place

        wait_until(reached, f"the pointer on {node}")

    def _place(self, node):
        """Where it is, once it stands still: what unfolds pushes others aside."""
        first = node.extents
        self.session.tool("xdotool", "sleep", "0.1")
        return first if node.extents == first and first[2] > 0 else None

    def close(self):
        self.end()
        self.accessibility.close()
