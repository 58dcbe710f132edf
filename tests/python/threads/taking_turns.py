"""Threads take turns: in busy loops, at locks, queues, conditions and barriers, in calls within calls."""

import contextvars
import functools
import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor


def start(target, *args):
    thread = threading.Thread(target=target, args=args)
    thread.start()
    return thread


# A loop that never waits lets the others run.
seen = []
flag = False


def spin():
    while not flag:
        pass
    seen.append("spun")


spinner = start(spin)
time.sleep(0.02)
flag = True
spinner.join()
print(seen)

# A queue, in both directions.
requests, replies = queue.Queue(), queue.Queue(maxsize=1)


def serve():
    for number in iter(requests.get, None):
        replies.put(number * number)


server = start(serve)
for number in range(5):
    requests.put(number)
print([replies.get() for _ in range(5)])
requests.put(None)
server.join()
print(server.is_alive())

# A condition and a barrier.
condition, items = threading.Condition(), []


def consume():
    with condition:
        condition.wait_for(lambda: items)
        print("consumed", items.pop())


consumer = start(consume)
with condition:
    items.append("item")
    condition.notify()
consumer.join()

barrier, passed = threading.Barrier(4), []


def meet(name):
    barrier.wait()
    passed.append(name)


meeting = [start(functools.partial(meet, name)) for name in "abc"]
meet("main")
for thread in meeting:
    thread.join()
print(sorted(passed))

# Time limits.
lock = threading.Lock()
lock.acquire()
print(lock.acquire(timeout=0.01), threading.Event().wait(0.01))
threading.Timer(0.01, lock.release).start()
print(lock.acquire(timeout=5))

# Each thread has its own data and a copy of the context.
local, variable = threading.local(), contextvars.ContextVar("variable", default="unset")
local.value = "main"


def look():
    local.value = "thread"
    variable.set("thread")
    print(local.value, variable.get())


start(look).join()
print(local.value, variable.get())

# What a thread raises is reported, and the others go on.
threading.excepthook = lambda args: print("ended by", args.exc_type.__name__, args.exc_value)
start(lambda: 1 / 0).join()

with ThreadPoolExecutor(3) as pool:
    print(list(pool.map(lambda x: x + 1, range(10))))
    print(repr(pool.submit(int, "x").exception()))


# A thread whose place is on the stack waits; another one that runs meanwhile comes to its end.
def slow_key(value):
    time.sleep(0.03)
    return value


threads = [start(lambda: print(sorted([2, 1], key=slow_key))), start(lambda: time.sleep(0.01))]
for thread in threads:
    thread.join()
print([thread.is_alive() for thread in threads])
