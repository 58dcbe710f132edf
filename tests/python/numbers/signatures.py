"""Names, signatures and the kinds of attributes of the numeric types."""
for t in (int, bool, float, complex):
    print(t, t.__text_signature__, t.__base__, t.__module__, t.__name__)
    for name, value in sorted(t.__dict__.items()):
        if name == '__doc__':
            continue
        print(t.__name__, name, type(value).__name__, getattr(value, '__text_signature__', None))
    for name in dir(t):
        value = t.__dict__.get(name)
        if callable(value) and not name.startswith('__'):
            print(value.__name__, value.__qualname__)
