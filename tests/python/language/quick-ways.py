"""What quick ways are taken for: each beside the case that it must leave to the slow way."""

import bisect
import datetime
import heapq
import random
import sys
import types


def shown(function):
    try:
        return repr(function())
    except Exception as error:
        return f'{type(error).__name__}: {error}'


# Orders: of numbers, of tuples with numbers, of what has an order of its own.
class Weight:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        return self.value > other.value

    def __repr__(self):
        return f'W{self.value}'


class Backwards(tuple):
    def __lt__(self, other):
        return tuple.__gt__(self, other)


nan = float('nan')
generator = random.Random(5)


def atom():
    few = [generator.randrange(4), generator.randrange(9) / 4, str(generator.randrange(3)), 2**60, True, None]
    return generator.choice([*few, nan, Weight(generator.randrange(3)), (1,), -0.0, 0])


def some_tuple():
    return generator.choice([tuple, tuple, tuple, Backwards])(atom() for _ in range(generator.randrange(4)))


def drained(items):
    heap = list(items)
    heapq.heapify(heap)
    return [heapq.heappop(heap) for _ in items]


def checksum(text):
    total = 0
    for character in text:
        total = (total * 31 + ord(character)) % 1_000_000_007
    return total


for turn in range(120):
    count = generator.randrange(1, 60)
    items = [
        [some_tuple() for _ in range(count)],
        [(generator.randrange(5), generator.choice('abc'), generator.randrange(9) / 8) for _ in range(count)],
        [generator.choice([generator.randrange(9), generator.randrange(9) / 4]) for _ in range(count)],
        [''.join(generator.choice('ab\u00e9\U0001f600') for _ in range(generator.randrange(4))) for _ in range(count)],
        [atom() for _ in range(3)],
    ][turn % 5]
    answers = [
        shown(lambda: sorted(items)),
        shown(lambda: sorted(items, reverse=True)),
        shown(lambda: sorted(items, key=lambda item: (item, 1), reverse=1)),
        shown(lambda: (min(items), max(items))),
        shown(lambda: drained(items)),
        shown(lambda: bisect.bisect(items, items[0])),
    ]
    print(turn, checksum('\n'.join(answers)))
print(shown(lambda: sorted([2, 1], foo=1)), shown(lambda: sorted([2, 1], reverse='x')))

# Texts and octets.
text = 'the quick brown fox ' * 40
print(checksum(text.replace('fox', 'cat')), checksum(text.replace('quick', '')), checksum(text[:300].replace('o', '00')))
print('a\nb\rc\r\nd\x0be\x0cf\x1cg\x1dh\x1ei\x85j\u2028k\u2029l\x1fm\n'.splitlines(), 'a\r\n\nb'.splitlines(True))
print([repr(case) for case in ("it's", '"', '\\', 'tab\t', '\x7f', 'plain', '', '\xe9', "'\"")])
print('\ufffd'.encode().decode(), shown(lambda: b'ab\xff'.decode()), b'ab\xffc'.decode(errors='replace'))
print(shown(lambda: ('x' * 50 + '\udc80').encode()), 'h\xe9\u20ac'.encode(), ('\xe9' * 60).encode()[:4])
print('abc'.encode('Latin 1'), b'\xe9bc'.decode('ISO-8859-1'), b'abc'.decode('US-ASCII'), shown(lambda: b'\xe9'.decode('ascii')))
print(b'0123456789' * 7 == ('0123456789' * 7).encode(), (b'x' * 70).decode('latin-1') + (b'\xe9' * 3).decode('latin-1'))
for digits in ('6162', '61 62', '616', '6g', '\xe961', 'aB', '', ' '):
    print(digits, shown(lambda: bytes.fromhex(digits)))
print(bytes(range(70)).hex(), bytes([1, 255]), shown(lambda: bytes([256])), shown(lambda: bytes([-1])), bytes((True, 2)))
print(bytes(3), bytes(bytearray(b'ab')), shown(lambda: bytes(-1)), shown(lambda: b'a' + 'b'), b'a' + bytearray(b'b'))
array = bytearray()
for i in range(90):
    array += bytes([i])
    if i % 7 == 0:
        del array[:2]
print(len(array), checksum(array.decode('latin-1')))

# Lists and dicts.
print([*[1, 2], *(3,), *'ab', *{4: 5}], [*()], list('a\U0001f600b'))
letters = iter('abcd')
next(letters)
print(list(letters), list(letters), [*iter('xy')])
source = [1, 2]
copy = [*source]
copy.append(3)
print(source, copy)
for way in (dict.keys, dict.values, dict.items):
    seen = []
    changing = {'a': 1, 'b': 2, 'c': 3}
    try:
        for item in way(changing):
            seen.append(item)
            if len(seen) == 2:
                changing['d'] = 4
    except RuntimeError as error:
        print(seen, error)
    changing = {'a': 1, 'b': 2}
    steps = iter(way(changing))
    next(steps)
    del changing['a']
    changing['z'] = 26
    print(shown(lambda: list(steps)), shown(lambda: list(steps)))


def keywords(**given):
    return given


print(keywords(**{'a': 1}, **{'b': 2}), shown(lambda: keywords(**{'a': 1}, **{'a': 2})), shown(lambda: keywords(**{1: 2})))

# Modules, and the ends of the calendar.
module = types.ModuleType('made')
print(hasattr(module, 'missing'), getattr(module, 'missing', 5))
module.__getattr__ = lambda name: name.upper()
print(hasattr(module, 'missing'), getattr(module, 'missing', 5))
print(hasattr(sys, 'missing'), shown(lambda: sys.missing))
for when in (datetime.datetime(1, 1, 1), datetime.datetime(9999, 12, 31, 23, 59, 59), datetime.datetime(1970, 1, 1)):
    print(shown(when.replace(tzinfo=datetime.timezone.utc).timestamp))
print(shown(lambda: datetime.datetime.fromtimestamp(253402300800, datetime.timezone.utc)))

# Numbers from texts, and to so many digits.
for text in ('12', '-7', '-0', '+5', ' 6 ', '1_000', '', '-', '--1', '123456789012345', '1234567890123456789', '\u0663', '1x', '0x10'):
    print(repr(text), shown(lambda: int(text)))
print([round(number, digits) for number in (2.675, 1.005, 0.5, -0.004, 1e15 / 3, 12345.678) for digits in (0, 1, 2, 5, 15, 22)])
print([round(5e-324, 2), round(-1e-300, 20), round(1e300, 5), round(0.15, 1), round(0.25, 1), round(0.35, 1)])
print(ascii('a\xe9\u20ac\U0001f600\n'), ascii(['\xff']), b'aB1 cD'.swapcase(), bytearray(b'ab' * 50).title()[:6])


class Claims:
    @property
    def __class__(self):
        return int


class Plain:
    pass


print([isinstance(value, int) for value in (1, True, 'a', 1.5, None, Claims(), Plain(), [])])
print([isinstance(value, (str, Plain)) for value in (1, True, 'a', 1.5, None, Claims(), Plain(), [])])
