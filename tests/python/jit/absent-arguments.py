"""Compiled functions fill in what a call leaves out, with the defaults of that moment."""


def starred(first, second=2, *rest, third=3, **others):
    return first, second, rest, third, others


def required(first, second=2, *, third):
    return first, second, third


def defaulted(first, second=[], third=3):
    return first, second, third


def counted(first, second=2, *, third=3):
    yield first
    yield second
    yield third


class Bound:
    def method(self, first, second=5, *, third=6):
        return first, second, third


def message(function, *args):
    try:
        function(*args)
    except TypeError as error:
        return str(error)


def calls():
    method = Bound().method
    result = [starred(1), starred(1, 5), starred(1, 5, 6), defaulted(1), defaulted(1, 5), defaulted(1, 5, 6)]
    result += [list(counted(1)), list(counted(1, 5)), method(1), method(1, 2), message(required, 1, 2)]
    try:
        defaulted()
    except TypeError as error:
        result.append(str(error))
    try:
        required(1)
    except TypeError as error:
        result.append(str(error))
    try:
        method(1, 2, 3)
    except TypeError as error:
        result.append(str(error))
    return result


def many():
    for _ in range(500):
        result = calls()
    print(result)


many()
defaulted.__defaults__ = (7, 8, 9)
many()
defaulted.__defaults__ = (7,)
print(message(many))
defaulted.__defaults__ = (7, 8)
Bound.method.__kwdefaults__ = {'third': 11}
many()
Bound.method.__kwdefaults__ = None
print(message(many))


def makers():
    """Each function made has a default of its own."""
    results = []
    for i in range(300):
        def inner(first, second=i):
            return first, second
        results.append(inner(1))
    inner.__defaults__ = None
    return results[-1], message(inner, 1)


print(makers())
