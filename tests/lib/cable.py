# SPDX-License-Identifier: GPL-3.0-or-later
"""A network of its own for the program under test, and a cable from there to the servers.

The test program, and with it the servers, live in one network namespace, each applet at the far end
of a Cable in another, so that its addresses and its link can come and go. Nothing of the machine's own
network is seen or touched; root is not needed where people may make namespaces.
"""

import itertools
import os
import subprocess
import sys

from processes import spawn, stop, wait_until

_numbers = itertools.count(1)


def enter_own_network():
    """Start the test program anew in a network namespace; to be called before all else."""
    if "MAILBELL_OWN_NETWORK" in os.environ:
        _run("ip", "link", "set", "lo", "up")
        return
    command = ["unshare", "--net"]
    if os.getuid() != 0:
        command += ["--user", "--map-current-user", "--keep-caps"]
    if subprocess.run([*command, "true"], stderr=subprocess.DEVNULL).returncode != 0:
        print("1..0 # SKIP nobody but root may make network namespaces here")
        sys.exit(0)
    environment = {**os.environ, "MAILBELL_OWN_NETWORK": "1"}
    os.execvpe(command[0], [*command, sys.executable, *sys.argv], environment)


class Cable:
    """The servers are at server_address, whatever addresses the far end has."""

    def __init__(self):
        self._number = next(_numbers)
        self.server_address = f"10.77.{self._number}.1"
        self._networks = {}
        self._near, self._far = f"near{self._number}", f"far{self._number}"
        self._holder = spawn(["unshare", "--net", "sleep", "infinity"])
        there = f"/proc/{self._holder.pid}/ns/net"
        # What is started with this before it runs at the far end.
        self.inside = ["nsenter", f"--net={there}", "--"]
        ours = os.readlink("/proc/self/ns/net")
        wait_until(lambda: os.readlink(there) != ours, "another network namespace")
        peer = ["peer", "name", self._far, "netns", str(self._holder.pid)]
        _run("ip", "link", "add", self._near, "type", "veth", *peer)
        _run("ip", "address", "add", f"{self.server_address}/32", "dev", "lo")
        # No IPv6 address makes itself: nothing is to change but what a test changes.
        _run("ip", "link", "set", self._near, "addrgenmode", "none", "up")
        self._far_ip("link", "set", self._far, "addrgenmode", "none", "up")
        self._far_ip("link", "set", "lo", "up")

    def add_network(self):
        """One more network, with an address for the far end, which is returned."""
        number = len(self._networks)
        near, far = (f"10.78.{self._number}.{4 * number + last}" for last in (1, 2))
        self._networks[far] = near
        _run("ip", "address", "add", f"{near}/30", "dev", self._near)
        self._far_ip("address", "add", f"{far}/30", "dev", self._far)
        return far

    def remove_network(self, address):
        """The address of the far end goes, and with it the ways through that network."""
        self._far_ip("address", "del", f"{address}/30", "dev", self._far)

    def route_through(self, address):
        """The way out is through the network where the far end has ADDRESS, as DHCP says it."""
        self._far_ip("route", "replace", "default", "via", self._networks[address])

    def take_down(self):
        """The far end's interface: it keeps its addresses and loses its ways."""
        self._far_ip("link", "set", self._far, "down")

    def bring_up(self, address):
        self._far_ip("link", "set", self._far, "up")
        self.route_through(address)

    def cut(self):
        """Nothing gets through; but for the carrier, the far end is not told."""
        _run("ip", "link", "set", self._near, "down")

    def mend(self):
        _run("ip", "link", "set", self._near, "up")

    def lose_gateway(self, address):
        """Where the far end has ADDRESS nobody takes its packets on. Nothing changes at the far end."""
        _run("ip", "address", "del", f"{self._networks[address]}/30", "dev", self._near)

    def find_gateway(self, address):
        _run("ip", "address", "add", f"{self._networks[address]}/30", "dev", self._near)

    def close(self):
        stop(self._holder)

    def _far_ip(self, *arguments):
        _run(*self.inside, "ip", *arguments)


def _run(*command):
    subprocess.run(command, check=True)
