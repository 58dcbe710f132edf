"""queue.SimpleQueue: between threads, with times to wait, and its errors."""
import queue
import threading
import time

items = queue.SimpleQueue()


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


attempt(items.get, False)
attempt(items.get, timeout=0.001)
attempt(items.get, timeout=-1)
attempt(items.get, timeout="long")
attempt(items.get, timeout=1e300)
attempt(items.put)
attempt(queue.SimpleQueue, 1)
attempt(lambda: queue.SimpleQueue[int])


def produce():
    for item in range(3):
        time.sleep(0.01)
        items.put(item)


thread = threading.Thread(target=produce)
thread.start()
print([items.get(timeout=10) for _ in range(3)], items.empty(), items.qsize())
thread.join()
for item in range(300):
    items.put_nowait(item)
print([items.get_nowait() for _ in range(300)] == list(range(300)), items.qsize())
