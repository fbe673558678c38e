# SPDX-License-Identifier: GPL-3.0-or-later
"""The common ground of the end-to-end tests: a private session, a server, the program."""

import functools
import html
import itertools
import re
import unittest

from dovecot import Dovecot
from live import taken_up
from messages import simple
from processes import wait_until
from program import Mailbell
from session import Session

_user_numbers = itertools.count(1)


@functools.cache
def shared_dovecot():
    """The server of all tests of a program that do not need one of their own."""
    return Dovecot()


class Case(unittest.TestCase):
    """Each test gets a session and a user of its own."""

    SESSION = {}

    maxDiff = None

    def setUp(self):
        self.session = Session(**self.SESSION)
        self.addCleanup(self.session.close)
        self.mailbell = Mailbell(self.session)
        self.addCleanup(self._stop)

    def diagnosis(self):
        """What to look at when the test has failed."""
        log = [line for line in self.mailbell.log().splitlines() if "GLib-GIO-DEBUG" not in line]
        return "".join(f"  mailbell: {line}\n" for line in log[-40:])

    def _stop(self):
        """The applet ends in order after every test, without a complaint on its way."""
        if self.mailbell.process is None:
            return
        status = self.mailbell.stop()
        complaints = [
            line
            for line in self.mailbell.log().splitlines()
            if "-CRITICAL" in line or "Sanitizer" in line or "runtime error" in line
        ]
        self.assertEqual(complaints, [])
        self.assertEqual(status, 0, "exit status of the applet")

    # ── Steps that many tests share ───────────────────────────────────────────────────────────

    def store_something_else(self):
        """In the keyring, while an account waits for a secret: it looks, and finds nothing new."""
        looks = self.mailbell.log().count("nothing to sign in with")
        self.session.store_secret(unrelated=str(looks))
        wait_until(
            lambda: self.mailbell.log().count("nothing to sign in with") > looks, "a look at it"
        )

    def new_user(self, dovecot=None, password="secret"):
        """A user of the server with an empty INBOX, and the address we know them by."""
        user = f"user{next(_user_numbers)}"
        (dovecot or shared_dovecot()).set_password(user, password)
        return user, f"{user}@example.org"

    def add(self, address, dovecot=None, port=None, pin=None, security="tls", options=(), **more):
        """Add the account of ADDRESS at the server, or behind PORT of a proxy before it."""
        dovecot = dovecot or shared_dovecot()
        if port is None:
            port = dovecot.tls_port if security == "tls" else dovecot.cleartext_port
        options = ["--user", address.partition("@")[0], "--security", security, *options]
        if security != "none":
            options += ["--pin", pin or dovecot.pin]
        return self.mailbell.add(address, port, *options, **more)

    def change(self, address, key, *words):
        """Give a setting of the account another value, and wait until the running applet has it. It is
        told of the file, and a call on the bus, or a message, may come to it before."""
        self.mailbell.wait(address)  # one that it did not know yet would not have changed
        with taken_up(self.mailbell, key):
            self.mailbell.must("set", address, key, *words)

    def start_pushing(self, **more):
        """One account, connected and in IDLE, with an empty INBOX."""
        user, address = self.new_user(more.get("dovecot"))
        self.add(address, **more)
        self.mailbell.start()
        self.mailbell.wait_pushing(address)
        return user, address

    def wait_bell(self, sample, since=0):
        """Wait for the notification of a message, and return it."""
        return self.session.notifications.wait(
            lambda note: note.title == sample.sender
            and sample.subject in html.unescape(note.body).replace("\u2068", ""),
            lambda: f"a bell for “{sample.subject}” from {sample.sender}; there were "
            f"{[(note.title, note.body) for note in self.session.notifications]}",
            since,
        )

    def wait_listed(self, uids, times=1):
        """Wait until these messages, which were there before, have been fetched for the menu."""
        command = f"UID FETCH {uids} (UID FLAGS BODY.PEEK[HEADER.FIELDS"

        def answered():
            log = self.mailbell.log()
            tags = re.findall(rf"C: (\S+) {re.escape(command)}", log)
            return len(tags) == times and all(f"S: {tag} OK" in log for tag in tags)

        wait_until(answered, command)

    def assert_one_sentence(self, result):
        """A failure as the contract has it: status 1, one line that says why and what to do."""
        self.assertEqual(result.status, 1, result)
        self.assertRegex(result.err, r"\A[^\n]{20,}[.:”)]?\n\Z", result)

    def assert_nothing_more(self, n_notifications, dovecot, user):
        """That no further bell rings, proved by one that does after it could have, perhaps for a
        digest that tells of the last message as well."""
        last = simple("The Last One", "after all the others")
        dovecot.deliver(user, last.message())
        self.session.notifications.wait(
            lambda note: last.sender in note.title + note.body,
            lambda: f"{last.sender}; there were "
            f"{[(note.title, note.body) for note in self.session.notifications]}",
            n_notifications,
        )
        self.assertEqual(len(self.session.notifications), n_notifications + 1)


class FolderCase(Case):
    """Steps about mail that is filtered into folders."""

    def make(self, server, user, *folders):
        """Folders that the user is subscribed to."""
        for folder in folders:
            server.create(user, folder)
            with server.mailbox(user) as client:
                client.subscribe(f'"{folder}"')

    def folders_of(self, address):
        """What status says: name to (unread, push)."""
        (account,) = self.mailbell.status()["accounts"]
        return {each["name"]: (each["unread"], each["push"]) for each in account["folders"]}

    def wait_folders(self, address, expected):
        wait_until(
            lambda: self.folders_of(address) == expected,
            lambda: f"{expected}, it is {self.folders_of(address)}",
        )

    def wait_folder_bell(self, subject, folder):
        sample = simple(subject=subject)
        title = f"\u2068{sample.sender}\u2069 (\u2068{folder}\u2069)"
        self.session.notifications.wait(
            lambda note: note.title == title and subject in note.body,
            lambda: f"a bell for “{subject}” in {folder}; there were "
            f"{[(note.title, note.body) for note in self.session.notifications]}",
        )
