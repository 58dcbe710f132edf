"""`object.__setattr__` does not get around what the metaclass of a class does when its attributes are set."""


class Meta(type):
    def __setattr__(cls, name, value):
        print("set", name)
        super().__setattr__(name, value)


class Plain:
    pass


class Made(metaclass=Meta):
    pass


Made.first = 1
for value in (int, Plain, Made, 5, Plain()):
    for action in (
        lambda: object.__setattr__(value, "x", 1),
        lambda: object.__delattr__(value, "x"),
        lambda: type.__setattr__(value, "x", 1),
        lambda: type.__delattr__(value, "x"),
    ):
        try:
            print(action())
        except (TypeError, AttributeError) as error:
            print(type(error).__name__, error)
