"""`is` and `in`: of what stands in the source, of globals that become others, of what compares in its own way."""


class Named(int):
    pass


class Everything:
    def __contains__(self, item):
        return item == "a"

    def __eq__(self, other):
        return True


ONE = Named(1)
PAIR = (1, 2)
FLOAT = 1.5
EMPTY = ()
TABLE = {"a": 1}


def ask(x, container):
    answers = [x is ONE, x is not ONE, x is PAIR, x is FLOAT, x is EMPTY, x is None, x is True, x == "a", x == 3]
    answers += [x in ("a", "b"), x not in (1, 2, -3), x in (), x in (1, "a")]
    for other in (lambda: x in {"a", "b"}, lambda: x in "hat", lambda: x in TABLE, lambda: x not in container):
        try:
            answers.append(other())
        except Exception as error:
            answers.append(str(error))
    return answers


class Letters:
    """Iterated by its `__getitem__`, which ends in one way or another."""

    def __init__(self, end):
        self.end = end

    def __getitem__(self, index):
        if index == 2:
            raise self.end
        return "ab"[index]


def spell(end):
    letters = iter(Letters(end))
    try:
        return [letter for letter in letters], next(letters, "over")
    except KeyError as error:
        return repr(error)


def bounds(a, b):
    return min(a, b), max(a, b)


class Gifts:
    own = "in the class"

    def __getattr__(self, name):
        if name == "nothing":
            raise AttributeError("no such gift")
        return name.upper()


def unwrap(gifts):
    return gifts.own, gifts.toy, getattr(gifts, "nothing", "none")


VALUES = [ONE, Named(1), 1, 1.5, PAIR, (), None, True, "a", "", "\U0001d4b3", "\ud800", [1], -3, 10**30]
CONTAINERS = [Everything(), "abc", [1, "a"], (), b"abc", TABLE, 5]
for round in range(30):
    lines = [ask(x, container) for x in VALUES for container in CONTAINERS]
    lines += [spell(end) for end in (IndexError, StopIteration(3), IndexError("end"), KeyError("other"))]
    lines += [bounds(*pair) for pair in ((1, 2), (2, 1), (True, 1), (1, True), (1.5, 1), ("a", "b"), (2**70, 5))]
    lines.append(unwrap(Gifts()))
    if round in (0, 29):
        print(*map(ascii, lines), sep="\n")
ONE = None
print(ask(None, TABLE))
