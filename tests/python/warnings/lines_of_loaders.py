"""Explicit warnings with module_globals: the loader is asked for the line, by the name in the spec."""

import types
import warnings


def show(result):
    class Loader:
        def get_source(self, name):
            print('asked for', name)
            if isinstance(result, Exception):
                raise result
            return result

    loader = Loader()
    spec = types.SimpleNamespace(loader=loader, name='spam')
    module = {'__name__': '__main__', '__loader__': loader, '__spec__': spec}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        try:
            warnings.warn_explicit('eggs', UserWarning, 'bar', 1, module_globals=module)
        except Exception as error:
            print(repr(error))
    print(len(caught))


show('first line\n')
show(None)
show(5)
show(ImportError('unknown'))
show(OSError('unreadable'))
