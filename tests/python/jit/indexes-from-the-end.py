"""Indexes that count from the end, where compiled code has seen them and where it has not."""


def item(sequence, index):
    try:
        return sequence[index]
    except (IndexError, TypeError) as error:
        return str(error)


def last_of(sequence):
    return sequence[-1], sequence[-2]


def store(items, index, value):
    try:
        items[index] = value
    except (IndexError, TypeError) as error:
        return str(error)
    items[-1] += 1
    return items


SEQUENCES = [[1, 2, 3], (4, 5, 6), "abc", "a\U0001f600c", [7], (8,), "", [], range(3), b"xyz"]
INDEXES = [0, 1, -1, 2, -2, 3, -3, 4, -4, True, 10**20, -(10**20), 1.0]

for sequence in SEQUENCES[:3]:
    for _ in range(100):
        item(sequence, 1)
print([item(sequence, -1) for sequence in SEQUENCES[:3]])
for _ in range(40):
    results = [[item(sequence, index) for index in INDEXES] for sequence in SEQUENCES]
for line in results:
    print(line)
for _ in range(100):
    results = [last_of(sequence) for sequence in SEQUENCES[:4]]
print(results)
for _ in range(40):
    results = [store([1, 2, 3], index, 9) for index in INDEXES]
    results += [store((1, 2), -1, 9), store(bytearray(b"abc"), -2, 100), store({-1: 5}, -2, 6)]
print(results)


def rotated(items):
    for i in range(len(items)):
        items[i], items[i - 1] = items[i - 1], items[i]
    return items


for n in range(60):
    last = rotated(list(range(n)))
print(last)


class Numbers(list):
    def __getitem__(self, index):
        return "mine", super().__getitem__(index)


numbers = Numbers([1, 2, 3])
for _ in range(50):
    last = item(numbers, -1), item([1, 2], -1)
print(last)
