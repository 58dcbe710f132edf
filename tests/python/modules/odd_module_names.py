"""Names that no module can have: what the import system says of each."""
for name in ('', '.', '..', '..foo', 'a..b', 'os.', 'json.nothing', 'nothing.json'):
    try:
        __import__(name)
    except (ImportError, ValueError) as error:
        print(repr(name), type(error).__name__, error)
