# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs unittest's test cases and reports each of them in TAP, the protocol that Meson counts."""

import sys
import time
import unittest


class TapResult(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self._number = 0
        self._began = 0
        self._trouble = []
        self._skipped = None

    def startTest(self, test):
        super().startTest(test)
        self._number += 1
        self._began = time.monotonic()
        self._trouble = []
        self._skipped = None

    def addError(self, test, err):
        super().addError(test, err)
        self._trouble.append(self.errors[-1][1])

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._trouble.append(self.failures[-1][1])

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            text = self._exc_info_to_string(err, test)
            self._trouble.append(f"{subtest._subDescription()}\n{text}")

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._skipped = reason

    def stopTest(self, test):
        super().stopTest(test)
        if self._trouble and hasattr(test, "mailbell"):
            self._trouble.append(test.diagnosis())
        name = test.id().removeprefix("__main__.")
        # Meson shows what a failed program wrote here; the other stream is for the protocol.
        for line in "".join(self._trouble).splitlines():
            print(f"{name}: {line}", file=sys.stderr)
        verdict = "not ok" if self._trouble else "ok"
        skip = "" if self._skipped is None else f" # SKIP {self._skipped}"
        print(f"# {time.monotonic() - self._began:.1f} s")
        print(f"{verdict} {self._number} {name}{skip}", flush=True)


def main():
    """Run what sys.argv names, or all tests of the calling program."""
    loader = unittest.TestLoader()
    module = sys.modules["__main__"]
    if len(sys.argv) > 1:
        suite = loader.loadTestsFromNames(sys.argv[1:], module)
    else:
        suite = loader.loadTestsFromModule(module)
    print(f"1..{suite.countTestCases()}", flush=True)
    result = TapResult()
    suite.run(result)
    # A failure outside of any test, such as in setUpModule, belongs to the plan but to no line.
    for test, text in result.errors:
        if isinstance(test, unittest.suite._ErrorHolder):
            print("Bail out!", test.description, text.strip().replace("\n", " | "), flush=True)
    sys.exit(0 if result.wasSuccessful() else 1)
