# SPDX-License-Identifier: GPL-3.0-or-later
"""GNOME Online Accounts as far as we use it: its object manager and the methods that give secrets."""

import threading

from gi.repository import Gio, GLib

import bus
from processes import PATIENCE

NAME = "org.gnome.OnlineAccounts"
PATH = "/org/gnome/OnlineAccounts"

INTERFACES = """<node>
  <interface name="org.freedesktop.DBus.ObjectManager">
    <method name="GetManagedObjects"><arg type="a{oa{sa{sv}}}" direction="out"/></method>
  </interface>
  <interface name="org.gnome.OnlineAccounts.Account">
    <method name="EnsureCredentials"><arg type="i" direction="out"/></method>
  </interface>
  <interface name="org.gnome.OnlineAccounts.OAuth2Based">
    <method name="GetAccessToken"><arg type="s" direction="out"/>
      <arg type="i" direction="out"/></method>
  </interface>
  <interface name="org.gnome.OnlineAccounts.PasswordBased">
    <method name="GetPassword"><arg type="s" direction="in"/>
      <arg type="s" direction="out"/></method>
  </interface>
</node>"""


class OnlineAccount:
    """properties: of the interface Mail; provider None has no Mail interface at all."""

    def __init__(self, number, address, host="", password=None, token=None, provider="imap_smtp"):
        self.id = f"account_{number}"
        self.path = f"{PATH}/Accounts/{self.id}"
        self.address = address
        self.host = host
        self.password = password
        self.token = token
        self.provider = provider
        self.user = address
        self.security = "ImapUseSsl"
        self.attention_needed = False

    def describe(self):
        strings = {
            "Id": self.id,
            "ProviderType": self.provider,
            "ProviderName": self.provider.title(),
            "PresentationIdentity": self.address,
        }
        account = {name: GLib.Variant("s", value) for name, value in strings.items()}
        account["AttentionNeeded"] = GLib.Variant("b", self.attention_needed)
        interfaces = {f"{NAME}.Account": account}
        if self.host:
            interfaces[f"{NAME}.Mail"] = {
                "EmailAddress": GLib.Variant("s", self.address),
                "ImapSupported": GLib.Variant("b", True),
                "ImapHost": GLib.Variant("s", self.host),
                "ImapUserName": GLib.Variant("s", self.user),
                "ImapAcceptSslErrors": GLib.Variant("b", True),
                self.security: GLib.Variant("b", True),
            }
        if self.token is not None:
            interfaces[f"{NAME}.OAuth2Based"] = {}
        elif self.password is not None:
            interfaces[f"{NAME}.PasswordBased"] = {}
        return interfaces


class FakeOnlineAccounts:
    """calls: the names of the methods that were called, in order."""

    def __init__(self, address, *accounts):
        self.accounts = {account.path: account for account in accounts}
        self.calls = []
        self._address = address
        self._loop = GLib.MainLoop.new(GLib.MainContext(), False)
        self._connection = None
        ready = threading.Event()
        threading.Thread(target=self._serve, args=(ready,), daemon=True).start()
        assert ready.wait(PATIENCE)

    def tell(self, account):
        """What the service sends when something about ACCOUNT has changed."""
        properties = GLib.Variant("(sa{sv}as)", (f"{NAME}.Account", {}, []))
        self._connection.emit_signal(
            None, account.path, bus.PROPERTIES, "PropertiesChanged", properties
        )
        self._connection.flush_sync()

    def stop(self):
        if not self._connection.is_closed():
            self._connection.close_sync()
        self._loop.quit()

    def _serve(self, ready):
        self._loop.get_context().push_thread_default()
        self._connection = bus.connect(self._address)
        manager, *others = Gio.DBusNodeInfo.new_for_xml(INTERFACES).interfaces
        self._connection.register_object(PATH, manager, self._on_call, None, None)
        for path in self.accounts:
            for interface in others:
                self._connection.register_object(path, interface, self._on_call, None, None)
        arguments = GLib.Variant("(su)", (NAME, 0))
        daemon = "org.freedesktop.DBus"
        bus.call(
            self._connection, daemon, "/org/freedesktop/DBus", daemon, "RequestName", arguments
        )
        ready.set()
        self._loop.run()

    def _on_call(self, _connection, _sender, path, _interface, method, _arguments, invocation):
        self.calls.append(method)
        account = self.accounts.get(path)
        if method == "GetManagedObjects":
            objects = {each.path: each.describe() for each in self.accounts.values()}
            answer = GLib.Variant("(a{oa{sa{sv}}})", (objects,))
        elif method == "EnsureCredentials":
            answer = GLib.Variant("(i)", (3600,))
        elif method == "GetAccessToken":
            answer = GLib.Variant("(si)", (account.token, 3600))
        else:
            answer = GLib.Variant("(s)", (account.password,))
        invocation.return_value(answer)
