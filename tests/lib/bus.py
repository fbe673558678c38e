# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests say and hear on a session bus: calls, notifications, the tray item, its menu."""

import dataclasses
import os
import subprocess
import threading
import time

from gi.repository import Gio, GLib

from processes import PATIENCE, Events, spawn, stop, wait_until

# PyGObject makes a class when it is first asked for: twice, if two threads do so at once, and then takes
# an object of the one for a stranger to the other.
for _name in ("Error", "MainContext", "MainLoop", "Variant", "VariantBuilder", "VariantType"):
    getattr(GLib, _name)
for _name in ("DBusCallFlags", "DBusConnection", "DBusConnectionFlags", "DBusNodeInfo"):
    getattr(Gio, _name)

CALL_TIMEOUT_MS = int(PATIENCE * 1000)
NOTIFICATIONS = "org.freedesktop.Notifications"
NOTIFICATIONS_PATH = "/org/freedesktop/Notifications"
WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
PROPERTIES = "org.freedesktop.DBus.Properties"


def connect(address):
    flags = Gio.DBusConnectionFlags
    connection = Gio.DBusConnection.new_for_address_sync(
        address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None
    )
    connection.set_exit_on_close(False)
    return connection


def call(connection, name, path, interface, method, arguments=None):
    """Call and return the unpacked answer: a tuple."""
    return connection.call_sync(
        name, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, CALL_TIMEOUT_MS
    ).unpack()


def call_all(connection, calls):
    """Make these calls (the arguments of `call`, without the connection) at once: on a busy machine
    it is the waiting that takes long. Return the answers in that order, None for what failed."""
    answers, n_left = [None] * len(calls), len(calls)
    context = GLib.MainContext()

    def keep(source, result, i):
        nonlocal n_left
        n_left -= 1
        try:
            answers[i] = source.call_finish(result).unpack()
        except GLib.Error:
            pass

    context.push_thread_default()
    try:
        for i, (name, path, interface, method, *arguments) in enumerate(calls):
            connection.call(
                *(name, path, interface, method, arguments[0] if arguments else None, None),
                *(Gio.DBusCallFlags.NONE, CALL_TIMEOUT_MS, None, keep, i),
            )
        while n_left:
            context.iteration(True)
    finally:
        context.pop_thread_default()
    return answers


def call_bus(connection, method, *names):
    arguments = GLib.Variant("(s)", names) if names else None
    path = "/org/freedesktop/DBus"
    return call(connection, "org.freedesktop.DBus", path, "org.freedesktop.DBus", method, arguments)


def is_owned(connection, name):
    return call_bus(connection, "NameHasOwner", name)[0]


def wait_for_name(connection, name, owned=True):
    what = f"{name} appears" if owned else f"{name} goes"
    wait_until(lambda: is_owned(connection, name) == owned, what)


def owner_pid(connection, name):
    return call_bus(connection, "GetConnectionUnixProcessID", name)[0]


# ── Notifications ───────────────────────────────────────────────────────────────────────────────


@dataclasses.dataclass
class Notification:
    time: float  # monotonic, when the call passed over the bus
    application: str
    replaces: int
    icon: str
    title: str
    body: str
    actions: list
    hints: dict
    sender: str = ""  # the unique name of the program that sent it
    id: int = 0  # once the daemon has answered


class Recorder:
    """Listens to the bus as a monitor and keeps every notification that is sent to a daemon.

    notifications: Events of Notification. closed: Events of the ids whose closing was asked for.
    activations: Events of the senders of clicks on the tray's icon.
    GNOME Shell has an interface of its own, of which no more than title and body is kept.
    """

    RULES = (
        f"type='method_call',interface='{NOTIFICATIONS}'",
        "type='method_call',interface='org.gtk.Notifications'",
        f"type='method_call',interface='{ITEM}',member='Activate'",
        f"type='method_return',sender='{NOTIFICATIONS}'",
    )

    def __init__(self, address, env):
        self.notifications = Events()
        self.closed = Events()
        self.activations = Events()
        self._waiting = {}  # (sender, serial) of a call that is not answered yet: its Notification
        self._ready = threading.Event()
        command = ["dbus-monitor", "--binary", "--address", address, *self.RULES]
        self._process = spawn(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env, bufsize=0
        )
        threading.Thread(target=self._read, daemon=True).start()
        # The bus tells a new monitor that it has lost its name: from then on it hears everything.
        assert self._ready.wait(PATIENCE), "dbus-monitor does not listen"

    def stop(self):
        stop(self._process)

    def _read(self):
        data = b""
        while more := self._process.stdout.read(65536):
            now = time.monotonic()
            data += more
            while len(data) >= 16:
                size = Gio.DBusMessage.bytes_needed(data[:16])
                if len(data) < size:
                    break
                blob, data = data[:size], data[size:]
                try:
                    message = Gio.DBusMessage.new_from_blob(blob, Gio.DBusCapabilityFlags.NONE)
                except GLib.Error:
                    return  # the monitor's own word for "the bus is gone" is no valid message
                self._take(message, now)

    def _take(self, message, now):
        member = message.get_member()
        body = message.get_body()
        if member == "NameLost":
            self._ready.set()
        elif member == "Notify":
            application, replaces, icon, title, text, actions, hints, _timeout = body.unpack()
            sender = message.get_sender()
            facts = (now, application, replaces, icon, title, text, actions, hints, sender)
            item = Notification(*facts)
            self._waiting[sender, message.get_serial()] = item
            self.notifications.append(item)
        elif member == "AddNotification":
            application, _id, facts = body.unpack()
            texts = facts.get("title", ""), facts.get("body", "")
            sender = message.get_sender()
            self.notifications.append(
                Notification(now, application, 0, "", *texts, [], facts, sender)
            )
        elif member == "Activate":
            self.activations.append(message.get_sender())
        elif member == "CloseNotification":
            self.closed.append(body.unpack()[0])
        elif message.get_message_type() == Gio.DBusMessageType.METHOD_RETURN:
            key = message.get_destination(), message.get_reply_serial()
            if item := self._waiting.pop(key, None):
                item.id = body.unpack()[0]


