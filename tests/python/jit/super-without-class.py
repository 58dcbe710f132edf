"""`super()` in code whose `__class__` is no class: the code of a method in a function with another free variable."""


class Base:
    def name(self):
        return "base"


class Derived(Base):
    def name(self):
        return super().name() + " of derived"


def outer(value):
    def inner(self):
        return value

    return inner


print(Derived().name())
for value in 1, "text", None, Derived:
    function = outer(value)
    function.__code__ = Derived.name.__code__
    for _ in range(3):
        try:
            print(function(Derived()))
        except RuntimeError as error:
            print(error)
