"""What _imp refuses; names that a module lacks, as sys.path[0] was at the start."""

import _imp
import marshal
import os
import subprocess
import sys
import tempfile

code = marshal.dumps(compile("1", "<test>", "eval"))
for data in (b"", b"abc", code[:-3], marshal.dumps(3), bytearray(code), 3, "text"):
    try:
        print(_imp.get_frozen_object("x'", data).co_filename)
    except (ImportError, TypeError) as error:
        print(type(error).__name__, error, getattr(error, "name", None))


class Spec:
    name = "name"
    origin = "/origin"


for name, value in (("name", 1), ("name", "a\0b"), ("origin", None), ("origin", "\0"), ("origin", "\ud800")):
    spec = Spec()
    setattr(spec, name, value)
    try:
        _imp.create_dynamic(spec)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)

PROGRAM = """
import sys; sys.path.insert(0, "elsewhere")
import fractions
class Name(str):
    __hash__ = None
def attempt(source):
    try:
        exec(source)
    except Exception as error:
        print(type(error).__name__, error)
attempt("fractions.Fraction")
attempt("from fractions import Fraction")
fractions.__name__ = Name("fractions")
attempt("fractions.Fraction")
attempt("from fractions import Fraction")
"""
with tempfile.TemporaryDirectory() as folder:
    for name, text in (("fractions.py", ""), ("main.py", PROGRAM)):
        with open(os.path.join(folder, name), "w") as file:
            file.write(text)
    result = subprocess.run([sys.executable, "main.py"], cwd=folder, capture_output=True, text=True)
    print((result.stdout + result.stderr).replace(os.path.realpath(folder), "FOLDER").replace(folder, "FOLDER"))
