# The frames of exceptions that somebody keeps know their callers, when these have ended and while they run, whichever of them were
# compiled, inlined, or left compiled code.
import threading


def callers(frame):
    names = []
    while frame is not None:
        if frame.f_code.co_filename == __file__:
            names.append(frame.f_code.co_name)
        frame = frame.f_back
    return names


kept = []


def fail(n):
    raise KeyError(n)


def leaf(n):
    try:
        raise ValueError(n)
    except ValueError as error:
        kept.append(error)


def middle(n):
    leaf(n)
    return n


def top(n):
    middle(n)
    return n


def catch(n):
    try:
        fail(n)
    except KeyError as error:
        kept.append(error)


def within(n):
    def inner():
        catch(n)
    inner()


class Thing:
    def __init__(self):
        catch(1)

    @property
    def value(self):
        catch(2)
        return 1

    def __add__(self, other):
        catch(3)
        return 1

    def method(self):
        return [catch(i) for i in range(1)]

    def __iter__(self):
        catch(4)
        yield 1
        catch(5)


def uses_thing():
    thing = Thing()
    thing.value
    thing + 1
    thing.method()
    list(thing)
    for _ in thing:
        pass


def steps():
    try:
        yield fail(1)
    except KeyError as error:
        kept.append(error)


def delegates():
    yield from steps()


def uses_generators():
    list(delegates())
    for _ in steps():
        pass


def key(x):
    catch(x)
    return x


def uses_builtins():
    sorted([3, 1], key=key)
    list(map(key, [1]))
    max([1], key=key)


def catches_itself():
    try:
        top(1)
        fail(2)
    except KeyError as error:
        kept.append(error)


def main():
    for call in lambda: top(1), lambda: within(2), uses_thing, uses_generators, uses_builtins, catches_itself:
        for _ in range(3):
            call()


def report():
    for error in kept:
        traceback, chains = error.__traceback__, []
        while traceback is not None:
            chains.append(callers(traceback.tb_frame))
            traceback = traceback.tb_next
        print(type(error).__name__, chains)
    kept.clear()


main()
report()
thread = threading.Thread(target=main)
thread.start()
thread.join()
report()


def asks_at_once(n):
    try:
        fail(n)
    except KeyError as error:
        caught = error
    traceback = caught.__traceback__
    print(callers(traceback.tb_frame), callers(traceback.tb_next.tb_frame))
    return caught


def asks_later(n):
    traceback = asks_at_once(n).__traceback__
    print(callers(traceback.tb_frame), callers(traceback.tb_next.tb_frame))
    return traceback


def asks_at_the_end(n):
    return asks_later(n)


for i in range(4):
    last = asks_at_the_end(i)
    print(callers(last.tb_frame), callers(last.tb_next.tb_frame))
