"""What a function relies on changes between its calls, where its loops had it written more than once."""


class Box:
    size = 3

    def __init__(self, value, weight=0.5):
        self.value = value
        self.weight = weight

    def content(self):
        return self.value


def double(x):
    return x * 2


def sums(a, count):
    y = double(a)
    total = 0
    for i in range(count):
        total += 0.5
        last = double(a)
    return y, last, total


def boxes(a, count):
    box = Box(a)
    total = 0
    for i in range(count):
        total += 0.5
        last = Box(total)
    return box.value, last.value, total


def methods(box, count):
    content, size = box.content(), Box.size
    total = 0
    for i in range(count):
        total += 0.5
        last = box.content(), Box.size
    return content, size, last, total


def many(count=300):
    found = []
    for i in range(count):
        result = sums(i % 2, 3), boxes(i % 2, 3), methods(Box(i % 2), 3)
        if result not in found: found.append(result)
    print(found)


many()
Box.__init__ = lambda self, value=1, weight=2: setattr(self, 'value', weight)
many()
Box.content = lambda self: 'content'
many()
Box.size = 'large'
many()


def double(x):
    return x, x


many()
