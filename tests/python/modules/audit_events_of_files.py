# What audit hooks are told of source text, files, the environment and threads.
import _thread
import os
import sys
import tempfile

events = []
listening = False
KNOWN = 'compile', 'exec', '_thread.start_new_thread', '_thread.start_joinable_thread', 'open'


def hook(event, args):
    if listening and (event in KNOWN or event.startswith('os.')):
        events.append((event, [arg if isinstance(arg, (str, bytes, int, tuple, type(None))) else type(arg).__name__
                               for arg in args]))


sys.addaudithook(hook)


def told(function, *args, **kwargs):
    global listening
    listening = True
    try:
        function(*args, **kwargs)
    except Exception as error:
        print(type(error).__name__, end=' ')
    listening = False
    print(events)
    events.clear()


told(eval, ' 1')
told(eval, b'1')
told(exec, 'é = 1')
told(exec, compile('1', 'f', 'exec'))
told(compile, '1', 'f', 'exec')
told(compile, 'ä = 1', 'f', 'exec')

with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    fd = os.dup2(os.open('.', os.O_RDONLY), 77)
    told(os.mkdir, 'made')
    told(os.mkdir, 'made', 0o700, dir_fd=fd)
    told(os.open, 'file', os.O_CREAT | os.O_WRONLY)
    told(os.listdir)
    told(os.listdir, '.')
    told(os.scandir, b'.')
    told(os.link, 'file', 'other')
    told(os.symlink, 'file', 'link')
    told(os.rename, 'other', 'third')
    told(os.replace, 'third', b'other')
    told(os.truncate, 'file', 3)
    told(os.truncate, fd, 3)
    told(os.chmod, 'file', 0o600)
    told(os.fchmod, fd, 0o700)
    told(os.chown, 'file', -1, -1)
    told(os.lchown, 'link', -1, -1)
    told(os.fchown, fd, -1, -1)
    told(os.utime, 'file', (1, 2))
    told(os.utime, 'file', ns=(1, 2))
    told(os.remove, 'other')
    told(os.unlink, 'no such file')
    told(os.rmdir, 'made')
    told(os.chdir, 'no such folder')
    told(os.remove, 3.5)
    os.close(fd)
    os.chdir('/')

told(os.putenv, 'NAME', 'value')
told(os.unsetenv, 'NAME')
told(os.system, 'true')
told(os.kill, 0, 0)
told(os.killpg, 0, 0)

done = _thread.allocate_lock()
done.acquire()
told(_thread.start_new_thread, done.release, ())
done.acquire()
told(_thread.start_joinable_thread, done.release)
done.acquire()
told(_thread.start_joinable_thread, done.release, daemon=False)
done.acquire()
told(_thread.start_joinable_thread, 3)


# Hooks are traced where they ask for it.
class Traced:
    def __call__(self, event, args):
        pass


traced = Traced()
sys.addaudithook(traced)
calls = []


def trace(frame, event, arg):
    if frame.f_code is Traced.__call__.__code__:
        calls.append(event)


for wanted in None, False, True:
    traced.__cantrace__ = wanted
    sys.settrace(trace)
    eval('1')
    sys.settrace(None)
    print(wanted, len(calls))
    calls.clear()
