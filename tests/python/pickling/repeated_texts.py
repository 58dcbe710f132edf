"""The same texts in pickle after pickle, and others between them: each is written where it is first met."""

import hashlib
import pickle
import pickletools


def digest(objects, protocol):
    state = hashlib.sha256()
    for obj in objects:
        data = pickle.dumps(obj, protocol)
        state.update(data)
        assert pickle.loads(data) == obj
    return state.hexdigest()[:16]


KEYS = ['id', 'name', 'last_name', 'x' * 63, 'y' * 64, 'z' * 65, 'é', '', 'abc', 'abcd', 'a\0', 'a', '\x7f', '\x80', '€uro', '😀']
records = [{key: f'{key}{i}' for key in KEYS} for i in range(4)]
for protocol in range(1, pickle.HIGHEST_PROTOCOL + 1):
    print(protocol, digest([records[0], records[0], records[1], records, records[0]], protocol))

# More texts than any table of them keeps, and then all of them again.
many = [f'text number {i} of many' for i in range(3000)]
numbered = [(f'text number {i} of many', i % 7, i) for i in range(0, 3000, 3)]
for protocol in (2, 5):
    print(protocol, digest([many, numbered, many, many[1500:], many[:10]], protocol))
for i in range(600):
    pickle.dumps([f'{i}', 'again', f'{i + 1}'])
print(digest([many, ['again', '600', '599']], 4))

# Texts that differ in one place of any word, or in length.
near = [('k' * n)[:at] + c + ('k' * n)[at + 1:] for n in range(1, 24) for at in range(n) for c in 'ab']
print(digest([near, near, near[::-1]], 4))

# A text is known within its pickle only.
first = pickle.dumps(['alpha', 'beta', 'alpha'], 4)
assert pickle.dumps(['alpha', 'beta', 'alpha'], 4) == first
print(pickle.dumps(('beta', 'gamma', 'beta', 'alpha'), 4))
print(pickle.dumps(('beta', 'gamma', 'beta', 'alpha'), 2))


# Pickling within pickling has its own.
class Nested:
    def __reduce__(self):
        inner = pickle.dumps(['alpha', 'beta', 'inner'], 4)
        return bytes, (inner,)


data = pickle.dumps(['alpha', Nested(), 'beta', 'alpha', 'inner'], 4)
outer = pickle.loads(data)
print(outer[0], pickle.loads(outer[1]), outer[2:])


# Frames end where they should, and large texts stand between them.
def frames(obj, protocol=4):
    return [(pos, op.name, arg if op.name == 'FRAME' else len(arg))
            for op, arg, pos in pickletools.genops(pickle.dumps(obj, protocol))
            if op.name == 'FRAME' or (op.name.endswith('UNICODE') and len(arg) > 1000)]


print(frames([many, 'w' * 70000, many[:3], ['w' * 65535], 'w' * 65536]))
print(frames(list(range(100000))))
print(frames([[1.5] * 20000, {i: None for i in range(9000)}]))


# What cannot be pickled is noted with where it stands.
def complaint(obj):
    try:
        pickle.dumps(obj)
    except Exception as e:
        return type(e).__name__, e.__notes__


print(complaint({'a': 1, 'b': [1, lambda: 0]}))
print(complaint({'only': (2, lambda: 0)}))


class Key:
    def __init__(self, name):
        self.name = name

    def __reduce__(self):
        raise ValueError(self.name)


try:
    pickle.dumps({'a': 1, Key('k'): 2})
except ValueError as e:
    print(e, getattr(e, '__notes__', None))

# Numbers of all sizes.
numbers = [sign * (2 ** bits + d) for bits in (7, 8, 15, 16, 31, 32, 53, 64) for d in (-1, 0, 1) for sign in (1, -1)]
print([pickle.dumps(n, 4).hex() for n in numbers])
print([pickle.loads(pickle.dumps(numbers, p)) == numbers for p in range(6)])
print(pickle.loads(pickle.dumps([1.5, -0.0, 1e308, 5e-324], 4)))


# Files that give little at a time.
class Slow:
    def __init__(self, data):
        self.data = data

    def read(self, count):
        data, self.data = self.data[:count], self.data[count:]
        return data

    def readline(self):
        end = self.data.index(b'\n') + 1
        return self.read(end)


mixed = [records, numbers, 1.5, 'w' * 300, b'x' * 300, True, (), {1, 2}]
print([pickle.load(Slow(pickle.dumps(mixed, p))) == mixed for p in range(6)])
