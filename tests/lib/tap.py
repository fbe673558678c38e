# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs unittest's test cases and reports each of them in TAP, the protocol that Meson counts."""

import concurrent.futures
import itertools
import sys
import threading
import time
import unittest

_numbers = itertools.count(1)
_printing = threading.Lock()


class TapResult(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self._began = 0
        self._trouble = []
        self._skipped = None

    def startTest(self, test):
        super().startTest(test)
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
        with _printing:
            self._report(name)

    def _report(self, name):
        # Meson shows what a failed program wrote here; the other stream is for the protocol.
        for line in "".join(self._trouble).splitlines():
            print(f"{name}: {line}", file=sys.stderr)
        verdict = "not ok" if self._trouble else "ok"
        skip = "" if self._skipped is None else f" # SKIP {self._skipped}"
        print(f"# {time.monotonic() - self._began:.1f} s")
        print(f"{verdict} {next(_numbers)} {name}{skip}", flush=True)


def _cases(suite):
    """Every test case of SUITE, in the order of the file."""
    if isinstance(suite, unittest.TestCase):
        return [suite]
    cases = [case for part in suite for case in _cases(part)]

    def line(case):
        return getattr(case, case._testMethodName).__func__.__code__.co_firstlineno

    return sorted(cases, key=line)


def _run_at_once(suite, n):
    """Run N cases at a time, each with a result of its own. Children die with the thread that
    started them, so what cases share must be started in the main thread before."""

    def run(case):
        result = TapResult()
        case.run(result)
        return result.wasSuccessful()

    with concurrent.futures.ThreadPoolExecutor(n) as pool:
        return all(list(pool.map(run, _cases(suite))))


def main(at_once=1):
    """Run what sys.argv names, or all tests of the calling program, AT_ONCE of them at a time."""
    loader = unittest.TestLoader()
    module = sys.modules["__main__"]
    if len(sys.argv) > 1:
        suite = loader.loadTestsFromNames(sys.argv[1:], module)
    else:
        suite = loader.loadTestsFromModule(module)
    print(f"1..{suite.countTestCases()}", flush=True)
    if at_once > 1:
        sys.exit(0 if _run_at_once(suite, at_once) else 1)
    result = TapResult()
    suite.run(result)
    # A failure outside of any test, such as in setUpModule, belongs to the plan but to no line.
    for test, text in result.errors:
        if isinstance(test, unittest.suite._ErrorHolder):
            print("Bail out!", test.description, text.strip().replace("\n", " | "), flush=True)
    sys.exit(0 if result.wasSuccessful() else 1)
