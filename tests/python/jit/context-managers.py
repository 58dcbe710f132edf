"""`with` in compiled code: managers that are Python classes, built in, or odd."""
import contextlib
import threading


class Manager:
    def __init__(self, swallows):
        self.swallows = swallows
        self.log = []

    def __enter__(self):
        self.log.append('enter')
        return self

    def __exit__(self, kind, value, traceback):
        self.log.append(kind and (kind.__name__, str(value), traceback.tb_frame.f_code.co_name))
        return self.swallows


class Odd:
    """Its methods are no functions."""
    __enter__ = staticmethod(lambda: 'entered')

    @classmethod
    def __exit__(cls, *args):
        return len(args)


class OnlyEnter:
    def __enter__(self):
        return self


class Raising(Manager):
    def __exit__(self, *args):
        raise KeyError('exit')


def uses(manager, fails):
    with manager as entered:
        if fails:
            raise ValueError('inside')
        return entered
    return 'swallowed'


def told(function, *args):
    try:
        return function(*args)
    except Exception as error:
        return type(error).__name__, str(error), repr(error.__context__)


for i in range(200):
    calm, strict = Manager(True), Manager(False)
    assert uses(calm, False) is calm and uses(calm, True) == 'swallowed'
    assert told(uses, strict, True) == ('ValueError', 'inside', 'None'), i
print(calm.log, strict.log)
own = Manager(True)
own.__exit__ = own.__enter__ = None
print(uses(own, False) is own, told(uses, own, True), own.log)
print(uses(Odd(), False), uses(Odd(), True), told(uses, OnlyEnter(), False), told(uses, 5, False), told(uses, None, True))
print(told(uses, Raising(True), True), told(uses, Raising(True), False))
print(uses(threading.Lock(), False), told(uses, threading.Lock(), True), uses(contextlib.suppress(ValueError), True))
Manager.__exit__ = lambda self, *args: len(args) == 3
print(uses(Manager(False), True), uses(Manager(False), False).log)


async def uses_async(manager):
    async with manager as entered:
        raise ValueError(entered)
    return 'swallowed'


class Async:
    async def __aenter__(self):
        return 'async'

    async def __aexit__(self, kind, value, traceback):
        return kind is ValueError and str(value) == 'async'


for i in range(200):
    try:
        uses_async(Async()).send(None)
    except StopIteration as stop:
        outcome = stop.value
print(outcome)
