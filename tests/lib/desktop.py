# SPDX-License-Identifier: GPL-3.0-or-later
"""The common ground of the tests with a tray: a mail client to be opened, the icon, the mouse."""

import subprocess
import time
from pathlib import Path

from bus import TrayItem
from cases import Case
from processes import BUILD, children_of, wait_until

# Two clicks within less are a double click, which opens the mail client once.
DOUBLE_CLICK_S = 0.4

MAIL_CLIENT = """\
[Desktop Entry]
Type=Application
Name=A mail client
Exec=/bin/sh -c 'printf "started <%%s>\\\\n" "$*" >>"$0"' {log} %u
MimeType=x-scheme-handler/mailto;
"""


def arguments_of(pid):
    """Of a process; of one that has ended, none."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except OSError:
        return []


class DesktopCase(Case):
    SESSION = {"panel": True, "notifications": "xfce"}

    def setUp(self):
        super().setUp()
        self.opened = 0
        self.client_log = self.session.folder / "log/client"
        self.client_log.touch()
        (self.session.home / ".local/share/applications").mkdir()
        self.set_default_client("client.desktop")

    def set_default_client(self, name):
        """A mail client of that desktop id, for the whole desktop."""
        applications = self.session.home / ".local/share/applications"
        (applications / name).write_text(MAIL_CLIENT.format(log=self.client_log))
        (self.session.home / ".config/mimeapps.list").write_text(
            f"[Default Applications]\nx-scheme-handler/mailto={name}\n"
        )

    def item(self):
        return TrayItem(self.session.connection, self.mailbell.process.pid)

    def require_preferences(self):
        if not (BUILD / "src/preferences/mailbell-preferences").exists():
            self.skipTest("the preferences are not built")

    def arguments_of_children(self):
        """Those of every program that the applet has started."""
        return [
            word
            for pid in children_of(self.mailbell.process.pid)
            for word in arguments_of(pid)
        ]

    def starts(self):
        return self.client_log.read_text().splitlines()

    def assert_client_opens(self, click, what):
        """CLICK starts the mail client once more, and lets it compose nothing."""
        time.sleep(max(0, self.opened + DOUBLE_CLICK_S - time.monotonic()))
        before = len(self.starts())
        click()
        wait_until(lambda: len(self.starts()) > before, f"the mail client after {what}")
        self.assertEqual(self.starts()[before:], ["started <>"], what)
        self.opened = time.monotonic()

    def wait_icon(self, item, *endings):
        """Wait until the icon's name ends with one of ENDINGS, and return it."""
        return wait_until(
            lambda: next(
                (name for name in [item.property("IconName")] if name.endswith(endings)), None
            ),
            lambda: f"an icon …{endings}, not {item.property('IconName')}",
        )

    def notification_window(self):
        """x, y, width and height of the one window that the notification daemon shows."""
        windows = wait_until(self.session.notification_windows, "a notification on the screen")
        window = windows[0]
        text = self.session.tool("xdotool", "getwindowgeometry", "--shell", window)
        facts = dict(line.split("=") for line in text.split())
        return tuple(int(facts[name]) for name in ("X", "Y", "WIDTH", "HEIGHT"))

    def click_at(self, x, y, button):
        self.session.tool("xdotool", "mousemove", str(x), str(y), "click", str(button))

    def hover(self, x, y):
        self.session.tool("xdotool", "mousemove", str(x), str(y))

    def press(self, *keys):
        self.session.tool("xdotool", "key", *keys)

    def colours(self, path, area):
        """How many colours there are in an AREA, such as 32x32+0+0, of a picture."""
        command = ["convert", path, "-crop", area, "-format", "%k", "info:"]
        return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
