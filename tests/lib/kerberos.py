# SPDX-License-Identifier: GPL-3.0-or-later
"""A private realm of Kerberos on loopback: its key distribution centre, people and servers."""

import os
import signal
import subprocess
from pathlib import Path

from imap_server import free_port
from processes import PARTS, PATIENCE, library_environment, scratch, spawn, stop, wait_until

ROOT = PARTS / "kerberos"
REALM = "MAILBELL.TEST"

KRB5_CONF = """\
[libdefaults]
default_realm = {realm}
dns_lookup_kdc = false
dns_lookup_realm = false
dns_canonicalize_hostname = false
rdns = false
udp_preference_limit = 1
plugin_base_dir = {plugins}

[realms]
{realm} = {{
  kdc = 127.0.0.1:{port}
}}

[domain_realm]
localhost = {realm}
"""

KDC_CONF = """\
[kdcdefaults]
kdc_listen = 127.0.0.1:{port}
kdc_tcp_listen = 127.0.0.1:{port}

[realms]
{realm} = {{
  database_name = {folder}/principal
  key_stash_file = {folder}/stash
  acl_file = {folder}/acl
  max_life = 1h
}}

[dbmodules]
db_module_dir = {plugins}/kdb

[logging]
kdc = FILE:{folder}/log
"""


class Realm:
    """environment is what a program needs that takes part in it."""

    def __init__(self):
        self.folder = scratch("krb")
        self.folder.chmod(0o755)
        self.port = free_port()
        (plugins,) = ROOT.glob("usr/lib/*-linux-gnu*/krb5/plugins")
        names = {"folder": self.folder, "port": self.port, "realm": REALM, "plugins": plugins}
        (self.folder / "krb5.conf").write_text(KRB5_CONF.format(**names))
        (self.folder / "kdc.conf").write_text(KDC_CONF.format(**names))
        self.environment = {"KRB5_CONFIG": str(self.folder / "krb5.conf")}
        self._run("kdb5_util", "create", "-s", "-P", "master", "-r", REALM)
        self._spawn()

    def _own_environment(self):
        return {
            "PATH": os.environ["PATH"],
            "KRB5_KDC_PROFILE": str(self.folder / "kdc.conf"),
            **self.environment,
            **library_environment(ROOT),
        }

    def _run(self, program, *arguments):
        command = [ROOT / "usr/sbin" / program, *arguments]
        result = subprocess.run(
            command, env=self._own_environment(), capture_output=True, text=True, timeout=PATIENCE
        )
        assert result.returncode == 0, result

    def _spawn(self):
        command = [ROOT / "usr/sbin/krb5kdc", "-n", "-r", REALM]
        self._process = spawn(command, self.folder / "out", env=self._own_environment())
        wait_until(self._listens, lambda: (self.folder / "out").read_text())

    def _listens(self):
        log = self.folder / "log"
        return log.exists() and "commencing operation" in log.read_text()

    def add(self, principal):
        """The file with the key of a new PRINCIPAL, a person or a server such as imap/localhost."""
        path = self.folder / (principal.replace("/", "-") + ".keytab")
        self._run("kadmin.local", "-r", REALM, "addprinc", "-randkey", principal)
        self._run("kadmin.local", "-r", REALM, "ktadd", "-k", path, principal)
        return path

    def silence(self):
        """It takes questions from now on, and does not answer any."""
        self._process.send_signal(signal.SIGSTOP)

    def speak(self):
        self._process.send_signal(signal.SIGCONT)

    def questions(self):
        """The ends of the connections of those who wait for an answer."""
        established = "01"
        words = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
        ends = [(word[1], word[2]) for word in words if word[3] == established]
        far = f":{self.port:04X}"
        return {near for near, other in ends if other.endswith(far)}

    def stop(self):
        self.speak()
        stop(self._process)
