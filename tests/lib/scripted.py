# SPDX-License-Identifier: GPL-3.0-or-later
"""A small server that misbehaves as told, on loopback and in clear.

A script is a function that is given the Visit of each client. When it returns the connection is
closed. Behind a Proxy, whose target_port can be changed, a server becomes well again.
"""

import socketserver
import threading
import time

GREETING = "* OK [CAPABILITY IMAP4rev1 IDLE AUTH=PLAIN SASL-IR LITERAL+] ready"


class Visit:
    def __init__(self, handler):
        self.connection = handler.connection
        self._input = handler.rfile
        self._output = handler.wfile

    def start_tls(self, context):
        """Shake hands as the server; from now on all that is said and heard is encrypted."""
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self._input = self.connection.makefile("rb")
        self._output = self.connection.makefile("wb", buffering=0)

    def say(self, text, end="\r\n"):
        self._output.write((text + end).encode())

    def write(self, data):
        self._output.write(data)

    def hear(self):
        """The next line of the client as tag, command and the rest; blank when it has gone.

        The tag of an empty line is "(empty)"."""
        line = self._input.readline().decode("latin-1")
        words = (line.rstrip("\r\n") or line and "(empty)").split(" ", 2)
        return (words + ["", "", ""])[:3]

    def stay_silent(self):
        while self._input.read(1):
            pass

    def sign_in(self):
        """Greet, answer everything until the sign-in, and take that; return its tag."""
        self.say(GREETING)
        while True:
            tag, command, _rest = self.hear()
            if command.upper() in ("AUTHENTICATE", "LOGIN", ""):
                return tag
            self.say(f"{tag} OK done")


def say_nothing(visit):
    visit.stay_silent()


def half_a_greeting(visit):
    visit.say("* OK [CAPABILITY IMAP4rev1 ID", end="")
    visit.stay_silent()


def half_a_literal(visit):
    visit.say(f"{visit.sign_in()} OK [CAPABILITY IMAP4rev1 IDLE] signed in")
    visit.say("* 1 FETCH (UID 1 BODY[HEADER] {200}\r\nFrom: Ada", end="")
    visit.stay_silent()


def bye_after_sign_in(visit):
    visit.say(f"{visit.sign_in()} OK [CAPABILITY IMAP4rev1 IDLE] signed in")
    visit.say("* BYE try another time")


def limit_at_sign_in(visit):
    visit.say(f"{visit.sign_in()} NO [LIMIT] too many connections")
    visit.stay_silent()


def quiet_inbox(visit):
    """Every command is fine, and there is an INBOX in which nothing happens."""
    while (heard := visit.hear())[1]:
        tag, command, _rest = heard
        if command == "IDLE":
            visit.say("+ idling")
            visit.hear()
        elif command == "EXAMINE":
            visit.say("* 5 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT 6] ok")
        elif command == "CAPABILITY":
            visit.say("* CAPABILITY IMAP4rev1 IDLE")
        visit.say(f"{tag} OK done")


def closed_mailboxes(visit):
    """Every command is fine but for those that would open a mailbox."""
    visit.say(f"{visit.sign_in()} OK [CAPABILITY IMAP4rev1 IDLE ID] signed in")
    while (heard := visit.hear())[1]:
        tag, command, _rest = heard
        refused = command in ("EXAMINE", "SELECT")
        visit.say(f"{tag} NO Unable to open this mailbox." if refused else f"{tag} OK done")


class ScriptedServer(socketserver.ThreadingTCPServer):
    """visits: the monotonic times at which clients came."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, script):
        self.script = script
        self.visits = []
        super().__init__(("127.0.0.1", 0), self.Handler)
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            self.server.visits.append(time.monotonic())
            try:
                self.server.script(Visit(self))
            except OSError:
                pass  # the client has gone
