# SPDX-License-Identifier: GPL-3.0-or-later
"""A private CalDAV server on loopback, over TLS, that keeps its events below one directory."""

import base64
import ssl
import urllib.request

from imap_server import free_port
from processes import PATIENCE, SOURCE, parts_file, scratch, spawn, wait_until

CERTIFICATES = SOURCE / "tests/io/certificates"
AUTHORITY = CERTIFICATES / "ca.pem"

CONFIGURATION = """\
[server]
hosts = 127.0.0.1:{port}
ssl = True
certificate = {certificate}
key = {certificate}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
[storage]
filesystem_folder = {folder}/collections
"""


class Radicale:
    """With one user, whose password is "secret". uri: the user's own place, below which are the
    calendars."""

    def __init__(self, user):
        self.folder = scratch("radicale")
        port = free_port()
        self.user = user
        self.uri = f"https://127.0.0.1:{port}/{user}/"
        facts = {"port": port, "folder": self.folder, "certificate": CERTIFICATES / "good.pem"}
        (self.folder / "config").write_text(CONFIGURATION.format(**facts))
        (self.folder / "users").write_text(f"{user}:secret\n")
        command = ["python3", parts_file("usr/bin/radicale"), "--config", self.folder / "config"]
        modules = parts_file("usr/lib/python3/dist-packages")
        env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": modules, "PYTHONDONTWRITEBYTECODE": "1"}
        self._process = spawn(command, self.folder / "out", env=env)
        wait_until(self._answers, self.output)

    def output(self):
        """What it has said, which tells why it does not answer."""
        return (self.folder / "out").read_text(errors="replace")

    def _answers(self):
        assert self._process.poll() is None, self.output()
        try:
            self._request("OPTIONS", "")
        except OSError:
            return False
        return True

    def _request(self, method, path, body=None, kind="text/calendar"):
        password = base64.b64encode(f"{self.user}:secret".encode()).decode()
        headers = {"Authorization": f"Basic {password}", "Content-Type": kind}
        request = urllib.request.Request(self.uri + path, body, headers, method=method)
        context = ssl.create_default_context(cafile=AUTHORITY)
        with urllib.request.urlopen(request, context=context, timeout=PATIENCE) as answer:
            return answer.read()

    def make_calendar(self, name):
        """RFC 4791 §5.3.1."""
        self._request("MKCALENDAR", f"{name}/")

    def put(self, calendar, name, event):
        """As another program of the user's, or the server at an invitation."""
        self._request("PUT", f"{calendar}/{name}", event.encode())
