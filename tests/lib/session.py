# SPDX-License-Identifier: GPL-3.0-or-later
"""A private desktop session: home, runtime directory, session bus and, as far as a test asks for
them, a keyring, a notification daemon, a display, a window manager and a panel.

Nothing of the person's own session is seen or touched by it.
"""

import ctypes
import itertools
import os
import subprocess

from gi.repository import GLib

import bus
from processes import BUILD, PARTS, PATIENCE, SOURCE, parts_environment, parts_file, scratch, spawn
from processes import stop, wait_until

SCREEN = "1024x600"
KEYRING_PASSWORD = "test"
NOTIFICATION_CLASSES = "^(xfce4-notifyd|Dunst|mate-notification-daemon|lxqt-notificationd)$"
SECRETS = "org.freedesktop.secrets"
SECRETS_PATH = "/org/freedesktop/secrets"
LOGIN_COLLECTION = f"{SECRETS_PATH}/collection/login"

BUS_CONFIGURATION = """\
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{folder}/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

DUNST_CONFIGURATION = """\
[global]
    dmenu = {chooser}
    mouse_left_click = close_current
    mouse_middle_click = do_action, close_current
    mouse_right_click = context
    offset = 20x60
    timeout = 0
"""

PROMPTER_SERVICE = """\
[D-BUS Service]
Name=org.gnome.keyring.SystemPrompter
Exec=/usr/bin/env LD_LIBRARY_PATH={libraries} {program}
"""

PANEL_CONFIGURATION = """\
<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-2" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
      <property name="symbolic-icons" type="bool" value="true"/>
    </property>
  </property>
</channel>
"""

# A notification stays for an hour, and goes at once when it is closed: a slow test clicks on what it
# means, too.
NOTIFICATION_CONFIGURATION = """\
<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-notifyd" version="1.0">
  <property name="expire-timeout" type="int" value="3600"/>
  <property name="do-fadeout" type="bool" value="false"/>
