# SPDX-License-Identifier: GPL-3.0-or-later
"""Processes, directories and deadlines of the tests.

Nothing outlives a test program: its children get SIGKILL from the kernel when it dies, however it
dies, and whatever they left behind (daemons re-parent to us) is killed when it ends in order.
Every directory is made under /tmp, because socket paths are limited to 108 bytes, and is removed.
"""

import atexit
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("MAILBELL_BUILD", SOURCE / "build")).resolve()
PARTS = Path(os.environ.get("MAILBELL_PARTS", SOURCE / "build" / "parts")).resolve()
KEEP = bool(os.environ.get("MAILBELL_KEEP"))

# Deadlines are generous, since they only matter when a test fails. A sanitizer slows all down.
PATIENCE = float(os.environ.get("MAILBELL_PATIENCE", "60"))

_PR_SET_CHILD_SUBREAPER = 36


class Timeout(AssertionError):
    """Something that a test waits for did not happen."""


def wait_until(check, what, timeout=None):
    """Wait until CHECK returns something true, and return that.

    WHAT names it in the error; it may be a function, to be called only then.
    """
    deadline = time.monotonic() + (PATIENCE if timeout is None else timeout)
    while True:
        result = check()
        if result:
            return result
        if time.monotonic() > deadline:
            raise Timeout(f"waited in vain: {what() if callable(what) else what}")
        time.sleep(0.01)


class Events:
    """A list that grows in one thread and is waited upon in another."""

    def __init__(self):
        self._items = []
        self._grown = threading.Condition()

    def __len__(self):
        return len(self._items)

    def __getitem__(self, index):
        return self._items[index]

    def append(self, item):
        with self._grown:
            self._items.append(item)
            self._grown.notify_all()

    def wait(self, matches, what, since=0, timeout=None):
        """Return the first item from index SINCE on that MATCHES."""
        deadline = time.monotonic() + (PATIENCE if timeout is None else timeout)
        with self._grown:
            while True:
                for item in self._items[since:]:
                    if matches(item):
                        return item
                since = len(self._items)
                left = deadline - time.monotonic()
                if left <= 0 or not self._grown.wait(left) and time.monotonic() > deadline:
                    raise Timeout(f"waited in vain: {what() if callable(what) else what}")


def scratch(name="mb"):
    """A short-named directory that is removed at the end. MAILBELL_KEEP leaves it and says so."""
    path = Path(tempfile.mkdtemp(prefix=f"{name}-", dir="/tmp"))
    if KEEP:
        atexit.register(print, f"# kept: {path}", file=sys.stderr)
    else:
        atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


def spawn(argv, log=None, privileges=(), **options):
    """Start a program that dies with us.

    Its output goes to the file LOG. PRIVILEGES are options of setpriv, to run as somebody else.
    """
    if log is not None:
        with open(log, "ab") as file:
            return spawn(
                argv, None, privileges, stdout=file, stderr=subprocess.STDOUT, **options
            )
    options.setdefault("stdin", subprocess.DEVNULL)
    argv = ["setpriv", "--pdeathsig", "KILL", *privileges, "--", *map(str, argv)]
    return subprocess.Popen(argv, start_new_session=True, **options)


def stop(process, number=signal.SIGTERM, timeout=10):
    """End a program that spawn() started, with its process group; return its exit status."""
    if process.poll() is None:
        process.send_signal(number)
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            pass
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    return process.wait()


def parts_environment():
    """What an unpacked program needs besides its own path."""
    dovecot = PARTS / "usr/lib/dovecot"
    return library_environment(PARTS, dovecot, dovecot / "modules/old-stats")


def library_environment(root, *more):
    """Where the programs that are unpacked under ROOT find their libraries."""
    folders = [*root.glob("usr/lib/*-linux-gnu*"), *root.glob("lib/*-linux-gnu*"), *more]
    return {"LD_LIBRARY_PATH": ":".join(map(str, folders))}


def parts_file(pattern):
    """A file of an unpacked program; PATTERN may leave the machine's architecture open."""
    for path in PARTS.glob(pattern):
        return path
    raise FileNotFoundError(f"{PARTS}/{pattern} is not there: run tests/lib/prepare")


def children_of(pid):
    """The processes started by PID, directly or not, as far as they live."""
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = Path("/proc", entry, "stat").read_text(errors="replace")
            except OSError:
                continue
            parents[int(entry)] = int(stat.rpartition(")")[2].split()[1])
    found, wave = [], {pid}
    while wave:
        wave = {child for child, parent in parents.items() if parent in wave}
        found.extend(wave)
    return found


def _end_all_children():
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and (left := children_of(os.getpid())):
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, os.WNOHANG)
            except (ProcessLookupError, ChildProcessError, PermissionError):
                pass
        time.sleep(0.005)


def _end_by_signal(number, _frame):
    sys.exit(128 + number)


def _take_charge():
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    atexit.register(_end_all_children)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end_by_signal)


_take_charge()
