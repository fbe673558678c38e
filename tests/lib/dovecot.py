# SPDX-License-Identifier: GPL-3.0-or-later
"""A private Dovecot on loopback: implicit TLS, STARTTLS or cleartext, and delivery by LMTP.

It runs from the unpacked packages under build/parts, as "nobody" when we are root and as ourselves
otherwise, with everything it writes in one temporary directory.
"""

import contextlib
import hashlib
import imaplib
import os
import pwd
import random
import signal
import smtplib
import socket
import ssl
import subprocess
import time

from processes import PARTS, parts_environment, scratch, spawn, stop, wait_until

NOBODY = 65534

CONFIGURATION = """\
instance_name = mailbell-test
base_dir = {folder}/run
state_dir = {folder}/state
libexec_dir = {parts}/usr/lib/dovecot
mail_plugin_dir = {parts}/usr/lib/dovecot/modules
login_plugin_dir = {parts}/usr/lib/dovecot/modules/login
import_environment = LD_LIBRARY_PATH
log_path = {folder}/log
auth_verbose = yes
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}

listen = 127.0.0.1
protocols = imap lmtp
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:{folder}/mail/%u
mail_fsync = never
mailbox_list_index = yes
first_valid_uid = 1
last_valid_uid = 0
mail_max_userip_connections = 100

passdb {{
  driver = passwd-file
  args = {folder}/users/%u
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  process_min_avail = 1
  inet_listener imap {{
    port = {cleartext_port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service lmtp {{
  process_min_avail = 1
  unix_listener lmtp {{
    mode = 0666
  }}
}}
{more}
"""


