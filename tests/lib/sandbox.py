# SPDX-License-Identifier: GPL-3.0-or-later
"""A session like session.py's, with portals, in which the installed Flatpak is run."""

import os
import shutil
import subprocess
import threading
from pathlib import Path

from gi.repository import Gio, GLib

import bus
from processes import PARTS, Events, parts_environment
from program import APPLICATION_ID
from session import Session

# What tests/flatpak has made: the runtime's stand-in and the application, installed under "user".
STANDIN = Path(os.environ.get("MAILBELL_STANDIN", "/nonexistent"))

# D-Bus starts these when they are first called, as it does on a person's desktop.
SERVICES = {
    "org.freedesktop.portal.Desktop": "xdg-desktop-portal",
    "org.freedesktop.portal.Documents": "xdg-document-portal",
    "org.freedesktop.impl.portal.PermissionStore": "xdg-permission-store",
    "org.freedesktop.impl.portal.desktop.gtk": "xdg-desktop-portal-gtk",
}
SERVICE = """\
[D-BUS Service]
Name={name}
Exec=/usr/bin/env LD_LIBRARY_PATH={libraries} XDG_DESKTOP_PORTAL_DIR={portals} {program}
"""

# Takes the place of the program that Mailbell (program.py) runs.
LAUNCHER = """\
#!/bin/sh
if [ "$1" = --shell ]; then
  shift
  set -- --command=sh {application} -c "$1"
else
  set -- --command={command} {application} "$@"
fi
exec flatpak run --user "$@"
"""

# A program of the host, outside of the sandbox.
HANDLER = """\
[Desktop Entry]
Type=Application
Name=What opens {scheme}
Exec={program} %u
MimeType=x-scheme-handler/{scheme};
"""

# Settings of the tests' own build, which must not reach into the sandbox.
OF_THE_BUILD = ("GSETTINGS_BACKEND", "GSETTINGS_SCHEMA_DIR", "GTK_USE_PORTAL", "GIO_USE_VFS")


class SandboxSession(Session):
    """env: for the session, and so for the portals; {bus} in it is the address of the bus."""

    def __init__(self, env=None, **options):
        self._more = env or {}
        super().__init__(**options)
        self.exports = STANDIN / "user/exports/share"
        self.data = self.home / ".var/app" / APPLICATION_ID
        self.program = self._launcher("mailbell")
        self.preferences = self._launcher("mailbell-preferences")

    def _launcher(self, command):
        text = LAUNCHER.format(application=APPLICATION_ID, command=command)
        return self._write_program(command, text)

    def _write_program(self, name, text):
        path = self.folder / name
        path.write_text(text)
        path.chmod(0o755)
        return path

    def handle(self, scheme, text):
        """Make a program of the host, TEXT, the desktop's choice for URIs of SCHEME. To be done before
        a portal is first called."""
        program = self._write_program(f"open-{scheme}", text)
        folder = self.home / ".local/share/applications"
        folder.mkdir(exist_ok=True)
        entry = HANDLER.format(scheme=scheme, program=program)
        (folder / f"open-{scheme}.desktop").write_text(entry)
        choices = self.home / ".config/mimeapps.list"
        schemes = [each.stem.removeprefix("open-") for each in folder.glob("open-*.desktop")]
        lines = [f"x-scheme-handler/{each}=open-{each}.desktop\n" for each in schemes]
        choices.write_text("".join(["[Default Applications]\n", *lines, "[Added Associations]\n", *lines]))

    def _environment(self):
        environment = super()._environment()
        for name in OF_THE_BUILD:
            del environment[name]
        environment["FLATPAK_USER_DIR"] = str(STANDIN / "user")
        # Where the panel finds the icons, and the portals the application.
        folders = (STANDIN / "user/exports/share", PARTS / "usr/share", "/usr/share")
        environment["XDG_DATA_DIRS"] = ":".join(map(str, folders))
        address = f"unix:path={self.folder}/bus"
        more = {name: value.format(bus=address) for name, value in self._more.items()}
        return {**environment, **more}

    def _start_bus(self):
        portals = self.folder / "portals"
        portals.mkdir()
        for name in ("gtk", "gnome-keyring"):
            shutil.copy(PARTS / f"usr/share/xdg-desktop-portal/portals/{name}.portal", portals)
        for name, program in SERVICES.items():
            text = SERVICE.format(
                name=name,
                libraries=parts_environment()["LD_LIBRARY_PATH"],
                portals=portals,
                program=PARTS / "usr/libexec" / program,
            )
            (self.folder / f"services/{name}.service").write_text(text)
        return super()._start_bus()

    def owner(self, name):
        """The unique name behind a name of the bus."""
        return bus.call_bus(self.connection, "GetNameOwner", name)[0]

    def flatpak(self, *arguments):
        command = ["flatpak", *arguments]
        return subprocess.run(
            command, env=self.env, check=True, capture_output=True, text=True, timeout=60
        ).stdout


