"""Arguments of a wrong type or number: how the types of what was given are named, and which error comes first."""
import array
import contextvars
import datetime
import os


class Text(str):
    pass


class ReturnsArray:
    def __fspath__(self):
        return array.array("i")


class Shown:
    def __str__(self):
        return "shown"


def attempt(function, *arguments, **keywords):
    try:
        print(function.__name__, function(*arguments, **keywords))
    except Exception as error:
        print(function.__name__, type(error).__name__, error)


day = datetime.date(2020, 1, 1)
for path in day, array.array("i"), ReturnsArray():
    for function in os.fspath, os.stat, os.path.join, open, os.listdir, os.path.normpath, os.path.splitroot, os.fsencode:
        attempt(function, path)
for spec in None, 5, Text(""), Text("x"):
    attempt(Shown().__format__, spec)
variable = contextvars.ContextVar("variable")
attempt(hash, variable.set(1))
print("__hash__" in contextvars.Token.__dict__, contextvars.Token.__hash__)
for arguments, keywords in [((), {}), ((1, 2), {}), ((1, 2, 3), {}), (("a",), {"default": 1, "x": 2}), ((), {"name": "a"})]:
    attempt(contextvars.ContextVar, *arguments, **keywords)
attempt(b"%f".__mod__, 10**400)
