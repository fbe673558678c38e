# SPDX-License-Identifier: GPL-3.0-or-later
"""A network of its own for the program under test, and a cable from there to the servers.

The test program, and with it the servers, live in one network namespace, each applet at the far end
of a Cable in another, so that its addresses and its link can come and go. Nothing of the machine's own
network is seen or touched; root is not needed where people may make namespaces.
"""

import ctypes
import itertools
import os
import subprocess
import sys

from processes import scratch, spawn, stop, wait_until

_numbers = itertools.count(1)


PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, PR_CAP_AMBIENT_CLEAR_ALL = 47, 2, 4
CAP_NET_ADMIN = 12

# For root, an empty folder after enter_own_network() with hosts.
RUNTIME = f"/run/user/{os.getuid()}"


def enter_own_network(hosts=None):
    """Start the test program anew in a network namespace; to be called before all else.

    HOSTS: what /etc/hosts is there for it and its children. The network is then taken to lead
    somewhere, and the children have none of the powers that made it: no sandbox begins with them."""
    if "MAILBELL_OWN_NETWORK" in os.environ:
        _run("ip", "link", "set", "lo", "up")
        if hosts is not None:
            _use_hosts(hosts)
        return
    command = ["unshare", "--net"]
    if hosts is not None:
        command.append("--mount")
    if os.getuid() != 0:
        command += ["--user", "--map-current-user", "--keep-caps"]
    if subprocess.run([*command, "true"], stderr=subprocess.DEVNULL).returncode != 0:
        print("1..0 # SKIP nobody but root may make network namespaces here")
        sys.exit(0)
    environment = {**os.environ, "MAILBELL_OWN_NETWORK": "1"}
    os.execvpe(command[0], [*command, sys.executable, *sys.argv], environment)


def _use_hosts(text):
    path = scratch() / "hosts"
    path.write_text(text)
    _run("mount", "--bind", path, "/etc/hosts")
    resolver = path.with_name("resolv.conf")
    resolver.write_text("nameserver 127.0.0.1\n")
    _run("mount", "--bind", resolver, "/etc/resolv.conf")
    if os.getuid() == 0:
        os.makedirs("/run/user", exist_ok=True)
        _run("mount", "-t", "tmpfs", "-o", "mode=0755", "tmpfs", "/run/user")
        os.mkdir(RUNTIME, 0o700)
    # Whoever asks is told of an address that is not loopback's, and of a way out; what goes that way is
    # refused at once.
    _run("ip", "address", "add", "192.0.2.1/32", "dev", "lo")
    _run("ip", "route", "add", "default", "dev", "lo", "metric", "2")
    _run("ip", "route", "add", "prohibit", "default", "metric", "1")
    if os.getuid() != 0:
        ctypes.CDLL(None).prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)


def join_network():
    """One more network comes, after enter_own_network() with hosts, and whoever asks is told."""

    def take_power():
        ctypes.CDLL(None).prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_NET_ADMIN, 0, 0)

    route = ["ip", "route", "add", f"198.51.100.{next(_numbers)}/32", "dev", "lo"]
    subprocess.run(route, check=True, preexec_fn=take_power)


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
