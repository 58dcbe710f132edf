# PickleBuffer, and buffers that are left out of a pickle.
import array
import pickle
from pickle import PickleBuffer


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


for args, kwargs in (((), {}), ((1,), {}), ((b'a', 1), {}), ((), {'object': b'a'})):
    attempt(lambda: PickleBuffer(*args, **kwargs))
buffer = PickleBuffer(b'abc')
view = memoryview(buffer)
print(bytes(buffer), view.readonly, view.obj, view.format, buffer == buffer, buffer == PickleBuffer(b'abc'))
items = array.array('i', [1, 2, 3])
buffer = PickleBuffer(items)
view = memoryview(buffer)
raw = buffer.raw()
print(view.format, view.shape, view.obj is items, view.itemsize)
print(raw.format, raw.shape, raw.obj is items, raw.readonly, raw.itemsize)
attempt(lambda: PickleBuffer(memoryview(items)[::2]).raw())
attempt(lambda: PickleBuffer(memoryview(bytes(range(12))).cast('B', [3, 4])).raw().shape)
attempt(lambda: PickleBuffer(PickleBuffer(b'abc')).raw().obj)
buffer.release()
buffer.release()
for use in (memoryview, PickleBuffer.raw, lambda b: pickle.dumps(b, 5)):
    attempt(lambda: use(buffer))
target = bytearray(b'abc')
buffer = PickleBuffer(target)
attempt(lambda: target.append(1))
buffer.release()
target.append(1)
print(target)


class Data:
    def __init__(self, data):
        self.data = data

    def __reduce_ex__(self, protocol):
        return Data, (PickleBuffer(self.data),)


for data in (b'abc', bytearray(b'abc'), b'x' * 70000, memoryview(bytearray(b'abcdef'))[::2]):
    for proto in (4, 5):
        attempt(lambda: len(pickle.dumps(Data(data), proto)))
    buffers = []
    attempt(lambda: pickle.dumps(Data(data), 5, buffer_callback=buffers.append)[:90])
    attempt(lambda: pickle.loads(pickle.dumps(Data(data), 5), buffers=buffers).data[:9])
    attempt(lambda: type(pickle.loads(pickle.dumps(Data(data), 5, buffer_callback=buffers.append), buffers=buffers).data))
    attempt(lambda: pickle.dumps(Data(data), 5, buffer_callback=lambda b: True) == pickle.dumps(Data(data), 5))
