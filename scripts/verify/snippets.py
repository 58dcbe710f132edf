"""Collects every source that a module of CPython's test suite compiles.

    python3.14 -I snippets.py TEST_MODULE OUTPUT

Runs the module's tests, doctests included, with compile, exec and eval watched, and writes each distinct source as a
JSON line, a question for outcome.py. What the tests say of it does not matter: the source is asked again, alone.
"""
import builtins
import json
import os
import sys
import unittest

ONLY_AST = 0x400
OPTIMIZED_AST = 0x8000
TYPE_COMMENTS = 0x1000
COLLECTED = ('exec', 'eval', 'single')
KNOWN_FLAGS = 0x1fe6200 | ONLY_AST | OPTIMIZED_AST | TYPE_COMMENTS
LONGEST = 100_000

plain_compile, plain_exec, plain_eval = builtins.compile, builtins.exec, builtins.eval
found = {}


def record(source, mode, flags=0, optimize=-1):
    if isinstance(source, (bytes, bytearray, memoryview)):
        question = {'hex': bytes(source).hex()}
    elif isinstance(source, str):
        question = {'text': source}
    else:
        return
    # What compile() itself says of its arguments is no business of the compiler.
    known = mode in COLLECTED and -1 <= optimize <= 2 and not flags & ~KNOWN_FLAGS
    if not known or len(source) > LONGEST:
        return
    flags &= ~(ONLY_AST | OPTIMIZED_AST | TYPE_COMMENTS)
    question |= {'mode': mode, 'flags': flags, 'optimize': max(optimize, 0), 'warnings': 'record'}
    found.setdefault(json.dumps(question))


def watched_compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1, **more):
    if _feature_version == -1:
        record(source, mode, flags, optimize)
    return plain_compile(source, filename, mode, flags, dont_inherit, optimize, _feature_version=_feature_version, **more)


def places(frame, globals, locals):
    """The namespaces that exec and eval would take from their caller."""
    if globals is None:
        return frame.f_globals, frame.f_locals if locals is None else locals
    return globals, globals if locals is None else locals


def watched_exec(source, globals=None, locals=None, /, *, closure=None):
    record(source, 'exec')
    return plain_exec(source, *places(sys._getframe(1), globals, locals), closure=closure)


def watched_eval(source, globals=None, locals=None, /):
    record(source.lstrip(' \t') if isinstance(source, str) else source, 'eval')
    return plain_eval(source, *places(sys._getframe(1), globals, locals))


def main(module, output):
    builtins.compile, builtins.exec, builtins.eval = watched_compile, watched_exec, watched_eval
    suite = unittest.defaultTestLoader.loadTestsFromName(module)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nowhere, descriptor)
    unittest.TextTestRunner().run(suite)
    with open(output, 'w', encoding='utf-8') as file:
        for line in found:
            print(line, file=file)


if __name__ == '__main__':
    main(*sys.argv[1:])
