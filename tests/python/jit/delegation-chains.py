"""`yield from` through many generators: what others see of those between, and what they do to them."""
import inspect
import sys
import traceback


class Tree:
    def __init__(self, left, value, right):
        self.left, self.value, self.right = left, value, right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


def tree(low, high):
    if low >= high:
        return None
    middle = (low + high) // 2
    return Tree(tree(low, middle), middle, tree(middle + 1, high))


for _ in range(30):
    assert list(tree(0, 60)) == list(range(60))


def nested(depth, leaf, *args):
    if depth == 0:
        result = yield from leaf(*args)
    else:
        result = yield from nested(depth - 1, leaf, *args)
    return result, depth


def run(generator):
    seen = []
    try:
        while True:
            seen.append(next(generator))
    except StopIteration as stop:
        return seen, stop.value


def counting(n):
    for i in range(n):
        yield i
    return "end"


for _ in range(40):
    last = run(nested(4, counting, 5))
print(last)


def echoing():
    got = yield "first"
    while got is not None:
        got = yield got * 2
    return "sent nothing"


for i in range(60):
    g = nested(5, echoing)
    values = [next(g), g.send(i), g.send("ab")]
    try:
        next(g)
    except StopIteration as stop:
        values.append(stop.value)
print(values)


# Who runs, and who called whom.
def looking(generators):
    for i in range(3):
        yield [
            (g.gi_running, g.gi_suspended, inspect.getgeneratorstate(g), g.gi_yieldfrom is not None)
            for g in generators
        ]
        frame = sys._getframe()
        names = []
        while frame.f_code.co_name != "<module>":
            names.append((frame.f_code.co_name, frame.f_lineno))
            frame = frame.f_back
        yield names


def between(generators, depth):
    own = between(generators, depth - 1) if depth else looking(generators)
    generators.append(own)
    yield from own


for _ in range(40):
    generators = []
    g = between(generators, 3)
    generators.append(g)
    seen = list(g)
for line in seen:
    print(line)


# Exceptions on their way through all of them.
def failing(n):
    for i in range(n):
        yield i
    raise KeyError(n)


def catching(depth, n):
    if depth == 3:
        try:
            yield from catching(depth - 1, n)
        except KeyError as error:
            yield "caught", [entry.name for entry in traceback.extract_tb(error.__traceback__)]
            raise LookupError("again") from error
    elif depth == 0:
        yield from failing(n)
    else:
        yield from catching(depth - 1, n)


for _ in range(60):
    g = catching(6, 3)
    try:
        for last in g:
            pass
    except LookupError as error:
        names = [(entry.name, entry.lineno) for entry in traceback.extract_tb(error.__traceback__)]
        cause = error.__cause__
        states = inspect.getgeneratorstate(g)
print(last, names, repr(cause), states)


def stopping():
    yield 1
    raise StopIteration(2)


for _ in range(40):
    g = nested(3, stopping)
    next(g)
    try:
        next(g)
    except RuntimeError as error:
        last = str(error), repr(error.__cause__), len(traceback.extract_tb(error.__traceback__))
print(last)


# Between two steps others resume, throw into and close what is in the chain.
def shared(log):
    try:
        for i in range(10):
            log.append((yield i))
    except ValueError as error:
        yield "thrown", str(error)
    finally:
        log.append("closed")
    return "shared"


def link(depth, inner, kept):
    if depth:
        inner = link(depth - 1, inner, kept)
    kept.append(inner)
    result = yield from inner
    yield "behind", depth, result
    return result


def disturbed(how):
    log = []
    kept = []
    g = link(3, shared(log), kept)
    seen = [next(g), next(g)]
    leaf = kept[-1]
    if how == "leaf resumed":
        seen += [next(leaf), leaf.send("x")]
    elif how == "middle resumed":
        seen += [next(kept[1]), kept[1].send("y")]
    elif how == "leaf closed":
        leaf.close()
    elif how == "middle closed":
        kept[1].close()
    elif how == "leaf thrown into":
        seen.append(leaf.throw(ValueError("v")))
    elif how == "middle thrown into":
        seen.append(kept[1].throw(ValueError("w")))
    elif how == "thrown into":
        seen.append(g.throw(ValueError("z")))
    elif how == "leaf exhausted":
        seen.append(list(leaf))
    elif how == "middle exhausted":
        seen.append(list(kept[0]))
    elif how == "shared":
        other = link(1, kept[1], [])
        seen += [next(other), next(g), next(other)]
        seen.append(list(other))
    try:
        for _ in range(30):
            seen.append(next(g))
    except StopIteration as stop:
        seen.append(("stop", stop.value))
    return seen, log


WAYS = ["nothing", "leaf resumed", "middle resumed", "leaf closed", "middle closed", "leaf thrown into"]
WAYS += ["middle thrown into", "thrown into", "leaf exhausted", "middle exhausted", "shared"]
for how in WAYS:
    for _ in range(20):
        last = disturbed(how)
    print(how, *last)


# Those that run already.
def meddling(kept, how):
    for i in range(4):
        yield i
        for g in kept:
            try:
                if how == "next":
                    next(g)
                elif how == "close":
                    g.close()
                else:
                    g.throw(KeyError)
            except ValueError as error:
                yield str(error)


for how in ("next", "close", "throw"):
    for _ in range(20):
        kept = []
        g = link(3, meddling(kept, how), kept)
        kept.append(g)
        last = list(g)
    print(how, last)


def selfish(kept):
    yield 1
    yield from kept[-1]


for _ in range(20):
    kept = []
    g = link(2, selfish(kept), kept)
    kept.append(g)
    try:
        last = list(g)
    except ValueError as error:
        last = str(error), len(traceback.extract_tb(error.__traceback__))
print(last)


def circular(kept, index):
    yield 1
    yield from kept[index]


for index in range(4):
    for _ in range(20):
        kept = []
        g = link(3, circular(kept, index), kept)
        try:
            last = list(g)
        except ValueError as error:
            last = str(error)
    print(index, last)


# What is handled in one of them is seen in those behind it.
def handled():
    yield repr(sys.exception())
    yield repr(sys.exception())


def handling(depth):
    if depth == 2:
        try:
            raise OSError(depth)
        except OSError:
            yield from handling(depth - 1)
    elif depth:
        yield from handling(depth - 1)
    else:
        yield from handled()


for _ in range(40):
    last = list(handling(5))
print(last)


# Other iterables at the end, and no end.
def mixed(depth):
    if depth == 0:
        yield from [1, 2]
        yield from "ab"
        yield from range(2)
    else:
        yield from mixed(depth - 1)
        yield from (depth,)


for _ in range(40):
    last = list(mixed(4))
print(last)


def endless(n):
    yield n
    yield from endless(n + 1)


for _ in range(3):
    count = 0
    try:
        for n in endless(0):
            count += 1
    except RecursionError as error:
        print(str(error)[:32], 800 < count < 1000, len(traceback.extract_tb(error.__traceback__)) == count + 1)


def infinite():
    yield from infinite()


for _ in range(30):
    try:
        list(infinite())
    except RecursionError as error:
        last = str(error)[:32]
print(last)


def deep(n):
    if n:
        yield from deep(n - 1)
    yield sum(range(n))
    yield len(traceback.extract_stack())


for _ in range(5):
    depth = len(traceback.extract_stack())
    last = [n - depth for n in list(deep(30))[1::2]]
print(last)
