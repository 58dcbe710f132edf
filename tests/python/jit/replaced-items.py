"""Items of dicts that are looked for and then replaced: what happens to the dict in between."""
import copy
import json
import pickle

KEYS = ["key%d" % i for i in range(5)] + [1, 2, -3, 10**20]


def count(counts, keys):
    for k in keys:
        if k in counts:
            counts[k] += 1
        else:
            counts[k] = 1
    for k in keys:
        counts[k] = counts.get(k, 0) + 1
    return counts


def made(rounds=60):
    """A dict whose values have been replaced often."""
    counts = {}
    for _ in range(rounds):
        count(counts, KEYS)
    return counts


counts = made()
print(counts, len(counts), list(counts) == KEYS)
print(list(counts.values()), list(counts.items())[:2], list(reversed(counts.items()))[:2])
print(counts == dict(counts) == counts.copy() == {**counts} == counts | {} == copy.copy(counts) == copy.deepcopy(counts))
print(json.dumps(counts), pickle.loads(pickle.dumps(counts)) == counts, counts.items() >= made(1).items())


def between(counts, k, act):
    if k in counts:
        act(counts, k)
        counts[k] = counts.get(k, "gone") if k in counts else "new"
    return list(counts.items())[-2:]


def added(counts, k, act):
    counts[k] = counts.get(k, 0) + act(counts, k)
    return counts[k], len(counts), list(counts)[-1]


def read(counts, k, act):
    return counts[k], act(counts, k), counts.get(k, "absent")


def nothing(counts, k):
    return 1


def delete(counts, k):
    del counts[k]
    return 2


def again(counts, k):
    del counts[k]
    counts[k] = 1000
    return 3


def clear(counts, k):
    counts.clear()
    return 4


def pop(counts, k):
    counts.pop(k)
    return 5


def pop_last(counts, k):
    while counts:
        counts.popitem()
    return 6


def widen(counts, k):
    counts[2.5] = counts[(1,)] = 0
    return 7


def update(counts, k):
    counts.update({k: 2000, "more": 1})
    return 8


def move(counts, k):
    counts[k] = counts.pop(k)
    return 9


def default(counts, k):
    return counts.setdefault(k, 5) + counts.setdefault("other", 6)


def become(counts, k):
    class Plain:
        pass

    Plain.instance = Plain()
    small = {name: counts[name] for name in counts if isinstance(name, str)}
    Plain.instance.__dict__ = small
    return small["key3"]


ACTS = [nothing, delete, again, clear, pop, pop_last, widen, update, move, default, become]
for _ in range(30):
    for act in ACTS:
        seen = [f(made(6), "key3", act) for f in (between, added, read)]
for act in ACTS:
    print(act.__name__, *[f(made(), "key3", act) for f in (between, added, read)])


# The instance's own dict, which takes over the items of one whose values have been replaced.
class Owner:
    pass


def own(counts, k, owner):
    counts[k] = counts.get(k, 0) + 1
    if owner is not None:
        owner.__dict__ = counts
    counts[k] = counts.get(k, 0) + 1
    return counts[k]


named = {}
for _ in range(300):
    own(named, "field", None)
owner = Owner()
print(own(named, "field", owner), owner.field, own(named, "field", None), owner.field)


# Other dicts and other keys under the same names.
def swap(one, other, keys):
    for k in keys:
        one[k] = one.get(k, 0) + 1
        one, other = other, one
        one[k] = one.get(k, 0) + 10
        k = keys[0]
        one[k] = one.get(k, 0) + 100
    return one, other


one, other = {}, {}
for _ in range(100):
    swap(one, other, ["a", "b", "c"])
print(one, other)


# Values seen by iterators while they are replaced.
def through(counts):
    seen = []
    for k, v in counts.items():
        counts[k] = counts.get(k, 0) + 1
        for name in KEYS[:3]:
            counts[name] = counts.get(name) + 1
        seen.append(v)
    return seen, [v for v in counts.values()]


for _ in range(40):
    counts = dict.fromkeys(KEYS, 0)
    shown = through(counts)
print(shown)
counts = made()
print(through(counts))


def grow(counts):
    try:
        for k in counts:
            counts[k] = counts.get(k) + 1
            counts[str(k) + "!"] = counts.get(str(k) + "!", 0) + 1
    except RuntimeError as error:
        return error


for _ in range(60):
    shown = grow(made(3))
print(shown, grow(made()))


# Keys that equal others, keys without a hash, values of all kinds, subclasses.
class Same:
    def __hash__(self):
        return hash("key1")

    def __eq__(self, other):
        return other == "key1"


class Counting(dict):
    def __missing__(self, key):
        return 0


for keys in [1.0, True, 2.0], [Same(), "key1"], [(1, 2)]:
    counts = made()
    for _ in range(40):
        count(counts, keys)
    print(list(counts.items())[:7] if not isinstance(keys[0], Same) else counts["key1"], len(counts))
try:
    count(made(), [[]])
except TypeError as error:
    print(error)
counts = Counting()
for _ in range(100):
    count(counts, KEYS)
print(counts["absent"], counts["key1"], len(counts))
values = {}
for _ in range(50):
    for value in None, 0, "", 1.5, [], False:
        for k in "ab":
            values[k] = value if values.get(k, 1) is not value else (value,)
print(values)


def within(counts, keys):
    """In a generator, with a handler, and by a nested function."""
    for k in keys:
        try:
            counts[k] += 1
        except KeyError:
            counts[k] = 1
        yield counts[k]
        counts[k] = counts.get(k, 0) + 1

        def inner(k=k):
            counts[k] = counts.get(k, 0) + 1

        inner()


counts = {}
for _ in range(100):
    for i, _ in enumerate(within(counts, KEYS)):
        if i == 4:
            counts.pop("key4")
print(counts)
