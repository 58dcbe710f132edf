"""The tokenizer reads line by line, and no further than it must."""
import _tokenize


def attempt(lines, **options):
    lines = iter(lines)
    try:
        for token in _tokenize.TokenizerIter(lambda: next(lines), **options):
            print(token)
    except Exception as error:
        print(type(error).__name__, error.args, getattr(error, 'lineno', None), getattr(error, 'offset', None))
    print('left:', list(lines))


attempt(['x = 1\n', 'if x:\n', '  y # c\n', '\n', 'z'], extra_tokens=True)
attempt(['x = 1\n', 'if x:\n', '  y # c\n', '\n', 'z'], extra_tokens=False)
attempt(['"""a\n', 'b""" \\\n', ' c\n'], extra_tokens=True)
attempt(['f"""{\n', 'x\n', '!r:>{w}} t\n', '"""\n'], extra_tokens=True)
attempt(['a\r', 'b\r\n', 'c d\ne\n'], extra_tokens=True)
attempt([b'\xe9\n'], extra_tokens=True, encoding='latin-1')
attempt(['x\n', 'a\0b\n', 'y\n'], extra_tokens=True)
attempt(['if x:\n', '  y\n', ' z\n', 'w\n'], extra_tokens=True)
attempt(['(\n', 'x\n'], extra_tokens=True)
attempt([b'x'], extra_tokens=True)
