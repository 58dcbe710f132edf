"""Operators of Python classes that answer with NotImplemented: what the right operand and sequences do then."""


class Float(float):
    def __add__(self, other):
        return NotImplemented

    def __mul__(self, other):
        return NotImplemented


class Int(int):
    def __sub__(self, other):
        return NotImplemented

    def __truediv__(self, other):
        return NotImplemented


class List(list):
    def __add__(self, other):
        return NotImplemented


class Count:
    def __index__(self):
        return 3

    def __mul__(self, other):
        return NotImplemented

    def __sub__(self, other):
        return NotImplemented


def guarded(function):
    def call(left, right):
        try:
            return function(left, right)
        except TypeError as error:
            return error

    return call


add = guarded(lambda left, right: left + right)
multiply = guarded(lambda left, right: left * right)
subtract = guarded(lambda left, right: left - right)
divide = guarded(lambda left, right: left / right)

for i in range(40):
    results = [
        add(Float(1), 1.5),
        add(Float(1), 2),
        add(Float(1), Float(2)),
        add(List([1]), 5),
        add(List([1]), List([2])),
        add(List([1]), 'a'),
        multiply(Count(), 'ab'),
        multiply(Count(), 5),
        multiply(Float(2), 2.0),
        subtract(Count(), 3),
        subtract(Int(4), 3),
        subtract(Int(4), 2.5),
        divide(Int(1), 2),
        divide(Int(1), 0.5),
    ]
for result in results:
    print(repr(result))
