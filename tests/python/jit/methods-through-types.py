"""Methods of built-in types that are called through the type, and what then is not an object of that type."""


class Table(dict):
    pass


class Plain:
    pass


def lookups(table, key):
    return dict.get(table, key, "absent"), dict.__contains__(table, key), str.upper("ab"), int.bit_length(5)


def looked_up(table):
    return dict.get(table, 1)


def store(target, value):
    object.__setattr__(target, "kept", value)
    return target.kept


def outcome(function, *args):
    try:
        return function(*args)
    except (TypeError, AttributeError) as error:
        return f"{type(error).__name__}: {error}"


for i in range(500):
    lookups({1: 2}, 1)
    looked_up({1: 2})
    store(Plain(), i)
print(lookups({1: 2}, 1), lookups(Table(a=1), "a"))
print([outcome(looked_up, value) for value in ({1: 3}, Table({1: 4}), [], None, 5)])
print([outcome(store, value, 3) for value in (Plain(), 5, None)])


class Accepting(type):
    def __instancecheck__(cls, value):
        return value == 7


class Seven(metaclass=Accepting):
    pass


class Pretender:
    @property
    def __class__(self):
        return int


class Dynamic:
    def __getattribute__(self, name):
        return str if name == "__class__" else object.__getattribute__(self, name)


def kinds(value):
    return (
        isinstance(value, (float, Seven, Plain, (bytes, list))),
        isinstance(value, (int, float)),
        isinstance(value, (str, bytes)),
    )


for i in range(300):
    kinds(i)
for value in (7, 8, True, Plain(), [], b"", 1.5, Pretender(), Dynamic(), "text", None):
    print(type(value).__name__, kinds(value))
print(outcome(isinstance, 3, (str, 5)))


def grown(rounds):
    marks = bytearray(4)
    for i in range(rounds):
        try:
            marks[i % 300] = 1
        except IndexError:
            marks += bytes(4)
    return len(marks), sum(marks)


def put(items, index, value):
    try:
        items[index] = value
    except (IndexError, ValueError, TypeError) as error:
        return f"{type(error).__name__}: {error}"
    return items[index]


print(grown(5000))
octets = bytearray(4)
for i in range(2000):
    put(octets, i % 4, i % 256)
print([put(octets, *item) for item in ((9, 1), (-5, 1), (1, 300), (1, -1), (1, 2.0), (-1, 7))], octets)
