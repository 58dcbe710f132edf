# A program that is started without streams of its own writes where its parent does.
import os
import subprocess
import sys

for start in (
    lambda: subprocess.run([sys.executable, '-c', 'print("run")']).returncode,
    lambda: os.system('echo system'),
    lambda: os.waitpid(os.posix_spawn('/bin/echo', ['echo', 'posix_spawn'], {}), 0)[1],
    lambda: os.spawnlp(os.P_WAIT, 'echo', 'echo', 'spawnlp'),
):
    print(start(), flush=True)
print([os.get_inheritable(fd) for fd in (0, 1, 2)])
