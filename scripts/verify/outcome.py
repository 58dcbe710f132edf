"""Compiles many small sources on the oracle and says what came of each.

    python3.14 -I -S outcome.py QUESTIONS ANSWERS

A question is a JSON object: `source` (text, compiled from its UTF-8 bytes) or `hex` (bytes), and optionally `text`
(compile the str itself), `mode`, `flags`, `optimize` and `warnings` ('ignore', 'record', 'error'). An answer holds
either `ok`, the digest of the code object (see describe), or `error`, the exception's fields; and `warnings`.
"""
import hashlib
import json
import struct
import sys
import types
import warnings

FILENAME = '<source>'
CODE_FIELDS = ('co_name', 'co_qualname', 'co_argcount', 'co_posonlyargcount', 'co_kwonlyargcount', 'co_stacksize',
               'co_flags', 'co_firstlineno', 'co_code', 'co_consts', 'co_names', 'co_varnames', 'co_cellvars',
               'co_freevars', 'co_linetable', 'co_exceptiontable')


def describe(value):
    """An ASCII text that says all of a constant: types, signs, nesting. scripts/verify/outcome.ts writes the same."""
    match value:
        case bool() | None:
            return str(value)
        case int():
            return f'i{value:x}'
        case float():
            return 'f' + struct.pack('>d', value).hex()
        case complex():
            return 'c' + struct.pack('>dd', value.real, value.imag).hex()
        case str():
            return f's{len(value)}:' + value.encode('ascii', 'backslashreplace').decode('ascii')
        case bytes():
            return 'b' + value.hex()
        case tuple():
            return '(' + ','.join(map(describe, value)) + ')'
        case frozenset():
            return '{' + ','.join(sorted(map(describe, value))) + '}'
        case slice():
            return '[' + ','.join(map(describe, (value.start, value.stop, value.step))) + ']'
        case types.CodeType():
            return 'code(' + ','.join(describe(getattr(value, field)) for field in CODE_FIELDS) + ')'
        case _:
            return repr(value)


def digest(text):
    return hashlib.sha256(text.encode('ascii')).hexdigest()[:16]


def error_fields(error):
    if isinstance(error, SyntaxError):
        return [type(error).__name__, str(error.msg), error.lineno, error.offset, error.end_lineno, error.end_offset, error.text]
    return [type(error).__name__, str(error), None, None, None, None, None]


def outcome(question):
    if 'hex' in question:
        source = bytes.fromhex(question['hex'])
    elif 'text' in question:
        source = question['text']
    else:
        source = question['source'].encode('utf-8', 'surrogatepass')
    answer = {}
    policy = question.get('warnings', 'ignore')
    with warnings.catch_warnings(record=policy == 'record') as seen:
        warnings.simplefilter('always' if policy == 'record' else policy)
        try:
            code = compile(source, FILENAME, question.get('mode', 'exec'), question.get('flags', 0),
                           dont_inherit=True, optimize=question.get('optimize', 0))
        except Exception as error:
            answer['error'] = error_fields(error)
        else:
            answer['ok'] = digest(describe(code))
    if policy == 'record':
        answer['warnings'] = [[w.category.__name__, str(w.message), w.lineno] for w in seen]
    return answer


def main():
    with open(sys.argv[1], encoding='utf-8') as questions, open(sys.argv[2], 'w', encoding='utf-8') as answers:
        for line in questions:
            if line.strip():
                print(json.dumps(outcome(json.loads(line))), file=answers)


if __name__ == '__main__':
    main()
