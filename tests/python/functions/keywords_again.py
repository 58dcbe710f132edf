# The same keywords, again and again, for functions whose parameters differ.
def plain(a, b, c=3): return a, b, c
def only(a, /, b, *, c, d=4): return a, b, c, d
def rest(a, *args, b=2, **kwargs): return a, args, b, kwargs
class Method:
    def __init__(self, a, b=2): self.value = a, b
    def method(self, a, *, b=5): return self.value, a, b


def calls(f):
    for call in (
        lambda: f(1, b=2), lambda: f(1, 2, c=5), lambda: f(a=1, b=2, c=3), lambda: f(1, 2, 3, 4, c=9), lambda: f(1, b=2, c=3, z=4),
        lambda: f(1, a=2, b=3), lambda: f(b=1), lambda: f(1), lambda: f(*(1, 2), **{"c": 3}), lambda: f(**{"a": 1, "b": 2}),
        lambda: f(1, **{"1": 2}), lambda: f(1, *[2], c=4, d=5),
    ):
        try:
            yield call()
        except TypeError as error:
            yield str(error)


for _ in range(40):
    answers = [list(calls(f)) for f in (plain, only, rest)]
    answers.append([Method(1, b=3).method(4, b=6), Method(b=1, a=2).method(a=3)])
for answer in answers:
    print(*answer, sep="\n")
plain.__defaults__ = (8, 9)
only.__kwdefaults__ = {"c": 7}
print(plain(1, b=2), plain(1), only(1, b=2, d=3))
first, second = rest(1, b=3, x=4), rest(1, b=3, x=4)
print(first == second, first[3] is second[3])
