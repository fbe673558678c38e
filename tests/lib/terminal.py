# SPDX-License-Identifier: GPL-3.0-or-later
"""A terminal of its own for a command that asks its questions there."""

import os
import pty

from processes import spawn, wait_until


class Terminal:
    """process: what runs on it. screen: all that has been on it."""

    def __init__(self, command, env):
        self._ours, theirs = pty.openpty()
        streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
        self.process = spawn(["setsid", "--ctty", "--wait", *command], env=env, **streams)
        self.screen = ""
        os.close(theirs)

    def close(self):
        os.close(self._ours)

    def type(self, text):
        os.write(self._ours, text.encode())

    def read_until(self, text):
        """What has come since the last time, up to TEXT or a little further."""
        start = len(self.screen)

        def seen():
            try:
                self.screen += os.read(self._ours, 4096).decode(errors="replace")
            except OSError:  # nobody writes there any more
                raise AssertionError(f"no “{text}” on the screen: {self.screen}") from None
            return text in self.screen[start:]

        wait_until(seen, lambda: f"“{text}” on the screen: {self.screen}")
        return self.screen[start:]
