"""Stands in for CPython's module of the same name, which tests the C API.

The limits of C's types are here; every function but config_get() raises SkipTest when it is called.
"""

import os
import sys
import unittest

CHAR_MIN, CHAR_MAX, UCHAR_MAX = -(2**7), 2**7 - 1, 2**8 - 1
SHRT_MIN, SHRT_MAX, USHRT_MAX = -(2**15), 2**15 - 1, 2**16 - 1
INT_MIN, INT_MAX, UINT_MAX = -(2**31), 2**31 - 1, 2**32 - 1
LONG_MIN, LONG_MAX, ULONG_MAX = -(2**63), 2**63 - 1, 2**64 - 1
LLONG_MIN, LLONG_MAX, ULLONG_MAX = -(2**63), 2**63 - 1, 2**64 - 1
INT32_MIN, INT32_MAX, UINT32_MAX = -(2**31), 2**31 - 1, 2**32 - 1
INT64_MIN, INT64_MAX, UINT64_MAX = -(2**63), 2**63 - 1, 2**64 - 1
PY_SSIZE_T_MIN, PY_SSIZE_T_MAX, SIZE_MAX = -(2**63), 2**63 - 1, 2**64 - 1
PyTime_MIN, PyTime_MAX = -(2**63), 2**63 - 1
FLT_MIN, FLT_MAX = 2.0**-126, (2 - 2.0**-23) * 2.0**127
DBL_MIN, DBL_MAX = 2.0**-1022, (2 - 2.0**-52) * 2.0**1023
# Of a NaN the first bit of the fraction: it says that the NaN is quiet on all but a few old processors.
nan_msb_is_signaling = False

SIZEOF_WCHAR_T = 4
SIZEOF_VOID_P = 8
SIZEOF_TIME_T = 8
SIZEOF_PID_T = 4

WITH_PYMALLOC = False
WITH_MIMALLOC = False


class CodeLike:
    """What a foreign function shows to monitoring; made before the tests that need the C API ask for it."""

    def __init__(self, num_events):
        self.num_events = num_events


def config_get(name):
    """test.support asks whether code has columns, before tests that look at them."""
    if name != 'code_debug_ranges':
        raise unittest.SkipTest(f'config_get({name!r}) tests the C API')
    return 'no_debug_ranges' not in sys._xoptions and not os.environ.get('PYTHONNODEBUGRANGES')


def _skipping(name):
    def function(*args, **kwargs):
        raise unittest.SkipTest(f'{name}() tests the C API')

    return function


class _Skipping(type):
    def __getattr__(cls, name):
        if name.startswith('__'):
            raise AttributeError(name)
        return _skipping(name)


class MethInstance(metaclass=_Skipping):
    """Has C methods of every calling convention; test classes make one where they are defined."""

    def __getattr__(self, name):
        return getattr(type(self), name)


class MethClass(MethInstance):
    """The same as class methods."""


class MethStatic(MethInstance):
    """The same as static methods."""


def __getattr__(name):
    if name.startswith('__'):
        raise AttributeError(name)
    return _skipping(name)
