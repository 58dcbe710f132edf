"""Compiles programs on the oracle: each argument is a source and where its .pyc file goes, with a `:` between."""
import py_compile
import sys

for pair in sys.argv[1:]:
    source, target = pair.split(':')
    py_compile.compile(source, target, dfile=source, doraise=True)
