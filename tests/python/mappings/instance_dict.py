"""__dict__ of instances: one dict with the attributes in it, shared dicts, dicts with keys that are no names."""


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


class Plain:
    pass


a = Plain()
a.x = 1
a.y = 2
d = a.__dict__
print(d, d is a.__dict__, vars(a) is d, len(d), 'x' in d, list(d), d.get('z'))
d['z'] = 3
del a.x
a.x = 9
print(a.z, d, d.pop('y'), hasattr(a, 'y'), d.popitem(), d.setdefault('w', 4), a.w)
attempt(lambda: a.y)
attempt(lambda: delattr(a, 'y'))
d['not a name'] = 5
d[''] = 6
print(getattr(a, 'not a name'), getattr(a, ''), {**d}, d == dict(d), d | {'more': 1}, list(reversed(d)))


def grow():
    for key in d:
        a.grown = 1


attempt(grow)


class Borg:
    shared = {}

    def __init__(self):
        self.__dict__ = self.shared


one, two = Borg(), Borg()
one.v = 5
two.w = 7
print(two.v, one.w, Borg.shared, one.__dict__ is two.__dict__ is Borg.shared)
del one.v
attempt(lambda: two.v)
del two.w
three = Borg()
three.q = 1
print(one.q, one.__dict__, hasattr(two, 'w'))


class AttributeDict(dict):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.__dict__ = self


both = AttributeDict(a=1, b=2)
both.c = 3
both['d'] = 4
del both.a
both[1] = 'one'
print(both, both.d, 'a' in both, both.__dict__ is both)

odd = Plain()
odd.x = 1
odd.__dict__[5] = 'five'
odd.y = 2
print(odd.__dict__, odd.x, odd.y)
del odd.x
odd.__dict__['z'] = 3
odd.__dict__[1.5, None] = 'pair'
odd.k = 4
print(odd.__dict__, odd.z, odd.k)


class Other:
    def name(self):
        return 'other'


odd.__class__ = Other
odd.late = 1
print(odd.name(), odd.z, odd.__dict__['late'], type(odd).__name__)

old = a.__dict__
a.__dict__ = fresh = {'q': 2}
old['n'] = 1
fresh['r'] = 3
a.s = 4
print(a.q, a.r, fresh, hasattr(a, 'n'), hasattr(a, 'z'), sorted(map(str, old)))
b = Plain()
b.__dict__ = fresh
b.t = 5
a.__dict__ = {}
print(b.q, b.__dict__, a.__dict__, hasattr(a, 't'))
attempt(lambda: setattr(a, '__dict__', [1]))
attempt(lambda: setattr(a, '__dict__', None))
a.u = 1
kept = a.__dict__
del a.__dict__
print(kept, a.__dict__, hasattr(a, 'u'))


class Slotted:
    __slots__ = ('a', '__dict__')


s = Slotted()
s.a = 1
s.b = 2
print(s.__dict__)
try:
    raise ValueError('with attributes')
except ValueError as error:
    error.extra = 1
    error.__dict__['more'] = 2
    print(error.__dict__, error.more)


def function():
    pass


function.attribute = 1
function.__dict__['other'] = 2
print(function.__dict__, function.other)
