"""What stands behind a loop that runs for the first time is compiled once it has been seen: loops in a row, in each other."""


def in_a_row(count):
    floats = [i * 0.5 for i in range(count)]
    total = 0.0
    for i in range(count):
        total += floats[i]
    table = {}
    for i in range(count):
        table[i % 7] = table.get(i % 7, 0) + floats[i]
    words = []
    for key, value in table.items():
        words.append(f"{key}:{value}")
    for i in range(count):
        floats[i] = str(i) if i % 2 else i
    return total, words, floats[-3:]


def in_each_other(count):
    seen = []
    for i in range(3):
        total = 0
        for j in range(count):
            total += i * j
        seen.append(total)
        for j in range(count):
            if j * i > count:
                seen.append(j)
                break
        else:
            seen.append("none")
        for _ in []:
            seen.append("never")
    return seen


def searched(values, wanted):
    for index, value in enumerate(values):
        if value == wanted:
            return index
    else:
        values = [wanted]
    for value in values:
        try:
            return value / 0
        except (ZeroDivisionError, TypeError) as error:
            wanted = str(error)
        finally:
            values.append("tried")
        if len(values) > 3:
            break
    return wanted, values


def generated(count):
    for i in range(count):
        yield i
    for i in range(count):
        yield -i
    for word in "ab":
        yield word


def consumed(count):
    total = 0
    last = None
    for item in generated(count):
        if isinstance(item, int):
            total += item
        else:
            last = item
    for item in generated(2):
        last = last, item
    return total, last


print(in_a_row(2500))
print(in_each_other(2500), in_each_other(2))
print(searched(list(range(3000)), 2999), searched(list(range(3000)), -1), searched([], 5))
print(consumed(3000))
for _ in range(300):
    results = in_a_row(5), in_each_other(4), searched([1, 2], 2), searched([1, 2], 3), consumed(3)
print(results)

total = 0
for i in range(5000):
    total += i
for i in range(5000):
    total -= i * 0.5
print(total)
while total > 0:
    total -= 1000.25
else:
    print(total)
