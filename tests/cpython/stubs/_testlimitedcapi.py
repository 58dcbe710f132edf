"""Stands in for CPython's module of the same name: every function raises SkipTest when it is called."""

import unittest


def __getattr__(name):
    if name.startswith('__'):
        raise AttributeError(name)

    def function(*args, **kwargs):
        raise unittest.SkipTest(f'{name}() tests the C API')

    return function
