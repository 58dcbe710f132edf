"""A loop that a trace function, set meanwhile, drives out of compiled code: what it raises is handled once."""
import sys
import traceback


def start():
    sys.settrace(lambda *args: None)


def stop():
    sys.settrace(None)


def raises():
    try:
        for i in range(5):
            if i == 2:
                start()
            if i == 3:
                raise KeyError(i)
    except IndexError:
        print('never')
    except KeyError:
        stop()
        print('once')
        raise
    finally:
        print('at last')


def goes_on():
    total = 0
    for i in range(5):
        try:
            for j in range(3):
                total += j
                if i == 1:
                    start()
                if i == 2 and j == 1:
                    raise ValueError(i)
        except ValueError as error:
            stop()
            print('caught', error, total)
        finally:
            total += 100
    return total


for _ in range(2):
    try:
        raises()
    except KeyError:
        traceback.print_exc(file=sys.stdout)
print(goes_on())
