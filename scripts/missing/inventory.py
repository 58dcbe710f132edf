"""Prints what the running Python has built in, a line for each name, for missing.ts to compare.

    python3.14 inventory.py builtins    the module builtins and every built-in type, those without a name included
    python3.14 inventory.py modules     the public names of every module that CPython writes in C

The fields of a line have tabs between them. A function has its name, its kind with `__text_signature__`, and what
inspect.signature() says where that is something else; a class its bases, whether it can be derived from, whether it has
a docstring, and the same two signatures.
"""
import sys
import warnings



def function():
    yield


async def coroutine():
    pass


async def async_generator():
    yield


class Slotted:
    __slots__ = ('slot',)


def traceback():
    try:
        raise ValueError
    except ValueError as error:
        return error.__traceback__


def quiet(coro):
    """The type of a coroutine, and of what awaits it; neither is left to warn that it never ran."""
    waiter = coro.__await__()
    types = [type(coro), type(waiter)]
    coro.close()
    return types


def legacy_iterator():
    class Sequence:
        def __getitem__(self, index):
            return index

    return type(iter(Sequence()))


def dict_iterators():
    d = {}
    for view in d, d.keys(), d.values(), d.items():
        yield type(iter(view))
        yield type(reversed(view))


def unnamed_types():
    """Functions, each of which gives one type or several that no module names."""
    yield lambda: type(function)
    yield lambda: type(function.__code__)
    yield lambda: type(function())
    yield lambda: quiet(coroutine())
    yield lambda: type(async_generator())
    yield lambda: type(async_generator().asend(None))
    yield lambda: type(async_generator().athrow(ValueError))
    yield lambda: type(aiter(async_generator()))
    yield lambda: type(anext(async_generator(), None))
    yield lambda: type(traceback())
    yield lambda: type(traceback().tb_frame)
    yield lambda: type(traceback().tb_frame.f_locals)
    yield lambda: type(sys._getframe().f_globals.__class__.__dict__)
    yield lambda: type((lambda x: lambda: x)(1).__closure__[0])
    yield lambda: type(sys)
    yield lambda: type(sys.implementation)
    yield lambda: type(len)
    yield lambda: type(''.join)
    yield lambda: type(str.join)
    yield lambda: type(str.__add__)
    yield lambda: type(''.__add__)
    yield lambda: type(int.real)
    yield lambda: type(Slotted.slot)
    yield lambda: type(dict.__dict__['fromkeys'])
    yield lambda: type(Slotted().__init__)
    yield lambda: type(type('C', (), {'m': lambda self: 1})().m)
    yield lambda: type(None)
    yield lambda: type(...)
    yield lambda: type(NotImplemented)
    yield lambda: [type({}.keys()), type({}.values()), type({}.items())]
    yield lambda: list(dict_iterators())
    yield lambda: [type(iter([])), type(reversed([])), type(iter(())), type(iter(set()))]
    yield lambda: [type(iter('')), type(iter('\u1234')), type(iter(b'')), type(iter(bytearray()))]
    yield lambda: type(iter(memoryview(b'')))
    yield lambda: [type(iter(range(1))), type(iter(range(2**80)))]
    yield lambda: [legacy_iterator(), type(iter(int, 1))]
    yield lambda: type(function.__code__.co_lines())
    yield lambda: type(function.__code__.co_positions())
    yield lambda: [type(list[int]), type(iter(list[int])), type(int | str)]
    yield lambda: [type(t''), type(t'{1}'.interpolations[0]), type(iter(t''))]
    yield lambda: [type(sys.flags), type(sys.version_info), type(sys.float_info), type(sys.int_info)]
    yield lambda: [type(sys.hash_info), type(sys.thread_info), type(sys.get_asyncgen_hooks())]
    yield lambda: __import__('_weakref').ref
    yield lambda: [__import__('_weakref').ProxyType, __import__('_weakref').CallableProxyType]
    yield lambda: [type(iter(type.__dict__)), __import__('_types').CapsuleType]
    yield lambda: type(__import__('types').MethodType(len, 1).__get__)
    yield lambda: [type(__import__('_string').formatter_parser('')), type(__import__('_string').formatter_field_name_split('')[1])]
    yield lambda: [type(__import__('_contextvars').Context()), type(__import__('_contextvars').ContextVar('x'))]
    yield lambda: type(iter(__import__('_contextvars').Context()))
    yield lambda: [getattr(__import__('_typing'), name) for name in TYPING]


