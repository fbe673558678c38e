# SPDX-License-Identifier: GPL-3.0-or-later
"""What is tried on each host of the tray: clicks with the mouse, where the icon is; that the host
crashes and returns. A picture of each step is kept in the build directory.
"""

import signal
import time

from cases import shared_dovecot
from desktop import DOUBLE_CLICK_S, DesktopCase
from messages import simple
from processes import BUILD, wait_until
from program import Mailbell

PICTURES = BUILD / "tests/desktop"

# A name that hosts which read a tooltip as markup could not show.
NAME = "R&D <b>"


class HostCase(DesktopCase):
    SESSION = {"display": True, "notifications": "fake"}
    HOST = None
    ICON = None  # its middle
    AREA = None  # where nothing else is drawn
    MENU = "100x100+20+100"  # a part of its menu, beyond any tooltip
    ASIDE = 600, 400  # where the pointer touches nothing
    UNREAD = "-unread-1"  # the icon of one message, in full colour
    HIDES = True  # what is passive

    def setUp(self):
        super().setUp()
        self.host = self.HOST(self.session)
        self.mailbell = Mailbell(self.session, env={"XDG_CURRENT_DESKTOP": self.HOST.DESKTOP})

    def see(self, name):
        """A picture of the screen, once nothing moves on it."""
        path = PICTURES / f"host-{self.HOST.DESKTOP.lower()}-{name}.png"
        self.hover(*self.ASIDE)
        self.session.settled_screenshot(path)
        return path

    def wait_seen(self, seen, name):
        """Until the icon is, or is not, in the panel."""
        wait_until(
            lambda: (self.colours(self.see(name), self.AREA) > 4) == seen,
            f"{'an' if seen else 'no'} icon in the panel",
        )

    def open_menu(self, name):
        self.click(3)
        wait_until(lambda: self.colours(self.see(name), self.MENU) > 4, "the menu on the screen")

    def click(self, button):
        self.click_at(*self.ICON, button)

    def double_click(self):
        """Both clicks have come before the applet looks at the first: on a slow machine they would be two
        single ones."""
        self.hover(*self.ICON)
        clicks = self.session.recorder.activations
        count, applet = len(clicks) + 2, self.mailbell.process
        applet.send_signal(signal.SIGSTOP)
        try:
            self.session.tool("xdotool", "click", "--repeat", "2", "--delay", "50", "1")
            wait_until(lambda: len(clicks) >= count, "both clicks")
        finally:
            applet.send_signal(signal.SIGCONT)


class HostTests:
    """Those of each host."""

    def test_clicks(self):
        self.host.start()
        user, address = self.start_pushing()
        shared_dovecot().deliver(user, simple().message())
        self.mailbell.wait(address, Unread=1)
        self.wait_icon(self.item(), self.UNREAD)
        self.wait_seen(True, "unread")
        self.assert_client_opens(lambda: self.click(1), "a left click")
        self.assert_client_opens(lambda: self.click(2), "a middle click")
        # Scrolling opens nothing: of two clicks around it, two clients.
        before = len(self.starts())
        for button in (4, 5, 4, 5):
            self.click(button)
        self.assert_client_opens(lambda: self.click(1), "a left click after scrolling")
        self.assertEqual(len(self.starts()), before + 1)

        self.open_menu("menu")
        self.pick_first_entry()

    def pick_first_entry(self):
        self.assert_client_opens(lambda: self.press("Down", "Return"), "the menu by keyboard")

    def test_double_click_opens_one_client(self):
        self.host.start()
        self.start_pushing()
        self.item()
        self.wait_seen(True, "nothing-new")
        self.assert_client_opens(self.double_click, "a double click")
        time.sleep(DOUBLE_CLICK_S)
        self.assert_client_opens(lambda: self.click(1), "a click after it")
        self.assertEqual(len(self.starts()), 2)

    def test_tooltip_whatever_accounts_are_called(self):
        self.host.start()
        for name in (NAME, "Home"):
            user, address = self.new_user()
            self.add(address, options=["--name", name])
            shared_dovecot().deliver(user, simple().message())
        self.mailbell.start()
        item = self.item()
        wait_until(lambda: "2 unread: 1" in item.property("ToolTip")[2], "both accounts' messages")
        self.wait_seen(True, "unread-2")
        before = self.see("unread-2").read_bytes()
        self.hover(*self.ICON)
        x, y = self.ICON
        self.hover(x + 1, y)
        picture = PICTURES / f"host-{self.HOST.DESKTOP.lower()}-tooltip.png"

        def shown():
            self.session.settled_screenshot(picture)
            return picture.read_bytes() != before

        wait_until(shown, "the tooltip on the screen")
        self.assertNotIn("markup", self.session.log("host"))

    def test_host_crashes_and_returns(self):
        self.host.start()
        self.start_pushing()
        self.item()
        self.host.kill()
        self.host.start()
        self.wait_icon(self.item(), "-nothing-new", "-nothing-new-symbolic")
        self.wait_seen(True, "returned")
        self.assert_client_opens(lambda: self.click(1), "a left click after the return")

    def test_hidden_while_nothing_is_new(self):
        self.host.start()
        user, address = self.start_pushing()
        item = self.item()
        self.wait_seen(True, "to-be-hidden")  # pictures of no other case, which may run now
        self.mailbell.must("set", "tray-hide-when-nothing-new", "on")
        wait_until(lambda: item.property("Status") == "Passive", "an icon that is not needed")
        self.wait_seen(not self.HIDES, "hidden")
        shared_dovecot().deliver(user, simple().message())
        self.mailbell.wait(address, Unread=1)
        wait_until(lambda: item.property("Status") == "Active", "an icon that is needed")
        self.wait_seen(True, "back")
        self.mailbell.must("set", "tray-count", "off")
        self.wait_icon(item, "-unread")
        self.assertEqual(item.property("XAyatanaLabel"), "")
