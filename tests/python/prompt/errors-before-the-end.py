"""Errors in what has been typed so far: the rest, with the ends of its brackets, has not been asked for."""

import subprocess
import sys

for text in [
    'x = [1, 2\ny = 3\n]\n1\n',
    'x = [1, 2\ny 3]\n',
    'f(1,\n2 3\n)\n5\n',
    'f(a b\n4)\n5\n',
    'f(\n(a b\n4)\n5)\n',
    '{1:2\n3:4}\n5\n',
    'f(1\n)(\n2 3\n)\n',
    'if x:\n  f(1\n  y=3\n  )\n\n5\n',
    '[1,2\nif x:\n  y\n]\n5\n',
    'a b (\n5\n',
    'x = (1 2))\n5\n',
    'f(\na b]\n5\n',
    "x = f'{a b\n5\n",
    "f'''{a\n b\n}'''\n5\n",
]:
    done = subprocess.run(
        [sys.executable, '-I', '-q', '-i'], input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    print(done.stdout)
