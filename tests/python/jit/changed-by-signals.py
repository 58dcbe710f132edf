"""A signal handler changes what a running loop has found to hold: a global function, its code, a class."""
import signal


def first():
    return 1


def second():
    return 2


def third():
    return 1


class Box:
    def value(self):
        return 1


def value(self):
    return 2


def replace_global(*_):
    global first
    first = second


def replace_code(*_):
    third.__code__ = second.__code__


def replace_method(*_):
    Box.value = value


def until_global(limit):
    total = first() + first()
    while first() == 1 and total < limit:
        total += 1
    return total < limit


def until_code(limit):
    total = third() + third()
    while third() == 1 and total < limit:
        total += 1
    return total < limit


def until_method(limit, box=Box()):
    total = box.value() + box.value()
    while box.value() == 1 and total < limit:
        total += 1
    return total < limit


for handler, loop in (
    (replace_global, until_global),
    (replace_code, until_code),
    (replace_method, until_method),
):
    print(loop.__name__, any([loop(5) for _ in range(200)]))
    signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    print(loop.__name__, loop(10**10))
