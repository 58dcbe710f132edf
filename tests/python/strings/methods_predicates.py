"""isalpha and its kin."""
NAMES = ['isalnum', 'isalpha', 'isascii', 'isdecimal', 'isdigit', 'isidentifier', 'islower', 'isnumeric', 'isprintable', 'isspace', 'istitle', 'isupper']
TEXTS = ['', 'a', 'A', '1', ' ', '_', '\xb2', '\xbd', '\u0663', '\u4e00', '\xaa', '\u2160', '\u1d7d8', '\U0001d7d8', '\U0001f600', '\ud800', '\xa0', '\u200b', '\x1f', 'a1', 'a b', 'Ab', 'aB', '\u01c5', '\U00010400', '\u0378', 'def', 'x\u0301', '\u0301x', '\u2118', '\xb7']
for text in TEXTS:
    print(ascii(text), ' '.join(name for name in NAMES if getattr(text, name)()))
try:
    'a'.isalpha(1)
except TypeError as e:
    print(e)
try:
    str.isalpha(1)
except TypeError as e:
    print(e)
try:
    str.isalpha()
except TypeError as e:
    print(e)