TYPING = ('Generic', 'ParamSpec', 'ParamSpecArgs', 'ParamSpecKwargs', 'TypeAliasType', 'TypeVar', 'TypeVarTuple', 'Union')


def name_of(type):
    return type.__qualname__ if type.__module__ == 'builtins' else f'{type.__module__}.{type.__qualname__}'


def signature_of(value, text):
    """inspect.signature() of a callable where it says more than the text."""
    import inspect

    try:
        shown = str(inspect.signature(value))
    except ValueError:
        shown = 'none'
    except Exception as error:
        shown = type(error).__name__
    return shown if text is None or shown != ' '.join(text.replace('$', '').split()) else None


def describe(name, value):
    """The line of one name."""
    kind = type(value).__name__
    facts = [name, kind]
    if isinstance(value, type):
        kind = f'class {name_of(value)}'
        facts[1] = kind
        return facts
    text = getattr(value, '__text_signature__', None) if callable(value) or kind.endswith('descriptor') else None
    if text is not None:
        facts[1] += ' ' + text.replace('\n', '\\n')
    if isinstance(value, (staticmethod, classmethod)):
        value = value.__func__
    if callable(value):
        signature = signature_of(value, text)
        if signature is not None:
            facts.append(signature)
    elif value is None or isinstance(value, (bool, tuple)):
        facts[1] += f' {value!r}'
    return facts


def describe_type(type):
    name = name_of(type)
    bases = ', '.join(map(name_of, type.__bases__))
    yield [
        f'class {name}',
        f'({bases})',
        'open' if type.__flags__ & 1 << 10 else 'final',
        'documented' if type.__doc__ else 'undocumented',
        type.__text_signature__ or '',
        signature_of(type, type.__text_signature__) or '',
    ]
    for attribute, value in type.__dict__.items():
        yield describe(f'{name}.{attribute}', value)


def builtins_inventory():
    import builtins

    types = {}
    for name, value in vars(builtins).items():
        if name.startswith('__') and name != '__import__' and name != '__build_class__' or name == '_':
            continue
        if isinstance(value, type):
            types[value] = None
        yield describe(name, value)
    for give in unnamed_types():
        try:
            given = give()
        except Exception as error:
            print(f'not found: {type(error).__name__}: {error}', file=sys.stderr)
            continue
        for found in given if isinstance(given, list) else [given]:
            types[found] = None
    for found in types:
        yield from describe_type(found)


# What CPython writes in C besides the modules that are linked into it; not its own test modules, nor other systems'.
SHARED = """
_asyncio _bisect _blake2 _bz2 _codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw _contextvars _crypt
_csv _ctypes _curses _curses_panel _datetime _dbm _decimal _elementtree _hashlib _heapq _hmac _interpchannels
_interpqueues _interpreters _json _lsprof _lzma _md5 _multibytecodec _multiprocessing _opcode _pickle _posixshmem
_posixsubprocess _queue _random _remote_debugging _sha1 _sha2 _sha3 _socket _sqlite3 _ssl _statistics _struct _uuid _zoneinfo _zstd
array binascii cmath fcntl grp math mmap pyexpat readline resource select syslog termios unicodedata zlib
""".split()


def modules_inventory():
    import importlib

    for name in sorted({*sys.builtin_module_names, *SHARED}):
        if name.startswith('_test') or name.startswith('_xx') or name in ('xxsubtype', '__main__'):
            continue
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        yield [name, ' '.join(sorted(n for n in vars(module) if not n.startswith('__')))]


if __name__ == '__main__':
    warnings.simplefilter('ignore')  # of coroutines that never ran
    lines = modules_inventory() if sys.argv[1:] == ['modules'] else builtins_inventory()
    sys.stdout.writelines(line + '\n' for line in sorted('\t'.join(facts) for facts in lines))
