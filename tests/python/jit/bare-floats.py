"""Variables that hold a float on some ways only, and results that are no JavaScript numbers."""


def is_none(has_value):
    if has_value:
        x = 1.5
    else:
        x = None
    found = []
    for i in range(3):
        found.append('none' if x is None else x)
        if x is not None:
            x *= 2
    return found


def shift(x, y):
    where = 'before'
    try:
        where = 'in try'
        return x << y
    except (OverflowError, MemoryError) as error:
        return where, type(error).__name__


def shift_lines(x, y):
    text = str(x)
    return (text,
            x
            << y)


def more_than_length(x):
    return len(x) + 1, len(x) == x.stop


for i in range(40):
    is_none(True), shift(1, 3), shift_lines(1, 2), more_than_length(range(7))
print(is_none(False), is_none(True))
print(shift(1, 2 ** 52))
try:
    shift_lines(1, 2 ** 52)
except MemoryError as error:
    place = error.__traceback__.tb_next
    print(place.tb_lineno - place.tb_frame.f_code.co_firstlineno, place.tb_frame.f_locals)
print(more_than_length(range(2 ** 62 + 1)), more_than_length(range(2 ** 53)))
