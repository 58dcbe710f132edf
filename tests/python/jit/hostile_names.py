# Names and texts that mean something to JavaScript mean only what they mean to Python, in compiled code too.
LONG = 'x' * 100_000

SOURCE = '''
def __proto__(constructor, hasOwnProperty, undefined=1):
    toString = constructor + hasOwnProperty + undefined
    for prototype in range(3):
        toString += prototype
    return toString

class Object:
    __proto__ = 'class attribute'
    def __init__(self):
        self.constructor = 'own'
        self.__dict__['k0'] = "a'b\\"c`d${1}</script>\\u2028\\u2029\\\\"
    def valueOf(self, this=None):
        return self.constructor, self.__proto__, this

def texts(value):
    return f"{value}'\\"`${{value}}</script>\\u2028\\n\\0\\\\" + 'T' + "*/" + '//' + "k0 = 1"

def LONG_NAME(LONG_NAME):
    return LONG_NAME * 2

def globals_too():
    global eval, S, T, None_, A
    S = 1; T = 2; None_ = 3; A = 4
    return S + T + None_ + A + len('runtime')
'''.replace('LONG_NAME', LONG)

namespace = {}
exec(compile(SOURCE, "file'\"`\u2028</script>*/.py", 'exec'), namespace)
for _ in range(300):
    total = namespace['__proto__'](1, 2)
    thing = namespace['Object']()
    value = thing.valueOf()
    text = namespace['texts']('v')
    doubled = namespace[LONG](21)
    sum_ = namespace['globals_too']()
print(total, value, thing.__dict__['k0'], ascii(text), doubled, sum_)
try:
    namespace['texts']()
except TypeError as error:
    print(error)
try:
    namespace['Object']().missing
except AttributeError as error:
    print(error)

# Each name as everything that has a name. Beyond U+FFFF JavaScript counts two characters.
EVERYTHING = '''
NAME = 1
class class_NAME:
    __slots__ = ('NAME',)
    def __init__(self, NAME):
        self.NAME = NAME
class dict_NAME:
    NAME = 3
    def method(self):
        before = self.NAME
        self.NAME = before + 1
        self.NAME += 1
        after = self.NAME
        del self.NAME
        return before, after, self.NAME
    def method_NAME(self, NAME):
        return self.NAME + NAME
def keyword(*, NAME, **rest_NAME):
    return NAME, rest_NAME
def everything(NAME):
    s0 = 0.5
    for l0 in range(3):
        s0 += l0
    def inner():
        nonlocal NAME
        NAME += 1
        return NAME
    slotted = class_NAME(NAME)
    slotted.NAME += 1
    plain = dict_NAME()
    called = keyword(NAME=NAME, other_NAME=2)
    return inner(), NAME, s0, slotted.NAME, plain.method(), plain.method_NAME(1), called, [NAME for NAME in 'ab']
def global_too():
    global NAME
    NAME += 1
    value = NAME
    NAME -= 1
    return value
def generator(NAME):
    while NAME:
        NAME = yield NAME
def failing(NAME):
    del NAME
    return NAME
'''
RUNTIME = ['A', 'B', 'C', 'F', 'G', 'H', 'L', 'M1', 'S', 'T', 'U', 'X', 'at', 'd', 'e', 'e0', 'f0', 'frame', 'func', 'g']
RUNTIME += ['k0', 'l0', 'l1', 'n0', 's0', 's1', 't0', 't1', 'value', 'x', 'exit', 'runtime', 'constants', 'PyFloat']
SCRIPT = ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'valueOf', 'undefined', 'arguments']
SCRIPT += ['eval', 'this', 'new', 'var', 'let', 'function', 'null', 'true', 'NaN', 'ob_type', 'items', 'length', 'name']
TEXTS = ['𐌰𐌱', '𠀀', 'é', 'x' * 100_000]
FILES = ['a\nb', 'a\r\u2029b', '\ud800', '', '\0', '*/ throw 1 //', '"](){}', '🐍']
for number, name in enumerate(RUNTIME + SCRIPT + TEXTS):
    namespace = {}
    file = FILES[number % len(FILES)].replace('\0', '\x01')
    exec(compile(EVERYTHING.replace('NAME', name), file, 'exec'), namespace)
    outcomes = set()
    for _ in range(120):
        outcome = repr((namespace['everything'](5), namespace['global_too']()))
        generator = namespace['generator'](3)
        outcome += repr([next(generator), generator.send(2), generator.send(1)])
        outcomes.add(outcome)
        try:
            namespace['failing'](1)
        except UnboundLocalError as error:
            outcomes.add(f'{error} {ascii(error.__traceback__.tb_next.tb_frame.f_code.co_filename)}')
    shown = ' '.join(sorted(outcomes))
    print(len(name), shown if len(name) < 100 else shown.replace(name, 'LONG'))
