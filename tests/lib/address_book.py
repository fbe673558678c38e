# SPDX-License-Identifier: GPL-3.0-or-later
"""An address book that speaks as Evolution Data Server does, as far as it is asked."""

import threading

from gi.repository import Gio, GLib

from bus import call, connect
from processes import PATIENCE

PREFIX = "org.gnome.evolution.dataserver"
REGISTRY, FACTORY = f"{PREFIX}.Sources5", f"{PREFIX}.AddressBook10"
BOOK_PATH = "/org/gnome/evolution/dataserver/Subprocess/1/1"

INTERFACES = f"""<node>
  <interface name="org.freedesktop.DBus.ObjectManager">
    <method name="GetManagedObjects"><arg type="a{{oa{{sa{{sv}}}}}}" direction="out"/></method>
  </interface>
  <interface name="{PREFIX}.AddressBookFactory">
    <method name="OpenAddressBook"><arg type="s" direction="in"/>
      <arg type="s" direction="out"/><arg type="s" direction="out"/></method>
  </interface>
  <interface name="{PREFIX}.AddressBook">
    <method name="Open"><arg type="as" direction="out"/></method>
    <method name="GetContactList"><arg type="s" direction="in"/>
      <arg type="as" direction="out"/></method>
    <method name="Close"/>
  </interface>
</node>"""


class FakeAddressBook:
    """cards: address to vCard. silent: it takes questions and does not answer before speak(). damaged:
    the first book, "damaged", refuses that method. It keeps what it was asked in self.queries, and the
    books that were opened and closed in self.opened and self.closed."""

    def __init__(self, address, cards, silent=False, damaged=None):
        self.queries, self.opened, self.closed = [], [], []
        self._damaged = damaged
        self._cards, self._silent = cards, silent
        self._unanswered = []
        self._context = GLib.MainContext()
        self._loop = GLib.MainLoop.new(self._context, False)
        self._connection = None
        ready = threading.Event()
        threading.Thread(target=self._serve, args=(address, ready), daemon=True).start()
        assert ready.wait(PATIENCE)

    def speak(self):
        """Answer what was asked, and whatever will be."""
        self._silent = False
        for query, invocation in self._unanswered:
            invocation.return_value(self._find(query))

    def stop(self):
        self._connection.close_sync()
        self._loop.quit()

    def _serve(self, address, ready):
        self._context.push_thread_default()
        self._connection = connect(address)
        interfaces = Gio.DBusNodeInfo.new_for_xml(INTERFACES).interfaces
        root = "/org/gnome/evolution/dataserver"
        paths = f"{root}/SourceManager", f"{root}/AddressBookFactory", BOOK_PATH
        for path, interface in zip(paths, interfaces):
            self._connection.register_object(path, interface, self._on_call, None, None)
        bus = "org.freedesktop.DBus"
        for name in (REGISTRY, FACTORY):
            arguments = GLib.Variant("(su)", (name, 0))
            call(self._connection, bus, "/org/freedesktop/DBus", bus, "RequestName", arguments)
        ready.set()
        self._loop.run()

    def _on_call(self, _connection, _sender, _path, _interface, method, arguments, invocation):
        answer = None
        if method == "GetManagedObjects":
            answer = GLib.Variant("(a{oa{sa{sv}}})", (self._sources(),))
        elif method == "OpenAddressBook":
            self.opened.append(arguments.unpack()[0])
            answer = GLib.Variant("(ss)", (BOOK_PATH, FACTORY))
        elif method == "Open":
            answer = GLib.Variant("(as)", ([],))
        elif method == "GetContactList":
            (query,) = arguments.unpack()
            if self._silent:
                self._unanswered.append((query, invocation))
            self.queries.append(query)
            if self._silent:
                return
            answer = self._find(query)
        elif method == "Close":
            self.closed.append(self.opened[-1])
        if self._damaged == method and self.opened[-1] == "damaged":
            invocation.return_dbus_error(f"{PREFIX}.Error", "damaged")
        else:
            invocation.return_value(answer)

    def _find(self, query):
        found = [card for address, card in self._cards.items() if f'"{address}"' in query]
        return GLib.Variant("(as)", (found,))

    def _sources(self):
        """A book of the network, one that is switched off, and one that may be asked."""
        local = "[Data Source]\nEnabled=true\n[Address Book]\nBackendName=local\n"
        books = {
            **({"damaged": local} if self._damaged else {}),
            "cloud": "[Data Source]\nEnabled=true\n[Address Book]\nBackendName=carddav\n",
            "off": "[Data Source]\nEnabled=false\n[Address Book]\nBackendName=local\n",
            "mail": "[Data Source]\nEnabled=true\n[Mail Account]\nBackendName=maildir\n",
            "local": local,
        }
        return {
            f"/org/gnome/evolution/dataserver/SourceManager/{uid}": {
                f"{PREFIX}.Source": {"UID": GLib.Variant("s", uid), "Data": GLib.Variant("s", data)}
            }
            for uid, data in books.items()
        }
