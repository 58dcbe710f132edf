"""An unexpected keyword: the nearest parameter that may be given by name is suggested."""


def method(only, /, first, *, second=2):
    return first, second


class Point:
    def __init__(self, width):
        self.width = width


for call in (
    lambda: method(1, 2, secnod=3),
    lambda: method(1, frist=3),
    lambda: method(1, 2, onyl=3),
    lambda: method(1, 2, other=3),
    lambda: Point(widht=3),
    lambda: (lambda v0: v0)(v1=1),
    lambda: (lambda v0, **rest: v0)(1, v1=1),
):
    try:
        print(call())
    except TypeError as error:
        print(error)
