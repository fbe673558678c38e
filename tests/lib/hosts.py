# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts of the tray besides Xfce's panel: LXQt's (Qt), MATE's, and Waybar (a bar of tiling desktops),
each on the display of a session. None is installed; see tests/lib/packages.
"""

import os
import subprocess

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

MATE_PANEL = """\
[org/mate/panel/general]
enable-sni-support=true
toplevel-id-list=['top']
object-id-list=['tray']
[org/mate/panel/toplevels/top]
orientation='top'
size=32
expand=true
[org/mate/panel/objects/tray]
object-type='applet'
toplevel-id='top'
position=5
applet-iid='NotificationAreaAppletFactory::NotificationArea'
"""

# What MATE's settings daemon tells all programs unless the person has changed it; otherwise an item
# with a label has no icon.
MATE_GTK = """\
[Settings]
gtk-button-images=1
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


def compiled_schemas(session):
    """The settings that unpacked programs know, and ours."""
    folder = session.folder / "schemas"
    folder.mkdir(exist_ok=True)
    command = ["glib-compile-schemas", f"--targetdir={folder}", PARTS / "usr/share/glib-2.0/schemas"]
    subprocess.run(command, check=True, capture_output=True)
    return f"{folder}:{session.env['GSETTINGS_SCHEMA_DIR']}"


class MatePanel:
    """GTK; shows the label, reads both parts of a tooltip as markup. The applet with the tray is a
    program of its own, which the panel would have the bus start where it is installed."""

    DESKTOP = "MATE"
    SETTINGS = MATE_PANEL
    FACTORY = "org.mate.panel.applet.NotificationAreaAppletFactory"

    def __init__(self, session):
        self.session = session
        # Of its own: it writes to them as it starts, at the same time as Mailbell to its own.
        self._settings = session.folder / "mate"

    def start(self):
        session = self.session
        self._configure()
        env = {
            **parts_environment(),
            "XDG_CONFIG_HOME": str(self._settings),
            "GSETTINGS_SCHEMA_DIR": compiled_schemas(session),
            "MATE_PANEL_APPLETS_DIR": f"{PARTS}/usr/share/mate-panel/applets",
            "XDG_CURRENT_DESKTOP": self.DESKTOP,
        }
        session.spawn("host", [PARTS / "usr/lib/mate-panel/notification-area-applet"], env=env)
        bus.wait_for_name(session.connection, self.FACTORY)
        session.spawn("panel", [PARTS / "usr/bin/mate-panel"], env=env)
        self.wait()

    def wait(self):
        wait_until(lambda: host_is_there(self.session), "a tray in MATE's panel")

    def kill(self):
        self.session.end("panel", number=9)
        self.session.end("host", number=9)
        self.wait_gone()

    def wait_gone(self):
        bus.wait_for_name(self.session.connection, bus.WATCHER, owned=False)

    def _configure(self):
        for name, text in (
            ("glib-2.0/settings/keyfile", self.SETTINGS),
            ("gtk-3.0/settings.ini", MATE_GTK),
        ):
            path = self._settings / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)


class MateTray(MatePanel):
    """Without the newer kind of tray it embeds windows, and nothing is on the bus. At the bottom."""

    SETTINGS = MATE_PANEL.replace("sni-support=true", "sni-support=false").replace(
        "orientation='top'", "orientation='bottom'"
    )

    def wait(self):
        wait_until(lambda: self.session.windows("--class", "Mate-panel"), "MATE's panel")

    def wait_gone(self):
        wait_until(lambda: not self.session.windows("--class", "Mate-panel"), "no panel of MATE")


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
