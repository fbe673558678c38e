# SPDX-License-Identifier: GPL-3.0-or-later
"""The common ground of the tests of the Flatpak: a session with portals, the applet in its sandbox."""

import subprocess

from cases import Case
from preferences import Preferences
from program import Mailbell
from sandbox import SandboxSession


class SandboxCase(Case):
    SESSION = {"panel": True, "notifications": "xfce"}

    def setUp(self):
        self.session = SandboxSession(**self.SESSION)
        self.addCleanup(self.session.close)
        self.mailbell = Mailbell(self.session, program=self.session.program)
        self.addCleanup(self._stop)

    def inside(self, command):
        """Run a shell command in a sandbox like the applet's; return status and output."""
        result = subprocess.run(
            [self.session.program, "--shell", command],
            env=self.session.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            check=False,
        )
        return result.returncode, result.stdout

    def watch_preferences(self):
        """Before anything is started: a sandbox has the accessibility bus that is there at its
        beginning."""
        window = Preferences(self.session, program=self.session.preferences)
        self.mailbell.env.update(self.session.env)
        self.addCleanup(window.close)
        return window
