"""Small functions whose parameters are cells, put in place of calls with numbers that the caller holds bare."""


def keep(value, rest):
    own = lambda: value
    return own() + len(rest), (value, own())


def both(pair):
    first, second = pair
    return (lambda: (first, second, pair))()


def floats(rounds):
    x = 0.0
    shown = None
    for i in range(rounds):
        x, shown = keep(x, [i])
        x = x * 0.5
    return x, shown


def mixed(values):
    x = 0.0
    seen = []
    for value in values:
        seen.append(keep(x, "ab")[1])
        seen.append(both((x, value)))
        x = value
    return seen


def failing(x):
    y = 0.0
    for i in range(x):
        keep(y, i)


for _ in range(8):
    print(floats(5), mixed([1, 2.5, -0.0, True]))
    try:
        failing(3)
    except TypeError as error:
        locals_ = error.__traceback__.tb_next.tb_next.tb_frame.f_locals
        print(error, locals_["value"], error.__traceback__.tb_next.tb_frame.f_locals)
