"""Stands in for CPython's module of the same name, which looks inside the interpreter.

What describes the interpreter is here; every other function raises SkipTest when it is called.
"""

import sys
import unittest

# Sizes in memory, which are CPython's.
SIZEOF_PYGC_HEAD = 16
SIZEOF_MANAGED_PRE_HEADER = 16
SIZEOF_PYOBJECT = 16
SIZEOF_TIME_T = 8
SHARED_KEYS_MAX_SIZE = 30

# How often code runs until CPython specializes its instructions, and until it tries again.
SPECIALIZATION_THRESHOLD = 2
SPECIALIZATION_COOLDOWN = 53
TIER2_THRESHOLD = 4096


def config_get(name):
    """A value of the configuration by its name in PyConfig."""
    if name == 'code_debug_ranges':
        return int('no_debug_ranges' not in sys._xoptions)
    return getattr(sys.flags, name)


def get_recursion_depth():
    """How many frames are under way, the caller's included."""
    depth = 0
    frame = sys._getframe(1)
    while frame is not None:
        depth += 1
        frame = frame.f_back
    return depth


def get_c_recursion_remaining():
    """How many calls in C the stack has room for: a guess at the least."""
    return 1000


def __getattr__(name):
    if name.startswith('__'):
        raise AttributeError(name)

    def function(*args, **kwargs):
        raise unittest.SkipTest(f'{name}() looks inside of CPython')

    return function
