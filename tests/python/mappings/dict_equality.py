"""Dicts of every form compared, also while a comparison changes them."""

nan = float('nan')
DICTS = [{}, {'a': 1}, {'a': 1.0}, {'a': True}, {'a': 2}, {'b': 1}, {1: 'x'}, {1.0: 'x'}, {True: 'x'}, {(1, 2): 3}, {(1.0, 2): 3},
         {'a': nan}, {'a': None, 'b': [1]}, {'b': [1], 'a': None}, {'b': [1.0], 'a': None}, {2**70: 1}]
for left in DICTS:
    print(''.join('01'[left == right] for right in DICTS), ''.join('01'[left != right] for right in DICTS))


class Changes:
    def __init__(self, target, key):
        self.target, self.key = target, key

    def __eq__(self, other):
        self.target[self.key] = 1
        print('compared')
        return True

    __hash__ = object.__hash__


for key in ('new', (1, 2), 1.5):
    one, two = {}, {'a': 1, 'b': 2, 'c': 3}
    one.update(a=Changes(two, key), b=2, c=3)
    print(one == two, len(two))
    one, two = {'a': 1, 'b': 2}, {'a': 1, 'b': 3}
    two['a'] = Changes(one, 'b')
    print(two == one, one)


class Fails:
    def __eq__(self, other):
        raise RuntimeError('no')


try:
    print({'a': Fails()} == {'a': 1})
except RuntimeError as e:
    print(e)
