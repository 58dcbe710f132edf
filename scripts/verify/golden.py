"""Records what CPython makes of each source of a folder, stage by stage: NAME.txt beside NAME.py.

    python3.14 -I -S golden.py FOLDER

Four parts: the tokens (those of the tokenize module), the syntax tree with its positions, the symbol table and the
code objects. scripts/verify/golden.ts prints the same from Tython.
"""
import _symtable
import _tokenize
import ast
import io
import json
import opcode
import os
import re
import sys
import token
import types
import warnings

sys.path.insert(0, os.path.dirname(__file__))
from outcome import describe

HEADING = '# What CPython 3.14 makes of {}: recorded by `npm run verify -- accept`.'
INDENT = '  '


def escape(text):
    return text.encode('ascii', 'backslashreplace').decode('ascii')


def tokens(source):
    """One line for each line of source: kind, text and columns; a token over several lines says where it ends."""
    lines, row = [], None
    for kind, text, start, end, _ in _tokenize.TokenizerIter(io.StringIO(source).readline, extra_tokens=True):
        if start[0] != row:
            row = start[0]
            lines.append(f'{row}:')
        stop = end[1] if end[0] == start[0] else f'{end[0]}:{end[1]}'
        lines[-1] += f' {token.tok_name[kind]} {escape(json.dumps(text))} {start[1]}-{stop}'
    return lines


def place(node):
    if not hasattr(node, 'lineno'):
        return ''
    return f'@{node.lineno}:{node.col_offset}-{node.end_lineno}:{node.end_col_offset}'


def inline(value):
    """A field's value on one line."""
    if isinstance(value, list):
        return '[' + ', '.join(map(inline, value)) + ']'
    if isinstance(value, ast.AST):
        fields = ', '.join(field(value, name) for name in value._fields)
        return f'{type(value).__name__}{place(value)}' + (f'({fields})' if fields else '')
    return '-' if value is None else escape(str(value))


def field(node, name):
    """A field with its name; constants in full."""
    value = getattr(node, name)
    return f'{name}={describe(value) if node._field_types[name] is object else inline(value)}'


SUITES = (ast.stmt, ast.excepthandler, ast.match_case)


def tree(node, indent=''):
    """A statement on a line, the statements in it on lines of their own."""
    flat, suites = [], []
    for name in node._fields:
        value = getattr(node, name)
        if isinstance(value, list) and value and isinstance(value[0], SUITES):
            suites.append((name, value))
        else:
            flat.append(field(node, name))
    lines = [f'{indent}{type(node).__name__}{place(node)} {", ".join(flat)}'.rstrip()]
    for name, nodes in suites:
        lines.append(f'{indent}{INDENT}{name}:')
        for inner in nodes:
            lines += tree(inner, indent + INDENT * 2)
    return lines


BLOCKS = ('function', 'class', 'module', 'annotation', 'type alias', 'type parameters', 'type variable')
FLAGS = ('global', 'assigned', 'parameter', 'nonlocal', 'used', None, 'free in class', 'imported', 'annotated',
         'iteration', 'type parameter', 'comprehension cell')
SCOPES = ('unknown', 'LOCAL', 'GLOBAL_EXPLICIT', 'GLOBAL_IMPLICIT', 'FREE', 'CELL')


def symbols(block, indent=''):
    nested = ' nested' if block.nested else ''
    lines = [f'{indent}{BLOCKS[block.type]} {escape(block.name)} line {block.lineno}{nested} ({" ".join(map(escape, block.varnames))})']
    for name, flags in sorted(block.symbols.items()):
        words = [word for bit, word in enumerate(FLAGS) if word and flags >> bit & 1]
        lines.append(f'{indent}{INDENT}{escape(name)}: {" ".join([SCOPES[flags >> 12], *words])}')
    for child in block.children:
        lines += symbols(child, indent + INDENT)
    return lines


def instructions(code):
    caches, extended = 0, 0
    positions = code.co_positions()
    for offset in range(0, len(code.co_code), 2):
        line, end_line, column, end_column = next(positions)
        if caches:
            caches -= 1
            continue
        number, arg = code.co_code[offset:offset + 2]
        name = opcode.opname[number]
        caches = opcode._inline_cache_entries.get(name, 0)
        arg |= extended
        extended = arg << 8 if name == 'EXTENDED_ARG' else 0
        start, end = (':'.join('-' if part is None else str(part) for part in pair)
                      for pair in ((line, column), (end_line, end_column)))
        yield f'{offset:4} {name} {arg} @{start}-{end}'


def varints(table):
    """The numbers of an exception table: six bits a byte, the highest bits first."""
    value = 0
    for byte in table:
        value = value << 6 | byte & 63
        if not byte & 64:
            yield value
            value = 0


def handlers(code):
    numbers = list(varints(code.co_exceptiontable))
    for start, length, target, mark in zip(*[iter(numbers)] * 4):
        yield f'{2 * start} to {2 * (start + length)}: {2 * target}, depth {mark >> 1}{", lasti" if mark & 1 else ""}'


def codes(code):
    """One paragraph for each code object, inner ones after those that hold them."""
    lines = [f'code {escape(code.co_qualname)} line {code.co_firstlineno}: arguments {code.co_posonlyargcount} {code.co_argcount} '
             f'{code.co_kwonlyargcount}, stack {code.co_stacksize}, flags {code.co_flags:#x}']
    for field in ('co_names', 'co_varnames', 'co_cellvars', 'co_freevars'):
        if names := getattr(code, field):
            lines.append(f'{INDENT}{field}: {" ".join(map(escape, names))}')
    inner = [value for value in code.co_consts if isinstance(value, types.CodeType)]
    for number, value in enumerate(code.co_consts):
        lines.append(f'{INDENT}const {number}: {"code " + escape(value.co_qualname) if isinstance(value, types.CodeType) else describe(value)}')
    lines += [INDENT + line for line in instructions(code)]
    lines += [f'{INDENT}handler {line}' for line in handlers(code)]
    for child in inner:
        lines += ['', *codes(child)]
    return lines


def record(path):
    with open(path, 'rb') as file:
        source = file.read()
    name = os.path.basename(path)
    parts = {
        'tokens': tokens(source.decode('utf-8-sig')),
        'tree': tree(ast.parse(source)),
        'symbols': symbols(_symtable.symtable(source, name, 'exec')),
        'code': codes(compile(source, name, 'exec', dont_inherit=True)),
    }
    lines = [HEADING.format(name)]
    for title, part in parts.items():
        lines += ['', f'== {title}', *part]
    with open(path[:-3] + '.txt', 'w', encoding='utf-8', newline='\n') as file:
        file.write(''.join(re.sub('[\0-\x1f]', lambda m: f'\\x{ord(m[0]):02x}', line) + '\n' for line in lines))


if __name__ == '__main__':
    sources = sorted(entry.path for entry in os.scandir(sys.argv[1]) if entry.name.endswith('.py'))
    warnings.simplefilter('ignore')
    failed = 0
    for path in sources:
        try:
            record(path)
        except SyntaxError as error:
            failed += 1
            print(f'{path}: {error}')
    print(f'{sys.argv[1]}: {len(sources)} sources')
    sys.exit(failed > 0)
