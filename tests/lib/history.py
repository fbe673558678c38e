# SPDX-License-Identifier: GPL-3.0-or-later
"""A past for an account: what the applet counts, as it lies on disk (src/policy/meter-form.h)."""

import time


def write_history(mailbell, address, states, bells=(), days=()):
    """Of which the applet goes on: it is started again. STATES: pairs of a time and a state; BELLS: pairs
    of a time and a delay in milliseconds; DAYS: pairs of a date and its numbers."""
    identifier = mailbell.accounts()[address]["Id"]
    status = mailbell.stop()
    path = mailbell.session.home / f".local/state/mailbell/{identifier}.history"
    path.write_text(
        "[mailbell]\nversion=1\n\n"
        f"[meter]\nuntil={int(time.time())}\n\n"
        "[days]\n" + "".join(f"{day}={numbers}\n" for day, numbers in days) + "\n"
        f"[week]\nstates={' '.join(f'{at}:{state}' for at, state in states)}\n"
        f"bells={' '.join(f'{at}:{delay}' for at, delay in bells)}\n"
    )
    mailbell.start()
    mailbell.wait_pushing(address)
    return status
