"""What modules refuse or take in corners: sched_param, device numbers, epoll, collation, digests, codecs' error handlers."""

import _locale
import _thread
import codecs
import grp
import hmac
import os
import pickle
import pwd
import select
import signal
import subprocess
import sys


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


param = os.sched_param(7)
print(param, param.sched_priority, len(param), param.__reduce__(), pickle.loads(pickle.dumps(param)))
print(os.sched_param(sched_priority=None), attempt(os.sched_param), attempt(os.sched_param, 1, 2))
print(os.makedev(-1, -1), os.major(-1), os.minor(-1), os.makedev(5, 6), os.makedev(1, -1))
print(attempt(select.epoll, 0), attempt(select.epoll, -2), attempt(select.epoll, 1, 1))
print(attempt(_locale.strcoll, "a\0", "a"), attempt(_locale.strxfrm, "a\0"), _locale.strcoll("a", "b") < 0)


class Text(str):
    pass


print(hmac.compare_digest(Text("a"), Text("a")), hmac.compare_digest(Text("a"), "b"))
print(attempt(hmac.compare_digest, Text("ä"), "b"))
codecs.register_error("test.far", lambda error: ("x", sys.maxsize + 1))
for encoding in ("ascii", "cp949", "gb18030", "iso2022_jp"):
    print(attempt("a\ud800".encode, encoding, "test.far"), attempt(b"\xff\xff".decode, encoding, "test.far"))
signal.signal(signal.SIGUSR1, lambda *args: print("signal"))
_thread.interrupt_main(signal.SIGUSR1)
for number in (0, -1, 65, "x"):
    print(attempt(_thread.interrupt_main, number))
for number in (-1, -2, 2**32 - 1, 2**32, 2**64, "x"):
    print(attempt(grp.getgrgid, number), attempt(pwd.getpwuid, number))


def show_event(event, args):
    if event == "_posixsubprocess.fork_exec":
        print(event, args)


sys.addaudithook(show_event)
subprocess.run(["true"], env={}, executable="/bin/true", close_fds=False, preexec_fn=None, start_new_session=True)
