"""Case mappings: full mappings, the final sigma, titlecase letters, characters beyond U+FFFF."""
TEXTS = [
    '',
    'hello World',
    "they're bill's friends",
    'stra\xdfe \ufb01ne \u0149',
    '\u0130stanbul \u0131',
    '\u03a3\u0391\u03a3 \u03a3 \u0391\u03a3. A\u03a3\u0345 A\u03a3\u0345B',
    '\u01c4\u01c5\u01c6',
    '\U00010400\U00010428',
    '\u1f80\u1fb3 \u1e9e',
    '\ud800a\udc00',
    '1a2B',
]
for text in TEXTS:
    print(ascii(text))
    for name in ('lower', 'upper', 'title', 'capitalize', 'swapcase', 'casefold'):
        print('   ', name, ascii(getattr(text, name)()))
    print('   ', text.islower(), text.isupper(), text.istitle())
