# The line of a frame that was handed out is that of its return when the function has ended.
import sys


def keep():
    global kept
    kept = sys._getframe(1)


def falls_off(flag):
    keep()
    if flag:
        pass
    else:
        flag = 1


def returns(flag):
    keep()
    for i in range(3):
        if i == flag:
            return i
    return None


async def awaits(flag):
    keep()
    if flag:
        pass


def line():
    return kept.f_lineno - kept.f_code.co_firstlineno


for flag in (True, False, True, 2, 5):
    falls_off(flag)
    print(line(), end=' ')
    returns(flag)
    print(line(), end=' ')
    try:
        awaits(flag).send(None)
    except StopIteration:
        print(line())
