# What was written to files that nobody closed is there when the program has ended, however it ends.
import os
import subprocess
import sys
import tempfile

ENDINGS = {
    'falls off': '',
    'exit': 'sys.exit(3)',
    'exception': 'raise ValueError',
}
WRITER = '''
import atexit, io, sys
text = open('text', 'w')
text.write('first\\n' + 'x' * 20000)
open('dropped', 'w').write('nobody has it')
binary = open('binary', 'wb')
binary.write(b'bytes')
both = io.TextIOWrapper(io.BufferedWriter(io.FileIO('both', 'w')), encoding='utf-16-le')
both.write('wide')
def late():
    text.write('\\nlate')
atexit.register(late)
'''

for ending, statement in ENDINGS.items():
    with tempfile.TemporaryDirectory() as folder:
        made = subprocess.run([sys.executable, '-c', WRITER + statement], cwd=folder, stderr=subprocess.DEVNULL)
        print(ending, made.returncode)
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), 'rb') as file:
                data = file.read()
            print('   ', name, len(data), data[:6], data[-6:])
