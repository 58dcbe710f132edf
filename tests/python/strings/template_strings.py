"""Template strings: parts, interpolations, concatenation, iteration, construction."""
from string.templatelib import Interpolation, Template


def show(call):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)


name = 'World'
width = 5
t = t'Hello {name!r:>{width}}{width=}!'
print(t.strings, t.values)
for i in t.interpolations:
    print(i.value, i.expression, i.conversion, i.format_spec)
print(t)
print(list(t), list(t''), list(t'a'), list(t'{1}{2}'))
print(t'a' + t'b', t'{1}' t'x')
show(lambda: t'a' + 'b')
show(lambda: 'a' + t'b')
show(lambda: t'a' + 1)
print(Template(), Template('a', 'b'), Template(Interpolation(1, 'x'), Interpolation(2, 'y', 's', '>5'), 'z'))
show(lambda: Template(1))
show(lambda: Template(a=1))
show(lambda: Interpolation())
show(lambda: Interpolation(1))
show(lambda: Interpolation(1, 2))
show(lambda: Interpolation(1, 'a', 'x'))
show(lambda: Interpolation(1, 'a', 5))
show(lambda: Interpolation(1, 'a', None, 5))
show(lambda: Interpolation(1, 'a', 's', '', 5))
show(lambda: Interpolation(value=1, format_spec='x'))
show(lambda: Template[int])
show(lambda: Interpolation[int])
match Interpolation(1, 'x', 'r', 'f'):
    case Interpolation(value, expression, conversion, spec):
        print(value, expression, conversion, spec)


def set_value():
    t.interpolations[0].value = 1


show(set_value)
show(lambda: type('T', (Template,), {}))
show(lambda: type('I', (Interpolation,), {}))
print(t.__reduce__()[1] == (t.strings, t.interpolations), Interpolation(1, 'x').__reduce__())
print(Template.__module__, Template.__qualname__, type(iter(t)).__name__)
