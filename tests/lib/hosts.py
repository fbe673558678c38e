# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts of the tray besides Xfce's panel: LXQt's (Qt) and Waybar (a bar of tiling desktops), each on
the display of a session. Neither is installed; see tests/lib/packages.
"""

import os

from gi.repository import GLib

import bus
from processes import PARTS, library_environment, parts_environment, parts_file, wait_until

LXQT_PANEL = """\
[General]
icon_theme=Adwaita
panels=panel1

[panel1]
plugins=statusnotifier
position=Top
desktop=0
panelSize=32
iconSize=22
width=100
width-percent=true

[statusnotifier]
type=statusnotifier
alignment=Left
"""

WAYBAR = """\
{"layer": "top", "position": "top", "height": 32, "modules-left": ["tray"],
 "tray": {"icon-size": 22}}
"""

WAYBAR_STYLE = """\
window#waybar { background: #1e1e1e; }
"""

SWAY = """\
output * resolution 1024x600
default_border none
"""


def host_is_there(session):
    """Whether some host has registered with the tray's watcher."""
    arguments = GLib.Variant("(ss)", (bus.WATCHER, "IsStatusNotifierHostRegistered"))
    path = "/StatusNotifierWatcher"
    try:
        return bus.call(session.connection, bus.WATCHER, path, bus.PROPERTIES, "Get", arguments)[0]
    except GLib.Error:
        return False


class LxqtPanel:
    """Qt; knows no label, sends Activate to whoever answers it and asks nothing else."""

    DESKTOP = "LXQt"

    def __init__(self, session):
        self.session = session

    def start(self):
        session = self.session
        folder = session.home / ".config/lxqt"
        folder.mkdir(exist_ok=True)
        (folder / "panel.conf").write_text(LXQT_PANEL)
        (folder / "lxqt.conf").write_text("[General]\nicon_theme=Adwaita\n")
        env = {
            **parts_environment(),
            "LXQT_PANEL_PLUGINS_DIR": f"{PARTS}/usr/share/lxqt/lxqt-panel",
            "QT_PLUGIN_PATH": str(parts_file("usr/lib/*/qt5/plugins")),
            "XDG_CURRENT_DESKTOP": self.DESKTOP,
        }
        session.spawn("host", [PARTS / "usr/bin/lxqt-panel"], env=env)
        wait_until(lambda: host_is_there(session), "a tray in LXQt's panel")

    def kill(self):
        self.session.end("host", number=9)
        bus.wait_for_name(self.session.connection, bus.WATCHER, owned=False)


class Waybar:
    """On sway, whose only output is a window of the session's display."""

    DESKTOP = "sway"

    def __init__(self, session):
        self.session = session

    def start(self):
        session = self.session
        if "sway" not in session.processes:
            self._start_sway()
        folder = session.home / ".config/waybar"
        folder.mkdir(exist_ok=True)
        (folder / "config").write_text(WAYBAR)
        (folder / "style.css").write_text(WAYBAR_STYLE)
        libraries = library_environment(PARTS, *PARTS.glob("usr/lib/*/pulseaudio"))
        env = {**libraries, "WAYLAND_DISPLAY": "wayland-1", "GDK_BACKEND": "wayland"}
        session.spawn("host", [PARTS / "usr/bin/waybar"], env=env)
        wait_until(lambda: host_is_there(session), "a tray in Waybar")

    def kill(self):
        self.session.end("host", number=9)
        bus.wait_for_name(self.session.connection, bus.WATCHER, owned=False)

    def _start_sway(self):
        session = self.session
        session.end("openbox")  # which would put a frame around it
        configuration = session.folder / "sway.conf"
        configuration.write_text(SWAY)
        command = [PARTS / "usr/bin/sway", "-c", configuration]
        if os.getuid() == 0:  # which sway refuses to be
            command = ["unshare", "--user", "--map-user=1000", "--map-group=1000", *command]
        env = {
            **parts_environment(),
            "PATH": f"{PARTS}/usr/bin:{session.env['PATH']}",
            "WLR_BACKENDS": "x11",
            "WLR_RENDERER": "pixman",
            "XDG_SESSION_TYPE": "wayland",
        }
        session.spawn("sway", command, env=env)
        socket = session.folder / "run/wayland-1"
        wait_until(socket.exists, lambda: "sway: " + session.log("sway"))
