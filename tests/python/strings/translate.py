"""translate and maketrans: tables of every kind, which keys are asked for, errors."""


def show(call):
    try:
        print(ascii(call()))
    except Exception as e:
        print(type(e).__name__, e)


show(lambda: str.maketrans('abc', 'xyz'))
show(lambda: str.maketrans('ab', 'cd', 'b\U0001f600'))
show(lambda: str.maketrans({'a': 1, 98: None, '\U0001f600': 'x'}))
show(lambda: str.maketrans({'ab': 1}))
show(lambda: str.maketrans({1.5: 1}))
show(lambda: str.maketrans('a', 'bc'))
show(lambda: str.maketrans(1, 'a'))
show(lambda: str.maketrans('a', 1))
show(lambda: str.maketrans('a', 'b', 1))
show(lambda: str.maketrans('a'))
show(lambda: str.maketrans())


class Table:
    def __init__(self, table):
        self.table = table
        self.asked = []

    def __getitem__(self, key):
        self.asked.append(key)
        return self.table[key]


TABLE = {97: None, 98: 'x', 99: 0xE9, 100: 'long', 101: 0x1F600}
for text in ('', 'aabb', 'aabbccaabb', 'ab\xe9\xe9a', 'abdaa', 'bfbf', '\U0001f600ab', 'eae'):
    table = Table(TABLE)
    print(ascii(text), ascii(text.translate(table)), table.asked)
    print(ascii(text.translate(TABLE)), ascii(text.translate([chr(i + 1) for i in range(100)])))

show(lambda: 'a'.translate({97: 1.5}))
show(lambda: 'a'.translate({97: -1}))
show(lambda: 'a'.translate({97: 0x110000}))
show(lambda: 'a'.translate({97: 2**70}))
show(lambda: 'a'.translate(5))
show(lambda: ''.translate(5))
show(lambda: 'abc'.translate('xyz' * 40))
