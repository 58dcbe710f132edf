# next() in a try statement, of iterators of every kind, often enough to be compiled.
class Own:
    def __init__(self, value): self.value = value
    def __iter__(self): return self
    def __next__(self): raise StopIteration(self.value)


class Odd(StopIteration):
    pass


class Raises(Own):
    def __next__(self): raise Odd("odd")


def generator():
    yield 1
    return "returned"


def ended(iterator):
    got = []
    while True:
        try:
            got.append(next(iterator))
        except StopIteration as error:
            return got, type(error).__name__, error.value, error.__context__
        except TypeError as error:
            return got, str(error)


for i in range(300):
    answers = [
        ended(iterator)
        for iterator in (iter([1, 2]), iter({}), generator(), Own(i % 2), Raises(0), map(str, "ab"), 5, [], iter(int, 0))
    ]
for answer in answers:
    print(answer)


def unguarded(iterator):
    return next(iterator)


for i in range(300):
    try:
        unguarded(iter(()))
    except StopIteration as error:
        last = error
print(repr(last), last.__traceback__.tb_next.tb_lineno)
print(max([3, 9, 2]), min((4, 2, 8)), max(2, True), min(1.0, 1), max([True, 1]), sum([1, 2, True]), sum([2**53 - 1, 1]), sum([], 5))
