"""What errors and audit hooks name when a path was given as an object with __fspath__."""
import os
import sys
import tempfile


class PathLike:
    def __init__(self, path):
        self.path = path

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return "<path-like>"


FUNCTIONS = {
    **dict.fromkeys([os.mkdir, os.rmdir, os.unlink, os.remove, os.stat, os.lstat, os.listdir, os.chdir, os.scandir], ()),
    **dict.fromkeys([os.readlink, os.utime, open, os.mkfifo, os.statvfs, os.listxattr, os.path.getsize], ()),
    **dict.fromkeys([os.truncate, os.chmod], (1,)),
    os.open: (0,),
    os.execv: (["a"],),
    os.execve: (["a"], {}),
    os.posix_spawn: (["a"], {}),
    os.chown: (-1, -1),
    os.getxattr: ("user.x",),
}


def hook(event, args):
    if watching and event.startswith(("os.", "open")):
        print("  ", event, args)


watching = False
sys.addaudithook(hook)
os.chdir(tempfile.mkdtemp())
for function, rest in FUNCTIONS.items():
    for path in PathLike("nope/x"), PathLike(b"nope/x"):
        watching = True
        try:
            function(path, *rest)
        except OSError as error:
            print(function.__name__, repr(error.filename), error)
        watching = False
for function in os.rename, os.replace, os.symlink, os.link:
    watching = True
    try:
        function(PathLike("nope/x"), PathLike("nope/y"))
    except OSError as error:
        print(function.__name__, error)
    watching = False
os.rmdir(os.getcwd())
