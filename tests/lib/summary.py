# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds up the tests of several Meson runs, case by case, in one closing line.

Usage: summary.py FAILED-BUILDS BUILD-FOLDER…

What failed, and why, stands before that line: of a long output often only the end is kept.

Each failed build counts as a failed test. The exit status is 1 if a test failed, and on Debian 12,
where everything can be run, also if one was skipped.
"""

import json
import re
import sys
from pathlib import Path

POINT = re.compile(r"^(not ok|ok)\b[^#\n]*(#\s*skip\b)?", re.MULTILINE | re.IGNORECASE)
LINES = 30


def count(record):
    """Passed, failed and skipped cases of one test program."""
    passed = failed = skipped = 0
    for verdict, skip in POINT.findall(record.get("stdout") or ""):
        if skip:
            skipped += 1
        elif verdict.lower() == "ok":
            passed += 1
        else:
            failed += 1
    result = record["result"]
    if result == "SKIP" and not skipped:
        skipped += 1
    elif result not in ("OK", "SKIP", "EXPECTEDFAIL") and not failed:
        failed += 1  # a crash or a time-out speaks no TAP
    elif not passed and not failed and not skipped:
        passed += 1
    return passed, failed, skipped


def show_failure(folder, record):
    """Which cases failed, and why: that is where the error stream begins, and if there is none, as
    with a time-out, where the other one ends."""
    output = (record.get("stdout") or "").splitlines()
    errors = (record.get("stderr") or "").splitlines()
    print(f"\n{folder}: {record['name']}: {record['result']}")
    print(*(line for line in output if line.startswith("not ok")), sep="\n")
    print(*(errors[:LINES] or output[-LINES:]), sep="\n")


def on_debian_12():
    try:
        text = Path("/etc/os-release").read_text()
    except OSError:
        return False
    facts = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    return (facts.get("ID"), facts.get("VERSION_ID", "").strip('"')) == ("debian", "12")


def main():
    total = [0, int(sys.argv[1]), 0]
    for folder in sys.argv[2:]:
        log = Path(folder, "meson-logs/testlog.json")
        for line in log.read_text().splitlines() if log.exists() else []:
            record = json.loads(line)
            numbers = count(record)
            total = [a + b for a, b in zip(total, numbers)]
            if numbers[1]:
                show_failure(folder, record)
    passed, failed, skipped = total
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(1 if failed or not passed or (skipped and on_debian_12()) else 0)


if __name__ == "__main__":
    main()
