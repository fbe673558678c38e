# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests/preferences/preferences-probe tells of its window beyond what accessibility does."""

import dataclasses
import re
import signal

from preferences import Preferences
from processes import BUILD, wait_until


@dataclasses.dataclass(frozen=True)
class Control:
    """Something that can have the focus: its class, its title, its place in its window."""

    kind: str
    title: str
    x: int
    y: int
    width: int
    height: int

    def __str__(self):
        return f"{self.kind} “{self.title}” at {self.x}, {self.y}"


class Probe(Preferences):
    PROGRAM = BUILD / "tests/preferences/preferences-probe"

    def __init__(self, session, **more):
        super().__init__(session, program=self.PROGRAM, **more)

    def _ask(self, number):
        seen = len(super().log())
        self.process.send_signal(number)
        return wait_until(lambda: self._answer(seen), "an answer of the probe")

    def _answer(self, seen):
        """Something else may be logged behind it."""
        answer, end, _behind = super().log()[seen:].partition("that is all\n")
        return answer + end if end else None

    def log(self):
        """Without its answers."""
        return re.sub(r"^((cut|control|focus|drop|key|that is) .*\n)", "", super().log(), flags=re.MULTILINE)

    def cut(self):
        """Pairs of kind and text: what is not seen in full."""
        return re.findall(r"^cut (\w+): (.*)$", self._ask(signal.SIGUSR1), re.MULTILINE)

    def keys(self):
        """The keys of the program's actions, as GTK writes them."""
        return re.findall(r"^key \S+ (\S+)$", self._ask(signal.SIGUSR2), re.MULTILINE)

    def takers(self):
        """The titles of the rows that would take what is being dragged."""
        return re.findall(r"^drop \S+ \d+ \d+ \d+ \d+ \w+ (.*)$", self._ask(signal.SIGUSR2), re.MULTILINE)

    def controls(self):
        """What can have the focus, by its identity, and the identity of what has it or None."""
        controls, focus = {}, None
        for line in self._ask(signal.SIGUSR2).splitlines():
            what, _, rest = line.partition(" ")
            if what in ("focus", "control"):
                identity, *place, kind, title = rest.split(" ", 6)
                controls[identity] = Control(kind, title.replace("_", ""), *map(int, place))
                focus = identity if what == "focus" else focus
        return controls, focus
