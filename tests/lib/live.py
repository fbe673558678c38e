# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings that change while the applet runs, which takes them up a moment after they are stored."""

import contextlib

from processes import wait_until


@contextlib.contextmanager
def taken_up(mailbell, key):
    """Leave only when the applet knows the setting's other value that is stored meanwhile, and with it
    all that was stored before."""
    line = f"the setting “{key}” has changed"
    before = mailbell.log().count(line)
    yield
    wait_until(lambda: mailbell.log().count(line) > before, f"the applet to know: {line}")


def set_live(mailbell, key, *words):
    """Give a general setting another value, and wait until the running applet has it."""
    with taken_up(mailbell, key):
        mailbell.must("set", key, *words)
