"""What is looked for and not there: raised in compiled code without a throw, handled here or by a caller."""
import sys


class Thing:
    present = 1


class Slotted:
    __slots__ = 'value',


class Dynamic:
    def __getattr__(self, name):
        if name == 'good':
            return 'found'
        raise AttributeError('dynamic ' + name)


class Failing:
    @property
    def prop(self):
        raise AttributeError('inside')

    def __getitem__(self, index):
        raise IndexError(index)


class Missing(dict):
    def __missing__(self, key):
        if key == 'made':
            return 'made'
        raise KeyError('missing ' + str(key))


def item(container, key):
    return container[key]


def item_or(container, key, default):
    try:
        return container[key]
    except LookupError:
        return default


def attribute(thing):
    return thing.absent


def attribute_or(thing, default):
    try:
        return thing.absent
    except AttributeError:
        return default


def last(stack):
    try:
        return stack.pop()
    except IndexError as error:
        return str(error)


def while_handled(container, key):
    try:
        raise ValueError('outer')
    except ValueError:
        return container[key]


def told(function, *args):
    try:
        return function(*args)
    except Exception as error:
        names = []
        tb = error.__traceback__
        while tb:
            names.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
            tb = tb.tb_next
        more = [getattr(error, 'name', None), type(getattr(error, 'obj', None)).__name__]
        return type(error).__name__, error.args, more, repr(error.__context__), names[1:]


for i in range(200):
    assert item([i, 2], 0) == i and item((1, i), -1) == i and item('abc', 1) == 'b' and item({i: 'x'}, i) == 'x'
    assert item_or([1], 1, i) == i and item_or({}, i, 'd') == 'd' and item_or('', 0, None) is None
    assert attribute_or(Thing(), i) == i and last([]) == 'pop from empty list' and last([i]) == i

for container, key in [
    ([1], 1), ([1], -2), ((), 0), ((1, 2), -3), ('ab', 2), ('ab', -3), ({}, 'k'), ({1: 2}, (3, 4)), ([], 'x'), ([1], True),
    ((1,), 2**70), ([1], None), (Missing(), 'made'), (Missing(), 'k'), (Failing(), 7), (5, 0), (range(3), 3), (b'ab', 5), ({}, []),
]:
    print(type(container).__name__, key, told(item, container, key), told(while_handled, container, key))
for thing in [Thing(), Slotted(), Dynamic(), Failing(), Thing, 5, 'text', None, sys, len, {}]:
    print(type(thing).__name__, told(attribute, thing), attribute_or(thing, 'default'))


def value_of(slotted):
    return slotted.value


def good(dynamic):
    return dynamic.good, dynamic.bad


def prop(failing):
    return failing.prop


for i in range(100):
    outcomes = told(value_of, Slotted()), told(good, Dynamic()), told(prop, Failing())[:2]
print(*outcomes, sep='\n')


def steps(container, keys):
    """A generator that goes on behind what it has looked for in vain."""
    for key in keys:
        try:
            yield container[key]
        except (IndexError, KeyError) as error:
            yield repr(error)


for i in range(100):
    outcomes = list(steps([1, 2], [0, 5, 1, -1, -3])), list(steps({'a': 1}, 'ab'))
print(outcomes)
print(sys.exception())
