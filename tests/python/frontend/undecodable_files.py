"""Scripts that are not in the encoding that they say, or do not say, that they are in; and scripts that are not there."""
import os
import subprocess
import sys
import tempfile

SOURCES = [
    b'x = 1\n"\xe9"',
    b'# comment\n"\xe9"',
    b'x = 1\ny = 2\n\xe9\n',
    b'x = (\n\xe9',
    b'"""\n\xe9"""',
    b'x = 1; y\\\n\xe9',
    b'# coding: utf-8\nx = "\xe9"\n',
    b'# coding: utf-8\nx = 1\n"\xe2\x82',
    b'\xef\xbb\xbfx = 1\n\x80',
    b'# coding: ascii\nx = 1\n\xe9',
    b'#\n# coding: cp1252\nx = 1\n\x81',
    b'# coding: latin-1\nprint(ascii("\xe9"))',
]
with tempfile.TemporaryDirectory() as folder:
    script = os.path.join(folder, 'script.py')

    def run(*arguments, **options):
        done = subprocess.run(
            [sys.executable, '-I', *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=folder, **options
        )
        text = done.stdout.decode().replace(os.path.realpath(folder), 'FOLDER').replace(sys.executable, 'PYTHON')
        print(text, done.returncode)

    for source in SOURCES:
        with open(script, 'wb') as file:
            file.write(source)
        run('script.py')
    run(input=b'"\xe9"')
    run('-q', '-i', 'nothing.py', input=b'1 + 1\n')
    run('.')
    with open(os.path.join(folder, '__main__.py'), 'w') as file:
        file.write('import sys\nprint(__file__, sys.argv)')
    run('.')
    run('./.')
