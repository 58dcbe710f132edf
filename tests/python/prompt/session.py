"""What is typed at the prompt: blocks, strings and brackets over lines, errors, the end of the input."""

import subprocess
import sys


def session(text, *options):
    done = subprocess.run(
        [sys.executable, '-I', '-q', '-i', *options],
        input=text,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    print(done.stdout, end='')
    print('status', done.returncode)


session('''\
def half(x):
    # a comment, then a line of blanks
   
    return 1 / x

half(2)
half(0)
half.__code__.co_filename
"""two

lines"""
(1,

2)
''')
session('''\
if 1:

  x
def f(a, a): ...

try:
  1

for
''')
session('''\
from __future__ import annotations
def f(a: b): pass

f.__annotations__
import sys
sys.ps1 = 1
sys.ps2 = ''
if 1:
  print('in the block')

raise SystemExit(3)
''')
# The end of the input ends a block and a line.
session('while 1:\n  break\nelse:\n  print("done")')
session('1 / 0')
# The prompt comes after a program, however that ended.
session('x\n', '-c', 'x = 5; raise SystemExit')
session('import os; os.close(0)\nprint(1)\n')
