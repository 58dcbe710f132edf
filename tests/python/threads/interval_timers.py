"""What signal.setitimer takes, and that a timer further away than any timeout of the host does not fire at once."""
import signal
import time

for value in ['x', None, 10**30, float('inf'), float('nan'), -1]:
    try:
        print(signal.setitimer(signal.ITIMER_REAL, value))
    except (TypeError, ValueError, OverflowError, OSError) as error:
        print(type(error).__name__, error)

signal.signal(signal.SIGALRM, lambda *args: print('fired'))
signal.setitimer(signal.ITIMER_REAL, 5_000_000)
time.sleep(0.1)
left, interval = signal.setitimer(signal.ITIMER_REAL, 0)
print(4_999_990 < left < 5_000_000, interval)
