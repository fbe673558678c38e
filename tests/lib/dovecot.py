# SPDX-License-Identifier: GPL-3.0-or-later
"""A private Dovecot on loopback: implicit TLS, STARTTLS or cleartext, and delivery by LMTP.

imap_server.py tells what it shares with other servers.
"""

import imaplib
import os
import pwd
import smtplib
import subprocess
import time

from imap_server import ImapServer, free_port  # noqa: F401 (tests take free_port from here too)
from processes import PARTS, PATIENCE, parts_environment, wait_until

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


class Dovecot(ImapServer):
    """settings: lines of dovecot.conf, for example imap_capability="IMAP4rev1" to hide IDLE; blocks
    stands for text of any form."""

    def __init__(self, **settings):
        super().__init__("dc", settings)
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

    # ── The server ────────────────────────────────────────────────────────────────────────────

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
                more="\n".join(
                    value if key == "blocks" else f"{key} = {value}"
                    for key, value in self.settings.items()
                ),
            )
        )
        self._spawn(
            [PARTS / "usr/sbin/dovecot", "-F", "-c", configuration],
            cwd=self.folder / "run",
            env={"PATH": os.environ["PATH"], **parts_environment()},
        )
        wait_until(self._answers, f"Dovecot in {self.folder} answers")

    def _answers(self):
        if not self.running:
            raise RuntimeError("Dovecot did not start: " + self.log() + self._output())
        try:
            imaplib.IMAP4("127.0.0.1", self.cleartext_port, timeout=PATIENCE).logout()
            smtplib.LMTP(str(self.folder / "run/lmtp")).quit()
            return True
        except (OSError, imaplib.IMAP4.error):
            return False

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
