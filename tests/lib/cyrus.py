# SPDX-License-Identifier: GPL-3.0-or-later
"""A private Cyrus on loopback: implicit TLS, STARTTLS or cleartext, and delivery by LMTP.

imap_server.py tells what it shares with other servers.
"""

import grp
import imaplib
import os
import pwd
import smtplib
import subprocess
import time

from imap_server import ImapServer
from processes import PARTS, PATIENCE, library_environment, wait_until

ROOT = PARTS / "cyrus"

IMAPD_CONF = """\
configdirectory: {folder}/conf
defaultpartition: default
partition-default: {folder}/spool
proc_path: {folder}/run/proc
mboxname_lockpath: {folder}/run/lock
idlesocket: {folder}/run/idle
notifysocket: {folder}/run/notify
lmtpsocket: {folder}/run/lmtp
sievedir: {folder}/sieve
cyrus_user: {user}
cyrus_group: {group}
servername: localhost
allowplaintext: yes
sasl_mech_list: {mechanisms}
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {folder}/passwords
virtdomains: off
unixhierarchysep: yes
altnamespace: yes
autocreate_quota: 0
autocreate_post: yes
tls_server_cert: {folder}/certificate.pem
tls_server_key: {folder}/key.pem
{more}
"""

# Every entry needs a line of its own.
CYRUS_CONF = """\
START {{
}}
DAEMON {{
  idled cmd="{programs}/idled -C {conf}"
}}
SERVICES {{
  imap cmd="{programs}/imapd -U 30 -C {conf}" listen="127.0.0.1:{cleartext_port}" prefork=1
  imaps cmd="{programs}/imapd -s -U 30 -C {conf}" listen="127.0.0.1:{tls_port}" prefork=1
  lmtp cmd="{programs}/lmtpd -a -C {conf}" listen="{folder}/run/lmtp" prefork=1
}}
EVENTS {{
}}
"""


class Cyrus(ImapServer):
    """mechanisms: what it offers to sign in by. settings: lines of imapd.conf, for example
    imapidlepoll="0" to hide IDLE."""

    def __init__(self, mechanisms="PLAIN LOGIN", **settings):
        super().__init__("cy", settings)
        self.mechanisms = mechanisms
        (plugins,) = ROOT.glob("usr/lib/*-linux-gnu*/sasl2")
        self._environment = {
            "PATH": os.environ["PATH"],
            "SASL_PATH": str(plugins),
            **library_environment(ROOT),
        }
        for name in ("conf/socket", "spool", "run/proc", "run/lock", "sieve"):
            (self.folder / name).mkdir(parents=True)
        self.new_certificate()
        self._hand_over()
        self.start()

    def start(self):
        names = {
            "folder": self.folder,
            "conf": self.folder / "imapd.conf",
            "programs": ROOT / "usr/lib/cyrus/bin",
            "user": pwd.getpwuid(self._uid).pw_name,
            "group": grp.getgrgid(self._gid).gr_name,
            "cleartext_port": self.cleartext_port,
            "tls_port": self.tls_port,
            "mechanisms": self.mechanisms,
            "more": "\n".join(f"{key}: {value}" for key, value in self.settings.items()),
        }
        for file, text in (("imapd.conf", IMAPD_CONF), ("cyrus.conf", CYRUS_CONF)):
            (self.folder / file).write_text(text.format(**names))
        command = [ROOT / "usr/lib/cyrus/bin/master", "-D", "-p", self.folder / "run/pid"]
        command += ["-C", self.folder / "imapd.conf", "-M", self.folder / "cyrus.conf"]
        self._spawn(command, cwd=self.folder, env=self._environment)
        wait_until(self._answers, f"Cyrus in {self.folder} answers")

    def _answers(self):
        if not self.running:
            raise RuntimeError("Cyrus did not start: " + self._output())
        try:
            imaplib.IMAP4("127.0.0.1", self.cleartext_port, timeout=PATIENCE).logout()
            smtplib.LMTP(str(self.folder / "run/lmtp")).quit()
            return True
        except (OSError, imaplib.IMAP4.error, smtplib.SMTPException):
            return False

    def set_password(self, user, password="secret"):
        self._passwords[user] = password
        path = self.folder / "passwords"
        subprocess.run(
            [ROOT / "usr/sbin/saslpasswd2", "-p", "-c", "-u", "localhost", "-f", path, user],
            input=password.encode(),
            env=self._environment,
            check=True,
        )
        self._hand_over(path)

    def deliver(self, user, message):
        with smtplib.LMTP(str(self.folder / "run/lmtp")) as server:
            server.sendmail("list-bounces@example.net", [user], message)
            return time.monotonic()
