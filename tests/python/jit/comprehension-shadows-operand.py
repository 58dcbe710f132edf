"""A comprehension's variable shadows one that stands on the stack already: the operand keeps its value."""


def shadowed(x, y):
    return x, [x for x in y], x


def summed(x, y):
    return x + sum([(lambda: x)() for x in y]) + x


def several(x, y):
    return x * 2, x, {x: x + 1 for x in y if x > 1}, {x for x in y}, x


def unbound(x):
    del x
    try:
        return [x for x in (1, 2)], x
    except UnboundLocalError as error:
        return str(error)


for i in range(3):
    print(shadowed(i, [7, 8]), summed(i, [1, 2]), several(5, [1, 2]), unbound(i))
