# SPDX-License-Identifier: GPL-3.0-or-later
"""What the private IMAP servers of the tests have in common.

Each runs from unpacked packages under build/parts, as "nobody" when we are root and as ourselves
otherwise, on loopback, with everything it writes in one temporary directory.
"""

import contextlib
import hashlib
import imaplib
import os
import pwd
import random
import re
import signal
import socket
import ssl
import subprocess

from processes import PATIENCE, scratch, spawn, stop

NOBODY = 65534


_claims = []


def free_port():
    """A port that nobody listens on, outside the range from which clients get theirs. It is ours while
    this program runs: whoever asks here in the same network is given another, also before there is a
    server, and while that is stopped."""
    while True:
        port = random.randint(12000, 30000)
        claim = socket.socket(socket.AF_UNIX)
        try:
            claim.bind(f"\0mailbell-test-port-{port}")
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:
            claim.close()
            continue
        _claims.append(claim)
        return port


def _quoted(folder):
    """imaplib leaves the quoting to its caller."""
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _uid_and_flags(line):
    uid = re.search(rb"UID (\d+)", line)
    flags = re.search(rb"FLAGS \(([^)]*)\)", line)
    return int(uid.group(1)), set(flags.group(1).decode().split())


def _must(answer):
    status, text = answer
    assert status == "OK", text


class ImapServer:
    """A server has a cleartext and a TLS port, which stay the same from start to start.

    settings are those of its own kind, for example to hide IDLE.
    """

    def __init__(self, name, settings):
        self.folder = scratch(name)
        self.folder.chmod(0o755)
        self.settings = settings
        self.cleartext_port = free_port()
        self.tls_port = free_port()
        self._uid = NOBODY if os.getuid() == 0 else os.getuid()
        self._gid = pwd.getpwuid(self._uid).pw_gid
        self._passwords = {}
        self._processes = []

    def _hand_over(self, *paths):
        """Give files that we have made, by default all, to the user that the server runs as."""
        if os.getuid() == 0:
            for path in paths or [self.folder, *self.folder.rglob("*")]:
                os.chown(path, self._uid, self._gid, follow_symlinks=False)

    def _spawn(self, command, **options):
        """Start a process of the server; its output goes to the file "out"."""
        privileges = []
        if os.getuid() == 0:
            # Mail servers give root no mail, so it runs as nobody. This clone may be in a directory
            # that only root can enter: a capability lets nobody in, and has access(2) respect it.
            privileges += [f"--reuid={self._uid}", f"--regid={self._gid}", "--clear-groups"]
            privileges += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
            privileges += ["--securebits=+no_setuid_fixup"]
        process = spawn(command, self.folder / "out", privileges, **options)
        self._processes.append(process)
        return process

    def _output(self):
        return (self.folder / "out").read_text(errors="replace")

    # ── The server ────────────────────────────────────────────────────────────────────────────

    def new_certificate(self):
        """Make another self-signed certificate; a running server takes it up when restarted."""
        key, certificate = self.folder / "key.pem", self.folder / "certificate.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
            + ["-nodes", "-days", "3", "-subj", "/O=Mailbell test/CN=localhost"]
            + ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
            + ["-keyout", key, "-out", certificate],
            check=True,
            stderr=subprocess.DEVNULL,
        )
        self._hand_over(key, certificate)

    @property
    def pin(self):
        """The SHA-256 fingerprint of the certificate, in lower-case hexadecimal digits."""
        pem = (self.folder / "certificate.pem").read_text()
        return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()

    @property
    def running(self):
        return any(process.poll() is None for process in self._processes)

    def start(self):
        raise NotImplementedError

    def stop(self):
        """End the server and every connection to it."""
        for process in self._processes:
            stop(process, signal.SIGTERM)
            self._bury(process.pid)
        self._processes.clear()

    @staticmethod
    def _bury(group):
        """Wait for the whole process group: what has been killed holds the ports until it is dead."""
        with contextlib.suppress(ChildProcessError):  # no more of them
            while True:
                os.waitpid(-group, 0)

    def restart(self, **settings):
        self.stop()
        self.settings.update(settings)
        self.start()

    # ── People and their mail ─────────────────────────────────────────────────────────────────

    def set_password(self, user, password="secret"):
        """Make a user with an INBOX, or change a password."""
        raise NotImplementedError

    def deliver(self, user, message):
        """Deliver the bytes of MESSAGE; return the monotonic time at which that was done."""
        raise NotImplementedError

    @contextlib.contextmanager
    def mailbox(self, user, folder="INBOX"):
        """An imaplib connection of another client of USER's, with FOLDER selected."""
        client = imaplib.IMAP4("127.0.0.1", self.cleartext_port, timeout=PATIENCE)
        try:
            client.login(user, self._passwords[user])
            client.select(_quoted(folder))
            yield client
        finally:
            client.logout()

    def mark(self, user, uids="1:*", flag="\\Seen", folder="INBOX", remove=False):
        with self.mailbox(user, folder) as client:
            _must(client.uid("STORE", uids, "-FLAGS" if remove else "+FLAGS", f"({flag})"))

    def expunge(self, user, uids="1:*", folder="INBOX"):
        with self.mailbox(user, folder) as client:
            _must(client.uid("STORE", uids, "+FLAGS", "(\\Deleted)"))
            _must(client.expunge())

    def move(self, user, uids, target, folder="INBOX"):
        with self.mailbox(user, folder) as client:
            _must(client.uid("MOVE", uids, _quoted(target)))

    def messages(self, user, folder="INBOX"):
        """What the server has in a folder: UID to flags, sorted."""
        with self.mailbox(user, folder) as client:
            _status, lines = client.uid("FETCH", "1:*", "(UID FLAGS)")
        # What another session changes meanwhile is told in between, without a UID.
        found = (_uid_and_flags(line) for line in lines if line and b"UID " in line)
        return {uid: sorted(flags - {"\\Recent"}) for uid, flags in found}

    def append(self, user, message, folder="INBOX", flags=""):
        with self.mailbox(user) as client:
            _must(client.append(_quoted(folder), flags, None, message))

    def create(self, user, folder):
        with self.mailbox(user) as client:
            _must(client.create(_quoted(folder)))
