"""Methods that compiled code does itself, on the types that it means and on others."""


class Stack(list):
    def append(self, item):
        super().append([item])

    def pop(self):
        return 'popped', super().pop()


class Counts(dict):
    def __missing__(self, key):
        return 'missing'

    def get(self, key, default=None):
        return 'got', super().get(key, default)


class Bag:
    def __init__(self):
        self.items = []

    def add(self, item):
        self.items.append(item)
        return 'added'


class Key:
    def __init__(self, number):
        self.number = number

    def __hash__(self):
        if self.number < 0:
            raise ValueError('negative')
        return self.number

    def __eq__(self, other):
        return isinstance(other, Key) and self.number == other.number


def push(stack, item):
    return stack.append(item)


def take(stack):
    return stack.pop()


def add(target, item):
    return target.add(item)


def get(mapping, key):
    return mapping.get(key)


def get_or(mapping, key, default):
    return mapping.get(key, default)


def told(function, *args):
    try:
        return function(*args)
    except Exception as error:
        return type(error).__name__, str(error)


numbers, names, members = [], {'a': 1, (1, 2): 'pair', 2.0: 'two', None: None}, set()
for i in range(300):
    assert push(numbers, i) is None
    assert add(members, (i % 7, -i % 3)) is None and add(members, i % 5 or 'zero') is None
    assert get(names, 'a') == 1 and get(names, i + 3) is None and get_or(names, i + 3, i) == i
for i in range(200):
    assert take(numbers) == 299 - i
print(len(numbers), sorted(members, key=str))
print(get(names, (1, 2)), get(names, 2), get_or(names, None, 'absent'), get_or(names, True, 'no'))
print(told(take, []), told(take, set()), told(take, Stack([1, 2])), told(take, {'k': 1}))
print(told(push, Stack(), 1), told(push, (), 1))
stack = Stack()
push(stack, 1)
print(stack)
print(told(add, Bag(), 1), told(add, frozenset(), 1), told(add, set(), []), told(add, set(), (1, [])))
print(told(get, Counts(a=1), 'a'), told(get, Counts(), 'a'), told(get_or, Counts(), 'a', 2))
print(told(get, {}, []), told(get_or, {}, ([],), 1), told(get, {Key(1): 1}, Key(-1)), told(get, [], 1))
print(told(add, {Key(1)}, Key(-1)), told(get, {Key(1): 'one'}, Key(1)))


def is_in(item, container):
    return item in container, item not in container


for i in range(100):
    assert is_in(i, {i}) == (True, False) and is_in((i, i), {(i, i - 1)}) == (False, True)
print(is_in({1}, {frozenset([1])}), told(is_in, [], {1}), told(is_in, {1}, {1: 1}), told(is_in, Key(-1), {Key(1)}))
keys = {Key(1)}
print(add(keys, Key(1)), len(keys), add(keys, Key(2)), len(keys))


def count(words):
    counts = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts


for i in range(100):
    counts = count('the cat and the dog and the end'.split())
print(counts, count([(1, 'a'), (1, 'a'), (1.0, 'a'), (True, 'a'), (-1, -2), (-2, -1), (2**40, -2**40), (2**70,)]))
print({(x, y) for x in (-1, 0, 1, 70000, 2**31, 2**53) for y in (-2, 65535, 65536)} == {(x, y) for y in (-2, 65535, 65536) for x in (2**53, 2**31, 70000, 1, 0, -1)})
print([hash((x, 1)) for x in (-2, -1, 0, 1, 255, 65535, 65536, 2**23, 2**31 - 1, 2**31, 2**32, 2**53, 2**61 - 1, 2**64, -2**31, 1.5, None is None)])
print(list({(x, x * 3 % 7) for x in range(-3, 9)}), '  a b\tc\x1cd\u2003e\x85f\n'.split(), '..a.b,,'.strip('.,'), '\u2003 x '.strip(), 'xx'.strip('x'))