class SignalListener:
    """Appends (name, arguments) of every signal of INTERFACE to EVENTS."""

    def __init__(self, address, interface, events):
        self._loop = None
        self._connection = None
        ready = threading.Event()
        arguments = (address, interface, events, ready)
        threading.Thread(target=self._listen, args=arguments, daemon=True).start()
        assert ready.wait(PATIENCE)

    def stop(self):
        self._connection.close_sync()
        self._loop.quit()

    def _listen(self, address, interface, events, ready):
        context = GLib.MainContext()
        context.push_thread_default()
        self._loop = GLib.MainLoop.new(context, False)
        self._connection = connect(address)

        def on_signal(_connection, _sender, _path, _interface, name, arguments):
            events.append((name, arguments.unpack()))

        flags = Gio.DBusSignalFlags.NONE
        self._connection.signal_subscribe(None, interface, None, None, None, flags, on_signal)
        call_bus(self._connection, "GetId")  # answered after the subscription has been taken
        ready.set()
        self._loop.run()


class FakeNotificationDaemon:
    """Answers as a notification daemon and shows nothing. deadly: it ends over what it is to show."""

    INTERFACE = """<node><interface name="org.freedesktop.Notifications">
      <method name="GetCapabilities"><arg type="as" direction="out"/></method>
      <method name="GetServerInformation"><arg type="s" direction="out"/>
        <arg type="s" direction="out"/><arg type="s" direction="out"/>
        <arg type="s" direction="out"/></method>
      <method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/>
        <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
        <arg type="as" direction="in"/><arg type="a{sv}" direction="in"/>
        <arg type="i" direction="in"/><arg type="u" direction="out"/></method>
      <method name="CloseNotification"><arg type="u" direction="in"/></method>
    </interface></node>"""

    def __init__(self, address, capabilities=("body", "actions", "body-markup"), deadly=False):
        self._capabilities = capabilities
        self._deadly = deadly
        self.ended = threading.Event()
        self._last_id = 0
        self._context = GLib.MainContext()
        self._loop = GLib.MainLoop.new(self._context, False)
        self._connection = None
        ready = threading.Event()
        threading.Thread(target=self._serve, args=(address, ready), daemon=True).start()
        assert ready.wait(PATIENCE)

    def invoke(self, notification_id, action="default"):
        """What a daemon sends when the person clicks."""
        self._emit("ActionInvoked", GLib.Variant("(us)", (notification_id, action)))

    def close(self, notification_id):
        """What a daemon sends when the person closes a notification."""
        self._emit("NotificationClosed", GLib.Variant("(uu)", (notification_id, 2)))

    def stop(self):
        if not self._connection.is_closed():
            self._connection.close_sync()
        self._loop.quit()

    def _serve(self, address, ready):
        self._context.push_thread_default()
        self._connection = connect(address)
        node = Gio.DBusNodeInfo.new_for_xml(self.INTERFACE)
        path = NOTIFICATIONS_PATH
        self._connection.register_object(path, node.interfaces[0], self._on_call, None, None)
        arguments = GLib.Variant("(su)", (NOTIFICATIONS, 0))
        bus = "org.freedesktop.DBus"
        call(self._connection, bus, "/org/freedesktop/DBus", bus, "RequestName", arguments)
        ready.set()
        self._loop.run()

    def _on_call(self, _connection, _sender, _path, _interface, method, arguments, invocation):
        answer = None
        if method == "Notify" and self._deadly:
            self.stop()
            self.ended.set()
            return
        if method == "GetCapabilities":
            answer = GLib.Variant("(as)", (self._capabilities,))
        elif method == "GetServerInformation":
            answer = GLib.Variant("(ssss)", ("fake", "Mailbell", "1", "1.2"))
        elif method == "Notify":
            replaces = arguments.unpack()[1]
            if not replaces:
                self._last_id += 1
            answer = GLib.Variant("(u)", (replaces or self._last_id,))
        elif method == "CloseNotification":
            number = arguments.unpack()[0]
            self._emit("NotificationClosed", GLib.Variant("(uu)", (number, 3)))
        invocation.return_value(answer)

    def _emit(self, signal, arguments):
        self._connection.emit_signal(
            None, NOTIFICATIONS_PATH, NOTIFICATIONS, signal, arguments
        )
        self._connection.flush_sync()


