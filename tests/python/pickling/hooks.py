# Hooks of picklers and unpicklers, files that are odd, and what must not be done meanwhile.
import io
import pickle
import re


def attempt(name, f):
    try:
        result = f()
        print(name, type(result).__name__ if ' at 0x' in repr(result) else repr(result))
    except Exception as e:
        print(name, type(e).__name__, re.sub('0x[0-9a-f]+', '0x', str(e)), getattr(e, '__notes__', None))


def inside(obj, name, source):
    attempt(source, lambda: eval(source, {name: obj, 'io': io}))


for source in [
    'p.dump(1)', 'p.clear_memo()', 'p.__init__(io.BytesIO())', 'p.memo', 'p.memo.copy()', 'p.memo.clear()',
    'setattr(p, "memo", {})', 'setattr(p, "fast", 1)', 'p.persistent_id(1)', 'p.bin', 'p.dispatch_table',
]:  # fmt: skip

    class Overriding(pickle.Pickler):
        def reducer_override(self, obj):
            inside(self, 'p', source)
            return NotImplemented

    Overriding(io.BytesIO()).dump(int)

for source in [
    'u.load()', 'u.__init__(io.BytesIO())', 'u.memo', 'u.memo.copy()', 'u.memo.clear()', 'setattr(u, "memo", {})',
    'u.find_class("os", "path").__name__', 'u.persistent_load(1)',
]:  # fmt: skip

    class Finding(pickle.Unpickler):
        def find_class(self, module, name):
            if module == 'os':
                return super().find_class(module, name)
            inside(self, 'u', source)
            return int

    Finding(io.BytesIO(pickle.dumps(int))).load()

bare = pickle.Pickler.__new__(pickle.Pickler)
attempt('bare', lambda: bare.dump(1))
attempt('bare', lambda: bare.fast)
bare = pickle.Unpickler.__new__(pickle.Unpickler)
attempt('bare', bare.load)
attempt('bare', lambda: bare.find_class('os', 'path').__name__)


class Names(pickle.Pickler):
    def persistent_id(self, obj):
        return 'the list' if obj == [1] else None


class Named(pickle.Unpickler):
    def persistent_load(self, name):
        return [name]


for proto in range(6):
    file = io.BytesIO()
    Names(file, proto).dump([[1], [2]])
    file.seek(0)
    print(proto, file.getvalue(), Named(file).load())

unpickler = pickle.Unpickler(io.BytesIO(b'Pabc\n.'))
unpickler.persistent_load = lambda name: ('named', name)
attempt('assigned', unpickler.load)
del unpickler.persistent_load
attempt('assigned', lambda: unpickler.persistent_load(1))
for memo in ({'a': 2}, {-1: 2}, 3):
    attempt('memo', lambda: setattr(unpickler, 'memo', memo))

# A pickler that goes on remembers what it wrote.
file = io.BytesIO()
pickler = pickle.Pickler(file)
shared = ['abc']
pickler.dump(shared)
pickler.dump([shared, 'abc'])
other = pickle.Pickler(file)
other.memo = pickler.memo
other.dump(shared)
other.clear_memo()
other.dump(shared)
print(file.getvalue())
file.seek(0)
unpickler = pickle.Unpickler(file)
print(unpickler.load(), unpickler.load(), unpickler.load(), unpickler.load())


class NoFile:
    pass


attempt('file', lambda: pickle.Unpickler(NoFile()))
attempt('file', lambda: pickle.Pickler(NoFile()))
NoFile.read = NoFile.readline = 1
attempt('file', lambda: pickle.Unpickler(NoFile()).load())
for proto in (6, 'a', -5, 2**40, 2**70):
    attempt('protocol', lambda: pickle.dumps(1, proto))
attempt('protocol', lambda: pickle.dumps(1, 4, buffer_callback=print))


def reading(**methods):
    return type('File', (io.BytesIO,), methods)(b'B\3\0\0\0abc.')


attempt('read', lambda: pickle.load(reading(read=lambda self, n: 'abc')))
attempt('read', lambda: pickle.load(reading(read=lambda self, n: memoryview(io.BytesIO.read(self, n)))))
for count in (2**70, -1, None, 1):
    attempt('readinto', lambda: pickle.load(reading(readinto=lambda self, b: count)))


class Writing:
    def write(self, data):
        print('  write', type(data).__name__, len(data))


pickle.dump([b'x' * 70000, 'y' * 70000, bytearray(70000), list(range(100000))], Writing())
for args in (('abc',), (), (b'N.', 1)):
    attempt('loads', lambda: pickle.loads(*args))
attempt('loads', lambda: pickle.loads(b'N.', encoding=3))


class Reducing:
    def __init__(self, reduction):
        self.reduction = reduction

    def __reduce__(self):
        return self.reduction


def newobj():
    pass


def newobj_ex():
    pass


newobj.__name__ = '__newobj__'
newobj_ex.__name__ = '__newobj_ex__'
for reduction in [
    1, (), (int,), (1, ()), (int, 1), (int, (), 1, 2), (int, (), 1, None, 2), (int, (), 1, None, None, 3), (1,) * 7,
    (newobj, ()), (newobj, (1,)), (newobj, (int,)), (newobj_ex, ()), (newobj_ex, (1, 2, 3)), (newobj_ex, (int, 2, 3)),
    (newobj_ex, (int, (), 3)), 'nothing', 'a.b', (int, (newobj,)), (int, (), [{'k': [newobj]}]),
]:  # fmt: skip
    attempt('reduce', lambda: pickle.dumps(Reducing(reduction)))
