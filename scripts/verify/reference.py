"""Writes reference .pyc files: what CPython's import would write for each source.

    python3.14 -I -S [-O | -OO] reference.py MANIFEST

Every line of MANIFEST names a source, the co_filename it is compiled under, and the target, parted by tabs. The
header is that of an unchecked time stamp 0 with the source's size. A source that is refused gives TARGET.error: the
exception as a JSON list (type, message, lineno, offset, end_lineno, end_offset, text).

The bytes of a .pyc depend on what the compiling process holds: a constant that equals an interned string (the
qualified name of a nested class that was loaded or compiled before) is written differently. So this process imports
nothing that a bare start has not loaded, and compiles each source in a fork of its own.
"""
import posix
import sys
import _warnings
import _frozen_importlib_external as external


def write(path, data):
    with open(path, 'wb') as file:
        file.write(data)


def explain(error):
    import json
    fields = [type(error).__name__]
    if isinstance(error, SyntaxError):
        fields += [error.msg, error.lineno, error.offset, error.end_lineno, error.end_offset, error.text]
    else:
        fields += [str(error), None, None, None, None, None]
    return json.dumps(fields).encode()


def compile_one(source, filename, target):
    # A global, as it would be owned by import's frame: a local is lent to the call and not counted by FLAG_REF.
    global code
    with open(source, 'rb') as file:
        data = file.read()
    try:
        code = compile(data, filename, 'exec', dont_inherit=True)
    except Exception as error:
        write(target + '.error', explain(error))
    else:
        write(target, external._code_to_timestamp_pyc(code, 0, len(data)))


def make_folders(path):
    folder = path.rpartition('/')[0]
    if folder and folder not in made:
        made.add(folder)
        make_folders(folder)
        try:
            posix.mkdir(folder)
        except FileExistsError:
            pass


_warnings.filters[:] = [('ignore', None, Warning, None, 0)]
made = set()
failed = 0
with open(sys.argv[1], encoding='utf-8') as manifest:
    jobs = [line.rstrip('\n').split('\t') for line in manifest]
for source, filename, target in jobs:
    make_folders(target)
    child = posix.fork()
    if child == 0:
        status = 1
        try:
            compile_one(source, filename, target)
            status = 0
        finally:
            posix._exit(status)
    failed += posix.waitpid(child, 0)[1] != 0
sys.exit(f'{failed} sources could not be compiled' if failed else 0)
