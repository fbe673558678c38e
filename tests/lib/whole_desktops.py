# SPDX-License-Identifier: GPL-3.0-or-later
"""Plasma and GNOME Shell, each on the display of a session, for tests/desktop/try-desktops.

Plasma is unpacked under build/desktops and runs there. GNOME Shell has to be installed, since it
looks for its parts under absolute names; its extension with the tray is unpacked.
"""

import json
import shutil
import subprocess

from gi.repository import GLib

import bus
from hosts import host_is_there
from processes import BUILD, SOURCE, library_environment, wait_until
from program import APPLICATION_ID, PROGRAM

DESKTOPS = SOURCE / "build/desktops"
PACKAGES = SOURCE / "tests/lib/packages"

SYSTEM_BUS = """\
<busconfig>
  <type>system</type>
  <listen>{address}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

GNOME = """\
[org/gnome/shell]
enabled-extensions=['ubuntu-appindicators@ubuntu.com']
welcome-dialog-last-shown-version='99'
"""


def packages(group):
    lines = [line.split() for line in PACKAGES.read_text().splitlines()]
    return [words[1] for words in lines if words and words[0] == group]


def unpack(group, with_dependencies):
    """The packages of a GROUP, and what they need that this machine does not have; once."""
    folder, wanted = DESKTOPS / group, packages(group)
    if (folder / "stamp").exists():
        return folder
    if with_dependencies:
        command = ["apt-get", "install", "--simulate", "--no-install-recommends", *wanted]
        plan = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        wanted += [line.split()[1] for line in plan.splitlines() if line.startswith("Inst ")]
    shutil.rmtree(folder, ignore_errors=True)
    archives = folder / "debs"
    archives.mkdir(parents=True)
    print(f"# {len(set(wanted))} packages are fetched and unpacked under {folder}", flush=True)
    command = ["apt-get", "-q", "-o", "APT::Sandbox::User=", "download", *sorted(set(wanted))]
    subprocess.run(command, check=True, capture_output=True, cwd=archives)
    for archive in archives.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", archive, folder], check=True)
    shutil.rmtree(archives)
    (folder / "stamp").touch()
    return folder


def install_launcher(session):
    """What tells a desktop who sends notifications: it must be there before the desktop looks, and
    name a program that exists."""
    name = f"{APPLICATION_ID}.desktop"
    text = (BUILD / "data" / name).read_text().replace("Exec=mailbell", f"Exec={PROGRAM}")
    (session.home / ".local/share/applications" / name).write_text(text)


class Plasma:
    """Qt; the watcher of the tray is a process of its own. Takes notifications too."""

    DESKTOP = "KDE"
    THEME = "default"

    def __init__(self, session):
        self.session = session
        self.folder = unpack("plasma", with_dependencies=True)

    def start(self):
        session, programs = self.session, self.folder / "usr/bin"
        env = self._environment()
        if "kwin" not in session.processes:
            session.end("openbox")
            install_launcher(session)
            self._configure()
            session.spawn("kwin", [programs / "kwin_x11"], env=env)
            session.spawn("keys", [programs / "kglobalaccel5"], env=env)
            activities = next(self.folder.glob("usr/lib/*/libexec/kactivitymanagerd"))
            session.spawn("activities", [activities], env=env)
            bus.wait_for_name(session.connection, "org.kde.ActivityManager")
        session.spawn("watcher", [programs / "kded5"], env=env)
        bus.wait_for_name(session.connection, bus.WATCHER)
        session.spawn("host", [programs / "plasmashell", "--no-respawn"], env=env)
        bus.wait_for_name(session.connection, bus.NOTIFICATIONS)
        wait_until(lambda: host_is_there(session), "a tray in Plasma's panel")

    def _configure(self):
        """A theme; and time to look at a notification, on a slow machine too."""
        folder = self.session.home / ".config"
        (folder / "plasmarc").write_text(f"[Theme]\nname={self.THEME}\n")
        (folder / "plasmanotifyrc").write_text("[Notifications]\nPopupTimeout=120000\n")

    def kill(self):
        self.session.end("host", number=9)
        self.session.end("watcher", number=9)
        bus.wait_for_name(self.session.connection, bus.WATCHER, owned=False)

    def _environment(self):
        session, folder = self.session, self.folder
        architecture = next(folder.glob("usr/lib/*-linux-gnu*"))
        installed = f"/usr/lib/{architecture.name}/qt5"
        return {
            **library_environment(folder),
            "PATH": f"{folder}/usr/bin:{session.env['PATH']}",
            "XDG_DATA_DIRS": f"{folder}/usr/share:{session.env['XDG_DATA_DIRS']}",
            "XDG_CONFIG_DIRS": f"{folder}/etc/xdg:/etc/xdg",
            "XDG_CURRENT_DESKTOP": self.DESKTOP,
            "KDE_FULL_SESSION": "true",
            "KDE_SESSION_VERSION": "5",
            "QT_PLUGIN_PATH": f"{architecture}/qt5/plugins:{installed}/plugins",
            "QML2_IMPORT_PATH": f"{architecture}/qt5/qml:{installed}/qml",
            "QT_QUICK_BACKEND": "software",
            "QT_XCB_GL_INTEGRATION": "none",
        }


class PlasmaDark(Plasma):
    THEME = "breeze-dark"


class GnomeShell:
    """A single click is the menu, a double one Activate. Takes notifications as
    org.gtk.Notifications."""

    DESKTOP = "GNOME"

    def __init__(self, session):
        self.session = session
        self.folder = unpack("gnome-extension", with_dependencies=False)

    def start(self):
        session = self.session
        if "logind" not in session.processes:
            session.end("openbox")
            install_launcher(session)
            self._start_system_bus()
            settings = session.home / ".config/glib-2.0/settings"
            settings.mkdir(parents=True)
            (settings / "keyfile").write_text(GNOME)
        command = ["gnome-shell", "--x11", "--unsafe-mode"]  # which lets us ask it for positions
        session.spawn("host", command, env=self._environment())
        wait_until(lambda: host_is_there(session), "a tray in GNOME Shell")
        wait_until(lambda: self.evaluate("Main.layoutManager._startingUp") is False, "GNOME Shell")
        self.evaluate("Main.overview.hide()")
        wait_until(lambda: self.evaluate("Main.overview.visible") is False, "the desktop")
        self.quieten()

    def quieten(self):
        """Take away what it tells at its start, such as that it cannot lock the screen."""
        clear = "Main.messageTray.getSources().forEach(each => each.destroy())"
        banner = "Main.messageTray._banner !== null || Main.messageTray.getSources().length > 0"

        def quiet():
            self.evaluate(clear)
            return self.evaluate(banner) is False

        wait_until(quiet, "no banner")

    def kill(self):
        self.session.end("host", number=9)
        bus.wait_for_name(self.session.connection, bus.WATCHER, owned=False)

    def evaluate(self, script):
        """What JavaScript in the shell gives; None if it fails."""
        name = "org.gnome.Shell"
        arguments = GLib.Variant("(s)", (script,))
        try:
            connection = self.session.connection
            done, text = bus.call(connection, name, "/org/gnome/Shell", name, "Eval", arguments)
        except GLib.Error:
            return None
        return json.loads(text) if done and text else None

    def icon_position(self):
        """The middle of the icon, which moves as its label changes."""
        script = (
            "(() => { const i = Object.entries(Main.panel.statusArea).find("
            "each => each[0].startsWith('appindicator'))[1];"
            " const [x, y] = i.get_transformed_position();"
            " return [x + i.width / 2, y + i.height / 2]; })()"
        )
        place = wait_until(lambda: self.evaluate(script), "the icon in GNOME's panel")
        return [round(value) for value in place]

    def _start_system_bus(self):
        """With a stand-in for logind, without which the shell does not start."""
        session = self.session
        address = session.env["DBUS_SYSTEM_BUS_ADDRESS"]
        configuration = session.folder / "system-bus.conf"
        configuration.write_text(SYSTEM_BUS.format(address=address))
        command = ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--nopidfile"]
        session.spawn("system-bus", command)

        def connect():
            try:
                return bus.connect(address)
            except GLib.Error:
                return None

        connection = wait_until(connect, "the system bus")
        session.spawn("logind", ["/usr/bin/python3", "-m", "dbusmock", "--system", "-t", "logind"])
        bus.wait_for_name(connection, "org.freedesktop.login1")
        connection.close_sync()

    def _environment(self):
        session, folder = self.session, self.folder
        schemas = folder / "usr/share/glib-2.0/schemas"
        subprocess.run(["glib-compile-schemas", schemas], check=True, capture_output=True)
        return {
            "XDG_DATA_DIRS": f"{folder}/usr/share:{session.env['XDG_DATA_DIRS']}",
            "GSETTINGS_SCHEMA_DIR": f"{schemas}:{session.env['GSETTINGS_SCHEMA_DIR']}",
            "XDG_CURRENT_DESKTOP": self.DESKTOP,
            "GDK_BACKEND": "",
            "LIBGL_ALWAYS_SOFTWARE": "1",
        }
