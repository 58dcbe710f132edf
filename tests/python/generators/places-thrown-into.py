"""Where tracebacks say that an exception was raised which was thrown into a suspended generator or coroutine."""
import sys


def tb_places(tb):
    out = []
    while tb:
        out.append((tb.tb_frame.f_code.co_name, tb.tb_lasti, tb.tb_lineno)); tb = tb.tb_next
    return out


def gen(n):
    x = n
    for i in range(n):
        x = yield i
    return x


def outer(n):
    r = yield from gen(n)
    return r


async def co():
    await aw()


class Wait:

    def __await__(self):
        yield 1


async def aw():
    await Wait()


def drive(make):
    g = make()
    g.send(None)
    try: g.throw(ValueError)
    except ValueError as e: return tb_places(e.__traceback__)


for i in range(4):
    print(drive(lambda: gen(3)), drive(lambda: outer(3)), drive(co))


def more():

    def a_gen():
        try:
            x = yield 1
        except KeyError as e:
            print(tb_places(e.__traceback__))
            try: yield 2
            finally: print('cleanup', sys._getframe().f_lasti)
        with open('/nowhere') as f: yield
    g = a_gen(); next(g); print(g.throw(KeyError(1)))
    try: g.throw(IndexError)
    except IndexError as e: print(tb_places(e.__traceback__), tb_places(e.__context__.__traceback__))

    def deleg():
        try: yield from a_gen()
        except ZeroDivisionError as e: print(tb_places(e.__traceback__)); yield 5
    g = deleg(); next(g); print(g.throw(KeyError(1))); print(g.throw(ZeroDivisionError))
    g.close()

    async def ag():
        try: yield 1
        except ValueError as e: print(tb_places(e.__traceback__)); raise

    async def use():
        a = ag(); await a.asend(None)
        try: await a.athrow(ValueError)
        except ValueError as e: print(tb_places(e.__traceback__))
    try: use().send(None)
    except StopIteration: pass


for i in range(2): more()
