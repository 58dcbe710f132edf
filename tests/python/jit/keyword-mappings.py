"""`f(**mapping)` where the mapping is a dict, is none, changes, or does not fit."""


class Items:
    def __init__(self, items):
        self.items = items

    def keys(self):
        return [key for key, _ in self.items]

    def __getitem__(self, wanted):
        return next(value for key, value in self.items if key == wanted)


class Holder:
    def __init__(self, **options):
        self.options = options
        self.first = 1


class Table(dict):
    pass


def takes(first, second=2, *rest, **others):
    others["more"] = len(others)
    return first, second, rest, others


def passed_on(*args, **options):
    return takes(*args, **options)


def spread(mapping):
    return takes(**mapping)


def of_attribute(holder):
    return takes(**holder.options), takes(**holder.__dict__)


def built_in(mapping):
    return dict(**mapping), sorted([3, 1, 2], **{})


def chosen(mapping, other):
    return takes(**(mapping if mapping else other))


def also(mapping):
    return takes(5, third=3, **mapping)


def outcome(function, *args):
    try:
        return function(*args)
    except TypeError as error:
        return f"TypeError: {error}"


options = {"first": 1, "third": 3}
for i in range(400):
    spread(options)
    passed_on(1, 2, 3, fourth=4)
    passed_on(1)
    of_attribute(Holder(first=2))
    built_in(options)
    chosen(options, {})
    also({"sixth": i})
print(spread(options), options)
print(passed_on(1, 2, 3, fourth=4), passed_on(1), outcome(passed_on))
print(of_attribute(Holder(first=2, last=3)))
print(built_in({"a": 1}), chosen({}, {"first": 8}))
print([outcome(also, value) for value in ({}, {"third": 4}, {1: 2}, None)])
print([outcome(spread, value) for value in (Table(first=7), Items([("first", 4), ("x", 5)]), {}, {1: 2}, 5, None)])
print([outcome(spread, value) for value in ({"first": 1, (): 2}, Items([(1, 2)]), {"second": 3})])
