"""Compares .pyc files that are not the same bytes: are their code objects equal in all that Python can see?

    python3.14 -I -S compare.py QUESTIONS ANSWERS

A question is a JSON list of two paths: the reference, the candidate. An answer is a list of a verdict ('semantic',
'different' or 'broken') and the first difference in words, R the reference and T the candidate.
"""
import dis
import json
import marshal
import struct
import sys
import types

HEADER = 16
FIELDS = ('co_name', 'co_qualname', 'co_filename', 'co_argcount', 'co_posonlyargcount', 'co_kwonlyargcount', 'co_flags',
          'co_firstlineno', 'co_names', 'co_varnames', 'co_cellvars', 'co_freevars', 'co_consts', 'co_code',
          'co_stacksize', 'co_exceptiontable', 'co_linetable')


def image(value):
    """A value that equals another one's image exactly when Python cannot tell the two constants apart."""
    match value:
        case float():
            return 'float', struct.pack('>d', value)
        case complex():
            return 'complex', struct.pack('>dd', value.real, value.imag)
        case tuple():
            return 'tuple', tuple(map(image, value))
        case frozenset():
            return 'frozenset', frozenset(map(image, value))
        case slice():
            return 'slice', image(value.start), image(value.stop), image(value.step)
        case types.CodeType():
            return 'code', tuple(image(getattr(value, field)) for field in FIELDS)
        case _:
            return type(value), value


def brief(value):
    text = f'<code {value.co_qualname}>' if isinstance(value, types.CodeType) else repr(value)
    return text if len(text) < 120 else text[:117] + '...'


def listing(code):
    return [f'{i.offset:5} {i.opname} {"" if i.arg is None else i.arg} {i.argrepr if not isinstance(i.argval, types.CodeType) else "<code>"}'.rstrip()
            for i in dis.get_instructions(code)]


def positions(code):
    return [f'{2 * n:5} {place}' for n, place in enumerate(code.co_positions())]


def handlers(code):
    return [str(entry) for entry in dis._parse_exception_table(code)]


LISTINGS = {'co_code': listing, 'co_linetable': positions, 'co_exceptiontable': handlers}


def first_unequal(reference, candidate, field):
    """The first entries of two listings that differ, with a few equal ones before."""
    for n in range(max(len(reference), len(candidate))):
        r = reference[n] if n < len(reference) else '(end)'
        t = candidate[n] if n < len(candidate) else '(end)'
        if r != t:
            context = ''.join(f'\n      {line}' for line in reference[max(0, n - 3):n])
            return f'{field}, entry {n}:{context}\n    R {r}\n    T {t}'
    return f'{field}: only the encoding differs'


def difference(reference, candidate):
    """The first difference of two code objects in words, or None. Nested code comes first: it is mostly the cause."""
    inner = [[c for c in code.co_consts if isinstance(c, types.CodeType)] for code in (reference, candidate)]
    if len(inner[0]) == len(inner[1]):
        for r, t in zip(*inner):
            if r.co_name == t.co_name and (found := difference(r, t)):
                return found
    for field in FIELDS:
        r, t = getattr(reference, field), getattr(candidate, field)
        if image(r) == image(t):
            continue
        if field in LISTINGS:
            found = first_unequal(LISTINGS[field](reference), LISTINGS[field](candidate), field)
        elif isinstance(r, tuple):
            found = first_unequal(list(map(brief, r)), list(map(brief, t)), field)
        elif field == 'co_flags':
            found = f'co_flags: R {dis.pretty_flags(r)}, T {dis.pretty_flags(t)}'
        else:
            found = f'{field}: R {brief(r)}, T {brief(t)}'
        return f'{reference.co_qualname} (line {reference.co_firstlineno}): {found}'
    return None


def compare(reference, candidate):
    with open(reference, 'rb') as file:
        right = file.read()
    with open(candidate, 'rb') as file:
        tried = file.read()
    if right[:HEADER] != tried[:HEADER]:
        return 'different', f'header: R {right[:HEADER].hex()}, T {tried[:HEADER].hex()}'
    try:
        code = marshal.loads(tried[HEADER:])
    except (ValueError, EOFError, TypeError) as error:
        return 'broken', f'{type(error).__name__}: {error}'
    if not isinstance(code, types.CodeType):
        return 'broken', f'holds {type(code).__name__}, not code'
    try:
        found = difference(marshal.loads(right[HEADER:]), code)
    except Exception as error:
        return 'broken', f'a table cannot be decoded: {error!r}'
    if found:
        return 'different', found
    at = next((n for n, (r, t) in enumerate(zip(right, tried)) if r != t), min(len(right), len(tried)))
    return 'semantic', f'streams part at byte {at}: R {right[at - 4:at + 8].hex(" ")}, T {tried[at - 4:at + 8].hex(" ")}'


if __name__ == '__main__':
    sys.setrecursionlimit(20000)
    with open(sys.argv[1], encoding='utf-8') as questions, open(sys.argv[2], 'w', encoding='utf-8') as answers:
        for line in questions:
            if line.strip():
                print(json.dumps(compare(*json.loads(line))), file=answers)
