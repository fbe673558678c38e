# SPDX-License-Identifier: GPL-3.0-or-later
"""Notification daemons besides Xfce's and dunst: MATE's, LXQt's and mako, each on the display of a
session. None is installed; see tests/lib/packages.
"""

import bus
from hosts import Waybar, compiled_schemas
from processes import PARTS, parts_environment, parts_file


class MateDaemon:
    """GTK; reads bodies as markup, has buttons, sends the default action."""

    NAME = "mate"
    TEXT_X = 100  # beyond the picture

    def __init__(self, session):
        self.session = session

    def start(self):
        env = {**parts_environment(), "GSETTINGS_SCHEMA_DIR": compiled_schemas(self.session)}
        program = PARTS / "usr/lib/mate-notification-daemon/mate-notification-daemon"
        self.session.spawn("notifyd", [program], env=env)
        bus.wait_for_name(self.session.connection, bus.NOTIFICATIONS)


class Mako:
    """On sway; reads bodies as markup, draws no buttons, sends the default action."""

    NAME = "mako"
    TEXT_X = 100
    PLACE = 714, 42, 300, 96  # where the first one is

    def __init__(self, session):
        self.session = session

    def start(self):
        Waybar(self.session).start()
        env = {**parts_environment(), "WAYLAND_DISPLAY": "wayland-1"}
        self.session.spawn("notifyd", [PARTS / "usr/bin/mako"], env=env)
        bus.wait_for_name(self.session.connection, bus.NOTIFICATIONS)


class LxqtDaemon:
    """Qt; guesses whether a body is markup, offers more than two actions as a list."""

    NAME = "lxqt"
    TEXT_X = 60

    def __init__(self, session):
        self.session = session

    def start(self):
        folder = self.session.home / ".config/lxqt"
        folder.mkdir(exist_ok=True)
        (folder / "lxqt.conf").write_text("[General]\nicon_theme=Adwaita\n")
        # Without end: its clock, which stops while the pointer is there, runs out early now and then.
        (folder / "notifications.conf").write_text("[General]\nserver_decides=0\n")
        plugins = parts_file("usr/lib/*/qt5/plugins")
        env = {**parts_environment(), "QT_PLUGIN_PATH": str(plugins)}
        self.session.spawn("notifyd", [PARTS / "usr/bin/lxqt-notificationd"], env=env)
        bus.wait_for_name(self.session.connection, bus.NOTIFICATIONS)
