# SPDX-License-Identifier: GPL-3.0-or-later
"""The demonstration: see tests/demo, which prepares what this needs."""

import argparse
import html
import os
import shlex
import statistics
import sys
import time
from pathlib import Path

from gi.repository import Gio, GLib

import bus
from dovecot import Dovecot
from messages import SAMPLES
from processes import BUILD, SOURCE, Timeout, scratch, wait_until
from program import APPLICATION_ID, PROGRAM, Mailbell
from session import Session

ADDRESS = "bob@example.org"
MESSAGES_OF_ONCE = (1, 2, 3)  # of SAMPLES: Latin with accents, Japanese, Cyrillic
SECONDS_BETWEEN = 5
STATES = {
    "connecting": "connecting",
    "pushing": "connected; pushing by {push}",
    "polling": "connected; the server cannot push, polling",
    "waiting-to-retry": "disconnected; will try again: {error}",
    "waiting-for-network": "waiting for the network",
    "ask-user": "needs you: {error}",
    "off": None,  # before it begins
}

_began = time.monotonic()


def tell(text):
    print(f"{time.monotonic() - _began:7.2f} s  {text}", flush=True)


class PersonsDesktop:
    """The desktop that the person sits at, as far as Mailbell is concerned, and without a trace.

    Settings, state and passwords of this run live in a temporary directory.
    """

    def __init__(self, address):
        self.address = address
        self.connection = bus.connect(address)
        self.folder = scratch("mb")
        self.env = self._environment()
        self.recorder = bus.Recorder(address, dict(os.environ))
        self._desktop_file = None
        (self.folder / "log").mkdir()
        self._offer_mail_client()
        self._introduce_to_gnome()

    @property
    def notifications(self):
        return self.recorder.notifications

    def _environment(self):
        data_dirs = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
        own = {
            "GSETTINGS_BACKEND": "keyfile",
            "GSETTINGS_SCHEMA_DIR": f"{BUILD}/data",
            "MAILBELL_ICON_PATH": f"{SOURCE}/data/icons",
            "SECRET_BACKEND": "file",
            "SECRET_FILE_TEST_PASSWORD": "demonstration",
            "XDG_DATA_DIRS": f"{SOURCE}/data:{data_dirs}",
        }
        for kind in ("CONFIG", "DATA", "STATE", "CACHE"):
            path = self.folder / kind.lower()
            path.mkdir()
            own[f"XDG_{kind}_HOME"] = str(path)
        return {**os.environ, **own}

    def _offer_mail_client(self):
        """Let a click open the person's mail client with the person's own settings."""
        client = Gio.AppInfo.get_default_for_uri_scheme("mailto")
        if not isinstance(client, Gio.DesktopAppInfo):
            return
        names = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
        names += ("XDG_DATA_DIRS", "GSETTINGS_BACKEND", "GSETTINGS_SCHEMA_DIR", "SECRET_BACKEND")
        restore = [word for name in names for word in ("-u", name)]
        restore += [f"{name}={os.environ[name]}" for name in names if name in os.environ]
        command = shlex.join(["env", *restore, "gio", "launch", client.get_filename()])
        applications = self.folder / "data/applications"
        applications.mkdir()
        (applications / "demo-mail-client.desktop").write_text(
            f"[Desktop Entry]\nType=Application\nName={client.get_name()}\n"
            f"Exec={command.replace('%', '%%')}\nMimeType=x-scheme-handler/mailto;\n"
        )
        (self.folder / "config/mimeapps.list").write_text(
            "[Default Applications]\nx-scheme-handler/mailto=demo-mail-client.desktop\n"
        )

    def _introduce_to_gnome(self):
        """GNOME Shell shows no notification of a program whose desktop file it cannot find."""
        if "GNOME" not in os.environ.get("XDG_CURRENT_DESKTOP", ""):
            return
        path = Path(GLib.get_user_data_dir(), "applications", f"{APPLICATION_ID}.desktop")
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            text = (BUILD / f"data/{APPLICATION_ID}.desktop").read_text()
            text = text.replace("Exec=mailbell", f"Exec={PROGRAM}")
            path.write_text(text.replace("DBusActivatable=true", "DBusActivatable=false"))
            self._desktop_file = path

    def close(self):
        self.recorder.stop()
        if self._desktop_file:
            self._desktop_file.unlink(missing_ok=True)


def choose_desktop(private):
    """The person's desktop if there is one, else one of our own."""
    if private:
        return private_desktop()
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        tell("there is no display, so a private one is used")
        return private_desktop()
    try:
        address = Gio.dbus_address_get_for_bus_sync(Gio.BusType.SESSION, None)
        connection = bus.connect(address)
    except GLib.Error:
        tell("there is a display but no session bus, so a private desktop is used")
        return private_desktop()
    if bus.is_owned(connection, APPLICATION_ID):
        tell("Mailbell runs on this desktop already; it is left alone, a private desktop is used")
        return private_desktop()
    tell("Mailbell will appear on your desktop; nothing is kept after the demonstration")
    return PersonsDesktop(address)


def private_desktop():
    session = Session(panel=True, notifications="xfce")
    session.paint_background(0x4A6984)
    tell("private desktop: X server, window manager, panel, notification daemon, keyring")
    return session


