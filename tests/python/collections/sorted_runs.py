"""Sorting what is in order already, in the opposite order, or almost."""

from functools import cmp_to_key

LISTS = [
    [1, 2], [2, 1], [1, 1], [1, 2, 3], [3, 2, 1], [3, 2, 2], [2, 2, 1], [1, 2, 2], [1, 3, 2], [3, 1, 2],
    list(range(50)), list(range(50, 0, -1)), [*range(50), 7], [*range(50, 0, -1), 7], [1, 2, 3.0], [3, 2, 1.0], [3, 2, True],
    [1, 2, 2**70], [2**70, 2, 1], [-1, 0, 1], [0, -0.0, 0], ['a', 'b', 'c'], ['c', 'b', 'a'], ['b', 'b', 'a'],
    ['\uffff', '\U00010000', 'a'], ['\U00010000', '\uffff', 'a'], ['\ud800', '\ue000'], ['\ue000', '\ud800'], ['', 'a'], ['a', ''],
]
for items in LISTS:
    print(ascii(sorted(items)), ascii(sorted(items, reverse=True)))
    positions = list(range(len(items)))
    for reverse in (False, True):
        print(sorted(positions, key=items.__getitem__, reverse=reverse)[:12])

for items in ([1, 2, 'a'], [2, 1, 'a'], ['a', 'b', 1], ['b', 'a', None], [1, None]):
    try:
        sorted(items)
    except TypeError as e:
        print(e)


class Text(str):
    def __lt__(self, other):
        return len(self) < len(other)


print(sorted(['c', 'b', Text('aaa')]), sorted([Text('ccc'), Text('bb'), Text('a')]))
print(sorted([3, 2, 1], key=cmp_to_key(lambda a, b: 0)))
changing = [3, 2, 1]
try:
    changing.sort(key=lambda value: changing.append(value) or value)
except ValueError as e:
    print(e, changing)