class BackgroundBackend:
    """The desktop's part of the Background portal, as GNOME and Plasma have one: it grants all.

    It takes Mailbell for one whose windows are all closed. calls: Events of (application, enable,
    command line, flags). To be there before the portal is first called.
    """

    NAME = "org.freedesktop.impl.portal.desktop.granting"
    INTERFACE = """<node><interface name="org.freedesktop.impl.portal.Background">
      <method name="GetAppState"><arg type="a{sv}" direction="out"/></method>
      <method name="NotifyBackground"><arg type="o" direction="in"/><arg type="s" direction="in"/>
        <arg type="s" direction="in"/><arg type="u" direction="out"/>
        <arg type="a{sv}" direction="out"/></method>
      <method name="EnableAutostart"><arg type="s" direction="in"/><arg type="b" direction="in"/>
        <arg type="as" direction="in"/><arg type="u" direction="in"/>
        <arg type="b" direction="out"/></method>
      <signal name="RunningApplicationsChanged"/>
    </interface></node>"""
    PATH = "/org/freedesktop/portal/desktop"
    IN_BACKGROUND = GLib.Variant("u", 0)
    ALLOWED = 1

    def __init__(self, session):
        self.calls = Events()
        self._session = session.connection
        self._context = GLib.MainContext()
        self._loop = GLib.MainLoop.new(self._context, False)
        self._connection = None
        (session.folder / "portals/granting.portal").write_text(
            f"[portal]\nDBusName={self.NAME}\n"
            "Interfaces=org.freedesktop.impl.portal.Background\nUseIn=XFCE\n"
        )
        ready = threading.Event()
        threading.Thread(target=self._serve, args=(session.address, ready), daemon=True).start()
        assert ready.wait(10)

    def background_apps(self):
        """What GNOME's list of background apps shows: application to message. The portal looks anew."""
        interface = "org.freedesktop.impl.portal.Background"
        signal = "RunningApplicationsChanged"
        self._connection.emit_signal(None, self.PATH, interface, signal, None)
        name = "org.freedesktop.background.Monitor"
        arguments = GLib.Variant("(ss)", (name, "BackgroundApps"))
        path = "/org/freedesktop/background/monitor"
        try:
            apps = bus.call(self._session, name, path, bus.PROPERTIES, "Get", arguments)[0]
        except GLib.Error:
            return {}  # it is not there yet
        return {each["app_id"]: each.get("message") for each in apps}

    def stop(self):
        self._connection.close_sync()
        self._loop.quit()

    def _serve(self, address, ready):
        self._context.push_thread_default()
        self._connection = bus.connect(address)
        node = Gio.DBusNodeInfo.new_for_xml(self.INTERFACE)
        self._connection.register_object(self.PATH, node.interfaces[0], self._on_call, None, None)
        name = "org.freedesktop.DBus"
        arguments = GLib.Variant("(su)", (self.NAME, 0))
        bus.call(self._connection, name, "/org/freedesktop/DBus", name, "RequestName", arguments)
        ready.set()
        self._loop.run()

    def _on_call(self, _connection, _sender, _path, _interface, method, arguments, invocation):
        if method == "EnableAutostart":
            self.calls.append(arguments.unpack())
            invocation.return_value(GLib.Variant("(b)", (arguments.unpack()[1],)))
        elif method == "GetAppState":
            states = {APPLICATION_ID: self.IN_BACKGROUND}
            invocation.return_value(GLib.Variant("(a{sv})", (states,)))
        else:
            invocation.return_value(GLib.Variant("(ua{sv})", (self.ALLOWED, {})))
