# SPDX-License-Identifier: GPL-3.0-or-later
"""A hostile server that takes a record, and the certificates that it shows.

The fields of a record are told at the head of tests/attack/records.toml. In its texts "<tag>" is
the client's tag, and "{decoy}" the port of a server at which nobody should ever arrive.
"""

import base64
import functools
import hashlib
import hmac
import re
import socket
import ssl
import subprocess
import threading
import warnings

from processes import SOURCE, scratch
from scripted import ScriptedServer, Visit

KNOWN = SOURCE / "tests/io/certificates"
# Numbers and words that only the attacker says: what the user is shown, counts or keeps has none.
MARKS = ("EVIL", "4242")

_ISSUE = "basicConstraints=CA:{ca}\nsubjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n"


class Certificates:
    """By name: those of tests/io/certificates, and what is made here from an authority of our own.

    authority is the file of all that Mailbell is to trust."""

    def __init__(self):
        self.folder = scratch("ca")
        self._self_signed("own-authority", "CA:TRUE")
        self._self_signed("unknown-authority", "CA:TRUE")
        self._self_signed("self-signed", "CA:FALSE")
        self._issue("unknown-ca", "unknown-authority", "FALSE")
        self._issue("no-authority", "own-authority", "FALSE")
        self._issue("by-no-authority", "no-authority", "FALSE")
        self.authority = self.folder / "authority.pem"
        trusted = (KNOWN / "ca.pem", self.folder / "own-authority.pem")
        self.authority.write_text("".join(map(_certificate, trusted)))

    def _openssl(self, *arguments):
        command = ["openssl", *map(str, arguments)]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL, cwd=self.folder)

    def _key(self, name):
        return "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", name

    def _self_signed(self, name, constraints):
        subject = ("-subj", f"/CN=Mailbell test {name}", "-days", 3)
        more = ("-addext", f"basicConstraints=critical,{constraints}")
        more += ("-addext", "subjectAltName=IP:127.0.0.1", "-out", "certificate")
        self._openssl("req", "-x509", *self._key("key"), *subject, *more)
        self._join(name)

    def _issue(self, name, authority, is_authority):
        self._openssl("req", *self._key("key"), "-subj", f"/CN=Mailbell test {name}", "-out", "ask")
        (self.folder / "extensions").write_text(_ISSUE.format(ca=is_authority))
        by = ("-CA", f"{authority}.pem", "-CAkey", f"{authority}.pem", "-CAcreateserial")
        more = ("-days", 3, "-extfile", "extensions", "-out", "certificate")
        self._openssl("x509", "-req", "-in", "ask", *by, *more)
        self._join(name, "" if authority.endswith("authority") and authority != "no-authority"
                   else _certificate(self.folder / f"{authority}.pem"))  # fmt: skip

    def _join(self, name, chain=""):
        parts = ((self.folder / part).read_text() for part in ("certificate", "key"))
        (self.folder / f"{name}.pem").write_text(chain.join(parts))

    def path(self, name):
        made = self.folder / f"{name}.pem"
        return made if made.exists() else KNOWN / f"{name}.pem"

    def pin(self, name):
        """The SHA-256 fingerprint."""
        return hashlib.sha256(ssl.PEM_cert_to_DER_cert(_certificate(self.path(name)))).hexdigest()

    @functools.cache
    def context(self, name, version):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path(name))
        if version:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
            context.set_ciphers("ALL:@SECLEVEL=0")
        return context


def _certificate(path):
    """The first certificate of a file."""
    return re.search(r"-----BEGIN C.*?-----END CERTIFICATE-----\n", path.read_text(), re.S).group()


