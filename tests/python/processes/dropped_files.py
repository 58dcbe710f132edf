# A file that is dropped without being closed can be read at once; one that a variable holds has to be flushed.
import json
import os
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
