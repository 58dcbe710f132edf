"""Signals that are blocked, waited for, and let through; tracebacks on signals and after a time."""
import faulthandler
import os
import signal
import sys
import threading
import time


def refused(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


print(signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2]))
os.kill(os.getpid(), signal.SIGUSR2)
print(signal.sigpending(), signal.sigwait([signal.SIGUSR2]), signal.sigpending())
signal.signal(signal.SIGUSR2, lambda signum, frame: print('handled', signum))
signal.raise_signal(signal.SIGUSR2)
print('held back')
print(signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR2]))
print(signal.sigtimedwait([signal.SIGALRM], 0.05))
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM, signal.SIGTERM])
signal.setitimer(signal.ITIMER_REAL, 0.05)
print(signal.sigwaitinfo([signal.SIGALRM]).si_signo)
thread = threading.Thread(target=lambda: print('a thread has', signal.sigwait([signal.SIGTERM])))
thread.start()
os.kill(os.getpid(), signal.SIGTERM)
thread.join()
refused(lambda: signal.pthread_sigmask(9, [1]))
refused(lambda: signal.pthread_sigmask(0, [99]))
refused(lambda: signal.pthread_sigmask(0, 5))
refused(lambda: signal.sigtimedwait([1], -1))

sys.stdout.flush()
faulthandler.dump_traceback(file=sys.stdout, all_threads=False)
refused(lambda: faulthandler.dump_traceback(file='x'))
refused(lambda: faulthandler.dump_traceback_later(0))
refused(lambda: faulthandler.register(11))
refused(lambda: faulthandler.unregister(10))
print(faulthandler.is_enabled(), faulthandler.enable(), faulthandler.disable(), faulthandler.is_enabled())
signal.signal(signal.SIGUSR1, lambda signum, frame: print('chained', signum))
faulthandler.register(signal.SIGUSR1, file=sys.stdout, all_threads=False, chain=True)
sys.stdout.flush()
os.kill(os.getpid(), signal.SIGUSR1)
time.sleep(0.01)
print(faulthandler.unregister(signal.SIGUSR1))
sys.stdout.flush()
with open(os.devnull, 'w') as nowhere:
    faulthandler.dump_traceback_later(0.1, file=nowhere, exit=True)
    while True:
        pass