class Demonstration:
    def __init__(self, private):
        self.desktop = choose_desktop(private)
        self.mailbell = Mailbell(self.desktop)
        self.dovecot = None
        self.delays_ms = []
        self.n_delivered = 0
        self._told = {}

    def run(self, once):
        self.dovecot = Dovecot()
        tell(f"mail server: Dovecot on 127.0.0.1:{self.dovecot.tls_port}, TLS")
        tell(f"pinned certificate: SHA-256 {self.dovecot.pin}")
        self.mailbell.add(
            ADDRESS, self.dovecot.tls_port, "--user", "bob", "--pin", self.dovecot.pin
        )
        tell(f"account added: {ADDRESS}")
        self.mailbell.start()
        self.mailbell.wait(ADDRESS, State=self._pushing)
        if once:
            for number in MESSAGES_OF_ONCE:
                self._deliver(SAMPLES[number])
            self._picture()
        else:
            tell("a message comes every few seconds; Ctrl-C ends the demonstration")
            self._go_on()

    def _go_on(self):
        for round_number in range(10**6):
            self._deliver(SAMPLES[round_number % len(SAMPLES)])
            if round_number == 2:
                self._picture()
            until = time.monotonic() + SECONDS_BETWEEN
            while time.monotonic() < until:
                self._look()
                time.sleep(0.1)

    def _look(self):
        """Tell of a state that has changed."""
        if self.mailbell.process.poll() is not None:
            status = self.mailbell.process.poll()
            raise AssertionError(f"the applet has ended by itself, exit status {status}")
        properties = self.mailbell.accounts().get(ADDRESS)
        if properties:
            self._pushing(properties["State"], properties)
            if self._told.get("unread") != properties["Unread"]:
                self._told["unread"] = properties["Unread"]
                tell(f"unread: {properties['Unread']}")

    def _pushing(self, state, properties=None):
        if self._told.get("state") != state:
            self._told["state"] = state
            properties = properties or self.mailbell.accounts()[ADDRESS]
            facts = {"push": properties["Push"].upper(), "error": properties["Error"]}
            if STATES[state]:
                tell(STATES[state].format(**facts))
        return state == "pushing"

    def _deliver(self, sample):
        since = len(self.desktop.notifications)
        delivered = self.dovecot.deliver("bob", sample.message())
        self.n_delivered += 1
        tell(f"delivered: From {sample.sender} · Subject {sample.subject}")
        mine = bus.call_bus(self.desktop.connection, "GetNameOwner", APPLICATION_ID)[0]
        note = self.desktop.notifications.wait(
            lambda note: note.sender == mine
            and note.title == sample.sender
            and sample.subject in html.unescape(note.body),
            lambda: "a bell with this sender and subject; there were "
            f"{[(n.title, n.body) for n in self.desktop.notifications if n.sender == mine]}",
            since,
        )
        delay_ms = (note.time - delivered) * 1000
        self.delays_ms.append(delay_ms)
        body = html.unescape(note.body).replace("\n", " · ")
        tell(f"bell rang after {delay_ms:.0f} ms: {note.title} · {body}")
        self.mailbell.wait(ADDRESS, Unread=self.n_delivered)
        self._look()

    def _picture(self):
        if isinstance(self.desktop, Session):
            path = BUILD / "demo/screenshot.png"
            wait_until(self.desktop.notification_windows, "a notification on the screen")
            self.desktop.settled_screenshot(path)
            tell(f"screenshot: {path}")

    def close(self):
        if self.mailbell.process:
            try:
                self.mailbell.stop()
            except (AssertionError, OSError) as error:
                tell(f"the applet did not end in order: {error}")
        self.desktop.close()
        if self.dovecot:
            self.dovecot.stop()

    def sum_up(self):
        if self.delays_ms:
            tell(
                f"messages: {self.n_delivered}, bells: {len(self.delays_ms)}, "
                f"median {statistics.median(self.delays_ms):.0f} ms from delivery to bell "
                "(Dovecot itself waits 500 ms before it tells)"
            )


def main():
    parser = argparse.ArgumentParser(prog="tests/demo", description=__doc__)
    parser.add_argument("--once", action="store_true", help="three messages, then the verdict")
    parser.add_argument("--private", action="store_true", help="not on this desktop")
    arguments = parser.parse_args()
    demonstration = Demonstration(arguments.private)
    failed = False
    try:
        demonstration.run(arguments.once)
    except SystemExit as end:
        failed = arguments.once or end.code != 128 + 2  # Ctrl-C is how it ends otherwise
    except BrokenPipeError:  # nobody reads this any more, as after "tests/demo | head"
        failed = True
        sys.stdout = open(os.devnull, "w", encoding="utf-8")
    except (AssertionError, Timeout, GLib.Error, OSError) as error:
        failed = True
        tell(f"FAILED: {error}")
        print("The end of the applet's log:", file=sys.stderr)
        for line in demonstration.mailbell.log().splitlines()[-30:]:
            print("  " + line, file=sys.stderr)
    finally:
        demonstration.close()
    demonstration.sum_up()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
