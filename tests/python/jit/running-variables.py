# Somebody looks at the variables of a function that was compiled long ago and is running: in a loop, as a generator, as a coroutine.
import sys


class Looker:
    def __init__(self):
        self.seen = []

    def look(self, depth=1):
        self.seen.append(sorted(sys._getframe(depth).f_locals.items()))

    def pass_on(self):
        mine = 'not yours'
        self.look(2)
        return mine


looker = Looker()
calm = [lambda *_: None] * 2000


def loops(actions):
    x = 0.5
    n = 0
    unbound = 1
    del unbound
    for action in actions:
        n += 3
        x += 0.25
        action()
    unbound = 2
    return n, x


print(loops(calm))
print(loops(calm + [looker.look, calm[0], looker.look] + calm))
print(loops(calm + [looker.pass_on]))


def calls(action, y):
    z = y * 2.0
    action()
    return z


for i in range(2000):
    calls(calm[0], i)
print(calls(looker.look, 7), calls(looker.look, 8))


def generates(actions):
    total = 1.5
    for action in actions:
        total *= 1.001
        yield action()
        word = 'x'


print(len(list(generates(calm))))
print(len(list(generates(calm[:3] + [looker.look]))))


def counts(actions):
    count = 0

    def inner():
        return count

    for action in actions:
        count += inner() + 1
        count %= 1000
        action()
    return count


print(counts(calm))
print(counts(calm + [looker.look]))


async def waits(action, n):
    half = n / 2
    action()
    return half


async def many(actions):
    last = None
    for i, action in enumerate(actions):
        last = await waits(action, i)
    return last


for actions in (calm, calm + [looker.look, looker.pass_on]):
    try:
        many(actions).send(None)
    except StopIteration as stop:
        print(stop.value)

for seen in looker.seen:
    print([(name, value) for name, value in seen if isinstance(value, (int, float, str)) or value is None])


def changes(action):
    x = 1.5
    action()
    x += 1
    action()
    x, y = 'new', x
    action(), action()
    return x, y


def steps(action, n):
    """Each round is a step of its own, which comes to the same place."""
    for i in range(n):
        y = i * 0.5
        action()
        yield y


def show(depth):
    """Two looks at once."""
    frame = sys._getframe(depth)
    looks = [[(name, repr(value)) for name, value in sorted(frame.f_locals.items())] for _ in range(2)]
    print([pair for pair in looks[0] if ' ' not in pair[1]], looks[0] == looks[1])


class Now:
    do = calm[0]

    def call():
        Now.do()


for i in range(2000):
    changes(Now.call)
    list(steps(Now.call, 3))
Now.do = lambda: show(3)
print(changes(Now.call))
print(list(steps(Now.call, 4)))


def fails(n, actions):
    """Handlers of many activations of one function are looked at, innermost first."""
    at = n / 2
    try:
        if n == 0:
            raise KeyError(n)
        fails(n - 1, actions)
    except KeyError as error:
        at = [at]
        for action in actions:
            action(error)
        at.append(type(error.__context__))
        raise
    finally:
        at += n,


def give_up(n, actions):
    try:
        fails(n, actions)
    except KeyError as error:
        return str(error)


actions = calm[:2]
for i in range(300):
    give_up(5, actions)
actions[:] = [lambda error: show(2)]
print(give_up(20, actions))
