"""Runs one file of CPython's test suite, unmodified, and writes the outcome of each test method as it ends.

usage: run-tests.py MODULE RESULTS WORKDIR [PATTERN ...]

RESULTS gets a line of JSON for each method: [id, outcome, text], where the outcome is `pass`, `skip` or `fail`, and the
text says why; `["", "loaded", n]` when the file has been loaded, with how many methods it has, and `["", "peak", kB]`. Sub-tests are part
of their method. A file that cannot be loaded, or that ends the process, leaves the methods that did not run without a
line. The suite runs as CPython's own runner does it: in an empty folder, without any extra resource (`-u`).
"""

import importlib
import json
import os
import sys
import unittest


class Recorder(unittest.TestResult):
    def __init__(self, stream):
        super().__init__()
        self.stream = stream
        self.outcome = None

    def write(self, *record):
        self.stream.write(json.dumps(record) + '\n')
        self.stream.flush()

    def startTest(self, test):
        super().startTest(test)
        self.outcome = None

    def stopTest(self, test):
        super().stopTest(test)
        outcome, text = self.outcome or ('pass', '')
        self.write(test.id(), outcome, text)

    def note(self, outcome, text):
        # The first failure says more than what follows from it; it also outweighs a skipped sub-test.
        if self.outcome is None or self.outcome[0] != 'fail':
            self.outcome = (outcome, text)

    def fail(self, test, err):
        text = self._exc_info_to_string(err, test)
        if isinstance(test, unittest.TestCase):
            self.note('fail', text)
        else:
            self.write(str(test), 'fixture', text)

    def addError(self, test, err):
        self.fail(test, err)

    def addFailure(self, test, err):
        self.fail(test, err)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.fail(test, err)

    def addSkip(self, test, reason):
        if isinstance(test, unittest.TestCase):
            self.note('skip', reason)

    def addUnexpectedSuccess(self, test):
        self.note('fail', 'unexpected success')


def chosen(suite, patterns):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from chosen(test, patterns)
        elif any(pattern in test.id() for pattern in patterns):
            yield test


def main(name, results, folder, *patterns):
    os.chdir(folder)
    from test import support
    from test.support import os_helper
    os_helper.SAVEDCWD = folder
    support.use_resources = {}
    support.verbose = 0
    with open(results, 'w', encoding='utf-8') as stream:
        recorder = Recorder(stream)
        try:
            module = importlib.import_module(name if name.startswith('test.') else 'test.' + name)
            loader = unittest.TestLoader()
            suite = loader.loadTestsFromModule(module)
            if loader.errors:
                raise ImportError(loader.errors[0])
        except unittest.SkipTest as reason:
            recorder.write('', 'unloaded', 'skipped: ' + str(reason))
            return
        except BaseException as error:
            import traceback
            recorder.write('', 'unloaded', traceback.format_exc())
            return
        recorder.write('', 'loaded', suite.countTestCases())
        if patterns:
            suite = unittest.TestSuite(chosen(suite, patterns))
        # What a test prints is of interest only to who runs it by hand.
        suite.run(recorder)
        recorder.write('', 'peak', peak_memory())
        recorder.write('', 'finished', recorder.testsRun)


def peak_memory():
    """The most memory that the process had, in kB; 0 where the system does not tell."""
    try:
        with open('/proc/self/status', encoding='utf-8') as status:
            return next(int(line.split()[1]) for line in status if line.startswith('VmHWM:'))
    except (OSError, StopIteration):
        return 0


if __name__ == '__main__':
    main(*sys.argv[1:])
