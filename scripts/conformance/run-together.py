"""Runs many files of CPython's test suite in this one process and writes how much memory it has after each.

usage: run-together.py RESULTS WORKDIR SECONDS MODULE...

RESULTS gets a line of JSON before each file, [module], and one behind it: [module, methods, kB, kB], the memory that the
process has when garbage has been collected, and the most that it had. A file that takes longer than SECONDS is broken off.
What becomes of the methods is of no interest here: some do not expect that others have run before them.
"""

import gc
import importlib
import io
import json
import os
import signal
import sys
import unittest
import warnings


class TimeLimit(BaseException):
    pass


def break_off(*_):
    raise TimeLimit


def memory():
    """How much memory the process has, and the most that it had, in kB."""
    with open('/proc/self/status', encoding='utf-8') as status:
        sizes = dict(line.split(':', 1) for line in status)
    return [int(sizes[name].split()[0]) for name in ('VmRSS', 'VmHWM')]


def run(name):
    """How many methods of a file have run."""
    result = unittest.TestResult()
    try:
        module = importlib.import_module(name)
        with warnings.catch_warnings():
            unittest.TestLoader().loadTestsFromModule(module).run(result)
    except (Exception, TimeLimit, SystemExit, KeyboardInterrupt):
        pass
    return result.testsRun


def main(results, folder, seconds, *names):
    os.chdir(folder)
    from test import support
    support.use_resources = {}
    support.verbose = 0
    streams = sys.stdin, sys.stdout, sys.stderr
    limit = sys.getrecursionlimit()
    environment = dict(os.environ)
    with open(results, 'w', encoding='utf-8') as stream:
        for name in names:
            print(json.dumps([name]), file=stream, flush=True)
            sys.stdout = sys.stderr = io.StringIO()
            signal.signal(signal.SIGALRM, break_off)
            signal.alarm(int(seconds))
            try:
                ran = run(name)
            finally:
                signal.alarm(0)
            # As the next file would find them in a process of its own.
            sys.stdin, sys.stdout, sys.stderr = streams
            sys.setrecursionlimit(limit)
            sys.settrace(None)
            os.environ.clear()
            os.environ.update(environment)
            os.chdir(folder)
            gc.collect()
            print(json.dumps([name, ran, *memory()]), file=stream, flush=True)
    # Threads that a test has left would be waited for.
    os._exit(0)


main(*sys.argv[1:])