</channel>
"""

_displays = itertools.count()


def _display_of_our_own():
    """A free number is found by the sockets in use, of which a network of our own does not see all;
    one that belongs to this network is safe there: of those that there are, none has its number."""
    if "MAILBELL_OWN_NETWORK" not in os.environ:
        return []
    network = os.stat("/proc/self/ns/net").st_ino
    return [f":{network % 4000 * 10 + next(_displays) % 10 + 1000}"]


class Session:
    """keyring: "unlocked", "locked" or None. notifications: "fake", "xfce", "dunst" or None.

    display: an X server and a window manager. panel: the Xfce panel, which needs a display.
    screen: its size.
    """

    def __init__(
        self,
        keyring="unlocked",
        notifications="fake",
        display=False,
        panel=False,
        screen=SCREEN,
    ):
        self.folder = scratch("mb")
        self.home = self.folder / "home"
        self.processes = {}
        self.display = None
        self.fake_daemon = None
        self.screen = screen
        self._make_folders()
        self.env = self._environment()
        if display or panel:
            self._start_display()
        self.address = self._start_bus()
        self.connection = wait_until(self._connect, "the session bus")
        self.recorder = bus.Recorder(self.address, self.env)
        if keyring:
            self.start_keyring(locked=keyring == "locked")
        if display or panel or notifications == "xfce":
            self._start_settings()
        if notifications == "fake":
            self.fake_daemon = bus.FakeNotificationDaemon(self.address)
        elif notifications == "xfce":
            self.start_notification_daemon()
        elif notifications == "dunst":
            self.start_dunst()
        if panel:
            self.start_panel()

    @property
    def notifications(self):
        return self.recorder.notifications

    def _make_folders(self):
        for name in ("home/.config", "home/.local/share", "home/.local/state", "home/.cache"):
            (self.folder / name).mkdir(parents=True)
        for name in ("run", "services", "log"):
            (self.folder / name).mkdir(mode=0o700)
        # tests/lib/prepare made the panel's module directories relative; it runs in the home.
        (self.home / "usr").symlink_to(PARTS / "usr")

    def _environment(self):
        home = self.home
        return {
            "LANG": "C.UTF-8",
            **bus.clean_environment(),
            "HOME": str(home),
            "USER": "bob",
            "XDG_CONFIG_HOME": f"{home}/.config",
            "XDG_DATA_HOME": f"{home}/.local/share",
            "XDG_STATE_HOME": f"{home}/.local/state",
            "XDG_CACHE_HOME": f"{home}/.cache",
            "XDG_RUNTIME_DIR": str(self.folder / "run"),
            "XDG_CONFIG_DIRS": f"{PARTS}/etc/xdg",
            "XDG_DATA_DIRS": f"{SOURCE}/data:{PARTS}/usr/share:/usr/local/share:/usr/share",
            "XDG_CURRENT_DESKTOP": "XFCE",
            "XDG_SESSION_TYPE": "x11",
            "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={self.folder}/no-system-bus",
            "GSETTINGS_BACKEND": "keyfile",
            "GSETTINGS_SCHEMA_DIR": str(BUILD / "data"),
            "GIO_USE_VFS": "local",
            "GIO_USE_PROXY_RESOLVER": "dummy",
            "GIO_USE_VOLUME_MONITOR": "unix",
            "GTK_USE_PORTAL": "0",
            "GDK_BACKEND": "x11",
            "NO_AT_BRIDGE": "1",
        }

    # ── Programs of the session ───────────────────────────────────────────────────────────────

    def spawn(self, name, command, env=None, **options):
        """Start a program of this session; its output goes to log/NAME."""
        process = spawn(
            command,
            self.folder / "log" / name,
            env={**self.env, **(env or {})},
            cwd=self.home,
            **options,
        )
        self.processes[name] = process
        return process

    def log(self, name):
        path = self.folder / "log" / name
        return path.read_text(errors="replace") if path.exists() else ""

    def end(self, name, **options):
        stop(self.processes.pop(name), **options)

    def _start_display(self):
        reader, writer = os.pipe()
        command = ["Xvfb", *_display_of_our_own(), "-displayfd", writer]
        command += ["-screen", "0", f"{self.screen}x24"]
        command += ["-nolisten", "tcp", "-noreset"]
        self.spawn("xvfb", command, pass_fds=[writer])
        os.close(writer)
        with open(reader, "rb") as answer:
            number = answer.readline().decode().strip()
        assert number, "no X server: " + self.log("xvfb")
        self.display = self.env["DISPLAY"] = f":{number}"
        self.spawn("openbox", [PARTS / "usr/bin/openbox"], env=parts_environment())

    def _start_bus(self):
        configuration = self.folder / "bus.conf"
        configuration.write_text(BUS_CONFIGURATION.format(folder=self.folder))
        address = f"unix:path={self.folder}/bus"
        self.env["DBUS_SESSION_BUS_ADDRESS"] = address
        command = ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--nopidfile"]
        self.spawn("bus", command)
        return address

    def _connect(self):
        try:
            return bus.connect(self.address)
        except GLib.Error:
            return None  # its socket is not there yet, or nobody listens on it yet

    def start_keyring(self, locked=False):
        """Start the Secret Service with its login keyring open, or locked."""
        prompter = PROMPTER_SERVICE.format(
            libraries=parts_environment()["LD_LIBRARY_PATH"],
            program=parts_file("usr/lib*/gcr-prompter"),
        )
        (self.folder / "services/org.gnome.keyring.SystemPrompter.service").write_text(prompter)
        command = [PARTS / "usr/bin/gnome-keyring-daemon"]
        command += ["--foreground", "--unlock", "--components=secrets"]
        process = self.spawn("keyring", command, env=parts_environment(), stdin=subprocess.PIPE)
        process.stdin.write(KEYRING_PASSWORD.encode())
        process.stdin.close()
        bus.wait_for_name(self.connection, SECRETS)
        if locked:
            self.lock_keyring()

    def lock_keyring(self):
        self._keyring_call("Lock", GLib.Variant("(ao)", ([LOGIN_COLLECTION],)))

    def unlock_keyring(self):
        """Unlock without a prompt, as signing in to the desktop does."""
        arguments = GLib.Variant("(sv)", ("plain", GLib.Variant("s", "")))
        session = self._keyring_call("OpenSession", arguments)[1]
        secret = (session, b"", KEYRING_PASSWORD.encode(), "text/plain")
        bus.call(
            self.connection,
            SECRETS,
            SECRETS_PATH,
            "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface",
            "UnlockWithMasterPassword",
            GLib.Variant("(o(oayays))", (LOGIN_COLLECTION, secret)),
        )

    def stop_keyring(self):
        self.end("keyring")
        bus.wait_for_name(self.connection, SECRETS, owned=False)

    def secrets(self, **attributes):
        """How many secrets with these attributes the keyring holds."""
        answer = self._keyring_call("SearchItems", GLib.Variant("(a{ss})", (attributes,)))
        return sum(map(len, answer))

    def secret(self, **attributes):
        """The one secret with these attributes that the keyring holds."""
        ((item,), _locked) = self._keyring_call(
            "SearchItems", GLib.Variant("(a{ss})", (attributes,))
        )
        plain = GLib.Variant("(sv)", ("plain", GLib.Variant("s", "")))
        _nothing, transfer = self._keyring_call("OpenSession", plain)
        (secrets,) = self._keyring_call("GetSecrets", GLib.Variant("(aoo)", ([item], transfer)))
        return bytes(secrets[item][2]).decode()

    def store_secret(self, **attributes):
        """Have the keyring hold a secret with these attributes, as any program may."""
        plain = GLib.Variant("(sv)", ("plain", GLib.Variant("s", "")))
        transfer = self._keyring_call("OpenSession", plain)[1]
        item = "org.freedesktop.Secret.Item"
        properties = {
            f"{item}.Label": GLib.Variant("s", "a secret"),
            f"{item}.Attributes": GLib.Variant("a{ss}", attributes),
        }
        secret = (transfer, b"", b"secret", "text/plain")
        bus.call(
            self.connection,
            SECRETS,
            LOGIN_COLLECTION,
            "org.freedesktop.Secret.Collection",
            "CreateItem",
            GLib.Variant("(a{sv}(oayays)b)", (properties, secret, False)),
        )

    def _keyring_call(self, method, arguments):
        interface = "org.freedesktop.Secret.Service"
        return bus.call(self.connection, SECRETS, SECRETS_PATH, interface, method, arguments)

    def _start_settings(self):
        """Settings of the panel and of the notification daemon."""
        channels = self.home / ".config/xfce4/xfconf/xfce-perchannel-xml"
        channels.mkdir(parents=True)
        (channels / "xfce4-panel.xml").write_text(PANEL_CONFIGURATION)
        (channels / "xfce4-notifyd.xml").write_text(NOTIFICATION_CONFIGURATION)
        daemon = parts_file("usr/lib/*/xfce4/xfconf/xfconfd")
        self.spawn("xfconfd", [daemon], env=parts_environment())
        bus.wait_for_name(self.connection, "org.xfce.Xfconf")

    def start_notification_daemon(self):
        daemon = parts_file("usr/lib/*/xfce4/notifyd/xfce4-notifyd")
        self.spawn("notifyd", [daemon], env=parts_environment())
        bus.wait_for_name(self.connection, bus.NOTIFICATIONS)

    def start_dunst(self):
        """With a context menu that chooses what log/choice says, where a person would."""
        choice = self.folder / "log/choice"
        chooser = self.folder / "chooser"
        chooser.write_text(f'#!/bin/sh\ngrep -m 1 -F "$(cat {choice})"\n')
        chooser.chmod(0o755)
        configuration = self.folder / "dunstrc"
        configuration.write_text(DUNST_CONFIGURATION.format(chooser=chooser))
        command = [PARTS / "usr/bin/dunst", "-conf", configuration]
        self.spawn("notifyd", command, env=parts_environment())
        bus.wait_for_name(self.connection, bus.NOTIFICATIONS)

    def start_panel(self):
        command = [PARTS / "usr/bin/xfce4-panel", "--disable-wm-check"]
        self.spawn("panel", command, env=parts_environment())
        wait_until(self._tray_is_there, "a tray in the panel")

    def kill_panel(self):
        """As if it had crashed: its tray goes with it."""
        self.end("panel", number=9)
        bus.wait_for_name(self.connection, bus.WATCHER, owned=False)

    def _tray_is_there(self):
        arguments = GLib.Variant("(ss)", (bus.WATCHER, "IsStatusNotifierHostRegistered"))
        path = "/StatusNotifierWatcher"
        try:
            return bus.call(
                self.connection, bus.WATCHER, path, bus.PROPERTIES, "Get", arguments
            )[0]
        except GLib.Error:
            return False

    # ── What can be seen ──────────────────────────────────────────────────────────────────────

    def tool(self, *command):
        """Run an X client to its end and return what it printed."""
        return subprocess.run(
            command, env=self.env, check=True, capture_output=True, text=True, timeout=PATIENCE
        ).stdout

    def paint_background(self, rgb):
        """Lay a plain colour, a number, behind all windows."""
        xlib = ctypes.CDLL("libX11.so.6")
        xlib.XOpenDisplay.restype = ctypes.c_void_p
        display = ctypes.c_void_p(xlib.XOpenDisplay(self.display.encode()))
        root = xlib.XDefaultRootWindow(display)
        xlib.XSetWindowBackground(display, root, rgb)
        xlib.XClearWindow(display, root)
        xlib.XSetCloseDownMode(display, 1)  # RetainPermanent: the colour stays
        xlib.XCloseDisplay(display)

    def screenshot(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self.tool("import", "-window", "root", str(path))

    def windows(self, *criteria):
        """The visible windows of which xdotool's search says so. One that goes meanwhile is an error of
        the search, so that nothing is found."""
        command = ["xdotool", "search", "--onlyvisible", *criteria]
        return self._look(*command)

    def _look(self, *command):
        """The words that an X client prints, whether or not it finds what it looks for."""
        result = subprocess.run(
            command, env=self.env, capture_output=True, text=True, timeout=PATIENCE
        )
        return result.stdout.split()

    def wait_window(self, *criteria):
        return wait_until(lambda: self.windows(*criteria), f"a window {criteria}")[-1]

    def wait_focus(self, *criteria):
        """Until keys go to a window of which xdotool's search says so: it can be seen earlier."""
        wait_until(
            lambda: set(self._look("xdotool", "getwindowfocus")) & set(self.windows(*criteria)),
            f"the focus on a window {criteria}",
        )

    def notification_windows(self):
        """The windows that the notification daemon shows now."""
        return self.windows("--class", NOTIFICATION_CLASSES)

    def settled_screenshot(self, path):
        """A screenshot of a screen on which nothing changes any more."""
        previous = path.with_suffix(".previous.png")
        self.screenshot(previous)

        def settled():
            self.screenshot(path)
            same = path.read_bytes() == previous.read_bytes()
            path.replace(previous)
            return same

        wait_until(settled, "the screen comes to rest")
        previous.replace(path)

    def choose_file(self, title, path):
        """In GTK's dialog of that title, with the keyboard: a slash opens the field for a path."""
        window = self.wait_window("--name", f"^{title}$")
        self.tool("xdotool", "windowfocus", "--sync", window)
        picture = self.folder / "dialog.png"
        self.settled_screenshot(picture)
        before = picture.read_bytes()

        def has_changed():
            self.screenshot(picture)
            return picture.read_bytes() != before

        self.tool("xdotool", "key", "--clearmodifiers", "slash")
        wait_until(has_changed, "the field for a path")
        self.settled_screenshot(picture)
        rest = str(path).removeprefix("/")
        self.tool("xdotool", "type", "--clearmodifiers", "--delay", "20", rest)
        self.tool("xdotool", "key", "--clearmodifiers", "Return")

    def close(self):
        """End everything, the last started first."""
        self.recorder.stop()
        if self.fake_daemon:
            self.fake_daemon.stop()
        if not self.connection.is_closed():
            self.connection.close_sync()
        for name in reversed(list(self.processes)):
            self.end(name)
