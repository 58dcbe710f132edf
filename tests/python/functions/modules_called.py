# A module that is called says what was meant, if it has that: asked as any attribute is.
import os
import pprint
import types

nameless = types.ModuleType.__new__(types.ModuleType)
named = types.ModuleType('é')
named.é = print
not_callable = types.ModuleType('value')
not_callable.value = 3
odd = types.ModuleType('odd')
odd.__name__ = 5
asked = types.ModuleType('asked')


def answer(name):
    print('asked for', name)
    return print


def refuse(name):
    raise ValueError(name)


asked.__getattr__ = answer
refusing = types.ModuleType('refusing')
refusing.__getattr__ = refuse


class Module(types.ModuleType):
    own = print


for module in pprint, os, nameless, named, not_callable, odd, asked, refusing, Module('own'):
    for call in lambda: module(1), lambda: module(a=1), lambda: module(*[1], **{}), lambda: list(map(module, [1])):
        try:
            call()
        except TypeError as error:
            print(error)
