"""A bit of everything that small programs do: for what runs here the build keeps V8's bytecode (src/cli/deferred-code.ts)."""
import array, bisect, binascii, datetime, decimal, math, random, statistics, string, struct, tempfile
from dataclasses import dataclass


@dataclass
class Point:
    x: float
    y: float = 0.0

    def moved(self, dx, dy=1.0):
        return Point(self.x + dx, self.y + dy)

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)

    @property
    def length(self):
        return math.sqrt(self.x * self.x + self.y * self.y)


class Counter:
    def __init__(self):
        self.counts = {}

    def add(self, key, *more, step=1):
        try:
            self.counts[key] += step
        except KeyError:
            self.counts[key] = step
        for one in more:
            self.add(one)


def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def squares(n):
    for i in range(n):
        if i % 7 == 3:
            continue
        yield i * i


def sieve(n):
    flags = [True] * (n + 1)
    for i in range(2, int(n**0.5) + 1):
        if flags[i]:
            for j in range(i * i, n + 1, i):
                flags[j] = False
    return [i for i, flag in enumerate(flags) if flag and i > 1]


def matrix(n):
    a = [[i * j % 7 + 0.5 for j in range(n)] for i in range(n)]
    return [[sum(a[i][k] * a[k][j] for k in range(n)) for j in range(n)] for i in range(n)]


def words(text):
    found = {}
    for word in text.split():
        key = word.strip('.,').lower()
        found[key] = found.get(key, 0) + 1
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))


def text(n):
    lines = []
    for i in range(n):
        name = 'even' if i & 1 == 0 else 'odd'
        lines.append(f'{i:04d} {name!r:>8} {i / 3:.2f} ' + name.upper().replace('E', 'e'))
    return '\n'.join(lines)


def search(values, n):
    low, high, seen = 0, len(values), set()
    while low < high:
        middle = (low + high) // 2
        seen.add(middle)
        if values[middle] is None or values[middle] < n:
            low = middle + 1
        else:
            high = middle
    first, *rest = values[:3]
    return low, len(seen), not rest and first in seen


def main():
    counter = Counter()
    point = Point(1.0)
    for i in range(1500):
        point = point.moved(0.5) + Point(i * 0.25)
        if isinstance(point, Point) and point.length > 100.0:
            point = Point(1.0)
        counter.add(i % 10, step=2)
        search((1, 2, 3, 5, 8, 13), i)
    fibonacci(15)
    sum(squares(500))
    sieve(3000)
    matrix(12)
    words('the quick brown fox, and the lazy dog. ' * 100)
    text(1200)
    bits = 1
    for i in range(1200):
        bits = (bits << 3 ^ i) & 0xFFFFFFFF
        a, b = divmod(bits, 7)
        a, b = b, a
    random.seed(1)
    random.shuffle(list(range(20)))
    statistics.mean([1, 2, 4])
    struct.unpack('<Id', struct.pack('<Id', 1, 2.0))
    array.array('d', [1.0, 2.0]).tobytes()
    bisect.bisect([1, 2, 3], 2)
    binascii.hexlify(b'abc')
    str(datetime.datetime(2024, 2, 29) + datetime.timedelta(days=1, seconds=3.5))
    str(decimal.Decimal('1.10') * 3 / 7)
    string.capwords(tempfile.gettempprefix())


main()
