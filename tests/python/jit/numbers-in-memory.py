"""Items of arrays, bytes and bytearrays in loops, and what is no such item after all."""

from array import array


def running_sums(items):
    total = 0
    for i in range(len(items)):
        total += items[i]
        items[i] = total
    return items


def shuffle(items, steps):
    for i in range(steps):
        items[i] ^= items[-1]
        items[-1] = i
        items[i - 1] += 1
    return items


def octets(data):
    total = 0
    for i in range(len(data)):
        total = (total * 31 + data[i]) & 0xFFFF
    return total + data[-1]


class Loud(array):
    def __getitem__(self, index):
        return 100

    def __setitem__(self, index, value):
        super().__setitem__(index, 7)


for _ in range(40):
    running_sums(array("d", [0.5] * 30))
print(running_sums(array("d", [0.5] * 5)))
print(running_sums(array("f", [0.1] * 4)))
print(running_sums(array("i", range(6))))
print(running_sums(array("q", [2**40] * 4)))
print(running_sums([1, 2.5, 3]))
print(running_sums(Loud("d", [1.0, 2.0])))
try:
    running_sums(array("b", [50] * 4))
except OverflowError as error:
    print(error)

for code in "bBhHiIlLqQ":
    for _ in range(20):
        items = shuffle(array(code, [1] * 12), 12)
    print(items)
    items = array(code, [1] * 12)
    try:
        shuffle(items, 14)
    except IndexError as error:
        print(error, list(items))
items = array("B", [250] * 12)
try:
    for _ in range(9):
        shuffle(items, 12)
except OverflowError as error:
    print(error, list(items))
try:
    shuffle(array("d", [1.0]), 1)
except TypeError as error:
    print(error)
try:
    shuffle(bytes(3), 3)
except TypeError as error:
    print(error)

for _ in range(40):
    octets(b"bytes are ints")
print(octets(b"bytes"), octets(bytearray(b"bytes")), octets(memoryview(b"bytes")), octets([1, 2]))
data = bytearray(b"xxabc")
del data[:2]
for _ in range(40):
    octets(data)
print(octets(data), data)
try:
    octets("text")
except TypeError as error:
    print(error)


def shrink(items):
    seen = 0
    for i in range(10):
        seen += items[i]
        items[i] = seen
        if i % 3 == 2:
            items.pop()
    return seen


try:
    for _ in range(40):
        items = array("d", range(12))
        print(shrink(items), end=" ")
        shrink(items)
except IndexError as error:
    print(error, items)


def turn(items, k):
    items[: k + 1] = items[k::-1]
    tail = items[k:]
    tail[1:2] = (9, 9)
    tail[5:2] = [k]
    return tail[:], items[::2], items[-1:-4:-1], items[None:None:3]


for kind in list, bytearray, tuple, list:
    for k in range(30):
        try:
            last = turn(kind(range(7)), k % 7)
        except TypeError as error:
            last = error
    print(last)


class Index:
    def __index__(self):
        return 2


print(turn([1, 2, 3, 4], True), list("abcd")[Index() :: -1])
for step in 0, "x", 2**70, -(2**70):
    try:
        print([1, 2, 3][::step])
    except (TypeError, ValueError) as error:
        print(error)
