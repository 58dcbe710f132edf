"""id() of objects of all kinds: the same as long as the object lives, no two alike, and seen by nobody else."""

import copy
import pickle


class Plain:
    def __init__(self):
        self.a = 1


class Slotted:
    __slots__ = ('a',)


class Listed(list):
    pass


class Keyed(dict):
    pass


class Shared:
    pass


class Ending:
    ended = 0

    def __del__(self):
        Ending.ended += 1


def made():
    return [Plain(), Slotted(), Listed(), Keyed(), [], {}, (1,), {1}, object(), Plain, len, made, lambda: 0, Ending()]


kept = made()
for _ in range(300):
    found = [id(value) for value in kept]
    assert len({id(value) for value in made() + kept}) >= len(kept)
print(found == [id(value) for value in kept], len(set(found)) == len(kept))
print([hash(value) == object.__hash__(value) for value in kept[:2]], [f'{id(kept[0]):x}' in repr(kept[0])])

# Nothing shows that an object was asked for its id.
plain = kept[0]
print(plain.__dict__, vars(plain), [name for name in dir(plain) if name[0] != '_'], len(plain.__dict__))
twin = copy.copy(plain)
print(twin.__dict__, id(twin) != id(plain), pickle.loads(pickle.dumps(plain)).__dict__)
one, other = Shared(), Shared()
before = id(one), id(other)
one.x = 1
other.__dict__ = one.__dict__
print(other.x, before == (id(one), id(other)))
one.__class__ = Plain
del one.x
print(before[0] == id(one), one.__dict__, list(vars(other)))
try:
    slotted = kept[1]
    id(slotted)
    slotted.b = 1
except AttributeError as error:
    print(error)


# Containers and objects that know what they have been to.
def walk(value, seen):
    if id(value) in seen:
        return 0
    seen[id(value)] = value
    items = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return 1 + sum(walk(item, seen) for item in items)


ring = [Plain(), {'a': (1, [])}]
ring.append(ring)
for _ in range(300):
    walk(ring, {})
print(walk(ring, {}), len({id(Plain()) for _ in range(3)}) >= 1)
