"""_string, which string.Formatter stands on."""
import _string
from string import Formatter


def show(call):
    try:
        print(ascii(call()))
    except Exception as e:
        print(type(e).__name__, e)


for text in ('', 'abc', 'a{}b', '{{}}', '{a.b[c]!r:>5}', 'x{0}y{1:{2}}z', '\U0001f600{\U0001f600!s}', '{!r}', '{:}', '{a!r:}'):
    show(lambda: list(_string.formatter_parser(text)))
for text in ('{', '}', '{a', '{!', '{!r', '{:{}'):
    show(lambda: list(_string.formatter_parser(text)))
for text in ('', '0', 'a', '12.b[3][x].c', '[0]', 'a[0]b', 'a[', 'a.', '\u0661', '99999999999999999999'):
    show(lambda: (lambda first, rest: (first, list(rest)))(*_string.formatter_field_name_split(text)))
show(lambda: _string.formatter_parser(5))
show(lambda: _string.formatter_field_name_split(5))
print(Formatter().format('{0} {a!r:>6} {0.real}', 5, a='x'))