# ── The tray ────────────────────────────────────────────────────────────────────────────────────


@dataclasses.dataclass
class MenuEntry:
    id: int
    properties: dict
    children: list

    @property
    def label(self):
        return self.properties.get("label", "")

    @property
    def enabled(self):
        return self.properties.get("enabled", True)


class TrayItem:
    """The StatusNotifierItem that a program has registered with the tray's watcher."""

    def __init__(self, connection, pid=None):
        self._connection = connection
        self.name, self.path = wait_until(lambda: self._find(pid), "an item in the tray")

    def _find(self, pid):
        try:
            items = call(
                self._connection,
                WATCHER,
                "/StatusNotifierWatcher",
                PROPERTIES,
                "Get",
                GLib.Variant("(ss)", (WATCHER, "RegisteredStatusNotifierItems")),
            )[0]
        except GLib.Error:
            return None
        for item in items:
            # GNOME's extension writes NAME@PATH.
            name, _sign, path = item.replace("@/", "/").partition("/")
            if pid is None or self._is_of(name, pid):
                return name, "/" + path if path else "/StatusNotifierItem"
        return None

    def _is_of(self, name, pid):
        try:
            return owner_pid(self._connection, name) == pid
        except GLib.Error:
            return False  # it has gone, and the watcher has not heard of it yet

    def properties(self):
        """All of them, as a host reads them when the item appears."""
        arguments = GLib.Variant("(s)", (ITEM,))
        return call(self._connection, self.name, self.path, PROPERTIES, "GetAll", arguments)[0]

    def property(self, name):
        arguments = GLib.Variant("(ss)", (ITEM, name))
        return call(self._connection, self.name, self.path, PROPERTIES, "Get", arguments)[0]

    def activate(self):
        """A left click, as most hosts send it."""
        self._click("Activate")

    def secondary_activate(self):
        """A middle click."""
        self._click("SecondaryActivate")

    def ayatana_secondary_activate(self):
        """A middle click, as GNOME's extension sends it."""
        arguments = GLib.Variant("(u)", (0,))
        method = "XAyatanaSecondaryActivate"
        call(self._connection, self.name, self.path, ITEM, method, arguments)

    def scroll(self):
        arguments = GLib.Variant("(is)", (120, "vertical"))
        call(self._connection, self.name, self.path, ITEM, "Scroll", arguments)

    def _click(self, method):
        arguments = GLib.Variant("(ii)", (15, 15))
        call(self._connection, self.name, self.path, ITEM, method, arguments)

    def menu(self):
        """The entries that can be seen, in order, separators left out."""
        path = self.property("Menu")
        arguments = GLib.Variant("(iias)", (0, -1, []))
        _revision, root = call(self._connection, self.name, path, MENU, "GetLayout", arguments)
        return [
            entry
            for entry in self._entries(root)
            if entry.properties.get("visible", True) and entry.properties.get("type") is None
        ]

    def _entries(self, node):
        return [
            MenuEntry(child[0], child[1], self._entries(child)) for child in node[2]
        ]

    def announce_menu(self):
        """That it is about to be shown, as hosts tell it."""
        about = GLib.Variant("(i)", (0,))
        path = self.property("Menu")
        call(self._connection, self.name, path, MENU, "AboutToShow", about)

    def click_entry(self, *labels):
        """Open the menu and click the first entry whose label begins with the first of LABELS; or,
        with more of them, the one that they lead to through the menus of entries."""
        path = self.property("Menu")
        self.announce_menu()
        entry = wait_until(
            lambda: self._entry(labels),
            lambda: f"an entry {labels} in {[plain_label(each) for each in self.menu()]}",
        )
        arguments = GLib.Variant("(isvu)", (entry.id, "clicked", GLib.Variant("i", 0), 0))
        call(self._connection, self.name, path, MENU, "Event", arguments)

    def _entry(self, labels):
        """The one that LABELS lead to, as far as it is there."""
        entry, entries = None, self.menu()
        for label in labels:
            fits = [each for each in entries if plain_label(each).startswith(label)]
            if not fits:
                return None
            entry, entries = fits[0], fits[0].children
        return entry


def plain_label(entry):
    """What a person reads of it: no marks of mnemonics and of the direction of writing."""
    return plain_text(entry.label.replace("_", ""))


def plain_text(text):
    return text.replace("\u2068", "").replace("\u2069", "")


def clean_environment():
    """What every program of a test inherits from us: no more than this."""
    kept = ("PATH", "LANG", "LC_ALL", "TERM", "MAILBELL_KEEP", "MAILBELL_PATIENCE")
    kept += ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "G_DEBUG", "G_SLICE", "MALLOC_CHECK_")
    return {name: os.environ[name] for name in kept if name in os.environ}