class Encounter(Visit):
    """One visit of the client. clear, tls: the lines that it sent; ended: it has closed."""

    def __init__(self, handler, server, number):
        super().__init__(handler)
        self._record = server.record
        self._server = server
        self._number = number
        self._tag = "*"
        self.clear = []
        self.tls = []
        self.handshake = None  # "done", or why it failed
        self.ended = threading.Event()

    # ── What is said ──────────────────────────────────────────────────────────────────────────

    def get(self, field, default=""):
        """A field; of a list each visit gets its own, and the last is for all that follow."""
        value = self._record.get(field, default)
        if isinstance(value, list):
            value = value[min(self._number, len(value) - 1)]
        return value

    def fill(self, text):
        text = text.replace("<tag>", self._tag).replace("{decoy}", str(self._server.decoy_port))
        return re.sub(r"<(\d+) ([^>])>", lambda found: found[2] * int(found[1]), text)

    def tell(self, text):
        """Lines of a record, without a word if there are none."""
        lines = text.strip("\n").split("\n") if text else []
        if lines:
            self.write("".join(self.fill(line) + "\r\n" for line in lines).encode("latin-1"))

    def hear(self):
        tag, command, rest = super().hear()
        if tag:
            said = self.tls if self.handshake == "done" else self.clear
            said.append(" ".join((command, rest)).strip() or tag)
            if command:
                self._tag = tag
        return tag, command.upper(), rest

    # ── What happens ──────────────────────────────────────────────────────────────────────────

    def play(self):
        try:
            speaks = self._record.get("speaks", self._record["security"])
            if speaks == "tls":
                self._shake_hands()
            greeting = (self.get("greeting", "* OK ready"), self.get("after_greeting").strip("\n"))
            self.tell("\n".join(filter(None, greeting)))
            if speaks == "starttls":
                self._offer_starttls()
            if self.handshake == "done":
                self._serve()
            while self.hear()[0]:
                pass
        except OSError:
            pass  # the client has gone
        finally:
            self.connection.close()
            self.ended.set()

    def _shake_hands(self):
        context = self._server.certificates.context(
            self.get("certificate", "good"), self.get("tls_version")
        )
        try:
            self.start_tls(context)
            self.handshake = "done"
        except (ssl.SSLError, OSError) as error:
            self.handshake = str(error)
            raise

    def _offer_starttls(self):
        while True:
            tag, command, _rest = self.hear()
            if not tag:
                return
            if command != "STARTTLS":
                self.tell(self.get("clear_answer", "<tag> OK EVIL"))
                continue
            self.tell(self.get("before_starttls"))
            answer = self.get("starttls", "<tag> OK begin")
            injected = self.get("injected")
            if self.get("injected_at") == "handshake":
                self.tell(answer)
                self.connection.recv(1, socket.MSG_PEEK)
                self.tell(injected)
            else:  # in one segment
                self.tell("\n".join(filter(None, (answer, injected))))
            if answer.startswith("<tag> OK"):
                self._shake_hands()
                self.tell(self.get("after_handshake"))
                return

    def _serve(self):
        while True:
            tag, command, rest = self.hear()
            if not tag:
                return
            name = "UID " + rest.split(" ")[0].upper() if command == "UID" else command
            if answer := self.get("answers", {}).get(name.lower().replace(" ", "-")):
                self.tell(answer)
            elif command in ("AUTHENTICATE", "LOGIN"):
                self._sign_in(command, rest)
            else:
                self._serve_command(command, rest)

    def _sign_in(self, command, rest):
        mechanism, _space, initial = rest.partition(" ")
        if command == "AUTHENTICATE" and mechanism.upper().startswith("SCRAM-SHA-256"):
            if not self._scram(initial):
                return
        elif command == "AUTHENTICATE" and (challenge := self.get("challenge")):
            self.tell("+ " + base64.b64encode(self.fill(challenge).encode()).decode())
            self.hear()
        self.tell(self.get("sign_in", "<tag> OK signed in"))

    def _scram(self, initial):
        """SCRAM-SHA-256 (RFC 7677), right but for what the record spoils. TRUE: say OK."""
        first = base64.b64decode(initial or self._challenge(b"")).decode()
        header, bare = re.match(r"([nyp][^,]*,[^,]*,)(.*)", first).groups()
        nonce = re.search("r=([^,]+)", bare)[1] + "server"
        if self.get("scram") == "nonce":
            nonce = "another" + nonce
        count, salt = self.get("iterations", 4096), b"0123456789abcdef"
        coded = base64.b64encode(salt).decode()
        server_first = f"r={nonce},s={coded},i={count}"
        final = self._challenge(server_first.encode())
        if not final:
            return False
        proofless, _comma, _proof = base64.b64decode(final).decode().rpartition(",p=")
        signed = ",".join((bare, server_first, proofless)).encode()
        password = self._server.secret.encode()
        salted = hashlib.pbkdf2_hmac("sha256", password, salt, min(count, 100_000))
        key = hmac.digest(salted, b"Server Key", "sha256")
        signature = base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
        if self.get("scram") == "signature":
            signature = base64.b64encode(bytes(32)).decode()
        if self.get("scram") != "no-signature":
            self._challenge(f"v={signature}".encode())
        return True

    def _challenge(self, data):
        """Send a challenge and return the answer; blank if the client breaks it off."""
        self.write(b"+ " + base64.b64encode(data) + b"\r\n")
        answer = self.hear()[0]
        if answer == "*":
            self.tell("<tag> BAD broken off")
            return ""
        return answer

    def _serve_command(self, command, rest):
        if command == "CAPABILITY":
            offered = self.get("capabilities_tls", "IMAP4rev1 IDLE AUTH=PLAIN")
            self.tell(f"* CAPABILITY {offered}")
        elif command in ("EXAMINE", "SELECT"):
            self.tell("* FLAGS (\\Seen)\n* 0 EXISTS\n* OK [UIDVALIDITY 7]\n* OK [UIDNEXT 1]")
        elif command in ("LIST", "LSUB"):
            self.tell(self.get("list", '* LIST () "/" INBOX').replace("* LIST", f"* {command}"))
        elif command == "STATUS":
            mailbox = rest.rpartition(" (")[0] if rest.endswith(")") else "INBOX"
            items = "MESSAGES 0 UIDNEXT 1 UIDVALIDITY 7 UNSEEN 0"
            self.tell(f"* STATUS {mailbox.split(' (')[0]} ({items})")
        elif command == "IDLE":
            self.say("+ idling")
            self.tell(self.get("in_idle"))
            if self.get("then") == "close":
                self.say("* BYE see you")
                self.connection.shutdown(socket.SHUT_WR)
                return
            self.hear()
        elif command == "LOGOUT":
            self.say("* BYE")
        self.tell("<tag> OK done")


class HostileServer(ScriptedServer):
    """Plays RECORD to everybody who comes. encounters: what became of each of them."""

    def __init__(self, record, certificates, secret):
        self.record = record
        self.certificates = certificates
        self.secret = secret
        self.encounters = []
        self.decoy = ScriptedServer(lambda visit: visit.say("* PREAUTH EVIL"))
        self.decoy_port = self.decoy.port
        super().__init__(Encounter.play)

    class Handler(ScriptedServer.Handler):
        # Nothing of what follows in clear may be read ahead: it belongs to the handshake.
        rbufsize = 0

        def handle(self):
            encounter = Encounter(self, self.server, len(self.server.encounters))
            self.server.encounters.append(encounter)
            encounter.play()
