# SPDX-License-Identifier: GPL-3.0-or-later
"""The program under test: its command line, its resident process, what it says of itself."""

import json
import subprocess
import time

from gi.repository import Gio, GLib

import bus
from processes import BUILD, PATIENCE, Timeout, spawn, stop

APPLICATION_ID = "io.github.mailbell.Mailbell"
PATH = "/io/github/mailbell/Mailbell"
PROGRAM = BUILD / "src/app/mailbell"


class Result:
    """What a run of the command line left: status, out, err."""

    def __init__(self, status, out, err):
        self.status = status
        self.out = out.decode()
        self.err = err.decode()

    def __repr__(self):
        return f"exit status {self.status}, out {self.out!r}, err {self.err!r}"

    @property
    def json(self):
        return json.loads(self.out)


class Mailbell:
    """In SESSION. Entries of env replace the session's; None takes a variable away.

    The resident process is started by the command INSIDE, for example in another namespace."""

    def __init__(self, session, env=None, privileges=(), program=PROGRAM, inside=()):
        self.session = session
        self.program = program
        self.process = None
        self._privileges = privileges
        self._inside = inside
        merged = {**session.env, **(env or {})}
        self.env = {name: value for name, value in merged.items() if value is not None}
        self._log = session.folder / "log" / "mailbell"

    # ── Command line ──────────────────────────────────────────────────────────────────────────

    def run(self, *arguments, password=None):
        """Run to the end; PASSWORD goes to the standard input, which is else closed."""
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": self.env}
        if password is not None:
            options["stdin"] = subprocess.PIPE
            password = password.encode()
        process = spawn([self.program, *arguments], None, self._privileges, **options)
        try:
            out, err = process.communicate(password, timeout=PATIENCE + 10)
        except subprocess.TimeoutExpired:
            process.kill()
            raise Timeout(f"mailbell {' '.join(map(str, arguments))} does not end") from None
        return Result(process.returncode, out, err)

    def must(self, *arguments, password=None):
        """Run, and fail unless the exit status is 0."""
        result = self.run(*arguments, password=password)
        assert result.status == 0, f"mailbell {' '.join(map(str, arguments))}: {result}"
        return result

    def add(self, address, port, *options, password="secret", host="127.0.0.1"):
        """Add an account whose server is on loopback."""
        where = ["--host", host, "--port", port]
        return self.must("add", address, *where, *options, password=password + "\n")

    # ── The resident process ──────────────────────────────────────────────────────────────────

    def start(self, *options, wait=True):
        """With “--quiet” as a session does; without, and without an account, it opens the preferences."""
        command = [*self._inside, self.program, "--debug", *options]
        self.process = spawn(command, self._log, self._privileges, env=self.env)
        if wait:
            bus.wait_for_name(self.session.connection, APPLICATION_ID)

    def stop(self):
        """Ask it to quit; return its exit status, which tells of leaks under a sanitizer."""
        if self.process.poll() is None:
            self.run("quit")
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                stop(self.process)
                raise Timeout("the applet does not end after “mailbell quit”") from None
        return stop(self.process)

    def quit(self):
        """Whoever has started it. The command line does not wait for the end as long as we do."""
        self.run("quit")
        bus.wait_for_name(self.session.connection, APPLICATION_ID, owned=False)

    def kill(self):
        """As a crash or a loss of power would."""
        stop(self.process, 9)
        bus.wait_for_name(self.session.connection, APPLICATION_ID, owned=False)

    def log(self):
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    # ── What it says of itself ────────────────────────────────────────────────────────────────

    def status(self):
        return self.must("status", "--json").json

    def accounts(self):
        """The properties of every account's object on the bus, by address."""
        manager = "org.freedesktop.DBus.ObjectManager"
        connection = self.session.connection
        objects = bus.call(connection, APPLICATION_ID, PATH, manager, "GetManagedObjects")[0]
        interface = f"{APPLICATION_ID}.Account"
        found = [each[interface] for each in objects.values() if interface in each]
        return {properties["Address"]: properties for properties in found}

    def act(self, method, address, uid, folder=""):
        """Have MarkRead, Archive, Delete or Junk done to a message; a GLib.Error says why not."""
        self.call_account(address, method, GLib.Variant("(su)", (folder, uid)))

    def mark_all_read(self, address):
        """The same for all that is unread in the account."""
        self.call_account(address, "MarkAllRead")

    def activate(self, action, target):
        """What an entry of the menu or the button of a notification does."""
        arguments = GLib.Variant("(sava{sv})", (action, [target], {}))
        call = self.session.connection.call_sync
        flags, timeout_ms = Gio.DBusCallFlags.NONE, PATIENCE * 1000
        interface = "org.gtk.Actions"
        call(APPLICATION_ID, PATH, interface, "Activate", arguments, None, flags, timeout_ms)

    def call_account(self, address, method, arguments=None):
        """Call a method of an account's object on the bus."""
        path = f"{PATH}/account/{self.accounts()[address]['Id'].replace('-', '_2d')}"
        call = self.session.connection.call_sync
        interface, flags = f"{APPLICATION_ID}.Account", Gio.DBusCallFlags.NONE
        timeout_ms = (60 + PATIENCE) * 1000
        call(APPLICATION_ID, path, interface, method, arguments, None, flags, timeout_ms)

    def wait(self, address, timeout=PATIENCE, **expected):
        """Wait until the account has these properties, and return all of them.

        A value may be a function, which is given what the property holds.
        """

        def fits(properties):
            return all(
                value(properties[name]) if callable(value) else properties[name] == value
                for name, value in expected.items()
            )

        deadline = time.monotonic() + timeout
        last = None
        while time.monotonic() < deadline:
            try:
                last = self.accounts().get(address)
            except GLib.Error as error:
                last = error.message
            else:
                if last and fits(last):
                    return last
            if self.process is not None and self.process.poll() is not None:
                raise AssertionError(f"the applet has ended:\n{self.log()[-4000:]}")
            time.sleep(0.02)
        raise Timeout(f"waited in vain for {expected} of {address}; last: {last}")

    def wait_pushing(self, address):
        return self.wait(address, State="pushing")