def free_port():
    """A port that nobody listens on, outside the range from which clients get theirs."""
    while True:
        port = random.randint(12000, 30000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                pass


def _quoted(folder):
    """imaplib leaves the quoting to its caller."""
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _must(answer):
    status, text = answer
    assert status == "OK", text


class Dovecot:
    """settings: lines of dovecot.conf, for example imap_capability="IMAP4rev1" to hide IDLE."""

    def __init__(self, **settings):
        self.folder = scratch("dc")
        self.settings = settings
        self.cleartext_port = free_port()
        self.tls_port = free_port()
        self._uid = NOBODY if os.getuid() == 0 else os.getuid()
        self._gid = pwd.getpwuid(self._uid).pw_gid
        self._passwords = {}
        self._process = None
        for name in ("run/login", "run/token-login", "state", "mail", "users"):
            (self.folder / name).mkdir(0o750, parents=True)
        # tests/lib/prepare made the module directory relative to where these processes run.
        for name in ("run", "run/login"):
            (self.folder / name / "usr").symlink_to(PARTS / "usr")
        self.new_certificate()
        self.set_password("bob")
        self.set_password("alice")
        self._hand_over()
        self.start()

    def _hand_over(self):
        self.folder.chmod(0o755)
        if os.getuid() == 0:
            for path in [self.folder, *self.folder.rglob("*")]:
                os.chown(path, self._uid, self._gid, follow_symlinks=False)

    # ── The server ────────────────────────────────────────────────────────────────────────────

    def new_certificate(self):
        """Make another self-signed certificate; a running server takes it up when restarted."""
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
            + ["-nodes", "-days", "3", "-subj", "/O=Mailbell test/CN=localhost"]
            + ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
            + ["-keyout", self.folder / "key.pem", "-out", self.folder / "certificate.pem"],
            check=True,
            stderr=subprocess.DEVNULL,
        )
        self._hand_over()

    @property
    def pin(self):
        """The SHA-256 fingerprint of the certificate, in lower-case hexadecimal digits."""
        pem = (self.folder / "certificate.pem").read_text()
        return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()

    @property
    def running(self):
        return self._process is not None and self._process.poll() is None

    def start(self):
        """Start, and wait until it answers. The ports stay the same from start to start."""
        user = pwd.getpwuid(self._uid)
        configuration = self.folder / "dovecot.conf"
        configuration.write_text(
            CONFIGURATION.format(
                folder=self.folder,
                parts=PARTS,
                user=user.pw_name,
                group=subprocess.check_output(["id", "-gn", user.pw_name], text=True).strip(),
                uid=self._uid,
                gid=self._gid,
                cleartext_port=self.cleartext_port,
                tls_port=self.tls_port,
                more="\n".join(f"{key} = {value}" for key, value in self.settings.items()),
            )
        )
        privileges = []
        if os.getuid() == 0:
            # Dovecot gives root no mail, so it runs as nobody. This clone may be in a directory
            # that only root can enter: a capability lets nobody in, and has access(2) respect it.
            privileges += [f"--reuid={self._uid}", f"--regid={self._gid}", "--clear-groups"]
            privileges += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
            privileges += ["--securebits=+no_setuid_fixup"]
        self._process = spawn(
            [PARTS / "usr/sbin/dovecot", "-F", "-c", configuration],
            self.folder / "out",
            privileges,
            cwd=self.folder / "run",
            env={"PATH": os.environ["PATH"], **parts_environment()},
        )
        wait_until(self._answers, f"Dovecot in {self.folder} answers")

    def _answers(self):
        if self._process.poll() is not None:
            raise RuntimeError("Dovecot did not start: " + self.log() + self._output())
        try:
            imaplib.IMAP4("127.0.0.1", self.cleartext_port, timeout=2).logout()
            smtplib.LMTP(str(self.folder / "run/lmtp")).quit()
            return True
        except (OSError, imaplib.IMAP4.error):
            return False

    def _output(self):
        return (self.folder / "out").read_text(errors="replace")

    def stop(self):
        """End the server and every connection to it."""
        stop(self._process, signal.SIGTERM)

    def restart(self, **settings):
        self.stop()
        self.settings.update(settings)
        self.start()

    def log(self):
        path = self.folder / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    def failed_logins(self, user):
        """How many times somebody tried to sign in as USER with a wrong password."""
        return self.log().count(f"passwd-file({user},127.0.0.1,<")

    # ── People and their mail ─────────────────────────────────────────────────────────────────

    def set_password(self, user, password="secret"):
        """Make a user, or change a password, for which Dovecot looks once a second."""
        if user in self._passwords:
            time.sleep(1.1)
        self._passwords[user] = password
        path = self.folder / "users" / user
        path.write_text(f"{user}:{{PLAIN.HEX}}{password.encode().hex()}\n")
        path.chmod(0o644)

    def deliver(self, user, message):
        """Deliver the bytes of MESSAGE; return the monotonic time at which LMTP said 250."""
        with smtplib.LMTP(str(self.folder / "run/lmtp")) as server:
            server.sendmail("list-bounces@example.net", [user], message)
            return time.monotonic()

    @contextlib.contextmanager
    def mailbox(self, user, folder="INBOX"):
        """An imaplib connection of another client of USER's, with FOLDER selected."""
        client = imaplib.IMAP4("127.0.0.1", self.cleartext_port, timeout=10)
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

    def append(self, user, message, folder="INBOX", flags=""):
        with self.mailbox(user) as client:
            _must(client.append(_quoted(folder), flags, None, message))

    def create(self, user, folder):
        with self.mailbox(user) as client:
            _must(client.create(_quoted(folder)))

    def uid_validity(self, user, folder="INBOX"):
        with self.mailbox(user, folder) as client:
            return int(client.response("UIDVALIDITY")[1][0])

    def recreate_inbox(self, user):
        """With the server stopped: throw the INBOX away; the next has another UIDVALIDITY."""
        assert not self.running
        inbox = self.folder / "mail" / user
        header = (inbox / "dovecot-uidlist").read_text().split()
        validity = next(int(word[1:]) for word in header if word.startswith("V"))
        for path in inbox.rglob("*"):
            if path.is_file():
                path.unlink()
        (inbox / "dovecot-uidlist").write_text(f"3 V{validity + 1} N1\n")
        self._hand_over()
