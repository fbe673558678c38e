# SPDX-License-Identifier: GPL-3.0-or-later
"""A NetworkManager that says what the test wants, as far as GIO's network monitor listens to it.

It stands on the session's bus, which ENVIRONMENT gives to the program as the system bus as well.
"""

import threading

from gi.repository import Gio, GLib

import bus
from processes import PATIENCE

NAME = "org.freedesktop.NetworkManager"
PATH = "/org/freedesktop/NetworkManager"
CONNECTED = 70  # NM_STATE_CONNECTED_GLOBAL
FULL = 4  # NM_CONNECTIVITY_FULL
YES, NO = 1, 2  # NM_METERED_YES, NM_METERED_NO


def environment(session):
    return {"DBUS_SYSTEM_BUS_ADDRESS": session.address, "GIO_USE_NETWORK_MONITOR": "networkmanager"}


class FakeNetworkManager:
    INTERFACE = """<node><interface name="org.freedesktop.NetworkManager">
      <property name="State" type="u" access="read"/>
      <property name="Connectivity" type="u" access="read"/>
      <property name="Metered" type="u" access="read"/>
      <signal name="PropertiesChanged"><arg type="a{sv}"/></signal>
    </interface></node>"""

    def __init__(self, address, metered=False):
        self._values = {"State": CONNECTED, "Connectivity": FULL, "Metered": YES if metered else NO}
        self._context = GLib.MainContext()
        self._loop = GLib.MainLoop.new(self._context, False)
        self._connection = None
        ready = threading.Event()
        threading.Thread(target=self._serve, args=(address, ready), daemon=True).start()
        assert ready.wait(PATIENCE)

    def set_metered(self, metered):
        self._values["Metered"] = YES if metered else NO
        changed = {"Metered": GLib.Variant("u", self._values["Metered"])}
        # NetworkManager has sent both, its own signal and the standard one.
        own = GLib.Variant("(a{sv})", (changed,))
        standard = GLib.Variant("(sa{sv}as)", (NAME, changed, []))
        self._connection.emit_signal(None, PATH, NAME, "PropertiesChanged", own)
        self._connection.emit_signal(None, PATH, bus.PROPERTIES, "PropertiesChanged", standard)
        self._connection.flush_sync()

    def stop(self):
        self._connection.close_sync()
        self._loop.quit()

    def _serve(self, address, ready):
        self._context.push_thread_default()
        self._connection = bus.connect(address)
        node = Gio.DBusNodeInfo.new_for_xml(self.INTERFACE)
        self._connection.register_object(PATH, node.interfaces[0], None, self._get, None)
        arguments = GLib.Variant("(su)", (NAME, 0))
        daemon = "org.freedesktop.DBus"
        bus.call(self._connection, daemon, "/org/freedesktop/DBus", daemon, "RequestName", arguments)
        ready.set()
        self._loop.run()

    def _get(self, _connection, _sender, _path, _interface, name):
        return GLib.Variant("u", self._values[name])
