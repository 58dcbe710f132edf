"""send() of generators and coroutines: what they give, how they end, and what else has a method of that name."""

import sys


def echo(limit):
    got = []
    for i in range(limit):
        got.append((yield i))
    return got


def failing():
    yield 1
    raise KeyError('inside')


async def answer(value):
    return value


class Wait:
    def __await__(self):
        got = yield 'waiting'
        return got


async def waiting():
    return await Wait(), await Wait()


class Line:
    def __init__(self):
        self.sent = []

    def send(self, value):
        self.sent.append(value)
        if len(self.sent) > 2:
            raise StopIteration(self.sent)
        return len(self.sent)


def drive(target, values):
    given = []
    for value in values:
        try:
            given.append(target.send(value))
        except StopIteration as end:
            given.append(('end', end.value, end.args, end.__context__ is None))
        except Exception as error:
            given.append((type(error).__name__, str(error)))
    return given


def result_of(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value


def unhandled(target):
    while True:
        target.send(None)


for _ in range(200):
    drive(echo(3), [None, 1, 2, 3])
    result_of(answer(5))
print(drive(echo(3), [None, 1, 2, 3, 4]), drive(echo(2), [7, None]))
print(result_of(answer((1, 2))), result_of(answer(None)), drive(waiting(), [None, 'a', 'b', 'c']))
print(drive(failing(), [None, None, None]), drive(Line(), [1, 2, 3]), drive(5, [1]))
print(drive(echo(1).__iter__(), [None, ()]), drive(iter([1]), [None]))
for _ in range(200):
    drive(Line(), [1])
    try:
        unhandled(echo(2))
    except StopIteration:
        pass
try:
    unhandled(echo(1))
except StopIteration as end:
    frame = end.__traceback__
    lines = []
    while frame is not None:
        lines.append(frame.tb_lineno - frame.tb_frame.f_code.co_firstlineno)
        frame = frame.tb_next
    print(end.value, lines[1:])


def in_a_handler():
    try:
        raise ValueError('first')
    except ValueError:
        try:
            echo(0).send(None)
        except StopIteration as end:
            return repr(end.__context__), sys.exception() is end


for _ in range(200):
    in_a_handler()
print(in_a_handler())


def itself():
    try:
        running.send(None)
    except ValueError as error:
        yield str(error)


running = itself()
print(running.send(None))
try:
    echo(1).send()
except TypeError as error:
    print(error)
