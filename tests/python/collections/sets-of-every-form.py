"""Operations of sets whose items are small ints, strings, both, or objects that say themselves what they equal."""


class Like:
    """Equals an int, and has its hash."""

    def __init__(self, value):
        self.value = value

    def __hash__(self):
        return hash(self.value)

    def __eq__(self, other):
        return self.value == (other.value if isinstance(other, Like) else other)

    def __repr__(self):
        return f'Like({self.value!r})'


def show(items):
    return sorted(map(repr, items))


forms = [
    set(),
    {1, 2, 3, 40},
    {-1, 0, 3, 2**31, 2**60},
    {'a', 'b', 'c'},
    {'b', 'c', 'd', 1},
    {1.0, True, 'a', None},
    {(1, 2), 'a', 3},
    {Like(3), Like('b')},
    frozenset({3, 'b'}),
    set(range(100)),
    set(map(str, range(100))),
]
for left in forms:
    for right in forms:
        results = [left | right, left & right, left - right, left ^ right]
        print(*(len(result) for result in results), type(results[0]).__name__, end=' ')
        print(left <= right, left < right, left == right, left.isdisjoint(right))
        assert len(results[0]) == len(results[1]) + len(results[3])
        assert show(results[0]) == show(results[3] | (left & right)) or len(results[1])
        for result in results[:2]:
            assert sorted(map(str, result)) == sorted(map(str, list(result)))
        copy = set(left)
        copy -= right
        assert copy == results[2], (left, right)
        copy ^= right
        assert copy == results[0]

# Strings come and go: what is left shows itself in the order of its hashes again.
numbers = {'x', 1, 5, 3, 9, 17, 8}
print(numbers - {'x'}, {17, 9, 1, 'y'} & numbers)
print(set(['x', 8, 1, 'x', 16, 8]) - set('x'), set(('p', 'p', 'q')) == {'q', 'p'})
print(list({3, 1, 2}), sorted({'b', 'a'}), tuple(frozenset((9, 8))), [*{5}], sorted({2.5, 1}))


class Growing:
    """Changes the list that it comes from."""

    def __init__(self, items):
        self.items = items

    def __hash__(self):
        if len(self.items) < 5:
            self.items.append('late')
        return 1


items = []
items.append(Growing(items))
items.append('s')
print(len(set(items)), len(items))

from collections import namedtuple

Point = namedtuple('Point', 'x y')
places = {Point(1, 'a'): 'one', (2, Point(3, 4)): 'two'}
print(places[1, 'a'], places[Point(2, (3, 4))], places.get(Point(1, 'b')), (1, 'a') in places)
print({Point(1, 2), (1, 2), Point(1.0, 2)}, Point(1, 2) in {(1, 2)})


class Picky(tuple):
    def __eq__(self, other):
        return False

    __hash__ = tuple.__hash__


print((1, 2) in {Picky((1, 2))}, Picky((1, 2)) in {(1, 2)}, {(1, 2): 1}.get(Picky((1, 2))))
