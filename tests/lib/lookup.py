# SPDX-License-Identifier: GPL-3.0-or-later
"""What a look-up of an address's server finds on loopback: settings over HTTPS, names, a server.

The programs "…-on-loopback" take it from the environment: tests/setup/lookup-environment.h."""

import functools
import http.server
import ssl
import threading
import time

from dovecot import Dovecot
from processes import BUILD, PATIENCE, SOURCE

CERTIFICATES = SOURCE / "tests/setup/certificates"
OWN_PAGE = "autoconfig.example.org/mail/config-v1.1.xml"
SETTINGS = """\
<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1">
  <emailProvider id="example.org">
    <domain>example.org</domain>
    <incomingServer type="imap">
      <hostname>{host}</hostname>
      <port>{port}</port>
      <socketType>SSL</socketType>
      <username>%EMAILLOCALPART%</username>
      <authentication>password-cleartext</authentication>
    </incomingServer>
  </emailProvider>
</clientConfig>
"""


class Web(http.server.ThreadingHTTPServer):
    """HTTPS for every host of the tests; pages: body by “host/path”; None never answers."""

    def __init__(self, port=0):
        self.pages = {}
        self.requests = []
        super().__init__(("127.0.0.1", port), _Page)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATES / "names.pem")
        # The handshake is the handler's: one that stays away keeps nobody waiting.
        self.socket = context.wrap_socket(
            self.socket, server_side=True, do_handshake_on_connect=False
        )
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        pass


class _Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):  # noqa: N802
        where = self.headers["Host"].partition(":")[0] + self.path
        self.server.requests.append(where)
        body = self.server.pages.get(where.partition("?")[0], "")
        if body is None:
            self.never_answer()
            return
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def never_answer(self):
        """But say something time and again: who hears nothing at all gives up."""
        self.send_response(200)
        while True:
            self.send_header("X-Wait", "yes")
            self.flush_headers()
            time.sleep(1)

    def log_message(self, *_):
        pass


@functools.cache
def named_dovecot():
    """A server with a certificate for the names of the tests."""
    path = f"<{CERTIFICATES / 'names.pem'}"
    return Dovecot(ssl_cert=path, ssl_key=path)


def lookup_environment(web, hosts="", **more):
    """For a program to which HOSTS, separated by spaces, are names of this computer as well."""
    return {
        "GSETTINGS_SCHEMA_DIR": str(BUILD / "data"),
        "LOOKUP_HOSTS": "example.org autoconfig.example.org ispdb.example.net " + hosts,
        "LOOKUP_TRUST": str(CERTIFICATES / "names.pem"),
        "LOOKUP_ISPDB": f"https://ispdb.example.net:{web.server_port}/v1.1/",
        "LOOKUP_HTTPS_PORT": str(web.server_port),
        "LOOKUP_TLS_PORT": str(named_dovecot().tls_port),
        "LOOKUP_LIMIT_S": str(int(10 * PATIENCE)),
        **more,
    }
