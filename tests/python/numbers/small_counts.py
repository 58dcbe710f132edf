"""comb and bit_count at the edges between small and large ints; octets that are found near and far."""

import bz2
import math

for n, k in [(0, 0), (5, 0), (5, 5), (5, 6), (30, 10), (56, 28), (57, 28), (60, 30), (67, 33), (68, 34), (2**53 - 1, 1), (2**53 - 1, 2),
             (2**53 - 1, 2**53 - 2), (10**6, 3), (94906266, 2), (94906267, 2), (True, 1), (2**70, 2)]:
    print(n, k, math.comb(n, k))
print(all(math.comb(n, k) == math.comb(n - 1, k - 1) + math.comb(n - 1, k) for n in range(1, 75) for k in range(1, n)))
for n, k in [(-1, 2), (2, -1), (2.0, 1)]:
    try:
        print(math.comb(n, k))
    except (ValueError, TypeError) as e:
        print(e)

for value in [0, 1, -1, 255, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**53 - 1, -(2**53 - 1), 2**53, 2**64 - 1, 0x5555555555555, True]:
    print(value, value.bit_count(), value.bit_count() == bin(value).count('1'))

for gap in (0, 1, 22, 23, 24, 25, 26, 60, 300):
    data = b'.' * gap + b'ab' + b'-' * gap + b'ab' + b'a' * gap
    print(gap, data.find(b'ab'), data.find(b'ab', gap + 1), data.count(b'ab'), len(data.split(b'ab')), data.count(b'a', 0, gap + 1),
          data.replace(b'ab', b'').count(b'.'), len(data.replace(b'ab', b'x' * 40)), data.replace(b'ab', b'cd', 1)[gap:gap + 2],
          data.find(b'abc'), data.find(b'ab', 0, gap + 1), data.index(b'-') if gap else None)
print(b'abc'.replace(b'', b'-'), b''.replace(b'', b'-'), b'aaa'.replace(b'a', b''), bytearray(b'abab').replace(b'b', b'cc'))

for size in (0, 1, 4095, 4096, 4097, 9000, 99981, 100000, 250000):
    for data in (bytes(i * i % 251 for i in range(size)), b'a' * size, b'ab' * (size // 2)):
        for level in (1, 9):
            assert bz2.decompress(bz2.compress(data, level)) == data

parts = b'a,b,,cd,a'.split(b',')
print(parts, parts[0] is parts[4], bytearray(b'a,b').split(b','), b'ab'.split(b','), b' x  yy '.split())
