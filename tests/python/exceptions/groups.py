# BaseExceptionGroup and ExceptionGroup: making, showing and splitting.


def attempt(call, *args, **kwargs):
    try:
        return repr(call(*args, **kwargs))
    except BaseException as e:
        return f'{type(e).__name__}: {e}'


def tree(e):
    if isinstance(e, BaseExceptionGroup):
        return [e.message, *map(tree, e.exceptions)]
    return repr(e)


print('-- constructors')
for args in (
    (),
    ('a',),
    (1, 2),
    ('a', 1),
    ('a', []),
    ('a', [1]),
    ('a', [ValueError(), 1]),
    ('a', {ValueError()}),
    ('a', (ValueError(1), TypeError(2))),
    ('a', [KeyboardInterrupt()]),
):
    print(attempt(ExceptionGroup, *args), '/', attempt(BaseExceptionGroup, *args))
print(attempt(ExceptionGroup, 'a', [ValueError()], x=1))
print(BaseExceptionGroup[int], ExceptionGroup.__mro__, ExceptionGroup.__module__)


class Own(ExceptionGroup):
    def derive(self, excs):
        return Own(self.message.upper(), excs)


class OwnBase(BaseExceptionGroup, ValueError):
    pass


print(attempt(Own, 'a', [KeyboardInterrupt()]), attempt(OwnBase, 'a', [KeyboardInterrupt()]))


class Sequence:
    def __init__(self, *items):
        self.items = items

    def __getitem__(self, i):
        return self.items[i]

    def __len__(self):
        return len(self.items)

    def __repr__(self):
        return f'Sequence{self.items}'


items = [ValueError(1)]
for sequence in (items, tuple(items), Sequence(*items)):
    e = ExceptionGroup('g', sequence)
    print(repr(e), '|', e, '|', e.args[1] is sequence)
e = ExceptionGroup('g', items)
items.append(5)
print(repr(e), e.args, e.exceptions)
e.args = (1,)
print(repr(e), e.message)

print('-- splitting')
group = ExceptionGroup(
    'top', [ValueError(1), ExceptionGroup('inner', [TypeError(2), ValueError(3), OSError(4)]), KeyError(5)]
)
group.add_note('note')
group.__cause__ = KeyError('cause')
for matcher in (ValueError, (TypeError, KeyError), Exception, RuntimeError, lambda e: isinstance(e, OSError), ExceptionGroup):
    match, rest = group.split(matcher)
    print(tree(match), '|', tree(rest), '|', tree(group.subgroup(matcher)))
    for part in (match, rest):
        if part is not None and part is not group:
            print('   ', part.__notes__, part.__notes__ is group.__notes__, repr(part.__cause__), part.__suppress_context__)
for matcher in (5, int, (ValueError, 5), [ValueError]):
    print(attempt(group.split, matcher), attempt(group.subgroup, matcher))
own = Own('own', [ValueError(1), Own('in', [TypeError(2), ValueError(3)])])
match, rest = own.split(ValueError)
print(type(match).__name__, tree(match), tree(rest))


class BadDerive(ExceptionGroup):
    def derive(self, excs):
        return 5


print(attempt(BadDerive('b', [ValueError(), TypeError()]).split, ValueError))
