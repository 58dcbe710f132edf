"""What a mapping is asked for when its items are taken over, and what its errors become."""
import types


def attempt(label, function):
    try:
        result = function()
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    print(f"  {label}: {result}")


def takes_keywords(**keywords):
    return keywords


class Mapping:
    def __init__(self, keys, item=lambda key: key):
        self._keys = keys
        self._item = item

    def __getattribute__(self, name):
        if name == "keys":
            print("  keys asked for")
        return super().__getattribute__(name)

    def keys(self):
        return self._keys()

    def __getitem__(self, key):
        print("  item", key)
        return self._item(key)


def raiser(error):
    def function(*args):
        raise error

    return function


cases = {
    "plain": Mapping(lambda: ["b", "c"]),
    "key twice": Mapping(lambda: ["b", "a"]),
    "AttributeError of keys()": Mapping(raiser(AttributeError("inner"))),
    "AttributeError of an item": Mapping(lambda: ["b"], raiser(AttributeError("inner"))),
    "KeyError of an item": Mapping(lambda: ["b"], raiser(KeyError("b"))),
    "KeyError of two": Mapping(lambda: ["b"], raiser(KeyError("b", 2))),
    "no iterable": Mapping(lambda: 5),
}
for name, mapping in cases.items():
    print(name)
    attempt("f(**m)", lambda: takes_keywords(**mapping))
    attempt("f(a=1, **m)", lambda: takes_keywords(a=1, **mapping))
    attempt("{**m}", lambda: {**mapping})
    attempt("dict(m)", lambda: dict(mapping))

print("a module whose keys() comes from __getattr__")
module = types.ModuleType("m")


def getattr_of_module(name):
    print("  asked for", name)
    if name == "keys":
        return lambda: []
    raise AttributeError(name)


module.__getattr__ = getattr_of_module
print(dict(module), {**module})

print("reversed() does not visit a key that was deleted and added again")
for view in dict.keys, dict.items, dict.values:
    letters = dict.fromkeys("abcd", 0)
    iterator = reversed(view(letters))
    seen = [next(iterator), next(iterator)]
    del letters["b"]
    letters["b"] = 1
    print(seen + list(iterator))
