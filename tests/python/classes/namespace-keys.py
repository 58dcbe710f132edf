"""Keys of a class's namespace that are no strings, and calling __build_class__ as the class statement does not."""
import builtins
import warnings

warnings.simplefilter("always")
warnings.showwarning = lambda message, category, *rest: print(category.__name__, message)


def own(cls):
    return [item for item in cls.__dict__.items() if not str(item[0]).startswith("__")]


made = type("Made", (), {1: "one", "a": "A", (1, 2): "pair"})
print(own(made), made.__dict__[1], (1, 2) in made.__dict__, made.a)
made.b = "B"
del made.a
print(own(made))


class Meta(type):
    @classmethod
    def __prepare__(metacls, name, bases):
        return {None: "none"}


class FromStatement(metaclass=Meta):
    first = 1
    locals()[3] = "three"
    second = 2


print(own(FromStatement))
for cls in made, FromStatement:
    try:
        dir(cls())
    except TypeError as error:
        print(error)


class Name(str):
    pass


print(type("ByName", (), {Name("attribute"): 5}).attribute)

print("a search for an unusual key changes nothing")
many = type("Many", (), {f"a{i}": i for i in range(30)})
print(many.__dict__.get((1, 2)))
many.later = 1
print("later" in many.__dict__)

for arguments in [(lambda x: 1, "a"), (lambda: 1, "a"), (lambda *, k=1: 1, "a"), (lambda: 1,), (len, "a")]:
    try:
        print(builtins.__build_class__(*arguments).__name__)
    except TypeError as error:
        print(error)
