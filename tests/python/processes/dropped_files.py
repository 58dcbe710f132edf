# A file that is dropped without being closed can be read at once; one that a variable holds has to be flushed.
import json
import os
import subprocess
import tempfile

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'file')
    open(path, 'w').write('hello')
    print(open(path).read())
    open(path, 'wb').write(b'bytes')
    print(open(path, 'rb').read())
    json.dump({'a': [1, 2]}, open(path, 'w'))
    print(json.load(open(path)))

    def write(text):
        file = open(path, 'a')
        file.write(text)

    write('more')
    write('and more')
    print(open(path).read())

    held = open(path, 'w')
    held.write('held')
    print(repr(open(path).read()))
    held.flush()
    print(repr(open(path).read()))
    held.close()

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'file')
    kept = open(path + '2', 'w')
    kept.write('kept')
    for run in (
        lambda: subprocess.run(['cat', path], capture_output=True).stdout,
        lambda: os.popen(f'cat {path} {path}2').read(),
        lambda: os.waitpid(os.posix_spawn('/bin/cat', ['cat', path], {}, file_actions=to_null), 0)[1],
        lambda: os.system(f'test -s {path} && ! test -s {path}2'),
        lambda: os.waitpid(size(path), 0)[1],
    ):
        to_null = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]

        def size(path):
            pid = os.fork()
            if pid == 0:
                os._exit(os.stat(path).st_size)
            return pid

        open(path, 'w').write('text')
        print(run())
    kept.close()
