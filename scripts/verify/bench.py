"""CPython's side of bench-compile.ts: keeps the sources of a manifest and times one stage over all on each request.

    python3.14 -I -S bench.py MANIFEST

A request is a line on standard input, one of the names in STAGES; the answer the seconds of the processor that it
took and the peak memory in MB.
"""
import _symtable
import marshal
import resource
import sys
import time
import warnings


def over_all(stage):
    """The time of a stage over all sources; a refused one counts like the others."""
    start = time.process_time()
    for source in sources:
        try:
            stage(source)
        except (SyntaxError, ValueError):
            pass
    return time.process_time() - start


def compile_all():
    return over_all(lambda source: compile(source, 'bench', 'exec', dont_inherit=True))


def parse_and_symtable():
    """CPython gives away its tree only as Python objects, but makes a symbol table from the tree it has in C."""
    return over_all(lambda source: _symtable.symtable(source, 'bench', 'exec'))


def marshal_all():
    codes = []
    over_all(lambda source: codes.append(compile(source, 'bench', 'exec', dont_inherit=True)))
    start = time.process_time()
    for code in codes:
        marshal.dumps(code)
    return time.process_time() - start


STAGES = {'compile': compile_all, 'parse and symbol table': parse_and_symtable, 'marshal': marshal_all}

warnings.simplefilter('ignore')
sources = []
with open(sys.argv[1], encoding='utf-8') as manifest:
    for line in manifest:
        with open(line.rstrip('\n'), 'rb') as file:
            sources.append(file.read())
for request in sys.stdin:
    seconds = STAGES[request.rstrip('\n')]()
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, flush=True)
