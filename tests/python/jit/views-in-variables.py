"""A view in a variable of a compiled function keeps a bytearray from being resized, until the variable is another."""


def grow(buffer):
    try:
        buffer.append(1)
    except BufferError as error:
        return str(error)
    return len(buffer)


def hold(size):
    buffer = bytearray(size)
    view = memoryview(buffer)
    part = view[1:]
    view = None
    held = grow(buffer)
    part = None
    return held, grow(buffer), view, part


def pass_on(size):
    buffer = bytearray(size)
    return grow(buffer), len(memoryview(buffer)), grow(buffer)


def manual(size):
    buffer = bytearray(size)
    view = memoryview(buffer)

    def cut(length):
        buffer[1:-1] = range(length)

    try:
        cut(size + 3)
    except BufferError as error:
        return str(error), view.tobytes()


print(hold(3), hold(4))
print(manual(2), manual(3))
for size in range(5):
    print(pass_on(size))
