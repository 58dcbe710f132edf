"""Calls of something unknown with keywords and starred arguments, in compiled code."""


def plain(first, second=2, *, third=3):
    return first, second, third


def takes_all(*args, **kwargs):
    return args, sorted(kwargs.items())


class Things:
    def method(self, first, second=2, *, third=3):
        return first, second, third

    @classmethod
    def of_class(cls, first, **others):
        return cls.__name__, first, others

    @staticmethod
    def static(first, second=2):
        return first, second


def forward(function, *args, **kwargs):
    return function(*args, **kwargs)


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except TypeError as error:
        return str(error)


def calls():
    things = Things()
    results = []
    for function in (plain, takes_all, things.method, Things.of_class, things.of_class, dict, Things.static):
        results.append(attempt(function, 1, second=5) if function is not dict else function(first=1))
        results.append(forward(attempt, function, *(1,), **{'third': 7}))
        results.append(attempt(function, *[1], **{'second': 4, 'third': 7}))
        results.append(attempt(function, *[], **{}))
    results.append(things.method(1, third=9))
    results.append(things.method(first=1, second=9))
    results.append(attempt(things.method, 1, fourth=2))
    results.append(attempt(plain, 1, **{'first': 2}))
    results.append(attempt(plain, *(1, 2, 3)))
    try:
        plain(*(1,), **{1: 2})
    except TypeError as error:
        results.append(str(error))
    return results


for _ in range(400):
    result = calls()
for line in result:
    print(line)
