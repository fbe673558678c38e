# SPDX-License-Identifier: GPL-3.0-or-later
"""A private Courier on loopback: implicit TLS or cleartext, and delivery to the Maildir.

Its IMAP server is the real one; who a user is, it learns from us, who take the place of its
authentication daemon. There is no STARTTLS, for which it wants a user "courier" on the machine.
imap_server.py tells what it shares with other servers.
"""

import imaplib
import itertools
import os
import socket
import socketserver
import threading
import time

from imap_server import ImapServer
from processes import PARTS, PATIENCE, library_environment, wait_until

ROOT = PARTS / "courier"

CAPABILITY = "IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT SORT QUOTA IDLE"


class _Authentication(socketserver.StreamRequestHandler):
    """Variables, a line each; AUTH LENGTH, then so many bytes: service, "login", user, password."""

    def handle(self):
        answer = None
        for line in self.rfile:
            command, _, length = line.strip().partition(b" ")
            if command == b"AUTH":
                _, _, user, password = self.rfile.read(int(length)).decode().split("\n")[:4]
                answer = self.server.find(user, password)
                break
        self.wfile.write(answer.encode() if answer else b"FAIL\n")


class _AuthenticationDaemon(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    find = None


class Courier(ImapServer):
    """settings: variables of Courier's file "imapd", for example IMAP_CAPABILITY="IMAP4rev1"."""

    def __init__(self, **settings):
        super().__init__("co", settings)
        # tests/lib/prepare made this path relative to where Courier's programs run.
        authdaemon = self.folder / "run/courier/authdaemon"
        authdaemon.mkdir(parents=True)
        self._authentication = _AuthenticationDaemon(str(authdaemon / "socket"), _Authentication)
        self._authentication.find = self._find
        threading.Thread(target=self._authentication.serve_forever, daemon=True).start()
        # The later name sorts first: the order of the names has nothing to say.
        self._numbers = itertools.count(999999, -1)
        self.new_certificate()
        pair = self.folder / "pair.pem"
        pair.write_text(
            (self.folder / "key.pem").read_text() + (self.folder / "certificate.pem").read_text()
        )
        pair.chmod(0o600)
        self._hand_over()
        self.start()

    def start(self):
        # These are Debian's settings but for the first: how often IDLE looks, once a minute there.
        environment = {
            "IMAP_IDLE_TIMEOUT": "1",
            "IMAP_CAPABILITY": CAPABILITY,
            "IMAP_KEYWORDS": "1",
            "IMAP_ACL": "1",
            "IMAP_USELOCKS": "1",
            "IMAP_MAILBOX_SANITY_CHECK": "1",
            "IMAP_ENHANCEDIDLE": "0",
            "TLS_CERTFILE": str(self.folder / "pair.pem"),
            "TLS_VERIFYPEER": "NONE",
            "GAMIN_DEBUG_SERVER": str(ROOT / "usr/libexec/gam_server"),
            "GAM_CLIENT_ID": self.folder.name,
            "PATH": os.environ["PATH"],
            **library_environment(ROOT, ROOT / "usr/lib"),
            **self.settings,
        }
        environment["IMAP_CAPABILITY_TLS"] = environment["IMAP_CAPABILITY"] + " AUTH=PLAIN"
        daemon = [ROOT / "usr/sbin/couriertcpd", "-address=127.0.0.1", "-maxprocs=100"]
        daemon += ["-maxperip=100", "-nodnslookup", "-noidentlookup"]
        session = [ROOT / "usr/lib/courier/courier/imaplogin", ROOT / "usr/bin/imapd", "Maildir"]
        tls = [ROOT / "usr/bin/couriertls", "-server", "-tcpd"]
        self._spawn([*daemon, self.cleartext_port, *session], cwd=self.folder, env=environment)
        environment = {**environment, "IMAP_TLS": "1"}
        self._spawn([*daemon, self.tls_port, *tls, *session], cwd=self.folder, env=environment)
        wait_until(self._answers, f"Courier in {self.folder} answers")

    def _answers(self):
        if not self.running:
            raise RuntimeError("Courier did not start: " + self._output())
        try:
            imaplib.IMAP4("127.0.0.1", self.cleartext_port, timeout=PATIENCE).logout()
            socket.create_connection(("127.0.0.1", self.tls_port), PATIENCE).close()
            return True
        except (OSError, imaplib.IMAP4.error):
            return False

    def _home(self, user):
        return self.folder / "home" / user

    def _find(self, user, password):
        """What the authentication daemon says of a user; nothing if the password is wrong."""
        if self._passwords.get(user) != password:
            return None
        facts = {
            "UID": self._uid,
            "GID": self._gid,
            "HOME": self._home(user),
            "ADDRESS": user,
        }
        return "".join(f"{key}={value}\n" for key, value in facts.items()) + ".\n"

    def set_password(self, user, password="secret"):
        self._passwords[user] = password
        maildir = self._home(user) / "Maildir"
        if not maildir.exists():
            for name in ("tmp", "new", "cur"):
                (maildir / name).mkdir(parents=True)
            self._hand_over(maildir.parent, maildir, *maildir.iterdir())

    def deliver(self, user, message):
        """As a delivery agent does: written to "tmp", moved to "new" when it is whole."""
        name = f"{int(time.time())}.{next(self._numbers)}.localhost"
        maildir = self._home(user) / "Maildir"
        path = maildir / "tmp" / name
        path.write_bytes(message.replace(b"\r\n", b"\n"))
        self._hand_over(path)
        path.rename(maildir / "new" / name)
        return time.monotonic()
