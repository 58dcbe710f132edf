# Every kind of object, written by every protocol and read again: the octets are CPython's.
import collections
import copyreg
import datetime
import decimal
import enum
import fractions
import functools
import hashlib
import io
import pickle
import uuid


class Plain:
    pass


class Slots:
    __slots__ = ('a', 'b')


class Outer:
    class Inner:
        def method(self):
            pass


class Color(enum.Enum):
    RED = 1


class List(list):
    pass


class Dict(dict):
    pass


class Tuple(tuple):
    pass


class Int(int):
    pass


class Str(str):
    pass


class Arguments:
    def __new__(cls, *args, **kwargs):
        return object.__new__(cls)

    def __getnewargs_ex__(self):
        return (1, 2), {'k': 3}


class State:
    def __getstate__(self):
        return {'x': 1}, {'y': 2}


class Setter:
    def __reduce__(self):
        return Setter, (), {'s': 1}, None, None, set_state


def set_state(obj, state):
    obj.__dict__.update(state)


Point = collections.namedtuple('Point', 'x y')
copyreg.add_extension('__main__', 'Plain', 0x1234)

plain = Plain()
plain.x = 1
plain.y = [plain]
slots = Slots()
slots.a = 1
slots.b = slots
recursive_tuple = ([],)
recursive_tuple[0].append(recursive_tuple)
recursive_list = []
recursive_list.append(recursive_list)
recursive_dict = {}
recursive_dict[1] = recursive_dict
list_state = List([1, 2])
list_state.q = 1
dict_state = Dict(a=1)
dict_state.z = 2

INTS = [0, 1, -1, 255, 256, 65535, 65536]
for bits in (31, 39, 40, 53, 63, 64, 2039, 2040):
    INTS += [2**bits - 1, 2**bits, -(2**bits), -(2**bits) - 1]

OBJECTS = [
    None, True, False, *INTS, 0.0, -0.0, 1.5, 1e300, float('inf'), float('nan'), 1j,
    '', 'abc', 'é', '\u4e2d', '\U0001f600', '\ud800', 'a\\b\n\r\0\x1a', 'x' * 255, 'x' * 256, 'é' * 200, 'x' * 70000,
    b'', b'abc', b'\xff' * 255, b'x' * 256, b'x' * 70000, bytearray(b''), bytearray(b'abc'), bytearray(70000),
    (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [1], [1, 2], {}, {1: 2}, {1: 2, 3: 4}, set(), {1}, {1, 2},
    frozenset(), frozenset([1]), list(range(2500)), {i: i * i for i in range(1000)}, {i: str(i) for i in range(2001)},
    set(range(1000)), set(range(1001)), frozenset(range(1500)), recursive_tuple, recursive_list, recursive_dict,
    plain, slots, Outer.Inner, Outer.Inner.method, Outer.Inner().method, Color.RED, Color, list_state, dict_state,
    Tuple((1, 2)), Int(5), Str('abc'), Arguments(), State(), Setter(), ValueError('x'), Point(1, 2), int, len, type,
    type(None), type(...), type(NotImplemented), NotImplemented, ..., print, collections.OrderedDict(a=1),
    collections.Counter('abca'), collections.deque([1, 2], 5), collections.defaultdict(int, a=1),
    datetime.datetime(2020, 1, 2, 3, 4, 5), datetime.date(2000, 1, 1), datetime.timedelta(1), decimal.Decimal('1.5'),
    fractions.Fraction(1, 2), uuid.UUID(int=5), functools.partial(int, '5', base=10), range(5), slice(1, 2),
    iter([1, 2]), [['ab' * 50] * 3] * 3, ['abc', 'abc'], [b'', b''], [(), ()], (plain, plain, [plain]), dict.fromkeys,
    str.join, {}.get, zip([1], [2]), lambda: 0, io.BytesIO(b'ab'), io.FileIO,
]  # fmt: skip

for proto in range(6):
    for i, obj in enumerate(OBJECTS):
        try:
            data = pickle.dumps(obj, proto)
        except Exception as e:
            text = str(e).partition(' at 0x')[0]
            print(proto, i, type(obj).__name__, type(e).__name__, text, getattr(e, '__notes__', None))
            continue
        print(proto, i, type(obj).__name__, len(data), data if len(data) < 80 else hashlib.md5(data).hexdigest())
        file = io.BytesIO()
        pickle.Pickler(file, proto).dump(obj)
        if file.getvalue() != data:
            print('  another pickle in a file')
        file.seek(0)
        for again in (pickle.loads(data), pickle.load(file)):
            shown = repr(again)
            if ' at 0x' not in shown and shown != repr(obj):
                print('  ', shown)
            if type(again) is not type(obj) or pickle.dumps(again, proto) != data:
                print('  another object')
