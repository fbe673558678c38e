# SPDX-License-Identifier: GPL-3.0-or-later
"""An OAuth 2 provider over HTTPS on loopback, and a browser that signs in at it."""

import base64
import hashlib
import http.server
import json
import secrets
import ssl
import threading
import urllib.parse
import urllib.request

from processes import PATIENCE, SOURCE

CERTIFICATES = SOURCE / "tests/io/certificates"
CLIENT = "mailbell-test"


class Provider(http.server.ThreadingHTTPServer):
    """refresh_token: the one that is good. given: every secret that it gave out or was told.
    meanwhile: what happens while it is asked for the next refresh."""

    daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.show("good.pem")
        # The handshake is the handler's: one that stays away keeps nobody waiting.
        self.socket = self._context.wrap_socket(
            self.socket, server_side=True, do_handshake_on_connect=False
        )
        self.base = f"https://127.0.0.1:{self.server_port}"
        self.codes = {}
        self.given = []
        self.access_tokens = set()
        self.refresh_token = None
        self.refreshes = 0
        self.meanwhile = None
        self.lifetime = 3600
        self.device_approved = False
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def show(self, certificate):
        """From the next connection on."""
        self._context.load_cert_chain(CERTIFICATES / certificate)

    def handle_error(self, *_):
        pass

    def secret(self, kind):
        text = f"{kind}-{secrets.token_hex(12)}"
        self.given.append(text)
        return text

    def options(self):
        """What “mailbell add” has to be told of it."""
        paths = {"authorization": "/authorize", "token": "/token", "device": "/device"}
        options = ["--provider", "custom", "--client-id", CLIENT, "--scopes", "mail"]
        for name, path in paths.items():
            options += [f"--{name}-endpoint", self.base + path]
        return options

    def withdraw(self):
        """As a user who takes the permission back."""
        self.refresh_token = None
        self.access_tokens.clear()

    def close(self):
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

    def _answer(self, status, answer, location=None):
        body = json.dumps(answer).encode()
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        """The page on which the user says yes."""
        server = self.server
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
        assert query["client_id"] == CLIENT and query["code_challenge_method"] == "S256"
        code = server.secret("code")
        server.codes[code] = query
        answer = urllib.parse.urlencode({"code": code, "state": query["state"]})
        self._answer(302, {}, f"{query['redirect_uri']}?{answer}")

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        form = dict(urllib.parse.parse_qsl(self.rfile.read(length).decode()))
        if self.path == "/device":
            self._answer(200, self._new_device())
        elif form["grant_type"] == "authorization_code":
            self._exchange(form)
        elif form["grant_type"] == "refresh_token":
            self._refresh(form)
        elif self.server.device_approved:
            self._give_tokens()
        else:
            self._answer(400, {"error": "authorization_pending"})

    def _new_device(self):
        return {
            "device_code": self.server.secret("device"),
            "user_code": "WDJB-MJHT",
            "verification_uri": "https://example.org/device",
            "expires_in": 3600,
            "interval": 1,
        }

    def _exchange(self, form):
        query = self.server.codes.pop(form["code"], None)
        self.server.given.append(form["code_verifier"])
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if query and challenge == query["code_challenge"]:
            self._give_tokens()
        else:
            self._answer(400, {"error": "invalid_grant"})

    def _refresh(self, form):
        self.server.refreshes += 1
        meanwhile, self.server.meanwhile = self.server.meanwhile, None
        if meanwhile:
            meanwhile()
        if form["refresh_token"] == self.server.refresh_token:
            self._give_tokens()
        else:
            self._answer(400, {"error": "invalid_grant"})

    def _give_tokens(self):
        server = self.server
        token = server.secret("access")
        server.access_tokens.add(token)
        server.refresh_token = server.secret("refresh")
        answer = {"access_token": token, "token_type": "Bearer", "expires_in": server.lifetime}
        self._answer(200, {**answer, "refresh_token": server.refresh_token})


def browse(uri, careless=False):
    """Follow URI to the page that closes the sign-in, and return that; CARELESS: whatever the
    certificate."""
    context = ssl.create_default_context(cafile=CERTIFICATES / "ca.pem")
    if careless:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with urllib.request.urlopen(uri, context=context, timeout=PATIENCE) as page:
        return page.read().decode()
